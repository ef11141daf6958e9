"""One batch to one table: the good rows land, a bad one is found by halving.

Airtable takes a request whole or not at all. Its table has no unique key, so a row that somebody
duplicated by hand makes upserts of that key fail for good: it is then updated by its id.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from connectors.airtable.answers import Record, Upserted
from connectors.airtable.bisect import Bisection
from connectors.airtable.refusal import about_rows
from connectors.airtable.wire import Cell
from connectors.errors import Refused
from syncer.deliver.airtable.lanes import Cells, Lane
from syncer.records import Delivery

TRIES = 3
"""A batch that is refused to the last row is kept so often before its rows are given up: most
likely something is wrong with the table."""


class AuditTable(Protocol):
    """What the lanes ask of Airtable."""

    def upsert(
        self, table: str, key_field: str, rows: Sequence[Mapping[str, Cell]]
    ) -> Upserted: ...

    def find(self, table: str, key_field: str, value: str) -> Sequence[Record]: ...

    def update(self, table: str, record_id: str, fields: Mapping[str, Cell]) -> object: ...


@dataclass
class Outcome:
    """What came of one batch: rows that stand there now, those given up with the reason, those
    that stand there several times (and how often), and how many rows are new."""

    landed: list[Delivery] = field(default_factory=list)
    parked: list[tuple[Delivery, str]] = field(default_factory=list)
    doubled: list[tuple[Delivery, int]] = field(default_factory=list)
    created: int = 0


def send(
    airtable: AuditTable,
    lane: Lane,
    batch: Sequence[Delivery],
    cells: Mapping[int, Cells],
    count: Callable[[], None],
    outcome: Outcome,
) -> None:
    """Send a batch and add to `outcome` what came of it, as far as it came. Raises ServiceError
    for what is not about single rows. `count` is called before every request but the first."""
    work = Bisection(batch)
    for part in work:
        if part is not batch:
            count()
        try:
            answer = airtable.upsert(lane.table, lane.key, [cells[each.id] for each in part])
        except Refused as error:
            if not about_rows(error):
                raise
            work.refuse(part, error)
        else:
            outcome.landed += part
            # A row that an earlier try made, whose answer was lost, comes back as an update.
            lost = min(len(answer.updated), sum(each.attempts > 1 for each in part))
            outcome.created += len(answer.created) + lost
    for delivery, why in work.parked:
        _settle_refused(airtable, lane, delivery, cells[delivery.id], why, outcome, count)
    if len(batch) > 1 and len(outcome.parked) == len(batch) and batch[0].attempts < TRIES:
        outcome.parked.clear()
        raise work.parked[0][1]


def _settle_refused(
    airtable: AuditTable,
    lane: Lane,
    delivery: Delivery,
    cells: Cells,
    why: Refused,
    outcome: Outcome,
    count: Callable[[], None],
) -> None:
    """A row that was refused on its own: does its key stand there several times?"""
    count()
    copies = airtable.find(lane.table, lane.key, str(cells[lane.key]))
    if len(copies) < 2:
        outcome.parked.append((delivery, str(why)))
        return
    first = min(copies, key=lambda record: (record.created, record.id))
    count()
    try:
        airtable.update(lane.table, first.id, cells)
    except Refused as error:
        outcome.parked.append((delivery, str(error)))
        return
    outcome.landed.append(delivery)
    outcome.doubled.append((delivery, len(copies)))
