"""Mentions: how many, and of whom.

`allowed` are the only accounts that may be named, `banned` those that may not; case is ignored and
the sign may be left out. With a network and no `min` or `max`, the table says how many it takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from rules.rule import Hit, Network, Post, Text
from rules.style.bounds import bounds, out_of_bounds
from rules.style.entities import Span, mentions
from rules.style.outgoing import Social, outgoing
from rules.style.telling import told


@dataclass(frozen=True, kw_only=True)
class Mentions(Social):
    """Keys of a `mentions` rule."""

    KIND: ClassVar[str] = "mentions"
    MESSAGE: ClassVar[str] = "Mend the mention '%s'."
    EXAMPLE: ClassVar[Mapping[str, object]] = {"max": 3}
    GOOD: ClassVar[tuple[str, ...]] = ("Thanks to @ana for the photos.",)
    BAD: ClassVar[tuple[str, ...]] = ("@ana @davit @lilit @kim look!",)

    min: int | None = None
    max: int | None = None
    allowed: tuple[str, ...] = ()
    banned: tuple[str, ...] = ()
    network: Network | None = None
    advice: bool = False

    def check(self, post: Post) -> Iterable[Hit]:
        """Yield mentions too many, and of accounts that are not to be named."""
        bound = bounds("mentions", self.min, self.max, self.network, advice=self.advice)
        for text in outgoing(post, self.scope, self.network):
            found = mentions(text.value)
            yield from out_of_bounds(self, text, found, bound, "mentions")
            yield from self._unwanted(text, found)

    def _unwanted(self, text: Text, found: list[Span]) -> Iterator[Hit]:
        banned = {_account(name) for name in self.banned}
        allowed = {_account(name) for name in self.allowed}
        for span in found:
            name = _account(span.value)
            if name in banned or (allowed and name not in allowed):
                yield told(self, text, span.start, span.end, f"Do not mention {span.value}.")


def _account(name: str) -> str:
    return name.lstrip("@＠").casefold()
