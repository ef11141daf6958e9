"""Nothing like it in the last days.

Two posts are alike when they share at least `similar` of their runs of `words` words (links, tags
and mentions left out, whatever the case). Posts of the `days` before and after this one's due date
are compared; a card without a due date is compared with all recent posts that are known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import ClassVar

from rules.rule import Hit, Post
from rules.style.entities import prose
from rules.style.outgoing import Social, outgoing
from rules.style.telling import told
from rules.style.words import words as words_of


@dataclass(frozen=True, kw_only=True)
class Cadence(Social):
    """Keys of a `cadence` rule."""

    KIND: ClassVar[str] = "cadence"
    MESSAGE: ClassVar[str] = "Something very like it was published lately."

    days: int = 14
    similar: float = 0.5
    words: int = 3
    min_words: int = 5
    """texts of fewer words are compared as a whole"""

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 0 < self.similar <= 1 or self.words < 1 or self.days < 1:
            raise ValueError("similar is above 0 and at most 1, words and days are at least 1")

    def check(self, post: Post) -> Iterable[Hit]:
        """Yield one hit for each text that is like a recent post."""
        for text in outgoing(post, self.scope):
            own = self._runs(text.value)
            for card, when, other in self._near(post) if own else ():
                shared = likeness(own, self._runs(other))
                if shared >= self.similar:
                    why = f"{shared:.0%} of it was in the post of {when:%Y-%m-%d} ({card})."
                    yield told(self, text, 0, len(text.value.rstrip()), why)
                    break

    def _near(self, post: Post) -> Iterator[tuple[str, datetime, str]]:
        """Recent posts within the days, the nearest in time first."""
        recent = post.recent
        due = post.due
        if due is not None:
            recent = tuple(one for one in recent if abs(one[1] - due) <= timedelta(days=self.days))
            recent = tuple(sorted(recent, key=lambda one: abs(one[1] - due)))
        yield from recent

    def _runs(self, text: str) -> frozenset[tuple[str, ...]]:
        return runs(text, self.words, self.min_words)


@lru_cache(maxsize=4096)
def runs(text: str, length: int, least: int) -> frozenset[tuple[str, ...]]:
    """The runs of `length` words of a text; the whole of it when it has fewer than `least`."""
    said = tuple(word.value.casefold() for word in words_of(prose(text)))
    if not said:
        return frozenset()
    if len(said) < max(least, length):
        return frozenset({said})
    return frozenset(said[at : at + length] for at in range(len(said) - length + 1))


def likeness(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    """How much of the shorter text's runs the other has too, 0 to 1."""
    if not one or not other:
        return 0.0
    return len(one & other) / min(len(one), len(other))
