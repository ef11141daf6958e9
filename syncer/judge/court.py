"""What judging needs beside the store."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from rules.style.sheet import Sheet
from syncer.judge.assemble import Bench
from syncer.judge.words import Words
from syncer.records import Entry
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


def record(conn: Connection, court: Court, entries: Iterable[Entry]) -> None:
    """Append to the ledger, and put each new entry in line for Airtable."""
    enter(conn, entries, court.bench.now, rows=court.audit)
