"""Findings for a terminal: place, level, message, rule, then what to write instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from rules.verdict import Level
from syncer.lint.row import Row

COLOURS = {Level.ERROR: "red", Level.WARNING: "yellow", Level.SUGGESTION: "cyan"}

Style = Callable[[str, str | None], str]
"""(text, colour's name, or None for faint) -> the text in that colour"""


def plain(rows: Sequence[Row]) -> str:
    """Without colours."""
    return written(rows, lambda text, _colour: text)


def coloured(rows: Sequence[Row]) -> str:
    """For a terminal."""
    import click

    return written(
        rows,
        lambda text, colour: click.style(text, fg=colour, dim=True if colour is None else None),
    )


def written(rows: Sequence[Row], style: Style) -> str:
    """Each finding in a line that editors can jump by, and under it how to mend it."""
    return "\n".join(line for row in rows for line in _lines(row, style))


def _lines(row: Row, style: Style) -> list[str]:
    place = f"{row.file}:{row.line}:{row.column}:"
    rule = style(f"[{row.full_name}]", None)
    out = [f"{place} {style(row.level, COLOURS[row.level])}: {row.message} {rule}"]
    if row.replacements:
        offered = " | ".join(map(_shown, row.replacements))
        out.append(style(f"    {_shown(row.match)} → {offered}", None))
    if row.link:
        out.append(style(f"    {row.link}", None))
    return out


def counted(rows: Sequence[Row]) -> str:
    """How many of which level, in how many files."""
    if not rows:
        return "nothing found"
    levels = Counter(row.level for row in rows)
    told = ", ".join(_number(levels[level], level) for level in reversed(Level) if levels[level])
    return f"{told} in {_number(len({row.file for row in rows}), 'text')}"


def _number(count: int, what: str) -> str:
    return f"{count} {what if count == 1 else f'{what}s'}"


def _shown(text: str) -> str:
    """A piece of text in one line; what is to be taken out is said in a word."""
    return f"‘{' '.join(text.split())}’" if text.strip() else "(nothing)"
