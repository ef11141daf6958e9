"""How long a post is, counted as its network counts.

X weighs characters (an Armenian letter is 1, a Chinese one or an emoji 2, any link 23); Bluesky
counts what readers see as one character, and bytes; YouTube counts bytes, so that 2,500 Armenian
letters fill a description; Mastodon counts a link as 23 and leaves the server out of a mention.
`network` takes limits and counting from the table; `max`, `min`, `unit` and `url_length` say
otherwise, or say it without a network. `of = "title"` measures the card's name as the headline.
`advice = true` looks at what is advised instead of what the network refuses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from rules.rule import Hit, Network, Post, Text
from rules.style.counting import REFUSED_BY_X, Unit, count, overflow
from rules.style.networks import Limit, limits
from rules.style.outgoing import DEFAULT, Social, outgoing


@dataclass(frozen=True, kw_only=True)
class Length(Social):
    """Keys of a `length` rule."""

    KIND: ClassVar[str] = "length"
    MESSAGE: ClassVar[str] = "%s of at most %s %s: take %s away."
    EXAMPLE: ClassVar[Mapping[str, object]] = {"network": "x"}
    GOOD: ClassVar[tuple[str, ...]] = ("It fits.", "ա" * 280)
    BAD: ClassVar[tuple[str, ...]] = ("x" * 281, "漢" * 141)

    network: Network | None = None
    of: Literal["text", "title"] = "text"
    max: int | None = None
    min: int | None = None
    unit: Unit | None = None
    url_length: int | None = None
    advice: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.network is None and self.max is None and self.min is None:
            raise ValueError("length needs a network, a max or a min")

    def check(self, post: Post) -> Iterable[Hit]:
        """Yield what is over a limit, or a whole text that is under one."""
        for text in self._texts(post):
            for unit, most, least in self._bounds():
                yield from self._against(text, unit, most, least)
            if self.network == "x" and not self.advice:
                yield from _refused(text)

    def _texts(self, post: Post) -> list[Text]:
        scope = ("name",) if self.of == "title" and self.scope == DEFAULT else self.scope
        return outgoing(post, scope, self.network)

    def _bounds(self) -> Iterator[tuple[Unit, int | None, int | None]]:
        table: tuple[Limit, ...] = ()
        if self.network is not None:
            table = limits(self.network, self.of, hard=not self.advice)
        if self.max is not None or self.min is not None:
            native = next((limit.unit for limit in table if limit.unit), None)
            yield self.unit or native or "chars", self.max, self.min
            return
        for limit in table:
            unit = self.unit or limit.unit or "chars"
            yield unit, _whole(limit.max), _whole(limit.min)

    def _against(
        self, text: Text, unit: Unit, most: int | None, least: int | None
    ) -> Iterator[Hit]:
        body = text.value.rstrip()
        length = count(body, unit, self.url_length)
        if most is not None and length > most:
            start = overflow(body, unit, most, self.url_length) or 0
            fill = (f"{length:,}", f"{most:,}", _NAMES[unit], f"{length - most:,}")
            yield Hit(text=text, start=start, end=len(body), fill=fill)
        if least is not None and length < least:
            message = f"{length:,} of at least {least:,} {_NAMES[unit]}."
            yield Hit(text=text, start=0, end=len(body), message=self.message or message)


def _refused(text: Text) -> Iterator[Hit]:
    for bad in REFUSED_BY_X.finditer(text.value):
        message = f"X refuses a post that holds the character U+{ord(bad[0]):04X}."
        yield Hit(text=text, start=bad.start(), end=bad.end(), message=message)


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)


_NAMES: dict[Unit, str] = {
    "weighted": "characters as X counts them",
    "graphemes": "characters as readers see them",
    "utf16": "characters (UTF-16 units)",
    "bytes": "bytes",
    "chars": "characters",
    "mastodon": "characters as Mastodon counts them",
    "threads": "characters as Threads counts them",
}
