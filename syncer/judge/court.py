"""What judging needs beside the store."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from rules.style.sheet import Sheet
from syncer.judge.assemble import Bench
from syncer.judge.words import Words
from syncer.notices import Address
from syncer.records import Chained, Entry
from syncer.store.enter import enter


@dataclass(frozen=True, kw_only=True)
class Court:
    """What judging needs beside the store: the bench, the style sheet, the words, and whether
    rows for Airtable are wanted."""

    bench: Bench
    sheet: Sheet
    words: Words
    audit: bool
    max_returns: int
    posts: bool = False
    """the table of posts is wanted"""
    versions: bool = False
    """the table of versions is wanted"""
    rules_file: Path
    admins: tuple[Address, ...] = ()
    """where the admins are told"""


def record(conn: Connection, court: Court, entries: Iterable[Entry]) -> tuple[Chained, ...]:
    """Append to the ledger what is not there yet, and put it in line for Airtable."""
    return enter(conn, entries, court.bench.now, rows=court.audit)
