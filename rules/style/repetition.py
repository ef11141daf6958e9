"""The same thing twice in a row, as in "the the".

`tokens` are regular expressions of what is compared with what stands before it; left out, words.
`max` is how often it may be repeated (0: never), `ignorecase = true` takes "The the" for a
repetition, `alpha = true` looks at letters only. What stands in two sentences is no repetition.
`%s` in the message is what is repeated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from rules.rule import Hit, Post
from rules.style.block import Block
from rules.style.mending import check_action, mended
from rules.style.pattern import Pattern, compiled
from rules.style.prose import Prose, exceptions, hit
from rules.style.sentences import sentences

WORDS = r"[^\s.!?]+"


@dataclass(frozen=True, kw_only=True)
class Repetition(Prose):
    """Keys of a `repetition` rule."""

    KIND: ClassVar[str] = "repetition"
    MESSAGE: ClassVar[str] = "'%s' is repeated."
    EXAMPLE: ClassVar[Mapping[str, object]] = {"ignorecase": True, "alpha": True}
    GOOD: ClassVar[tuple[str, ...]] = ("I know that. That is why.",)
    BAD: ClassVar[tuple[str, ...]] = ("This is the the best.",)

    tokens: tuple[str, ...] = (WORDS,)
    max: int = 0
    ignorecase: bool = False
    alpha: bool = False
    exceptions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.tokens:
            raise ValueError("repetition needs tokens: what must not be repeated")
        check_action(self.action)
        _ = self._pattern, exceptions(self.exceptions)

    @cached_property
    def _pattern(self) -> Pattern:
        return compiled(f"{'(?i)' if self.ignorecase else ''}({'|'.join(self.tokens)})")

    def check(self, post: Post) -> Iterable[Hit]:
        """Yield each repetition, from the first to the last of what is the same."""
        for block in self.blocks(post):
            yield from self._in(block)

    def _in(self, block: Block) -> Iterable[Hit]:
        allowed = exceptions(self.exceptions)
        before, start, times = "", 0, 0
        for found in self._pattern.all(block.value):
            now = found.group().strip()
            times = times + 1 if self._same(now, before) else 0
            if times > self.max and _in_one_sentence(block.value[start : found.end()]):
                if not allowed.allow(block, start, found.end()):
                    both = block.value[start : found.end()]
                    instead = mended(self.action, both)
                    yield hit(block, start, found.end(), (now,), replacements=instead)
                times = 0
            before, start = now, found.start()

    def _same(self, now: str, before: str) -> bool:
        if not now or (self.alpha and not now.isalpha()):
            return False
        return now.casefold() == before.casefold() if self.ignorecase else now == before


def _in_one_sentence(value: str) -> bool:
    return len(list(sentences(value))) == 1
