"""Sentence case and title case: how a heading is written in them.

Title case after AP lowers articles, conjunctions and prepositions of up to three letters; after
Chicago, longer prepositions too; the first and the last word are never lowered. Whether "to"
belongs to a verb (AP: "How To Win") only a parser knows, so both ways pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rules.style.mending import capitalised
from rules.style.pattern import Found, Pattern, compiled

WORD = r"[\p{N}\p{L}*]+[^\s]*"
_TITLE_WORD = r"[\p{N}\p{L}]+[^\s\-/]*"
_NUMBERING = re.compile(r"\d+\.")
_SMALL = frozenset(
    {"a", "an", "and", "as", "at", "but", "by", "en", "for", "if", "in", "nor", "of", "on", "or"}
    | {"per", "the", "to", "vs", "vs.", "via", "v", "v."}
)
_PREPOSITIONS = frozenset(
    {"with", "from", "into", "during", "including", "until", "against", "among", "throughout"}
    | {"despite", "towards", "upon", "concerning", "about", "over", "through", "before", "between"}
    | {"after", "since", "without", "under", "within", "along", "following", "across", "beyond"}
    | {"around", "down", "near", "above"}
)


def sentence_case(text: str, kept: Pattern | None, indicators: Sequence[str]) -> str:
    """The text with a capital at its start, after a leading number and after every word that
    ends with an indicator; what `kept` matches stays as it is."""
    before: list[str] = []

    def written(found: Found) -> str:
        word = str(found.group())
        first = not before or any(before[-1].endswith(mark) for mark in indicators)
        first = first or (len(before) == 1 and _NUMBERING.match(before[0]) is not None)
        before.append(word)
        if kept is not None and kept.whole(word):
            return word
        return capitalised(word.lower()) if first else word.lower()

    return _each(_words(kept, WORD), text, written)


def title_case(text: str, style: str, kept: Pattern | None) -> str:
    """The text in AP's or Chicago's title case; what `kept` matches stays as it is."""
    small = _SMALL | _PREPOSITIONS if style == "Chicago" else _SMALL
    words = _words(kept, _TITLE_WORD)
    last = max((found.end() for found in words.all(text)), default=0)

    def written(found: Found) -> str:
        word, start, end = str(found.group()), found.start(), found.end()
        if kept is not None and kept.whole(word):
            return word
        plain = word.lower().rstrip(",;")
        if plain in small and start and end < last and not _opens(text, start, end):
            return word if plain == "to" and style != "Chicago" else word.lower()
        return capitalised(word)

    return _each(words, text, written)


def _opens(text: str, start: int, end: int) -> bool:
    """Does the word begin a part of the title: after a colon or a dash, or before a hyphen?"""
    if text[start - 1] not in " -/":
        return True
    hyphened = text[end : end + 1] == "-" and text[start - 1] != "-"
    return text[max(0, start - 2) : start - 1] in (":", "-") or hyphened


def _words(kept: Pattern | None, word: str) -> Pattern:
    return compiled(f"{kept.source}|{word}" if kept is not None else word)


def _each(pattern: Pattern, text: str, written: Callable[[Found], str]) -> str:
    out, at = [], 0
    for found in pattern.all(text):
        out += [text[at : found.start()], written(found)]
        at = found.end()
    return "".join(out) + text[at:]
