"""The command line. Each command's module is imported only when it is called: cron pays for
start-up every minute."""

from __future__ import annotations

import atexit
import gc
import sys
from importlib import import_module

import click

try:
    from syncer.cli.options import Settings, set_up_logging
    from syncer.records import Stop
except ImportError:
    from syncer.setup.packages import exit_if_foreign

    exit_if_foreign()
    raise

COMMANDS = {
    "run": "syncer.cli.run",
    "watch": "syncer.cli.run",
    "check": "syncer.cli.check",
    "explain": "syncer.cli.explain",
    "demo": "syncer.cli.demo",
    "sandbox": "syncer.cli.sandbox",
    "lint": "syncer.cli.lint",
    "test": "syncer.cli.test",
    "audit": "syncer.cli.audit",
    "history": "syncer.cli.history",
    "simulate": "syncer.cli.simulate",
    "backup": "syncer.cli.backup",
    "forget": "syncer.cli.forget",
    "pins": "syncer.cli.pins",
    "setup": "syncer.cli.setup",
    "doctor": "syncer.cli.doctor",
}


class _Lazy(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        found: click.Command = getattr(import_module(COMMANDS[name]), name)
        return found


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--config",
    envvar="SYNCER_CONFIG",
    default="config.toml",
    show_default=True,
    help="The operator's file; also $SYNCER_CONFIG.",
)
@click.option("-v", "--verbose", count=True, help="Tell more; twice: every request.")
@click.option(
    "--log-format", type=click.Choice(["text", "json"]), default="text", show_default=True
)
@click.version_option(package_name="board-syncer", prog_name="syncer")
@click.pass_context
def cli(ctx: click.Context, config: str, verbose: int, log_format: str) -> None:
    """Makes a Trello board keep its promises."""
    ctx.obj = Settings(config=config)
    set_up_logging(verbose, log_format)


def main() -> None:
    """The console script: every error becomes a sentence and an exit code (RULES.md)."""
    atexit.register(gc.freeze)  # no last search for garbage: a tenth of a short run
    try:
        # Without its own handling of errors, click hands an Exit's code back as the result.
        sys.exit(cli.main(standalone_mode=False))
    except click.Abort:
        click.echo("Interrupted.", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except Stop as stop:
        click.echo(f"syncer: {stop.problem}", err=True)
        sys.exit(stop.problem.exit)
    except ImportError as error:
        from syncer.setup.packages import exit_if_foreign

        exit_if_foreign()
        _bug(error)
    except Exception as error:  # noqa: BLE001 - the last net: an unforeseen error is told as one
        _bug(error)


def _bug(error: Exception) -> None:
    """Something that we did not foresee: say so plainly, with what a report needs."""
    import logging
    import traceback

    from connectors.redact import redact

    details = redact("".join(traceback.format_exception(error)), ())
    logging.getLogger("syncer").error(
        "This is a bug in syncer, not of yours. Nothing is lost: what was decided is kept and the "
        "next run goes on. Please report it with these lines:\n%s",
        details,
    )
    sys.exit(4)
