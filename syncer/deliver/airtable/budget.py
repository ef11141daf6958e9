"""What Airtable's plans allow, what of it is spent, and the alarm well before the end.

Calls count for a whole workspace and month, rows for a base with all its tables
(https://support.airtable.com/docs/airtable-plans). Airtable tells neither figure by its API, so
we count what we send: others who use the same workspace come on top. Counts are committed
*before* a call is made, so that a crash never hides one. The month is the calendar's, in UTC.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from syncer.config import Plan
from syncer.records import Entry, Problem
from syncer.store.boards import read_meta, write_meta

CALLS: dict[Plan, int | None] = {
    Plan.FREE: 1_000,
    Plan.TEAM: 100_000,
    Plan.BUSINESS: None,
    Plan.ENTERPRISE: None,
}
"""Calls of a workspace in a month, None for no limit."""

ROWS: dict[Plan, int] = {
    Plan.FREE: 1_000,
    Plan.TEAM: 50_000,
    Plan.BUSINESS: 125_000,
    Plan.ENTERPRISE: 500_000,
}
"""Rows of a base, all its tables together."""

ALARMS = (95, 80)
"""Per cent of a limit at which people are told, once each."""

HEAD_START = 0.1
"""Share of the month's calls that may be spent ahead of the calendar without thrift."""

KEPT_FREE = 20
"""Rows of a base that we leave: two batches whose outcome may be unknown."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Gauge:
    """One limit and what is used of it."""

    what: str
    used: int
    limit: int

    @property
    def percent(self) -> int:
        return self.used * 100 // self.limit


def count_calls(conn: Connection, now: datetime, calls: int = 1) -> None:
    """Note calls that are about to be made."""
    write_meta(conn, _month(now), str(calls_made(conn, now) + calls))


def calls_made(conn: Connection, now: datetime) -> int:
    """Calls of this month so far, by this state."""
    return int(read_meta(conn, _month(now)) or 0)


def set_rows(conn: Connection, base: str, rows: int) -> None:
    """Note how many rows a base holds."""
    write_meta(conn, f"airtable rows {base}", str(rows))


def rows_in(conn: Connection, base: str) -> int:
    """Rows that we made in a base, or that were counted there since."""
    return int(read_meta(conn, f"airtable rows {base}") or 0)


def rows_known(conn: Connection, base: str) -> bool:
    """Has anything ever been counted in this base?"""
    return read_meta(conn, f"airtable rows {base}") is not None


def is_full(conn: Connection, plan: Plan, base: str) -> bool:
    """May no further row be put into this base?"""
    return rows_in(conn, base) > ROWS[plan] - KEPT_FREE


def gauges(conn: Connection, plan: Plan, base: str, now: datetime) -> Iterator[Gauge]:
    """The limits that this plan has."""
    calls = CALLS[plan]
    if calls is not None:
        yield Gauge(what="calls this month", used=calls_made(conn, now), limit=calls)
    yield Gauge(what=f"rows in base {base}", used=rows_in(conn, base), limit=ROWS[plan])


def must_save(conn: Connection, plan: Plan, now: datetime) -> bool:
    """Are calls spent faster than the month passes? Then rows wait for full loads."""
    limit = CALLS[plan]
    return limit is not None and is_ahead(calls_made(conn, now), limit, now)


def is_ahead(used: int, limit: int, now: datetime) -> bool:
    """Is more used than the passed share of the month allows, and the head start?"""
    first = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    following = (first + timedelta(days=32)).replace(day=1)
    passed = (now - first) / (following - first)
    return used > limit * (passed + HEAD_START)


def alarms(
    conn: Connection, plan: Plan, base: str, now: datetime
) -> Iterator[tuple[Entry, Problem]]:
    """What nears its end, told once for each step, month and base."""
    for gauge in gauges(conn, plan, base, now):
        step = next((each for each in ALARMS if gauge.percent >= each), None)
        if step is None:
            continue
        period = f"{now:%Y-%m}" if gauge.what.startswith("calls") else base
        key = f"alarm:{gauge.what}:{period}:{step}"
        if read_meta(conn, key) is None:
            write_meta(conn, key, str(gauge.used))
            yield _entry(key, gauge, step, plan, now), _problem(gauge, plan)


def _entry(key: str, gauge: Gauge, step: int, plan: Plan, now: datetime) -> Entry:
    body = {
        "what": gauge.what,
        "used": gauge.used,
        "limit": gauge.limit,
        "percent": step,
        "plan": str(plan),
    }
    return Entry(key=key, kind="alarm", at=now, body=body)


def _problem(gauge: Gauge, plan: Plan) -> Problem:
    mend = (
        "Raise the plan, or the flush_every of [airtable]; past the limit rows wait in the ledger."
        if gauge.what.startswith("calls")
        else "Name a next_base in [airtable] and run `syncer setup`, or raise the plan."
    )
    return Problem(
        what=f"Airtable: {gauge.percent} % of the {gauge.what} are used "
        f"({gauge.used} of {gauge.limit} on plan {plan}).",
        mend=mend,
        exit=2,
    )


def _month(now: datetime) -> str:
    return f"airtable calls {now:%Y-%m}"
