"""How hard a text is to read.

`lix`, `rix`, `sentence_words` (words a sentence on average) and `long_words` (share of words of
more than six letters) hold for any language; `flesch` (reading ease, at least) and `grade`
(Flesch-Kincaid, at most) for English only, and texts in another language pass them by. Fewer than
`min_words` words decide nothing. LIX: below 30 easy, 40 a newspaper, above 50 hard.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

import regex

from rules.rule import Hit, Post
from rules.style.entities import prose
from rules.style.language import is_english
from rules.style.outgoing import Social, outgoing
from rules.style.telling import told
from rules.style.words import words

_END = regex.compile(r"[.!?։…]+(?=\s|$)|(?<=[\p{Armenian}]):(?=\s|$)|\n+")
_VOWELS = regex.compile(r"[aeiouy]+")
_SILENT = regex.compile(r"(?:[^laeiouy]es|[^aeioudt]ed|[^laeiouy]e)$")


@dataclass(frozen=True, kw_only=True)
class Readability(Social):
    """Keys of a `readability` rule."""

    KIND: ClassVar[str] = "readability"
    MESSAGE: ClassVar[str] = "Hard to read."
    GOOD: ClassVar[tuple[str, ...]] = ("We mend your shoes. Bring them in. " * 6,)
    BAD: ClassVar[tuple[str, ...]] = (
        "Organisational prerequisites necessitate comprehensive " * 8,
    )

    lix: float | None = 50.0
    rix: float | None = None
    sentence_words: float | None = None
    long_words: float | None = None
    flesch: float | None = None
    grade: float | None = None
    min_words: int = 30

    def check(self, post: Post) -> Iterable[Hit]:
        """Yield one hit for each measure that a text fails."""
        for text in outgoing(post, self.scope):
            ease = Ease.of(prose(text.value))
            if ease.words < max(1, self.min_words):
                continue
            for why in self._faults(ease, english=is_english(text.value)):
                yield told(self, text, 0, len(text.value.rstrip()), why)

    def _faults(self, ease: Ease, *, english: bool) -> Iterator[str]:
        measures = [
            ("LIX", ease.lix, self.lix),
            ("RIX", ease.rix, self.rix),
            ("words a sentence", ease.sentence_words, self.sentence_words),
            ("share of long words", ease.long_words, self.long_words),
            ("Flesch-Kincaid grade", ease.grade, self.grade if english else None),
        ]
        for name, value, most in measures:
            if most is not None and value > most:
                yield f"{name} {value:.4g}, at most {most:g}: use shorter words and sentences."
        if english and self.flesch is not None and ease.flesch < self.flesch:
            yield f"Flesch reading ease {ease.flesch:.4g}, at least {self.flesch:g}."


@dataclass(frozen=True, kw_only=True, slots=True)
class Ease:
    """What is counted of a text. Words and sentences are at least 1 where measures divide."""

    words: int
    sentences: int
    long: int
    syllables: int

    @classmethod
    def of(cls, text: str) -> Ease:
        """Count a text whose links and tags are blanked."""
        spoken = [word.value for word in words(text) if not word.value.isdigit()]
        sentences = sum(1 for part in _END.split(text) if any(c.isalnum() for c in part))
        return cls(
            words=len(spoken),
            sentences=max(1, sentences),
            long=sum(len(word) > 6 for word in spoken),
            syllables=sum(syllables(word) for word in spoken),
        )

    @property
    def sentence_words(self) -> float:
        return self.words / self.sentences

    @property
    def long_words(self) -> float:
        return self.long / max(1, self.words)

    @property
    def lix(self) -> float:
        return self.sentence_words + 100 * self.long_words

    @property
    def rix(self) -> float:
        return self.long / self.sentences

    @property
    def flesch(self) -> float:
        per_word = self.syllables / max(1, self.words)
        return 206.835 - 1.015 * self.sentence_words - 84.6 * per_word

    @property
    def grade(self) -> float:
        per_word = self.syllables / max(1, self.words)
        return 0.39 * self.sentence_words + 11.8 * per_word - 15.59


@lru_cache(maxsize=4096)
def syllables(word: str) -> int:
    """The syllables of an English word, by its groups of vowels; at least 1."""
    low = word.lower()
    return max(1, len(_VOWELS.findall(_SILENT.sub("", low) or low)))
