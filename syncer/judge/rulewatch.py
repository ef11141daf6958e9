"""When rules.toml changes: an entry of the ledger that names what became easier to get past, and
the lines that differ."""

from __future__ import annotations

from datetime import datetime
from difflib import unified_diff
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
    now_text = read_text(file)
    kept.write_meta(conn, HASH, book.hash)
    kept.write_meta(conn, TEXT, now_text)
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
            "difference": _difference(text, now_text),
            "names": {},
        },
    )


def _difference(old: str, new: str) -> list[str]:
    """The lines that went and came, each with the place where they stand."""
    lines = unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
    return list(lines)[2:]  # without the names of the files


def _weakened(text: str, file: Path, book: Book) -> list[str]:
    try:
        old = reread(text, file)
    except (Problems, OSError) as problem:  # a style folder that is gone, a key that was dropped
        return [f"the rules before cannot be read any more: {problem}"]
    return [str(each) for each in weakened(old, book)]
