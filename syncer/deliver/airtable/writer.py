"""The one writer: claims a batch, sends it, writes down what came of it, claims the next.

What came of a batch and the claim of the next are one transaction, so that a call costs one wait
for the disk. Every call is counted, and its place held, before it is made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine

from connectors.errors import QuotaSpent, ServiceError, TryLater
from syncer.config import Airtable
from syncer.deliver.airtable import budget, place
from syncer.deliver.airtable.lanes import Cells, Lane
from syncer.deliver.airtable.send import AuditTable, Outcome, send
from syncer.deliver.airtable.words import all_full, doubled, left, parked_entry, stopped
from syncer.records import Delivery, Problem, Receipt
from syncer.store import outbox
from syncer.store.enter import enter

BATCH = 10
"""Rows a call: Airtable's own limit (facts: batch size)."""

HOUR = timedelta(hours=1)
"""How often a spent monthly quota is tried, and how long rows wait for company when calls must be
saved."""


@dataclass(frozen=True, kw_only=True)
class Flushed:
    """What was carried over, what keeps the rest waiting, and whether Airtable answered: None when
    it was not asked, False when it cannot be used now."""

    rows: int = 0
    problems: tuple[Problem, ...] = ()
    reached: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Load:
    """A batch that was claimed, its rows by delivery id, and where it goes: None when no base has
    room."""

    base: str | None
    batch: tuple[Delivery, ...] = ()
    cells: Mapping[int, Cells]


@dataclass(frozen=True)
class Writer:
    """Carries one lane after the other."""

    engine: Engine
    airtable: Callable[[str], AuditTable]
    settings: Airtable
    clock: Callable[[], datetime]

    def carry(self, lane: Lane, so_far: Flushed, until: datetime) -> Flushed:
        """Send batches until none waits, time is up or Airtable cannot be used."""
        with self.engine.begin() as conn:
            load = self._claim(conn, lane)
        while load is not None:
            if load.base is None:
                full = all_full(place.bases(self.settings), self.settings.plan)
                return replace(so_far, problems=(*so_far.problems, full))
            outcome, error = self._try(lane, load, load.base)
            going_on = error is None and self.clock() < until
            with self.engine.begin() as conn:
                problems = self._close(conn, lane, load, load.base, outcome)
                if error is not None:
                    self._leave_alone(conn, load.base, error)
                    problems = (*problems, stopped(error, lane.table))
                load = self._claim(conn, lane) if going_on else None
            so_far = Flushed(
                rows=so_far.rows + len(outcome.landed),
                problems=(*so_far.problems, *problems),
                reached=error is None,
            )
        return so_far

    def _claim(self, conn: Connection, lane: Lane) -> Load | None:
        """The next batch, the attempt and the call counted before it is made; None for nothing."""
        now = self.clock()
        due = outbox.batch_due(conn, lane.kind, now, BATCH)
        cells = lane.read(conn, due)
        lost = [each.id for each in due if each.id not in cells]
        if lost:
            receipt = Receipt(state="parked", note="the ledger has no such entry any more")
            outbox.close(conn, lost, receipt)
        batch = tuple(replace(each, attempts=each.attempts + 1) for each in due if each.id in cells)
        if not batch:
            return self._claim(conn, lane) if lost else None
        base = place.current(conn, self.settings)
        if base is not None:
            outbox.count_attempt(conn, [each.id for each in batch])
            budget.count_calls(conn, now)
            place.take_off(conn, base, now)
        return Load(base=base, batch=batch, cells=cells)

    def _try(self, lane: Lane, load: Load, base: str) -> tuple[Outcome, ServiceError | None]:
        outcome = Outcome()
        try:
            send(self.airtable(base), lane, load.batch, load.cells, self._count(base), outcome)
        except ServiceError as error:
            return outcome, error
        return outcome, None

    def _count(self, base: str) -> Callable[[], None]:
        """Notes each further call of a batch before it is made."""

        def count() -> None:
            with self.engine.begin() as conn:
                budget.count_calls(conn, self.clock())
                place.take_off(conn, base, self.clock())

        return count

    def _close(
        self, conn: Connection, lane: Lane, load: Load, base: str, outcome: Outcome
    ) -> tuple[Problem, ...]:
        """Write down what came of a batch; the problems that people should know."""
        now = self.clock()
        copies = {delivery.id: count for delivery, count in outcome.doubled}
        clean = [each.id for each in outcome.landed if each.id not in copies]
        outbox.close(conn, clean, Receipt(state="done", data={"base": base}))
        for each, count in copies.items():
            note = f"it stands there {count} times; the first was brought up to date"
            outbox.close(conn, [each], Receipt(state="done", note=note, data={"base": base}))
        for delivery, why in outcome.parked:
            outbox.close(conn, [delivery.id], Receipt(state="parked", note=why))
        # A row about a row that was given up is not itself worth another.
        told = [
            parked_entry(lane, delivery, why, now)
            for delivery, why in outcome.parked
            if not str(load.cells[delivery.id][lane.key]).startswith("parked:")
        ]
        enter(conn, told, now, rows=True)
        if outcome.created:
            budget.set_rows(conn, base, budget.rows_in(conn, base) + outcome.created)
        place.landed(conn, now)
        return (
            *(left(lane, each, why) for each, why in outcome.parked),
            *(doubled(lane, each, count) for each, count in outcome.doubled),
        )

    def _leave_alone(self, conn: Connection, base: str, error: ServiceError) -> None:
        """Airtable is asked again when the answer to this request, or the lack of one, allows."""
        now = self.clock()
        if error.unknown:
            place.take_off(conn, base, now)
        if not unanswered(error):
            saving = budget.must_save(conn, self.settings.plan, now)
            place.shut(conn, now + penalty(error, saving=saving))


def unanswered(error: ServiceError) -> bool:
    """May the request still be under way? An answer, whatever it says, ends it."""
    return error.unknown and error.status is None


def penalty(error: ServiceError, *, saving: bool) -> timedelta:
    """How long Airtable is left alone, by this run and the next ones."""
    if isinstance(error, QuotaSpent) or saving:
        return HOUR
    return timedelta(seconds=error.after) if isinstance(error, TryLater) else timedelta(0)
