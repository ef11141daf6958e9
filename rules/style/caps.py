"""WORDS IN CAPITALS, which shout, and which screen readers may spell out.

`run` is how many such words may follow one another; `share` is how much of a text's letters may be
capitals. Words of up to `short` letters (abbreviations) and those in `accept` do not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from rules.rule import Hit, Post, Text
from rules.style.entities import prose
from rules.style.outgoing import Social, outgoing
from rules.style.telling import told
from rules.style.words import Word, words


@dataclass(frozen=True, kw_only=True)
class Caps(Social):
    """Keys of a `caps` rule."""

    KIND: ClassVar[str] = "caps"
    MESSAGE: ClassVar[str] = "Do not shout: '%s'."
    GOOD: ClassVar[tuple[str, ...]] = ("New in the shop: UNESCO posters, made in the EU.",)
    BAD: ClassVar[tuple[str, ...]] = ("COME AND LOOK at the posters.", "ՄԵԾ ԶԵՂՉ մեր խանութում։")

    run: int = 1
    share: float = 1.0
    short: int = 2
    accept: tuple[str, ...] = ()

    def check(self, post: Post) -> Iterable[Hit]:
        """Yield rows of words in capitals, and texts that are mostly capitals."""
        for text in outgoing(post, self.scope):
            shown = prose(text.value)
            yield from self._rows(text, shown)
            yield from self._shouting(text, shown)

    def _rows(self, text: Text, shown: str) -> Iterator[Hit]:
        row: list[Word] = []
        for word in words(shown):
            if word.value.isupper():
                row.append(word)
                continue
            yield from self._row(text, row)
            row = []
        yield from self._row(text, row)

    def _row(self, text: Text, row: list[Word]) -> Iterator[Hit]:
        if sum(self._counts(word) for word in row) > self.run:
            start, end = row[0].start, row[-1].end
            shouted = text.value[start:end]
            yield told(self, text, start, end, f"Do not shout: '{shouted}' is all in capitals.")

    def _counts(self, word: Word) -> bool:
        return len(word.value) > self.short and word.value not in self.accept

    def _shouting(self, text: Text, shown: str) -> Iterator[Hit]:
        cased = [letter for letter in shown if letter.isupper() or letter.islower()]
        large = sum(letter.isupper() for letter in cased)
        if len(cased) >= 20 and large > self.share * len(cased):
            why = f"{large * 100 // len(cased)} % of the letters are capitals, at most "
            why += f"{self.share:.0%}."
            yield told(self, text, 0, len(text.value.rstrip()), why)
