"""Looking at Airtable: the token, the tables, the right to write, and how much room is left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from connectors.airtable.answers import Identity, LiveTable
from connectors.airtable.schema import TableSpec
from connectors.airtable.wire import Cell
from connectors.errors import Gone, NotAllowed, QuotaSpent, Refused, ServiceError
from syncer.deliver.airtable.budget import ALARMS, Gauge
from syncer.setup.findings import Finding, away, bad, good, warn
from syncer.setup.steps import steps

NOBODY = "rec00000000000000"
"""A record id that no table has: changing that row shows whether we may write, and changes none."""


class Base(Protocol):
    """What looking asks of Airtable."""

    def whoami(self) -> Identity: ...

    def schema(self) -> Sequence[LiveTable]: ...

    def update(self, table: str, record_id: str, fields: Mapping[str, Cell]) -> object: ...


def look_at_base(
    name: str, base: Base, specs: Sequence[TableSpec], count: Callable[[], None]
) -> Iterator[Finding]:
    """The token and the tables of one base. `count` is called before every request."""
    about = f"Airtable {name}"
    count()
    try:
        base.whoami()
    except ServiceError as error:
        yield _refused(about, error, "Put a valid token in [airtable] of config.toml.")
        return
    yield good(about, "the token is valid")
    count()
    try:
        live = base.schema()
    except ServiceError as error:
        mend = "Mend the base's id, and give the token that base and the scope schema.bases:read."
        yield _refused(about, error, mend)
        return
    yield from _tables(about, specs, live)
    if any(spec.name in (table.name, table.id) for spec in specs[:1] for table in live):
        count()
        yield _writing(about, base, specs[0])


def _tables(about: str, specs: Sequence[TableSpec], live: Sequence[LiveTable]) -> Iterator[Finding]:
    lacking = steps(specs, live)
    for step in lacking:
        mend = "Run `syncer setup`." if step.can_be_made else f"By hand: {step.by_hand}."
        what = f"it lacks the {step.what}." if step.can_be_made else f"{step.what}."
        yield bad(about, what, mend)
    if not lacking:
        yield good(about, f"{len(specs)} tables with all their fields")


def _writing(about: str, base: Base, spec: TableSpec) -> Finding:
    try:
        base.update(spec.name, NOBODY, {spec.fields[0].name: ""})
    except (Gone, Refused):
        return good(about, "the token may write rows")
    except ServiceError as error:
        mend = "Give the token the scope data.records:write, and its user the role Editor."
        return _refused(about, error, mend)
    return good(about, "the token may write rows")


def look_at_budget(gauges: Iterable[Gauge]) -> Iterator[Finding]:
    """What is left of the plan's limits, as far as we counted."""
    for gauge in gauges:
        what = f"{gauge.used} of {gauge.limit} {gauge.what} ({gauge.percent} %)"
        if gauge.percent >= min(ALARMS):
            mend = "Raise the plan, or make room (docs/airtable.md)."
            yield warn("Airtable's plan", f"{what}.", mend)
        else:
            yield good("Airtable's plan", what)


def _refused(about: str, error: ServiceError, mend: str) -> Finding:
    if isinstance(error, NotAllowed | Gone | Refused):
        return bad(about, f"{error}.", mend)
    if isinstance(error, QuotaSpent):
        return bad(about, f"{error}.", "Raise the plan or wait for the new month.")
    return away(about, f"it cannot be asked: {error}.")
