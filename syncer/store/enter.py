"""The one way into the ledger for what is to be seen in Airtable too."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from syncer.records import Chained, Entry
from syncer.store import ledger, outbox


def enter(
    conn: Connection, entries: Iterable[Entry], now: datetime, *, rows: bool
) -> tuple[Chained, ...]:
    """Append the entries that are new and, with `rows`, put each in line for Airtable."""
    added = ledger.append(conn, entries)
    if rows:
        outbox.enqueue(conn, [outbox.audit_row(each.seq) for each in added], now)
    return added
