"""Links: safe, honest, alive, and tagged for the statistics.

By default a link must be https and not go through a shortener. `utm` names parameters that each
link must carry (`utm_on`: only links to these domains). `alive = true` asks whether the link
answered when it was looked at; a link that was not looked at makes the rule fail, never pass.
`banned` and `allowed` are domains, subdomains included. A link written without a scheme is held
to be https, as networks do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs

from rules.rule import Hit, Network, Post
from rules.style.bounds import bounds, out_of_bounds
from rules.style.entities import links
from rules.style.missing import FactMissing
from rules.style.outgoing import Social, outgoing
from rules.style.telling import told

_SHORTENERS = Path(__file__).parent / "data" / "shorteners.txt"


@dataclass(frozen=True, kw_only=True)
class Links(Social):
    """Keys of a `links` rule."""

    KIND: ClassVar[str] = "links"
    MESSAGE: ClassVar[str] = "Mend the link '%s'."
    GOOD: ClassVar[tuple[str, ...]] = ("Read on: https://example.com/autumn",)
    BAD: ClassVar[tuple[str, ...]] = (
        "Read on: http://example.com/autumn",
        "Read on: https://bit.ly/3abcde",
    )

    min: int | None = None
    max: int | None = None
    https: bool = True
    shorteners: bool = False
    """may links go through a shortener"""
    accept: tuple[str, ...] = ()
    """short domains that are our own"""
    utm: tuple[str, ...] = ()
    utm_on: tuple[str, ...] = ()
    banned: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    alive: bool = False
    network: Network | None = None
    advice: bool = False

    def check(self, post: Post) -> Iterable[Hit]:
        """Yield links too many or bad.

        Raises:
            FactMissing: `alive` is asked and a link was not looked at.
        """
        allowed = bounds("links", self.min, self.max, self.network, advice=self.advice)
        for text in outgoing(post, self.scope, self.network):
            found = links(text.value)
            yield from out_of_bounds(self, text, found, allowed, "links")
            for link in found:
                for why, mended in self._faults(link.value, post):
                    yield told(self, text, link.start, link.end, why, replacements=mended)

    def _faults(self, link: str, post: Post) -> Iterator[tuple[str, tuple[str, ...]]]:
        host = host_of(link)
        if self.https and link[:7].lower() == "http://":
            yield f"Use https: '{link}'.", (f"https://{link[7:]}",)
        if not self.shorteners and within(host, shorteners()) and not within(host, self.accept):
            yield f"'{host}' hides where the link leads: give the link itself.", ()
        if within(host, self.banned) or (self.allowed and not within(host, self.allowed)):
            yield f"Links to '{host}' are not to be used.", ()
        if not self.utm_on or within(host, self.utm_on):
            given = parse_qs(link.partition("#")[0].partition("?")[2])
            lacking = [name for name in self.utm if name not in given]
            if lacking:
                yield f"The link lacks {', '.join(lacking)}.", ()
        if self.alive:
            yield from _dead(link, post)


def _dead(link: str, post: Post) -> Iterator[tuple[str, tuple[str, ...]]]:
    state = post.links.get(link)
    if state is None:
        raise FactMissing(f"nobody has looked at the link {link} yet")
    if state != "ok":
        yield f"The link does not work: {state}.", ()


def host_of(link: str) -> str:
    """The host of a link, without "www." and port."""
    rest = link.partition("://")[2] if "://" in link else link
    return re.split(r"[/?:#]", rest, maxsplit=1)[0].casefold().removeprefix("www.")


def within(host: str, domains: Iterable[str]) -> bool:
    """Is the host one of the domains, or under one of them?"""
    labels = host.casefold().split(".")
    ends = {".".join(labels[start:]) for start in range(len(labels))}
    return any(domain.casefold() in ends for domain in domains)


@cache
def shorteners() -> frozenset[str]:
    """Hosts of data/shorteners.txt."""
    lines = _SHORTENERS.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
