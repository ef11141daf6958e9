"""`syncer setup`: makes or mends the tables in Airtable."""

from __future__ import annotations

import json
from collections.abc import Callable

import click

from syncer.app import App
from syncer.cli.options import Settings
from syncer.records import Problem, Stop
from syncer.setup.airtable import Mended


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what would be made.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_obj
def setup(settings: Settings, dry_run: bool, form: str) -> None:
    """Make or mend the tables in Airtable that config.toml names.

    Adds what is missing, never changes or deletes; says what only a person can do. Run it again
    whenever you like. The token needs the scopes schema.bases:read and schema.bases:write and the
    role Creator for this, and for this only. Exit code: 0 all is there, 2 a person must do
    something, 3 Airtable could not be asked.
    """
    from syncer.deliver.airtable.lanes import lanes_of
    from syncer.deliver.airtable.place import bases
    from syncer.setup.airtable import mend

    app = settings.app()
    airtable = app.config.airtable
    if airtable is None:
        what = f"{settings.config} has no [airtable]: there is no table to make."
        how = "Add [airtable] with token and base (config.example.toml); the ledger needs none."
        raise Stop(Problem(what=what, mend=how, exit=2))
    specs = [lane.spec for lane in lanes_of(airtable)]
    done: list[Mended] = []
    for base in bases(airtable):
        line = app.airtable_at(base)
        mended = mend(base, line, specs, dry_run=dry_run, count=counter(app))
        if not dry_run:
            _count_once(app, mended)
        done.append(mended)
    _tell(done, form, dry_run=dry_run)
    codes = {mended.exit for mended in done}
    raise click.exceptions.Exit(2 if 2 in codes else max(codes))


def counter(app: App) -> Callable[[], None]:
    """Notes a call to Airtable before it is made."""
    from syncer.deliver.airtable.budget import count_calls

    def count() -> None:
        with app.engine.begin() as conn:
            count_calls(conn, app.clock())

    return count


def _count_once(app: App, mended: Mended) -> None:
    """A base that held rows before syncer came: its limit is nearer than our own count says."""
    from connectors.errors import ServiceError
    from syncer.deliver.airtable import budget
    from syncer.setup.counting import count_rows

    with app.engine.begin() as conn:
        if budget.rows_known(conn, mended.base) or not mended.found:
            return
    try:
        rows = count_rows(app.airtable_at(mended.base), mended.found, counter(app))
    except ServiceError:
        return  # `syncer doctor --count` says why, and counts when it can
    with app.engine.begin() as conn:
        budget.set_rows(conn, mended.base, rows)


def _tell(done: list[Mended], form: str, *, dry_run: bool) -> None:
    if form == "json":
        shown = [
            {
                "base": each.base,
                "dry_run": dry_run,
                "made": list(each.made),
                "by_hand": list(each.by_hand),
                "problems": [str(problem) for problem in each.problems],
            }
            for each in done
        ]
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    for each in done:
        for what in each.made:
            click.echo(f"{each.base}: {'would make' if dry_run else 'made'} {what}")
        for what in each.by_hand:
            click.echo(f"{each.base}: to be done by a person: {what}")
        for problem in each.problems:
            click.echo(f"{each.base}: {problem}", err=True)
        if not (each.made or each.by_hand or each.problems):
            click.echo(f"{each.base}: everything is there")
