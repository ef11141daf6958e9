"""Hashtags: how many, where, which not, and readable by screen readers.

A screen reader says #slowfashionweek as one strange word and #SlowFashionWeek as three: with
`camel_case` a tag in small letters that is made of several words is a finding. It is taken for
several words when common words make it up, or when it has `camel_from` letters and more; `accept`
names tags that are right as they are. `where` is start, end, anywhere or not_inline (at the start,
at the end, or on lines that hold nothing else). With a network and no `min` or `max`, the table
says how many it takes, and how long one may be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from rules.rule import Hit, Network, Post, Text
from rules.style.bounds import bounds, out_of_bounds
from rules.style.counting import count
from rules.style.entities import Span, emoji, hashtags, links, mentions
from rules.style.networks import limits
from rules.style.outgoing import Social, outgoing
from rules.style.spots import Spot, misplaced
from rules.style.tagwords import in_camel_case
from rules.style.telling import told

_PLACES = {
    "start": "at the start",
    "end": "at the end",
    "not_inline": "on a line of their own, at the start or at the end",
}


@dataclass(frozen=True, kw_only=True)
class Hashtags(Social):
    """Keys of a `hashtags` rule."""

    KIND: ClassVar[str] = "hashtags"
    MESSAGE: ClassVar[str] = "Mend the hashtag '%s'."
    GOOD: ClassVar[tuple[str, ...]] = ("We mend clothes. #SlowFashion #Yerevan",)
    BAD: ClassVar[tuple[str, ...]] = ("We mend clothes. #slowfashionday",)

    min: int | None = None
    max: int | None = None
    where: Spot = "anywhere"
    banned: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    """only these, when any are given"""
    camel_case: bool = True
    camel_from: int = 16
    accept: tuple[str, ...] = ()
    repeats: bool = True
    """may a tag come twice"""
    network: Network | None = None
    advice: bool = False

    def check(self, post: Post) -> Iterable[Hit]:
        """Yield tags too many, in the wrong place, banned, repeated or hard to read."""
        allowed = bounds("hashtags", self.min, self.max, self.network, advice=self.advice)
        for text in outgoing(post, self.scope, self.network):
            tags = hashtags(text.value)
            yield from out_of_bounds(self, text, tags, allowed, "hashtags")
            yield from self._misplaced(text, tags)
            yield from self._unwanted(text, tags)
            yield from self._unreadable(text, tags)
            yield from self._too_long(text, tags)

    def _misplaced(self, text: Text, tags: list[Span]) -> Iterator[Hit]:
        others = [*emoji(text.value), *mentions(text.value), *links(text.value)]
        for tag in misplaced(text.value, tags, others, self.where):
            why = f"Put hashtags {_PLACES[self.where]}, not '{tag.value}' here."
            yield told(self, text, tag.start, tag.end, why)

    def _unwanted(self, text: Text, tags: list[Span]) -> Iterator[Hit]:
        banned = {bare(name) for name in self.banned}
        allowed = {bare(name) for name in self.allowed}
        seen: set[str] = set()
        for tag in tags:
            name = bare(tag.value)
            if name in banned or (allowed and name not in allowed):
                why = f"The hashtag '{tag.value}' is not to be used."
                yield told(self, text, tag.start, tag.end, why)
            elif name in seen and not self.repeats:
                yield told(self, text, tag.start, tag.end, f"'{tag.value}' comes twice.")
            seen.add(name)

    def _unreadable(self, text: Text, tags: list[Span]) -> Iterator[Hit]:
        accepted = {bare(name) for name in self.accept}
        for tag in tags if self.camel_case else ():
            better = in_camel_case(tag.value[1:], self.camel_from)
            if better is None or bare(tag.value) in accepted:
                continue
            why = f"Begin each word of '{tag.value}' with a capital, for screen readers."
            mended = (f"#{better}",) if better else ()
            yield told(self, text, tag.start, tag.end, why, replacements=mended)

    def _too_long(self, text: Text, tags: list[Span]) -> Iterator[Hit]:
        known = limits(self.network, "hashtag", hard=not self.advice) if self.network else ()
        for limit in known:
            for tag in tags:
                length = count(tag.value[1:], limit.unit or "chars")
                if limit.max is not None and length > limit.max:
                    why = f"A hashtag may have {limit.max:.0f} characters, this one has {length}."
                    yield told(self, text, tag.start, tag.end, why)


def bare(tag: str) -> str:
    """A tag's name for comparing: without its sign, whatever its case."""
    return tag.lstrip("#＃").casefold()
