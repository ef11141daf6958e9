"""One of two ways of writing, but not both in one post.

`either` maps one way to the other: `either = { advisor = "adviser" }`; both are words, phrases or
regular expressions, between word boundaries unless `nonword = true`. It is told, once a piece of
text, from where both ways have been seen. `%s` in the message is what was found last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from rules.rule import Hit, Post
from rules.style.alternation import Alternation, Spot
from rules.style.prose import Prose, hit, quoted


@dataclass(frozen=True, kw_only=True)
class Consistency(Prose):
    """Keys of a `consistency` rule."""

    KIND: ClassVar[str] = "consistency"
    MESSAGE: ClassVar[str] = "'%s' is also written another way here."
    EXAMPLE: ClassVar[Mapping[str, object]] = {"either": {"advisor": "adviser"}}
    GOOD: ClassVar[tuple[str, ...]] = ("Ask an advisor, any advisor.",)
    BAD: ClassVar[tuple[str, ...]] = ("Ask an advisor. Our adviser knows.", "adviser, advisor")

    either: Mapping[str, str]
    ignorecase: bool = False
    nonword: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.either:
            raise ValueError("consistency needs either: one way = the other way")
        _ = self._pairs

    @cached_property
    def _pairs(self) -> tuple[Alternation, ...]:
        return tuple(
            Alternation(pair, ignorecase=self.ignorecase, word=not self.nonword)
            for pair in self.either.items()
        )

    def check(self, post: Post) -> Iterable[Hit]:
        """Yield the last match of each piece of text by the end of which both ways were seen."""
        for pair in self._pairs:
            seen: set[int] = set()
            for block in self.blocks(post):
                spots: list[Spot] = list(pair.spots(block))
                seen.update(spot.which for spot in spots)
                if spots and len(seen) == 2:
                    start, end = spots[-1].start, spots[-1].end
                    yield hit(block, start, end, (quoted(block, start, end),))
