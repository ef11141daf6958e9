"""How long a text is, as each network counts.

A counter cuts a text into pieces (start, end, cost), so that both its length and the place where
a limit is passed come from one walk. Sources: twitter-text configuration v3 (X), Mastodon's
StatusLengthValidator, the lexicon app.bsky.feed.post, Meta's pages on Threads.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from typing import Literal

import regex

from rules.style.entities import EMOJI, Span, links, mentions, unseen

Unit = Literal["weighted", "graphemes", "utf16", "bytes", "chars", "mastodon", "threads"]
Piece = tuple[int, int, int]

_CLUSTER = regex.compile(r"\X")
_LIGHT = ((0x0000, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))
REFUSED_BY_X = regex.compile(r"[\uFFFE\uFEFF\uFFFF]")
"""characters that make a post invalid on X"""


def count(text: str, unit: Unit, url_length: int | None = None) -> int:
    """The length of `text` in `unit`; links cost `url_length` where the network shortens them."""
    return sum(cost for _, _, cost in pieces(text, unit, url_length))


def overflow(text: str, unit: Unit, limit: int, url_length: int | None = None) -> int | None:
    """The code point at which `text` grows longer than `limit`, or None when it fits."""
    total = 0
    for start, _, cost in pieces(text, unit, url_length):
        total += cost
        if total > limit:
            return start
    return None


def pieces(text: str, unit: Unit, url_length: int | None = None) -> Iterator[Piece]:
    """Cut `text` into pieces that cost one lump each, in order."""
    cost = _COSTS[unit]
    place = 0
    for span, price in _lumps(text, unit, url_length):
        yield from _clusters(text, place, span.start, cost)
        yield span.start, span.end, price
        place = span.end
    yield from _clusters(text, place, len(text), cost)


def _lumps(text: str, unit: Unit, url_length: int | None) -> list[tuple[Span, int]]:
    """What nobody sees; links of a fixed cost; Mastodon's mentions, whose server part is free."""
    fixed = url_length if url_length is not None else _URL_LENGTH.get(unit)
    lumps = [(span, 0) for span in unseen(text)]
    lumps += [(span, fixed) for span in links(text)] if fixed is not None else []
    if unit == "mastodon":
        lumps += [
            (span, 1 + len(span.value[1:].split("@")[0]))
            for span in mentions(text)
            if "@" in span.value[1:]
        ]
    return sorted(lumps, key=lambda lump: lump[0].start)


def _clusters(text: str, start: int, end: int, cost: Callable[[str], int]) -> Iterator[Piece]:
    for match in _CLUSTER.finditer(text, start, end):
        yield match.start(), match.end(), cost(match[0])


def _weight(cluster: str) -> int:
    if cluster.isascii():
        return len(cluster)
    if EMOJI.fullmatch(cluster):
        return 2
    total = 0
    composed = unicodedata.normalize("NFC", cluster)
    place = 0
    while place < len(composed):
        match = EMOJI.match(composed, place)
        total += 2 if match else _letter_weight(composed[place])
        place = match.end() if match else place + 1
    return total


def _letter_weight(letter: str) -> int:
    return 1 if any(low <= ord(letter) <= high for low, high in _LIGHT) else 2


def _utf16(cluster: str) -> int:
    return sum(2 if ord(letter) > 0xFFFF else 1 for letter in cluster)


def _utf8(cluster: str) -> int:
    return len(cluster.encode("utf-8", "surrogatepass"))


def _threads(cluster: str) -> int:
    return _utf8(cluster) if EMOJI.match(cluster) else 1


def _one(_cluster: str) -> int:
    return 1


_URL_LENGTH: dict[Unit, int] = {"weighted": 23, "mastodon": 23}
_COSTS: dict[Unit, Callable[[str], int]] = {
    "weighted": _weight,
    "graphemes": _one,
    "utf16": _utf16,
    "bytes": _utf8,
    "chars": len,
    "mastodon": _one,
    "threads": _threads,
}
