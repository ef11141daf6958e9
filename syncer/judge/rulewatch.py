"""When rules.toml changes: an entry of the ledger that names what became easier to get past."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from rules.approval.weakening import weakened
from rules.book import Book
from rules.reading.problems import Problems
from syncer.records import Entry
from syncer.rulebook import read_text, reread
from syncer.store import boards as kept

HASH, TEXT = "rules hash", "rules text"


def note_change(conn: Connection, book: Book, file: Path, now: datetime) -> Entry | None:
    """Compare the rules in force with those of the last pass, and remember them. None when they
    mean the same, or on the first pass."""
    before, text = kept.read_meta(conn, HASH), kept.read_meta(conn, TEXT)
    if before == book.hash:
        return None
    kept.write_meta(conn, HASH, book.hash)
    kept.write_meta(conn, TEXT, read_text(file))
    if before is None or text is None:
        return None
    return Entry(
        key=f"rules:{before[:16]}:{book.hash[:16]}:{now.isoformat()}",
        kind="rules",
        at=now,
        body={
            "before": before,
            "after": book.hash,
            "weakened": _weakened(text, file, book),
            "names": {},
        },
    )


def _weakened(text: str, file: Path, book: Book) -> list[str]:
    try:
        old = reread(text, file)
    except (Problems, OSError) as problem:  # a style folder that is gone, a key that was dropped
        return [f"the rules before cannot be read any more: {problem}"]
    return [str(each) for each in weakened(old, book)]
