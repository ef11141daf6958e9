"""Which base rows go to, and when Airtable may be called.

Airtable limits the rows of a base, not of a table, so a further table in a full base would take
none: rotation goes on to `next_base`. A row whose outcome is unknown stays with the base that it
was sent to, else it could end up in both.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from syncer.config import Airtable
from syncer.deliver.airtable import budget
from syncer.records import moment, stamp
from syncer.store.boards import read_meta, write_meta

IN_FLIGHT = timedelta(seconds=32)
"""A write without an answer may be under way as long as we would have waited for its answer (30 s,
connectors.airtable): what two simultaneous upserts of one new key do is undocumented."""

OPENS = "airtable opens"
FLYING = "airtable in flight"


def bases(settings: Airtable) -> tuple[str, ...]:
    """Every base that rows may stand in, in order of use."""
    return (settings.base, settings.next_base) if settings.next_base else (settings.base,)


def current(conn: Connection, settings: Airtable) -> str | None:
    """The base that rows go to now, None when all are full."""
    flying = read_meta(conn, FLYING)
    if flying in bases(settings):
        return flying
    free = (base for base in bases(settings) if not budget.is_full(conn, settings.plan, base))
    return next(free, None)


def take_off(conn: Connection, base: str, now: datetime) -> None:
    """A write is about to leave us: until it is answered nobody else may send, even if we die."""
    write_meta(conn, FLYING, base)
    shut(conn, now + IN_FLIGHT)


def landed(conn: Connection, now: datetime) -> None:
    """Every write was answered, one way or the other."""
    write_meta(conn, FLYING, "")
    shut(conn, now)


def opens(conn: Connection) -> datetime | None:
    """When Airtable may be called again, None for now."""
    kept = read_meta(conn, OPENS)
    return moment(kept) if kept else None


def shut(conn: Connection, until: datetime) -> None:
    """Leave Airtable alone until then."""
    write_meta(conn, OPENS, stamp(until))
