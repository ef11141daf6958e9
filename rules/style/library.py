"""Attachments that come from the library of approved assets.

An attachment is approved when its name or its link stands in the library, whatever its case.
`accept` are patterns of names and links that need no approval (a brief, a document to be signed
off). Where no library was read, the rule fails; it never passes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from rules.rule import Hit, Post, Rule, Text
from rules.style.missing import FactMissing
from rules.style.pattern import compiled
from rules.style.pictures import pictures
from rules.style.telling import told


@dataclass(frozen=True, kw_only=True)
class Library(Rule):
    """Keys of a `library` rule."""

    KIND: ClassVar[str] = "library"
    MESSAGE: ClassVar[str] = "'%s' is not in the library of approved assets."

    accept: tuple[str, ...] = ()
    pictures_only: bool = False

    def check(self, post: Post) -> Iterable[Hit]:
        """Yield attachments that nobody approved.

        Raises:
            FactMissing: the library was not read.
        """
        wanted = [picture.attachment for picture in pictures(post)]
        asked = wanted if self.pictures_only else post.attachments
        asked = [each for each in asked if not self._excused(each.name, each.url)]
        if asked and post.library is None:
            raise FactMissing("the library of approved assets was not read")
        approved = {name.strip().casefold() for name in post.library or ()}
        for each in asked:
            if approved.isdisjoint({each.name.strip().casefold(), each.url.strip().casefold()}):
                text = Text(scope="attachment", value=each.name)
                why = f"'{each.name}' is not in the library of approved assets."
                yield told(self, text, 0, len(each.name), why)

    def _excused(self, name: str, url: str) -> bool:
        patterns = [compiled(rf"(?i)^(?:{source})$") for source in self.accept]
        return any(pattern.search(name) or pattern.search(url) for pattern in patterns)
