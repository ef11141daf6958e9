"""Carrying the ledger and the tables beside it to Airtable: ten rows a call, by upsert, one writer.

An outage, the monthly quota or missing rights stop only these lanes, and only for this run; a row
that Airtable refuses is given up alone. Nothing to say means no call.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine

from syncer.config import Airtable
from syncer.deliver.airtable import budget, place
from syncer.deliver.airtable.lanes import Lane, lanes_of
from syncer.deliver.airtable.send import AuditTable
from syncer.deliver.airtable.writer import BATCH, HOUR, Flushed, Writer
from syncer.notices import Address, told_of
from syncer.records import Entry, Problem
from syncer.store import outbox
from syncer.store.enter import enter
from syncer.store.lanes import first_waiting

__all__ = ["Flushed", "flush", "is_time"]

NEXT_PASS = timedelta(minutes=1)
"""When cron is expected to run us again: a promise about waiting rows must hold until then."""

BREATH = timedelta(seconds=1)
"""Airtable counts calls by the second: runs that follow close upon each other, each with a pace
of its own, keep this apart."""

LONGEST = timedelta(seconds=25)
"""A backlog is carried over in pieces: while we write, no card is looked at."""


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
    admins: Iterable[Address] = (),
    sleep: Callable[[float], None] = time.sleep,
) -> Flushed:
    """Send what is due, for `LONGEST` at most. `airtable` gives a base by its id, and is called
    only when something is due; `admins` are told when a limit comes near."""
    now = clock()
    with engine.begin() as conn:
        due = _due(conn, settings, now)
        opens = place.opens(conn) if due else None
        told = _alarms(conn, settings, now) if due else []
        enter(conn, [entry for entry, _ in told], now, rows=True)
        to = tuple(admins)
        for entry, problem in told:
            outbox.enqueue(conn, told_of(entry.key, problem, to), now)
    problems = tuple(problem for _, problem in told)
    if opens and opens > now and opens - now > BREATH:
        return Flushed(problems=problems)
    if opens and opens > now:
        sleep((opens - now).total_seconds())
    writer = Writer(engine, airtable, settings, clock)
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
