"""Carrying the ledger and the tables beside it to Airtable: ten rows a call, by upsert, one writer.

An outage, the monthly quota or missing rights stop only these lanes, and only for this run; a row
that Airtable refuses is given up alone. Nothing to say means no call.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine

from connectors.errors import QuotaSpent, ServiceError, TryLater
from syncer.config import Airtable
from syncer.deliver.airtable import budget, place
from syncer.deliver.airtable.lanes import Cells, Lane, lanes_of
from syncer.deliver.airtable.send import AuditTable, Outcome, send
from syncer.deliver.airtable.words import all_full, doubled, left, parked_entry, stopped
from syncer.records import Delivery, Entry, Problem, Receipt
from syncer.store import outbox
from syncer.store.enter import enter
from syncer.store.lanes import first_waiting

BATCH = 10
"""Rows a call: Airtable's own limit (facts: batch size)."""

NEXT_PASS = timedelta(minutes=1)
"""When cron is expected to run us again: a promise about waiting rows must hold until then."""

BREATH = timedelta(seconds=1)
"""Airtable counts calls by the second: runs that follow close upon each other, each with a pace
of its own, keep this apart."""

HOUR = timedelta(hours=1)
"""How often a spent monthly quota is tried, and how long rows wait for company when calls must be
saved."""

LONGEST = timedelta(seconds=25)
"""A backlog is carried over in pieces: while we write, no card is looked at."""


@dataclass(frozen=True, kw_only=True)
class Flushed:
    """What was carried over, what keeps the rest waiting, and whether Airtable answered: None when
    it was not asked, False when it cannot be used now."""

    rows: int = 0
    problems: tuple[Problem, ...] = ()
    reached: bool | None = None


def is_time(waiting: int, oldest: datetime | None, now: datetime, flush_every: timedelta) -> bool:
    """Must rows travel now? Yes for a full load, and when the oldest would have waited longer
    than `flush_every` by the time of the next pass."""
    if oldest is None:
        return False
    return waiting >= BATCH or now - oldest + NEXT_PASS >= flush_every


def flush(
    engine: Engine,
    airtable: Callable[[str], AuditTable],
    settings: Airtable,
    *,
    clock: Callable[[], datetime],
    sleep: Callable[[float], None] = time.sleep,
) -> Flushed:
    """Send what is due, for `LONGEST` at most. `airtable` gives a base by its id, and is called
    only when something is due."""
    now = clock()
    with engine.begin() as conn:
        due = _due(conn, settings, now)
        opens = place.opens(conn) if due else None
        told = _alarms(conn, settings, now) if due else []
        enter(conn, [entry for entry, _ in told], now, rows=True)
    problems = tuple(problem for _, problem in told)
    if opens and opens > now and opens - now > BREATH:
        return Flushed(problems=problems)
    if opens and opens > now:
        sleep((opens - now).total_seconds())
    writer = _Writer(engine, airtable, settings, clock)
    flushed = Flushed(problems=problems)
    for lane in due:
        flushed = writer.carry(lane, flushed, until=now + LONGEST)
        if flushed.reached is False:
            break
    if flushed.reached:
        with engine.begin() as conn:
            place.shut(conn, clock() + BREATH)
    return flushed


def _alarms(conn: Connection, settings: Airtable, now: datetime) -> list[tuple[Entry, Problem]]:
    base = place.current(conn, settings) or place.bases(settings)[-1]
    return list(budget.alarms(conn, settings.plan, base, now))


def _due(conn: Connection, settings: Airtable, now: datetime) -> list[Lane]:
    """The lanes in which rows must travel now."""
    due: list[Lane] = []
    saving: bool | None = None
    for lane in lanes_of(settings):
        waiting, oldest = first_waiting(conn, lane.kind, BATCH)
        if oldest is None:
            continue
        if saving is None:
            saving = budget.must_save(conn, settings.plan, now)
        patience = max(settings.flush_every, HOUR) if saving else settings.flush_every
        if is_time(waiting, oldest, now, patience):
            due.append(lane)
    return due


