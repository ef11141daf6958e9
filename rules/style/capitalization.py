"""How headings (or whatever `scope` names) are capitalised.

`match` is `$sentence` (Sentence case, like this), `$title` (Title Case, Like This; `style` is AP
or Chicago), `$lower`, `$upper`, or a regular expression that the text must match. `exceptions` are
names written as they are; after a word that ends with one of `indicators`, such as `:`, a new
sentence begins. A text is right when at least `threshold` of its words are (0.8 when left out). A
match of `prefix` at the beginning, such as a number, does not count. The message's first `%s` is
the text, its second how it should be written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Literal

from rules.rule import Hit, Post
from rules.style.lettercase import WORD, sentence_case, title_case
from rules.style.mending import check_action
from rules.style.pattern import Pattern, compiled
from rules.style.prose import Prose, exceptions, hit

_CASES = ("$sentence", "$title", "$lower", "$upper")


@dataclass(frozen=True, kw_only=True)
class Capitalization(Prose):
    """Keys of a `capitalization` rule."""

    KIND: ClassVar[str] = "capitalization"
    MESSAGE: ClassVar[str] = "Write '%s' as '%s'."
    EXAMPLE: ClassVar[Mapping[str, object]] = {
        "match": "$sentence",
        "scope": ("heading",),
        "exceptions": ("Armenia",),
    }
    GOOD: ClassVar[tuple[str, ...]] = ("# Made in Armenia\n\nBy Us And You",)
    BAD: ClassVar[tuple[str, ...]] = ("# Made In Armenia",)

    match: str
    style: Literal["AP", "Chicago"] = "AP"
    exceptions: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    threshold: float = 0.8
    prefix: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 0 < self.threshold <= 1:
            raise ValueError("threshold is a share of the words: above 0, at most 1")
        check_action(self.action)
        _ = exceptions(self.exceptions)
        if self.match not in _CASES:
            compiled(self.match)
        if self.prefix:
            compiled(self.prefix)

    def check(self, post: Post) -> Iterable[Hit]:
        """Yield each block whose case is wrong, whole."""
        for block in self.blocks(post):
            expected, right = self._judged(block.value)
            if not right:
                instead = (expected,) if self.match in _CASES else ()
                fill = (block.value, expected)
                yield hit(block, 0, len(block.value), fill, replacements=instead)

    def _judged(self, value: str) -> tuple[str, bool]:
        """How the text should be written, and whether it is right as it stands."""
        if self.match == "$lower":
            return value.lower(), value == value.lower() or self._excepted(value)
        if self.match == "$upper":
            return value.upper(), value == value.upper() or self._excepted(value)
        if self.match not in _CASES:
            return self.match, bool(compiled(self.match).search(value)) or self._excepted(value)
        start = self._prefix(value)
        body = value[start:]
        if self.match == "$title":
            expected = title_case(body, self.style, exceptions(self.exceptions).words)
        else:
            kept = exceptions(self.exceptions).words
            expected = sentence_case(body, kept, self.indicators)
        return value[:start] + expected, self._right(body, expected)

    def _prefix(self, value: str) -> int:
        found = compiled(self.prefix).search(value) if self.prefix else None
        return found.end() if found and found.start() == 0 else 0

    def _right(self, body: str, expected: str) -> bool:
        """Are enough of the words written as they should be?"""
        words = [str(found.group()) for found in self._words.all(body)]
        wanted = [str(found.group()) for found in self._words.all(expected)]
        good = 0
        for place, word in enumerate(words):
            if place >= len(wanted) or word == wanted[place] or self._excepted(word):
                good += 1
            elif self.match == "$title":
                good += word == word.upper()
            elif place == 0 and word != word.lower().title():
                return False
        return not words or good / len(words) >= self.threshold

    def _excepted(self, word: str) -> bool:
        allowed = exceptions(self.exceptions).words
        return allowed is not None and allowed.search(word) is not None

    @cached_property
    def _words(self) -> Pattern:
        allowed = exceptions(self.exceptions).words
        return compiled(f"{allowed.source}|{WORD}" if allowed else WORD)
