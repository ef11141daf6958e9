"""The outbox: effects that were decided and are still to be brought about.

A delivery waits, is tried (its attempts are counted and committed *before* anything is sent, so
that a second try knows to look first), and ends done, void or parked. Only one process works
the outbox at a time (store.lock), so waiting deliveries need no lease of their own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select, update

from syncer.records import Delivery, Receipt, stamp
from syncer.store.rows import add_new, dump
from syncer.store.schema import outbox

LONGEST_WAIT = timedelta(hours=1)


def enqueue(conn: Connection, deliveries: Iterable[Delivery], now: datetime) -> int:
    """Put deliveries in line and return how many are new. One that waits or is done already is
    left as it is; one that came to nothing (void, parked) and is wanted again gets another try."""
    wanted = list(deliveries)
    _revive(conn, [item.key for item in wanted], now)
    rows = [
        {
            "key": item.key,
            "lane": item.lane,
            "kind": item.kind,
            "payload": dump(item.payload),
            "after": item.after,
            "made_at": stamp(now),
            "state": "waiting",
            "attempts": 0,
            "not_before": "",
            "receipt": "{}",
        }
        for item in wanted
    ]
    return add_new(conn, outbox, rows, "key")


def _revive(conn: Connection, keys: Iterable[str], now: datetime) -> None:
    """The attempts go on counting: a second try knows to look first."""
    ended = (outbox.c.key.in_(list(keys)), outbox.c.state.in_(("void", "parked")))
    values = {"state": "waiting", "not_before": "", "made_at": stamp(now)}
    conn.execute(update(outbox).where(*ended).values(**values))


def audit_row(seq: int) -> Delivery:
    """The delivery that carries a ledger entry to Airtable."""
    return Delivery(key=f"audit:{seq}", lane="audit", kind="audit", payload={"seq": seq})


def next_due(conn: Connection, kinds: Iterable[str], now: datetime) -> Delivery | None:
    """The oldest waiting delivery of these kinds that is due and leads its lane."""
    chosen = list(kinds)
    waits = (outbox.c.state == "waiting", outbox.c.kind.in_(chosen))
    leaders = select(func.min(outbox.c.id)).where(*waits).group_by(outbox.c.lane)
    query = (
        select(outbox)
        .where(outbox.c.id.in_(leaders), outbox.c.not_before <= stamp(now))
        .order_by(outbox.c.id)
        .limit(1)
    )
    row = conn.execute(query).first()
    return _delivery(row) if row else None


def batch_due(conn: Connection, kind: str, now: datetime, most: int) -> tuple[Delivery, ...]:
    """Up to `most` due deliveries of a kind that may travel together, oldest first."""
    query = (
        select(outbox)
        .where(
            outbox.c.state == "waiting",
            outbox.c.kind == kind,
            outbox.c.not_before <= stamp(now),
        )
        .order_by(outbox.c.id)
        .limit(most)
    )
    return tuple(_delivery(row) for row in conn.execute(query))


def count_attempt(conn: Connection, ids: Iterable[int]) -> None:
    """Note that these are about to be tried: committed before anything is sent."""
    query = update(outbox).where(outbox.c.id.in_(list(ids)))
    conn.execute(query.values(attempts=outbox.c.attempts + 1))


def close(conn: Connection, ids: Iterable[int], receipt: Receipt) -> None:
    """End deliveries with what came of them."""
    query = update(outbox).where(outbox.c.id.in_(list(ids)))
    note = dump({"note": receipt.note, **receipt.data})
    conn.execute(query.values(state=receipt.state, receipt=note))


def postpone(
    conn: Connection, delivery: Delivery, now: datetime, after: float, *, sent: bool = True
) -> None:
    """Try again later: at least `after` seconds, doubling with each attempt up to an hour.
    `sent` False takes the attempt back: nothing had left us."""
    wait = min(timedelta(seconds=max(after, 2.0 ** min(delivery.attempts, 12))), LONGEST_WAIT)
    values = {"not_before": stamp(now + wait)}
    query = update(outbox).where(outbox.c.id == delivery.id)
    if not sent:
        query = query.values(attempts=outbox.c.attempts - 1)
    conn.execute(query.values(**values))


def state_of(conn: Connection, key: str) -> str | None:
    """How the delivery with this key stands, None when there is none."""
    return conn.execute(select(outbox.c.state).where(outbox.c.key == key)).scalar()


def waiting(conn: Connection) -> dict[str, int]:
    """How many deliveries wait, by kind."""
    query = select(outbox.c.kind, func.count()).where(outbox.c.state == "waiting")
    return {row[0]: row[1] for row in conn.execute(query.group_by(outbox.c.kind))}


def _delivery(row: object) -> Delivery:
    got = row._mapping  # type: ignore[attr-defined]  # SQLAlchemy's public name for a row's columns
    return Delivery(
        id=got["id"],
        key=got["key"],
        lane=got["lane"],
        kind=got["kind"],
        payload=json.loads(got["payload"]),
        after=got["after"],
        attempts=got["attempts"],
    )