@dataclass(frozen=True)
class _Writer:
    """Carries one lane after the other."""

    engine: Engine
    airtable: Callable[[str], AuditTable]
    settings: Airtable
    clock: Callable[[], datetime]

    def carry(self, lane: Lane, so_far: Flushed, until: datetime) -> Flushed:
        """Send batches until none waits, time is up or Airtable cannot be used."""
        while self.clock() < until:
            with self.engine.begin() as conn:
                base = place.current(conn, self.settings)
                if base is None:
                    full = all_full(place.bases(self.settings), self.settings.plan)
                    return replace(so_far, problems=(*so_far.problems, full))
                batch, cells = self._claim(conn, lane, base)
            if not batch:
                return so_far
            outcome, error = Outcome(), None
            try:
                send(self.airtable(base), lane, batch, cells, self._count(base), outcome)
            except ServiceError as stop:
                error = stop
            problems = self._close(lane, base, outcome, cells)
            so_far = Flushed(
                rows=so_far.rows + len(outcome.landed),
                problems=(*so_far.problems, *problems),
                reached=error is None,
            )
            if error is not None:
                self._leave_alone(base, error)
                problems = (*so_far.problems, stopped(error, lane.table))
                return replace(so_far, problems=problems)
        return so_far

    def _claim(
        self, conn: Connection, lane: Lane, base: str
    ) -> tuple[list[Delivery], Mapping[int, Cells]]:
        """The next batch and its rows, the attempt and the call counted before it is made."""
        now = self.clock()
        due = outbox.batch_due(conn, lane.kind, now, BATCH)
        cells = lane.read(conn, due)
        batch = [replace(each, attempts=each.attempts + 1) for each in due if each.id in cells]
        if batch:
            outbox.count_attempt(conn, [each.id for each in batch])
            budget.count_calls(conn, now)
            place.take_off(conn, base, now)
        lost = [each.id for each in due if each.id not in cells]
        if lost:
            receipt = Receipt(state="parked", note="the ledger has no such entry any more")
            outbox.close(conn, lost, receipt)
        return batch, cells

    def _count(self, base: str) -> Callable[[], None]:
        """Notes each further call of a batch before it is made."""

        def count() -> None:
            with self.engine.begin() as conn:
                budget.count_calls(conn, self.clock())
                place.take_off(conn, base, self.clock())

        return count

    def _close(
        self, lane: Lane, base: str, outcome: Outcome, cells: Mapping[int, Cells]
    ) -> tuple[Problem, ...]:
        """Write down what came of a batch; the problems that people should know."""
        now = self.clock()
        copies = {delivery.id: count for delivery, count in outcome.doubled}
        # A row about a row that was given up is not itself worth another.
        told = [
            parked_entry(lane, each, why, now)
            for each, why in outcome.parked
            if not str(cells[each.id][lane.key]).startswith("parked:")
        ]
        with self.engine.begin() as conn:
            clean = [each.id for each in outcome.landed if each.id not in copies]
            outbox.close(conn, clean, Receipt(state="done", data={"base": base}))
            for each, count in copies.items():
                note = f"it stands there {count} times; the first was brought up to date"
                outbox.close(conn, [each], Receipt(state="done", note=note, data={"base": base}))
            for delivery, why in outcome.parked:
                outbox.close(conn, [delivery.id], Receipt(state="parked", note=why))
            enter(conn, told, now, rows=True)
            budget.set_rows(conn, base, budget.rows_in(conn, base) + outcome.created)
            place.landed(conn, now)
        return (
            *(left(lane, each, why) for each, why in outcome.parked),
            *(doubled(lane, each, count) for each, count in outcome.doubled),
        )

    def _leave_alone(self, base: str, error: ServiceError) -> None:
        """Airtable is asked again when the answer to this request, or the lack of one, allows."""
        now = self.clock()
        with self.engine.begin() as conn:
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
