"""Findings as GitHub's workflow commands: notes on the lines of a pull request.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rules.verdict import Level
from syncer.lint.row import Row

WORDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.SUGGESTION: "notice"}


def commands(rows: Iterable[Row]) -> Iterator[str]:
    """A command a row."""
    for row in rows:
        given = {
            "file": row.file,
            "line": row.line,
            "endLine": row.line,
            "col": row.column,
            "endColumn": row.end_column,
            "title": row.full_name,
        }
        properties = ",".join(f"{key}={_property(str(value))}" for key, value in given.items())
        yield f"::{WORDS[row.level]} {properties}::{_data(_whole(row))}"


def _whole(row: Row) -> str:
    """The message with what to write instead, and where the reason stands."""
    offered = " | ".join(row.replacements)
    return "\n".join(filter(None, (row.message, offered and f"Instead: {offered}", row.link)))


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
