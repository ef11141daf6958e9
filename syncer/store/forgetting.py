"""Taking a person out of every table but the ledger, whatever tables there are."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Table, Text, delete, select, update

from syncer.store.schema import boards, cards, ledger, metadata, pins, standing, versions

Masking = Callable[[str], str]


def mask_tables(conn: Connection, mask: Masking, mask_records: Masking) -> int:
    """Mask every text column that is no key; return how many rows changed.

    The post as it stands on a board is the team's and comes from Trello anew at each reading, so
    snapshots of cards that are there are left alone; `mask_records` is used for what remembers
    approved versions, whose text the fingerprint names.
    """
    changed = 0
    for table in metadata.sorted_tables:
        if table in (ledger, boards, pins):
            continue
        used = mask_records if table in (standing, versions) else mask
        changed += _mask_table(conn, table, used)
    return changed


def unpin(conn: Connection, members: frozenset[str]) -> None:
    """Forget which names of rules.toml meant these member ids."""
    conn.execute(delete(pins).where(pins.c.kind == "person", pins.c.id.in_(list(members))))


def _mask_table(conn: Connection, table: Table, mask: Masking) -> int:
    keys = list(table.primary_key)
    texts = [
        each.name for each in table.columns if isinstance(each.type, Text) and not each.primary_key
    ]
    query = select(*keys, *(table.c[name] for name in texts))
    if table is cards:
        query = query.where(cards.c.gone)
    changed = 0
    for row in conn.execute(query).mappings().all() if texts else ():
        old = {name: row[name] for name in texts if row[name]}
        new = {name: mask(value) for name, value in old.items()}
        if new != old:
            here = [key == row[key.name] for key in keys]
            conn.execute(update(table).where(*here).values(**new))
            changed += 1
    return changed


def scrub(path: Path) -> None:
    """Leave no trace of what was overwritten in the free pages of the SQLite file or in its log."""
    with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as conn:
        conn.execute("VACUUM")
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
