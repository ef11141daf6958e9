"""The words of a text, as a dictionary would look them up.

Armenian writes its question, exclamation and stress marks (՞ ՜ ՛ ՟) inside a word: they belong to
the word as it stands and are left out of the word as it is looked up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

MARKS = "՛՜՞՟"
_LETTER = rf"[\p{{L}}\p{{M}}\p{{N}}_{MARKS}]"
_WORD = regex.compile(rf"{_LETTER}+(?:['’‘\-‐‑֊]{_LETTER}+)*")
_PART = regex.compile(r"[^\-‐‑֊]+")
_ENDED = regex.compile(r"(?:^|[.!?։…:\n])[^\p{L}\p{N}]*\Z")
_STRIPPED = str.maketrans({**dict.fromkeys(MARKS, ""), "’": "'", "‘": "'", "\u00ad": ""})


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """A word: code points of the text, end exclusive; `value` is its spelling without marks."""

    start: int
    end: int
    value: str
    initial: bool
    """it begins a sentence or a line"""

    def parts(self) -> list[Word]:
        """What its hyphens join."""
        if not regex.search(r"[\-‐‑֊]", self.value):
            return [self]
        return [
            Word(
                start=self.start + part.start(),
                end=self.start + part.end(),
                value=part[0],
                initial=self.initial and part.start() == 0,
            )
            for part in _PART.finditer(self.value)
        ]


def words(text: str) -> Iterator[Word]:
    """The words of a text in order; with digits, hyphens and apostrophes inside."""
    for match in _WORD.finditer(text):
        value = plain(match[0])
        if any(letter.isalnum() for letter in value):
            before = text[max(0, match.start() - 40) : match.start()]
            initial = match.start() == 0 or bool(_ENDED.search(before))
            yield Word(start=match.start(), end=match.end(), value=value, initial=initial)


def plain(word: str) -> str:
    """The word without Armenian marks and soft hyphens, its apostrophes straight."""
    return word.translate(_STRIPPED)
