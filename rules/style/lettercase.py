"""Sentence case and title case: how a heading is written in them.

Title case after AP lowers articles, conjunctions and prepositions of up to three letters; after
Chicago, longer prepositions too; the first and the last word are never lowered. Whether "to"
belongs to a verb (AP: "How To Win") only a parser knows, so both ways pass.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import regex

from rules.style.mending import capitalised
from rules.style.pattern import BadPattern, Found, Pattern, compiled, literal

WORD = r"[\p{N}\p{L}*]+[^\s]*"
_TITLE_WORD = regex.compile(r"[\p{N}\p{L}]+[^\s\-/]*")
_NUMBERING = regex.compile(r"\d+\.")
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


def sentence_case(text: str, vocabulary: Sequence[str], indicators: Sequence[str]) -> str:
    """The text with a capital at its start, after a leading number and after every word that
    ends with an indicator; words of the vocabulary as they stand there."""
    before: list[str] = []

    def written(found: Found) -> str:
        word = str(found.group())
        first = not before or any(before[-1].endswith(mark) for mark in indicators)
        first = first or (len(before) == 1 and _NUMBERING.match(before[0]) is not None)
        before.append(word)
        known = _known(word, tuple(vocabulary))
        return known or (capitalised(word.lower()) if first else word.lower())

    return _each(compiled(f"(?i){_or_word(vocabulary)}"), text, written)


def title_case(text: str, style: str, vocabulary: Sequence[str]) -> str:
    """The text in AP's or Chicago's title case; words of the vocabulary as they stand there."""
    small = _SMALL | _PREPOSITIONS if style == "Chicago" else _SMALL
    last = max((found.end() for found in _TITLE_WORD.finditer(text)), default=0)

    def written(found: Found) -> str:
        word, start, end = str(found.group()), found.start(), found.end()
        known = _known(word, tuple(vocabulary))
        if known:
            return known
        inside = start > 0 and end < last and text[start - 1] in " -/"
        opens = text[max(0, start - 2) : start - 1] in (":", "-") or (
            text[end : end + 1] == "-" and text[start - 1 : start] != "-"
        )
        lowered = word.lower().rstrip(",;")
        if inside and lowered == "to" and style != "Chicago":
            return word
        if inside and not opens and lowered in small:
            return word.lower()
        return capitalised(word)

    return str(_TITLE_WORD.sub(written, text))


def _each(pattern: Pattern, text: str, written: Callable[[Found], str]) -> str:
    out, at = [], 0
    for found in pattern.all(text):
        out += [text[at : found.start()], written(found)]
        at = found.end()
    return "".join(out) + text[at:]


def _or_word(vocabulary: Sequence[str]) -> str:
    longest = sorted(vocabulary, key=len, reverse=True)
    return f"\\b(?:{'|'.join(longest)})\\b|{WORD}" if longest else WORD


@lru_cache(maxsize=4096)
def _known(word: str, vocabulary: tuple[str, ...]) -> str | None:
    """How the vocabulary writes the word: as an entry stands there, or, where the entry is a
    pattern that fits, as the word is."""
    for entry in vocabulary:
        plain = literal(entry)
        if plain is not None:
            if plain.lower() == word.lower():
                return plain
        elif _fits(entry, word):
            return word
    return None


def _fits(entry: str, word: str) -> bool:
    try:
        return compiled(entry).whole(word)
    except BadPattern:
        return False
