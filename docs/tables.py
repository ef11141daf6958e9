"""Writes the tables of docs/*.md that repeat what the code says: `.venv/bin/python docs/tables.py`.

A table stands between `<!-- its name -->` and `<!-- end -->`; tests/house/test_docs.py holds the
pages against it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from rules.approval.codes import NOTES, REASONS, UNCOUNTED, Code
from syncer.cli.check import IDLE, IDLE_CONFIG
from syncer.judge.words import templates

DOCS = Path(__file__).parent
BLOCK = re.compile(r"(<!-- (?P<name>[a-z ]+) -->)(?P<body>.*?)(<!-- end -->)", re.DOTALL)


def tables() -> Mapping[str, str]:
    """What stands in each block, by its name."""
    return {
        "reasons": _codes("reason", REASONS),
        "notes": _codes("note", NOTES),
        "uncounted": _table(("`because`", "why it does not count"), _named(UNCOUNTED)),
        "messages": _table(("key", "text"), _named(templates("en"))),
        "idle rules": _listed(IDLE),
        "idle config": _listed(IDLE_CONFIG),
    }


def renewed(text: str) -> str:
    """The page with its blocks as the code has them now. An unknown name is a KeyError."""
    known = tables()
    return BLOCK.sub(lambda found: found[1] + known[found["name"]] + found[4], text)


def _codes(kind: str, codes: Mapping[str, Code]) -> str:
    rows = ((f"`{name}`", code.says, _words(code.facts)) for name, code in codes.items())
    return _table((kind, "what it says", "facts"), rows)


def _named(texts: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    return ((f"`{name}`", text) for name, text in texts.items())


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n" + "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def _cell(text: str) -> str:
    return re.sub(r"([|*])", r"\\\1", text)


def _words(names: Collection[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "–"


def _listed(keys: Collection[str]) -> str:
    return _words(sorted(keys)) if keys else "none"


if __name__ == "__main__":
    for page in sorted(DOCS.rglob("*.md")):
        before = page.read_text("utf-8")
        after = renewed(before)
        if after != before:
            page.write_text(after, "utf-8")
