"""Names written as the brand writes them.

`names` are the right ways: "YouTube", "AcmeFlow". The same letters in another case, or parted or
joined by spaces and hyphens elsewhere (Youtube, you tube, Acme-Flow), are findings, with the right
way as the replacement. `possessive = false` forbids 's after a name. `capitals = true` lets a name
stand in capitals. Links, tags and mentions are left alone. A name that is also a word (Apple,
Meta) will be asked for wherever the word stands: leave such names out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

import regex

from rules.rule import Hit, Post, Text
from rules.style.entities import prose
from rules.style.outgoing import Social, outgoing
from rules.style.telling import told

_HUMP = regex.compile(r"(?<=\p{Ll})(?=\p{Lu})|[\s\-‑]+", regex.V1)


@dataclass(frozen=True, kw_only=True)
class Brand(Social):
    """Keys of a `brand` rule."""

    KIND: ClassVar[str] = "brand"
    MESSAGE: ClassVar[str] = "Write the name as its owner does, not '%s'."
    EXAMPLE: ClassVar[Mapping[str, object]] = {"names": ("YouTube", "Acme Flow")}
    GOOD: ClassVar[tuple[str, ...]] = ("See Acme Flow on YouTube: youtube.com/acmeflow #acmeflow",)
    BAD: ClassVar[tuple[str, ...]] = ("See it on Youtube", "Try AcmeFlow", "on you tube")

    names: tuple[str, ...]
    possessive: bool = True
    capitals: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if not all(name.strip() for name in self.names) or not self.names:
            raise ValueError("brand needs names, none of them empty")

    def check(self, post: Post) -> Iterable[Hit]:
        """Yield names written otherwise, and possessives where they are not wanted."""
        for text in outgoing(post, self.scope):
            shown = prose(text.value)
            for name in self.names:
                yield from self._named(text, shown, name)

    def _named(self, text: Text, shown: str, name: str) -> Iterator[Hit]:
        for match in _spelt(name).finditer(shown):
            written = match["name"]
            start, end = match.span("name")
            if written != name and not (self.capitals and written == name.upper()):
                why = f"Write '{name}', not '{written}'."
                yield told(self, text, start, end, why, replacements=(name,))
            if match["owner"] and not self.possessive:
                why = f"Do not write '{match[0]}': the name takes no possessive."
                yield told(self, text, start, match.end(), why, replacements=(name,))


@cache
def _spelt(name: str) -> regex.Pattern[str]:
    parts = [regex.escape(part) for part in _HUMP.split(name) if part]
    body = r"[\s\-‑]?".join(parts)
    return regex.compile(
        rf"(?<![\p{{L}}\p{{N}}_.@#])(?P<name>{body})(?P<owner>['’]s)?(?![\p{{L}}\p{{N}}_])",
        regex.IGNORECASE | regex.V1,
    )
