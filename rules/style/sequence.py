"""Words that follow each other in one sentence.

Each of `tokens` has a `pattern`, a regular expression of one whole word; with `negate = true` the
word must not match it, and `skip = 3` lets up to three other words stand before it. The first
pattern that is not negated is looked for; the others must stand around it. Vale's `tag` and
`upos` (parts of speech) need a tagger and are not known here. `%s` are the words found, in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import regex

from rules.rule import Hit, Post
from rules.style.block import Block, chosen
from rules.style.pattern import Pattern, compiled
from rules.style.prose import Prose, hit

_WORD = regex.compile(r"[\w']+(?:[’\-][\w']+)*|[^\w\s]")
_SENTENCES = ("sentence",)


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """One word of the sequence."""

    pattern: str
    negate: bool = False
    skip: int = 0


@dataclass(frozen=True, kw_only=True)
class Sequences(Prose):
    """Keys of a `sequence` rule."""

    KIND: ClassVar[str] = "sequence"
    MESSAGE: ClassVar[str] = "Reconsider '%s %s'."
    EXAMPLE: ClassVar[Mapping[str, object]] = {
        "tokens": (Token(pattern="all"), Token(pattern="days?", skip=2)),
        "ignorecase": True,
    }
    GOOD: ClassVar[tuple[str, ...]] = ("All is well. Days pass.",)
    BAD: ClassVar[tuple[str, ...]] = ("Open all of the days of May.",)

    tokens: tuple[Token, ...]
    ignorecase: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if all(token.negate for token in self.tokens):
            raise ValueError("sequence needs tokens, one of them without negate")
        if any(token.skip < 0 for token in self.tokens):
            raise ValueError("skip is how many words may stand between: 0 or more")
        _ = self._patterns

    @cached_property
    def _patterns(self) -> tuple[Pattern, ...]:
        flag = "(?i)" if self.ignorecase else ""
        return tuple(compiled(f"{flag}(?:{token.pattern})") for token in self.tokens)

    def check(self, post: Post) -> Iterable[Hit]:
        """Yield the words of each sequence, from the first to the last."""
        anchor = next(at for at, token in enumerate(self.tokens) if not token.negate)
        scope = _SENTENCES if self.scope == ("text",) else self.scope
        for block in chosen(post, scope):
            words = [found.span() for found in _WORD.finditer(block.value)]
            for place in range(len(words)):
                around = self._around(block, words, anchor, place)
                if around is not None:
                    first, last = around
                    told = tuple(block.value[slice(*word)] for word in words[first : last + 1])
                    yield hit(block, words[first][0], words[last][1], told)

    def _around(
        self, block: Block, words: Sequence[tuple[int, int]], anchor: int, place: int
    ) -> tuple[int, int] | None:
        """The first and the last word of a sequence whose anchor is the word at `place`."""
        if not self._fits(block, words[place], anchor):
            return None
        ends: list[int] = []
        for step, order in (
            (-1, range(anchor - 1, -1, -1)),
            (1, range(anchor + 1, len(self.tokens))),
        ):
            at = place
            for token in order:
                found = self._next(block, words, token, at, step)
                if found is None:
                    return None
                at = found
            ends.append(min(max(at, 0), len(words) - 1))
        return ends[0], ends[1]

    def _next(
        self, block: Block, words: Sequence[tuple[int, int]], token: int, at: int, step: int
    ) -> int | None:
        """The nearest word beyond `at` that fits the token. Where the sentence ends, a negated
        token holds."""
        for far in range(1, self.tokens[token].skip + 2):
            place = at + step * far
            if not 0 <= place < len(words):
                return place if self.tokens[token].negate else None
            if self._fits(block, words[place], token):
                return place
        return None

    def _fits(self, block: Block, word: tuple[int, int], token: int) -> bool:
        matches = self._patterns[token].whole(block.value[slice(*word)])
        return matches is not self.tokens[token].negate
