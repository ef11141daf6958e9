"""The ledger: append-only, each entry chained to the one before by SHA-256.

hash = SHA-256(0x00 ‖ prev ‖ canonical JSON of the entry); prev is the hash before, 64 zeros at
the start. The leading byte keeps these hashes apart from any others (RFC 6962's habit).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, select

from syncer.records import Chained, Entry, stamp
from syncer.store.rows import dump
from syncer.store.schema import ledger

GENESIS = "0" * 64


def chain_hash(prev: str, text: str) -> str:
    """The hash of an entry whose predecessor has hash `prev` (hex in, hex out)."""
    return hashlib.sha256(b"\x00" + prev.encode() + text.encode()).hexdigest()


def entry_text(seq: int, entry: Entry) -> str:
    """The canonical JSON of an entry at its place."""
    return dump(
        {
            "seq": seq,
            "key": entry.key,
            "kind": entry.kind,
            "at": stamp(entry.at),
            "board": entry.board,
            "card": entry.card,
            "actor": entry.actor,
            "body": entry.body,
        }
    )


def append(conn: Connection, entries: Iterable[Entry]) -> tuple[Chained, ...]:
    """Append the entries whose key is not there yet; return them in their places."""
    offered: dict[str, Entry] = {}
    for entry in entries:
        offered.setdefault(entry.key, entry)
    if not offered:
        return ()
    known = _known(conn, offered)
    head = read_head(conn)
    seq, prev = (head.seq, head.hash) if head else (0, GENESIS)
    added: list[Chained] = []
    for entry in offered.values():
        if entry.key in known:
            continue
        seq += 1
        text = entry_text(seq, entry)
        added.append(
            Chained(seq=seq, key=entry.key, text=text, prev=prev, hash=chain_hash(prev, text))
        )
        prev = added[-1].hash
    if added:
        rows = [
            {
                "seq": each.seq,
                "key": each.key,
                "card": offered[each.key].card,
                "text": each.text,
                "prev": each.prev,
                "hash": each.hash,
            }
            for each in added
        ]
        conn.execute(ledger.insert(), rows)
    return tuple(added)


def _known(conn: Connection, keys: Iterable[str]) -> frozenset[str]:
    """Which of these keys the ledger has already."""
    wanted = list(keys)
    found: set[str] = set()
    for start in range(0, len(wanted), 500):  # databases limit the variables of one statement
        part = wanted[start : start + 500]
        found.update(conn.execute(select(ledger.c.key).where(ledger.c.key.in_(part))).scalars())
    return frozenset(found)


def read_head(conn: Connection) -> Chained | None:
    """The newest entry, None in an empty ledger."""
    return next(iter(read(conn, newest_first=True)), None)


def read(conn: Connection, *, after: int = 0, newest_first: bool = False) -> Iterator[Chained]:
    """The entries with a seq above `after`, a row at a time (a ledger may be long)."""
    order = ledger.c.seq.desc() if newest_first else ledger.c.seq
    columns = (ledger.c.seq, ledger.c.key, ledger.c.text, ledger.c.prev, ledger.c.hash)
    query = select(*columns).where(ledger.c.seq > after).order_by(order)
    for row in conn.execute(query):
        yield Chained(seq=row.seq, key=row.key, text=row.text, prev=row.prev, hash=row.hash)


def read_seqs(conn: Connection, seqs: Iterable[int]) -> tuple[Chained, ...]:
    """The entries at these places, in order."""
    columns = (ledger.c.seq, ledger.c.key, ledger.c.text, ledger.c.prev, ledger.c.hash)
    query = select(*columns).where(ledger.c.seq.in_(list(seqs))).order_by(ledger.c.seq)
    return tuple(
        Chained(seq=row.seq, key=row.key, text=row.text, prev=row.prev, hash=row.hash)
        for row in conn.execute(query)
    )
