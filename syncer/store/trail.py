"""The audit's questions to the store: the ledger in pages, its keys, and what its rows wait for.

The ledger may be long, so nothing here reads it whole. Every page is one short transaction: a
run that is under way never waits for an audit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, Integer, cast, func, select, update

from rules.facts import Card
from syncer.records import Chained, stamp
from syncer.store.codec import from_json
from syncer.store.outbox import audit_row, enqueue
from syncer.store.schema import cards, events, ledger, outbox

PAGE = 1000
"""Entries a page: a few hundred kilobytes."""

LOWEST = -(2**63)
"""No integer of the database is lower."""

_COLUMNS = (ledger.c.seq, ledger.c.key, ledger.c.card, ledger.c.text, ledger.c.prev, ledger.c.hash)


@dataclass(frozen=True, kw_only=True, slots=True)
class Stored:
    """A row of the ledger as it lies there; `card` is a column beside the hashed text."""

    entry: Chained
    card: str | None


def walk(engine: Engine, *, card: str | None = None) -> Iterator[Stored]:
    """Every row in order of seq, those of one card or all; also one whose seq is no place."""
    after = LOWEST
    while True:
        query = select(*_COLUMNS).where(ledger.c.seq > after).order_by(ledger.c.seq).limit(PAGE)
        if card is not None:
            query = query.where(ledger.c.card == card)
        with engine.begin() as conn:
            page = [_stored(row) for row in conn.execute(query)]
        yield from page
        if len(page) < PAGE:
            return
        after = page[-1].entry.seq


def with_prefix(conn: Connection, prefix: str) -> tuple[Chained, ...]:
    """The entries whose key begins so, in order."""
    after_it = prefix[:-1] + chr(ord(prefix[-1]) + 1)
    query = select(*_COLUMNS).where(ledger.c.key >= prefix, ledger.c.key < after_it)
    return tuple(_stored(row).entry for row in conn.execute(query.order_by(ledger.c.seq)))


def with_keys(conn: Connection, keys: Iterable[str]) -> dict[str, Chained]:
    """The entries with these keys (a few hundred at most), by key."""
    query = select(*_COLUMNS).where(ledger.c.key.in_(list(keys)))
    return {row.key: _stored(row).entry for row in conn.execute(query)}


def hashes(conn: Connection, seqs: Iterable[int]) -> dict[int, str]:
    """The hash that each of these entries has, by seq."""
    wanted = sorted(set(seqs))
    found: dict[int, str] = {}
    for start in range(0, len(wanted), 500):  # databases limit the variables of one statement
        part = wanted[start : start + 500]
        query = select(ledger.c.seq, ledger.c.hash).where(ledger.c.seq.in_(part))
        found |= {row.seq: row.hash for row in conn.execute(query)}
    return found


def waiting_seqs(engine: Engine) -> Iterator[int]:
    """The entries whose rows still wait to travel to Airtable."""
    yield from _seqs_of(engine, ("waiting",))


def undelivered(engine: Engine) -> Iterator[tuple[int, str, str]]:
    """(seq, state, receipt) of deliveries of rows that were given up."""
    last = 0
    while True:
        query = (
            select(outbox.c.id, outbox.c.key, outbox.c.state, outbox.c.receipt)
            .where(outbox.c.kind == "audit", outbox.c.id > last)
            .where(outbox.c.state.in_(("parked", "void")))
            .order_by(outbox.c.id)
            .limit(PAGE)
        )
        with engine.begin() as conn:
            page = conn.execute(query).all()
        for row in page:
            yield _seq_of(row.key), row.state, row.receipt
        if len(page) < PAGE:
            return
        last = page[-1].id


def highest_queued(conn: Connection) -> int:
    """The highest seq that was ever put in line for Airtable, 0 for none."""
    seq = cast(func.substr(outbox.c.key, len("audit:") + 1), Integer)
    query = select(func.max(seq)).where(outbox.c.kind == "audit")
    return conn.execute(query).scalar() or 0


def requeue_unsent(engine: Engine, now: datetime) -> int:
    """Put every entry whose row never reached Airtable in line again; return how many. Entries
    that wait already, or are there, are left as they are."""
    count = 0
    for seqs in _pages(stored.entry.seq for stored in walk(engine)):
        keys = {audit_row(seq).key: seq for seq in seqs}
        query = select(outbox.c.key, outbox.c.state).where(outbox.c.key.in_(list(keys)))
        with engine.begin() as conn:
            states = {row.key: row.state for row in conn.execute(query)}
            needy = [seq for key, seq in keys.items() if states.get(key) in (None, *GIVEN_UP)]
            count += requeue(conn, needy, now)
    return count


def requeue(conn: Connection, seqs: Iterable[int], now: datetime) -> int:
    """Put these entries' rows in line, as if they had never been tried; return how many."""
    wanted = list(seqs)
    enqueue(conn, [audit_row(seq) for seq in wanted], now)
    for start in range(0, len(wanted), 500):
        keys = [audit_row(seq).key for seq in wanted[start : start + 500]]
        fresh = {"state": "waiting", "attempts": 0, "not_before": "", "receipt": "{}"}
        query = update(outbox).where(outbox.c.key.in_(keys), outbox.c.state != "waiting")
        conn.execute(query.values(made_at=stamp(now), **fresh))
    return len(wanted)


GIVEN_UP = ("parked", "void")


def rewrite(conn: Connection, seq: int, text: str) -> None:
    """Put another text in an entry's place and leave its hash: only `forget` may, and says so in
    an entry of its own."""
    conn.execute(update(ledger).where(ledger.c.seq == seq).values(text=text))


def doers(conn: Connection) -> frozenset[tuple[str, str]]:
    """(member id, full name) of everyone who ever did something."""
    query = select(events.c.by, events.c.by_name).where(events.c.by.is_not(None)).distinct()
    return frozenset((row.by, row.by_name) for row in conn.execute(query))


def every_card(conn: Connection) -> Iterator[Card]:
    """Every card that was ever seen, as last seen."""
    for body in conn.execute(select(cards.c.body)).scalars():
        yield from_json(body, Card)


def _seqs_of(engine: Engine, states: Iterable[str]) -> Iterator[int]:
    last, wanted = 0, list(states)
    while True:
        query = (
            select(outbox.c.id, outbox.c.key)
            .where(outbox.c.kind == "audit", outbox.c.state.in_(wanted), outbox.c.id > last)
            .order_by(outbox.c.id)
            .limit(PAGE)
        )
        with engine.begin() as conn:
            page = conn.execute(query).all()
        yield from (_seq_of(row.key) for row in page)
        if len(page) < PAGE:
            return
        last = page[-1].id


def _pages(seqs: Iterable[int]) -> Iterator[list[int]]:
    page: list[int] = []
    for seq in seqs:
        page.append(seq)
        if len(page) == 500:
            yield page
            page = []
    if page:
        yield page


def _seq_of(key: str) -> int:
    return int(key.partition(":")[2])


def _stored(row: object) -> Stored:
    got = row._mapping  # type: ignore[attr-defined]  # SQLAlchemy's public name for a row's columns
    entry = Chained(
        seq=got["seq"], key=got["key"], text=got["text"], prev=got["prev"], hash=got["hash"]
    )
    return Stored(entry=entry, card=got["card"])
