"""Lanes that carry tables: how much waits, asked so that the answer costs the same for any backlog,
and deliveries of which only the newest content counts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from syncer.records import Delivery, moment, stamp
from syncer.store.rows import dump, put_by
from syncer.store.schema import outbox


def first_waiting(conn: Connection, kind: str, most: int) -> tuple[int, datetime | None]:
    """How many deliveries of a kind wait, counted to `most` only, and since when the first of
    them does."""
    query = (
        select(outbox.c.made_at)
        .where(outbox.c.state == "waiting", outbox.c.kind == kind)
        .order_by(outbox.c.id)
        .limit(most)
    )
    found = conn.execute(query).scalars().all()
    return len(found), moment(min(found)) if found else None


def renew(conn: Connection, delivery: Delivery, now: datetime) -> bool:
    """Put a delivery in line in the place of the one before with its key: that one is superseded,
    or told already. False when nothing differs from what was told last or waits."""
    payload = dump(delivery.payload)
    told = conn.execute(select(outbox.c.payload).where(outbox.c.key == delivery.key)).scalar()
    if told == payload:
        return False
    row = {
        "key": delivery.key,
        "lane": delivery.lane,
        "kind": delivery.kind,
        "payload": payload,
        "made_at": stamp(now),
        "state": "waiting",
        "attempts": 0,
        "not_before": "",
        "receipt": "{}",
    }
    put_by(conn, outbox, row, "key")
    return True
