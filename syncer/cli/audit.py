"""`syncer audit`: the ledger shown, given away, compared, and sent again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import click

from syncer.cli.options import Settings
from syncer.records import Problem, Stop

if TYPE_CHECKING:
    from syncer.app import App
    from syncer.audit.select import Selection
    from syncer.audit.verify import Sources, Verdict
    from syncer.records import Chained

SHOWN = 20
"""findings of one code that the text shows"""


@click.group()
def audit() -> None:
    """The ledger: what was seen, decided and done, each entry chained to the one before."""


@dataclass(frozen=True)
class Filters:
    """The options of `list` and `export`, as typed."""

    card: str | None
    person: str | None
    rule: str | None
    since: str | None
    until: str | None
    kind: tuple[str, ...]

    def entries(self, app: App) -> Iterable[Chained]:
        """The entries that they choose."""
        from syncer.audit.select import chosen
        from syncer.store.trail import walk

        selection = self._selection(app)
        return chosen(walk(app.engine, card=selection.card), selection)

    def _selection(self, app: App) -> Selection:
        from syncer.audit.naming import find_person, need_card
        from syncer.audit.select import Selection

        with app.engine.begin() as conn:
            return Selection(
                card=need_card(conn, self.card).id if self.card else None,
                person=find_person(conn, self.person) if self.person else None,
                rule=self.rule,
                since=self._moment(app, self.since, "--since"),
                until=self._moment(app, self.until, "--until", end=True),
                kinds=frozenset(self.kind),
            )

    @staticmethod
    def _moment(app: App, text: str | None, name: str, *, end: bool = False) -> datetime | None:
        return None if text is None else moment_option(app, text, name, end=end)


def moment_option(app: App, text: str, name: str, *, end: bool = False) -> datetime:
    """An option that is a moment. Raises BadParameter."""
    from syncer.audit.moments import read_moment

    try:
        return read_moment(text, app.clock(), str(app.book.timezone), end=end)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint=name) from None


_FILTERS = (
    click.option("--card", help="Short link, id, address or exact name."),
    click.option("--person", help="Who did it: name in rules.toml, username, id or full name."),
    click.option("--rule", help="A gate, a reason's code, or a style rule as set.rule."),
    click.option("--since", help="From then on: 90d, 2026-11-23, 2026-11-23T10:00."),
    click.option("--until", help="Up to then; a date includes its day."),
    click.option("--kind", multiple=True, help="decision, move, returned, …; may be repeated."),
)


@audit.command(name="list")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_obj
def list_(settings: Settings, /, form: str, **options: object) -> None:
    """Print the entries, oldest first: in JSON exactly as they were hashed."""
    from syncer.audit.export import as_json, as_text

    entries = Filters(**options).entries(settings.app())  # type: ignore[arg-type]  # click typed them
    for line in (as_json if form == "json" else as_text)(entries):
        click.echo(line, nl=False)


@audit.command()
@click.option(
    "--format", "form", type=click.Choice(["csv", "jsonl"]), default="csv", show_default=True
)
@click.pass_obj
def export(settings: Settings, /, form: str, **options: object) -> None:
    """Write the entries for other programs: CSV that no spreadsheet runs, or JSON Lines with
    the hashes, from which anyone can compute the chain anew."""
    from syncer.audit.export import as_csv, as_json_lines

    entries = Filters(**options).entries(settings.app())  # type: ignore[arg-type]  # click typed them
    for line in (as_csv if form == "csv" else as_json_lines)(entries):
        click.echo(line, nl=False)


for _command in (list_, export):
    for _option in _FILTERS:
        _option(_command)


@audit.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_obj
def verify(settings: Settings, form: str) -> None:
    """Prove that nothing was altered, here or in Airtable, as far as anchors reach.

    Exit code: 0 nothing altered, 1 something was, 2 a witness needs mending, 3 Airtable does
    not answer now. What could be checked is told in any case.
    """
    from syncer.audit.verify import verify as compare

    verdict = compare(sources_of(settings.app()))
    click.echo(_as_json(verdict) if form == "json" else "\n".join(_as_text(verdict)))
    raise click.exceptions.Exit(verdict.exit)


def sources_of(app: App) -> Sources:
    """The witnesses that config.toml names."""
    from syncer.audit.verify import Sources
    from syncer.deliver.airtable.place import bases

    settings = app.config.airtable
    named = bases(settings) if settings else ()
    return Sources(
        engine=app.engine,
        bases=tuple(partial(app.airtable_at, base) for base in named),
        table=settings.table if settings else "",
        anchor_file=app.config.audit.anchor_file,
    )


def _as_json(verdict: Verdict) -> str:
    fields = {
        "entries": verdict.entries,
        "head": verdict.head,
        "rows": verdict.rows,
        "rows_waiting": verdict.late,
        "redacted": verdict.redacted,
        "anchored": verdict.anchored,
        "findings": [each.as_json() for each in verdict.findings],
        "unread": [str(each) for each in verdict.unread],
        "notes": list(verdict.notes),
    }
    return json.dumps(fields, ensure_ascii=False, indent=2)


def _as_text(verdict: Verdict) -> Iterable[str]:
    from syncer.audit.findings import MEANING

    shown: Counter[str] = Counter()
    counts = Counter(each.code for each in verdict.findings)
    for finding in verdict.findings:
        shown[finding.code] += 1
        if shown[finding.code] <= SHOWN:
            yield str(finding)
    for code, count in counts.items():
        more = f", {SHOWN} shown; --format json has all" if count > SHOWN else ""
        yield f"{count} × {code}: {MEANING[code]}{more}"
    yield from (str(each) for each in verdict.unread)
    faults = sum(each.fault for each in verdict.findings)
    said = f"{faults} faults" if faults else "nothing found altered"
    yield f"{verdict.entries} entries, {verdict.rows} rows of Airtable: {said}."
    yield from verdict.notes


@audit.command()
@click.pass_obj
def head(settings: Settings) -> None:
    """Print the ledger's head as a checkpoint of three lines, to be kept elsewhere."""
    from syncer.audit.anchoring import head as read_head

    app = settings.app()
    with app.engine.begin() as conn:
        found = read_head(conn)
    if found is None:
        raise Stop(Problem(what="The ledger is empty: there is no head yet.", exit=2))
    click.echo(found.note(), nl=False)


@audit.command()
@click.option("--mend", is_flag=True, help="Also rows that Airtable lacks or shows altered.")
@click.pass_obj
def push(settings: Settings, mend: bool) -> None:
    """Put rows that never reached Airtable in line again; the next run sends them.

    With --mend Airtable is read first, and rows that were deleted or edited there are written
    anew. That wipes out the traces: keep the answer of `audit verify` before.
    """
    from syncer.audit.push import push as send_again

    app = settings.app()
    if app.config.airtable is None:
        what = "config.toml has no [airtable]: there is nowhere to send rows."
        raise Stop(Problem(what=what, mend="Add the section, or do without.", exit=2))
    count = send_again(sources_of(app), app.clock(), mend=mend)
    click.echo(f"{count} rows were put in line; the next run sends them")
