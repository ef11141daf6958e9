"""Where in a post a tag, an emoji or a mention stands: at its start, at its end, or inline."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import regex

from rules.style.entities import Span, blank

Spot = Literal["anywhere", "start", "end", "not_inline"]

_WORD = regex.compile(r"[\p{L}\p{N}]")


def misplaced(text: str, spans: Iterable[Span], others: Iterable[Span], spot: Spot) -> list[Span]:
    """Those of `spans` that stand elsewhere than `spot` asks.

    What `spans` and `others` (all tags, emoji, mentions, links) cover is no prose: tags in a row
    at the end are all at the end. `not_inline` also takes lines that hold no prose at all.
    """
    chosen = list(spans)
    if spot == "anywhere":
        return []
    rest = blank(text, [*chosen, *others])
    return [span for span in chosen if not _fits(rest, span, spot)]


def _fits(rest: str, span: Span, spot: Spot) -> bool:
    at_start = not _WORD.search(rest, 0, span.start)
    at_end = not _WORD.search(rest, span.end)
    if spot == "start":
        return at_start
    if spot == "end":
        return at_end
    line_end = rest.find("\n", span.end)
    line = (rest.rfind("\n", 0, span.start) + 1, len(rest) if line_end < 0 else line_end)
    return at_start or at_end or not _WORD.search(rest, *line)
