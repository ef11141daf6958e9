"""`syncer doctor`: is everything that syncer needs there, and what is not?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from syncer.app import App
from syncer.cli.options import Settings
from syncer.setup.findings import Finding, bad, exit_code, good, warn


@click.command()
@click.option("--count", is_flag=True, help="Count Airtable's rows anew: a call for each hundred.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_obj
def doctor(settings: Settings, count: bool, form: str) -> None:
    """Try credentials, rights, pinned ids, Airtable's tables and room, the clock, the packages.

    Changes nothing in Trello or Airtable. Exit code: 0 all is well or only worth knowing, 2 a
    person must mend something, 3 a service could not be asked.
    """
    from syncer.setup.packages import look_at_packages

    app = settings.app()
    findings = [
        *look_at_packages(),
        *_idle(Path(settings.config), app),
        *_trello(app),
        *_airtable(app, count=count),
        *_state(app),
    ]
    if form == "json":
        shown = [each.as_json() for each in findings]
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        for each in findings:
            click.echo(str(each))
    raise click.exceptions.Exit(exit_code(findings))


def _idle(config: Path, app: App) -> Iterator[Finding]:
    """Keys of both files that are read and not acted upon."""
    from syncer.cli.check import IDLE, IDLE_CONFIG, idle_notes

    for note in (*idle_notes(config, IDLE_CONFIG), *idle_notes(app.config.rules.file, IDLE)):
        yield warn("files", f"{note}.")
    yield good("files", f"{config} and {app.config.rules.file} are well formed")


def _trello(app: App) -> Iterator[Finding]:
    from syncer.setup.trello import Pinned, look_at_trello
    from syncer.store.boards import read_pins

    with app.engine.begin() as conn:
        boards = read_pins(conn, "board")
        pinned = Pinned(
            boards=boards,
            lists={board: read_pins(conn, "list", board) for board in boards.values()},
            people=read_pins(conn, "person"),
        )
    yield from look_at_trello(app.trello, app.book, pinned, datetime.now(UTC))


def _airtable(app: App, *, count: bool) -> Iterator[Finding]:
    from syncer.cli.setup import counter
    from syncer.deliver.airtable import budget, place
    from syncer.deliver.airtable.lanes import lanes_of
    from syncer.setup.evidence import look_at_base, look_at_budget

    settings = app.config.airtable
    if settings is None:
        yield good("Airtable", "config.toml has no [airtable]: the ledger alone is kept")
        return
    specs = [lane.spec for lane in lanes_of(settings)]
    for base in place.bases(settings):
        yield from look_at_base(base, app.airtable_at(base), specs, counter(app))
        if count:
            yield from _counted(app, base)
    with app.engine.begin() as conn:
        for base in place.bases(settings):
            gauges = budget.gauges(conn, settings.plan, base, datetime.now(UTC))
            chosen = [each for each in gauges if base in each.what or base == settings.base]
            yield from look_at_budget(chosen)


def _counted(app: App, base: str) -> Iterator[Finding]:
    from connectors.errors import ServiceError
    from syncer.cli.setup import counter
    from syncer.deliver.airtable.budget import set_rows
    from syncer.setup.counting import count_rows

    line, count = app.airtable_at(base), counter(app)
    try:
        count()
        rows = count_rows(line, line.schema(), count)
    except ServiceError as error:
        mend = "Give the token the scopes schema.bases:read and data.records:read."
        yield bad(f"Airtable {base}", f"its rows cannot be counted: {error}.", mend)
        return
    with app.engine.begin() as conn:
        set_rows(conn, base, rows)
    yield good(f"Airtable {base}", f"{rows} rows were counted")


def _state(app: App) -> Iterator[Finding]:
    from syncer.setup.memory import look_at_state

    with app.engine.begin() as conn:
        yield from look_at_state(conn)
