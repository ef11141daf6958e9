"""How often something may stand in a piece of text: at least `min`, at most `max` times.

`token` is a regular expression; it is counted in each piece that `scope` names, such as every
sentence (`scope = "sentence"`), every paragraph, or all of the text (`scope = "summary"`). `%s` or
`%d` in the message is how often it stands there. Too many are told at the first of them; too few,
where there is none, at the beginning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from rules.rule import Hit, Post, Text
from rules.style.block import Block
from rules.style.pattern import Found, Pattern, compiled
from rules.style.prose import Prose, hit


@dataclass(frozen=True, kw_only=True)
class Occurrence(Prose):
    """Keys of an `occurrence` rule."""

    KIND: ClassVar[str] = "occurrence"
    MESSAGE: ClassVar[str] = "It stands here %s times."
    EXAMPLE: ClassVar[Mapping[str, object]] = {"token": "!", "max": 1}
    GOOD: ClassVar[tuple[str, ...]] = ("We are live!",)
    BAD: ClassVar[tuple[str, ...]] = ("We are live!!!",)

    token: str
    max: int = 0
    min: int = 0
    ignorecase: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.max <= 0 and self.min <= 0:
            raise ValueError("occurrence needs max or min, above 0")
        _ = self._pattern

    @cached_property
    def _pattern(self) -> Pattern:
        return compiled(f"{'(?i)' if self.ignorecase else ''}(?:{self.token})")

    def check(self, post: Post) -> Iterable[Hit]:
        """Yield one hit for each piece of text that has too many or too few."""
        blocks = self.blocks(post)
        for block in blocks:
            found = list(self._pattern.all(block.value))
            if self._wrong(len(found)):
                yield from _told(block, found)
        if not blocks and self.min > 0:
            empty = Text(scope="desc", value="")
            yield Hit(text=empty, start=0, end=0, fill=("0",))

    def _wrong(self, times: int) -> bool:
        return (0 < self.max < times) or times < self.min


def _told(block: Block, found: list[Found]) -> Iterable[Hit]:
    count = (str(len(found)),)
    if not found:
        yield Hit(text=block.text, start=0, end=0, fill=count)
        return
    for one in found:
        shown = one.group()
        if shown.strip() and set(shown) != {"*"}:
            yield hit(block, one.start(), one.end(), count)
            return
