"""Carrying the ledger to Airtable: ten rows a call, by upsert on `Event ID`, one writer.

A row that Airtable refuses is found by halving and parked with the reason; the others land. An
outage, the monthly quota or missing rights stop only this lane, and only for this run.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Connection, Engine

from connectors.airtable.bisect import Bisection
from connectors.airtable.refusal import about_rows
from connectors.airtable.wire import Cell
from connectors.errors import NotAllowed, QuotaSpent, Refused, ServiceError, TryLater
from syncer.deliver.rows import KEY, row_of
from syncer.records import Delivery, Problem, Receipt, moment, stamp
from syncer.store import ledger, outbox
from syncer.store.boards import read_meta, write_meta

BATCH = 10
"""Rows a call: Airtable's own limit (facts: batch size)."""

NEXT_PASS = timedelta(minutes=1)
"""When cron is expected to run us again: a promise about waiting rows must hold until then."""

BREATH = timedelta(seconds=1)
"""Airtable counts calls by the second: runs that follow close upon each other, each with a pace
of its own, keep this apart."""

HOUR = timedelta(hours=1)
"""How often a spent monthly quota is tried."""


class AuditTable(Protocol):
    """What the audit lane asks of Airtable."""

    def upsert(self, table: str, key_field: str, rows: Sequence[Mapping[str, Cell]]) -> object: ...

    def find(self, table: str, key_field: str, value: str) -> Sequence[object]: ...


@dataclass(frozen=True, kw_only=True)
class Flushed:
    """What was carried over, and what keeps the rest waiting."""

    rows: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass
class _Outcome:
    """What came of one batch."""

    landed: list[Delivery] = field(default_factory=list)
    parked: list[tuple[Delivery, str]] = field(default_factory=list)


def is_time(waiting: int, oldest: datetime | None, now: datetime, flush_every: timedelta) -> bool:
    """Must rows travel now? Yes for a full load, and when the oldest would have waited longer
    than `flush_every` by the time of the next pass."""
    if oldest is None:
        return False
    return waiting >= BATCH or now - oldest + NEXT_PASS >= flush_every


def flush(
    engine: Engine,
    airtable: Callable[[], AuditTable],
    table: str,
    *,
    clock: Callable[[], datetime],
    flush_every: timedelta,
    sleep: Callable[[float], None] = time.sleep,
) -> Flushed:
    """Send what is due. `airtable` is called only when something is: nothing to say means no
    call, and no heavy import."""
    now = clock()
    with engine.begin() as conn:
        waiting, oldest = outbox.oldest_waiting(conn, "audit")
        opens = _opens(conn)
    if not is_time(waiting, oldest, now, flush_every):
        return Flushed()
    if opens and opens > now:
        if opens - now > BREATH:
            return Flushed()
        sleep((opens - now).total_seconds())
    rows = 0
    problems: list[Problem] = []
    while True:
        with engine.begin() as conn:
            batch = outbox.batch_due(conn, "audit", clock(), BATCH)
            outbox.count_attempt(conn, [each.id for each in batch])
        if not batch:
            _shut(engine, clock() + BREATH)
            return Flushed(rows=rows, problems=tuple(problems))
        try:
            outcome = _send(engine, airtable(), table, batch)
        except ServiceError as error:
            _shut(engine, clock() + _penalty(error))
            return Flushed(rows=rows, problems=(*problems, _stopped(error, table)))
        rows += len(outcome.landed)
        problems += [_left(delivery, why) for delivery, why in outcome.parked]
        _close(engine, outcome)


def _send(engine: Engine, airtable: AuditTable, table: str, batch: Sequence[Delivery]) -> _Outcome:
    """Send a batch; rows that are refused on their own are parked, or known to be there."""
    with engine.begin() as conn:
        entries = ledger.read_seqs(conn, [each.payload["seq"] for each in batch])
    cells = {entry.seq: row_of(entry) for entry in entries}
    outcome = _Outcome()
    work = Bisection(batch)
    for part in work:
        try:
            airtable.upsert(table, KEY, [cells[each.payload["seq"]] for each in part])
        except Refused as error:
            if not about_rows(error):
                raise
            work.refuse(part, error)
        else:
            outcome.landed += part
    for delivery, why in work.parked:
        key = str(cells[delivery.payload["seq"]][KEY])
        copies = len(airtable.find(table, KEY, key))
        # Somebody duplicated the row by hand: it stands there, and the key refuses upserts.
        note = f"it stands there {copies} times" if copies else str(why)
        outcome.parked.append((delivery, note))
    return outcome


def _close(engine: Engine, outcome: _Outcome) -> None:
    with engine.begin() as conn:
        outbox.close(conn, [each.id for each in outcome.landed], Receipt(state="done"))
        for delivery, why in outcome.parked:
            outbox.close(conn, [delivery.id], Receipt(state="parked", note=why))


def _penalty(error: ServiceError) -> timedelta:
    """How long Airtable is left alone, by this run and the next ones."""
    if isinstance(error, QuotaSpent):
        return HOUR
    return timedelta(seconds=error.after) if isinstance(error, TryLater) else timedelta(0)


def _opens(conn: Connection) -> datetime | None:
    """When Airtable may be called again."""
    kept = read_meta(conn, "airtable opens")
    return moment(kept) if kept else None


def _shut(engine: Engine, until: datetime) -> None:
    with engine.begin() as conn:
        write_meta(conn, "airtable opens", stamp(until))


def _stopped(error: ServiceError, table: str) -> Problem:
    if isinstance(error, QuotaSpent):
        return Problem(
            what=f"Airtable's monthly limit of calls is spent: {error}.",
            mend="Raise the plan or wait for the new month; the rows are kept and tried hourly.",
            exit=2,
        )
    if isinstance(error, TryLater):
        return Problem(
            what=f"Airtable does not take rows now: {error}.",
            mend="They are kept and will be tried again.",
            exit=3,
        )
    mend = f'Run `syncer setup` to make or mend the table "{table}"; the rows are kept.'
    if isinstance(error, NotAllowed) and error.everything:
        mend = "Put a valid token in [airtable] of config.toml; the rows are kept."
    return Problem(what=f"Airtable refuses the rows: {error}.", mend=mend, exit=2)


def _left(delivery: Delivery, why: str) -> Problem:
    return Problem(
        what=f"Ledger entry {delivery.payload['seq']} could not be written to Airtable: {why}.",
        mend="It is kept in the ledger; `syncer audit push` tries it again.",
        exit=2,
    )
