"""Letters that only look like letters: 𝓯𝓪𝓷𝓬𝔂, ⓒⓘⓡⓒⓛⓔⓓ, ｆｕｌｌ ｗｉｄｔｈ, s̶t̶r̶u̶c̶k̶.

A screen reader spells such "fonts" out as "mathematical bold script small f" or skips them, and no
search finds them. `run` is how many in a row are taken for a word; `struck` also looks for letters
under struck-through or stacked marks.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

import regex

from rules.rule import Hit, Post
from rules.style.outgoing import Social, outgoing
from rules.style.telling import told

_FANCY = r"\U0001D400-\U0001D7FF\u24B6-\u24E9\uFF21-\uFF3A\uFF41-\uFF5A\U0001F130-\U0001F189"
_MARKED = r"\p{L}(?:[\u0334-\u0338\u20D0-\u20F0]+|\p{Mn}{3,})"


@dataclass(frozen=True, kw_only=True)
class Letterforms(Social):
    """Keys of a `letterforms` rule."""

    KIND: ClassVar[str] = "letterforms"
    MESSAGE: ClassVar[str] = "Write '%s' in plain letters."
    GOOD: ClassVar[tuple[str, ...]] = ("A fancy sale, Ⓐ to Z",)
    BAD: ClassVar[tuple[str, ...]] = ("A 𝓯𝓪𝓷𝓬𝔂 sale", "A s̶t̶r̶u̶c̶k̶ price")

    run: int = 2
    struck: bool = True

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.run < 1:
            raise ValueError("run must be at least 1")

    def check(self, post: Post) -> Iterable[Hit]:
        """Yield each word in look-alike letters, with the same in plain ones."""
        shapes = rf"[{_FANCY}]|{_MARKED}" if self.struck else rf"[{_FANCY}]"
        word = regex.compile(rf"(?:{shapes}){{{self.run},}}(?:[ \u00A0]*(?:{shapes})+)*")
        for text in outgoing(post, self.scope):
            for match in word.finditer(text.value):
                mended = plain(match[0])
                why = f"Write '{match[0]}' in plain letters: screen readers cannot read it."
                yield told(self, text, match.start(), match.end(), why, replacements=(mended,))


def plain(word: str) -> str:
    """The word in the letters it imitates, without struck-through and stacked marks."""
    folded = regex.sub(r"[\u0334-\u0338\u20D0-\u20F0]+|\p{Mn}{3,}", "", word)
    return unicodedata.normalize("NFKC", "".join(_enclosed(letter) for letter in folded))


def _enclosed(letter: str) -> str:
    """Squared and negative circled letters, which Unicode does not fold."""
    for first in (0x1F130, 0x1F150, 0x1F170):
        if first <= ord(letter) < first + 26:
            return chr(ord("A") + ord(letter) - first)
    return letter
