"""The words of a text, as a dictionary would look them up.

Armenian writes its question, exclamation and stress marks (՞ ՜ ՛ ՟) inside a word: they belong to
the word as it stands and are left out of the word as it is looked up.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

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


@lru_cache(maxsize=32)
def words(text: str) -> tuple[Word, ...]:
    """The words of a text in order; with digits, hyphens and apostrophes inside."""
    found: list[Word] = []
    for match in _WORD.finditer(text):
        value = plain(match[0])
        if any(letter.isalnum() for letter in value):
            start, end = match.span()
            found.append(Word(start=start, end=end, value=value, initial=_initial(text, start)))
    return tuple(found)


def _initial(text: str, start: int) -> bool:
    """Does a word that begins here begin a sentence or a line?"""
    if start > 1 and text[start - 1] == " " and text[start - 2].isalnum():
        return False  # nearly all words: the search is for the others
    return start == 0 or _ENDED.search(text[max(0, start - 40) : start]) is not None


def plain(word: str) -> str:
    """The word without Armenian marks and soft hyphens, its apostrophes straight."""
    return word.translate(_STRIPPED)
