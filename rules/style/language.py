"""The post is in the language that it claims.

`language` is hy, en, fr, ru …; `when = { label = "Armenian" }` says which cards claim it. Letters
come first: at least `share` of them must be of the language's script. Between languages of one
script their commonest words decide, where the post uses them. Links, tags, mentions and addresses
do not count, and fewer than `min_words` words decide nothing.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import ClassVar

from rules.rule import Hit, Network, Post, Text
from rules.style.entities import prose
from rules.style.outgoing import Social, outgoing
from rules.style.scripts import in_script, runs, script_of, scripts
from rules.style.telling import told
from rules.style.words import words

_STOPWORDS = Path(__file__).parent / "data" / "stopwords.toml"


@dataclass(frozen=True, kw_only=True)
class Language(Social):
    """Keys of a `language` rule."""

    KIND: ClassVar[str] = "language"
    MESSAGE: ClassVar[str] = "This is not the language that the post claims."
    EXAMPLE: ClassVar[Mapping[str, object]] = {"language": "hy"}
    GOOD: ClassVar[tuple[str, ...]] = ("Մենք բացել ենք նոր խանութ։", "OK!")
    BAD: ClassVar[tuple[str, ...]] = ("We have opened a new shop.",)

    language: str
    share: float = 0.5
    min_words: int = 3
    network: Network | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 0 < self.share <= 1:
            raise ValueError("share must be above 0 and at most 1")

    def check(self, post: Post) -> Iterable[Hit]:
        """Yield one hit for each text in another language."""
        for text in outgoing(post, self.scope, self.network):
            shown = prose(text.value)
            spoken = [word.value.lower() for word in words(shown)]
            if len(spoken) < self.min_words:
                continue
            other = other_script(shown, self.language, self.share)
            if other is not None:
                yield self._foreign(text, shown, other)
                continue
            rival = guess(spoken, script_of(self.language))
            if rival is not None and rival != _short(self.language):
                start, end = _visible(shown)
                why = f"This reads as {rival!r}, not {self.language!r}."
                yield told(self, text, start, end, why)

    def _foreign(self, text: Text, shown: str, other: str) -> Hit:
        start, end = max(runs(shown, other), key=lambda run: run[1] - run[0])
        own = script_of(self.language)
        why = f"Written in {other} letters; a post in {self.language!r} has {own} ones."
        return told(self, text, start, end, why)


def other_script(text: str, language: str, share: float) -> str | None:
    """The script that prevails where less than `share` of the letters are the language's."""
    found = scripts(text)
    own = in_script(text, script_of(language))
    if script_of(language) == "Japanese":
        del found["Han"], found["Hiragana"], found["Katakana"]
    total = sum(letter.isalpha() for letter in text)
    rivals = Counter({name: n for name, n in found.items() if name != script_of(language)})
    if not total or own >= share * total or not rivals:
        return None
    return rivals.most_common(1)[0][0]


def guess(spoken: Iterable[str], script: str) -> str | None:
    """Which language of the script its commonest words show, None when they do not tell."""
    said = Counter(spoken)
    scores = Counter(
        {
            language: sum(count for word, count in said.items() if word in common)
            for language, common in stopwords().items()
            if script_of(language) == script
        }
    )
    ranked = scores.most_common(2)
    if not ranked or ranked[0][1] < 2:
        return None
    second = ranked[1][1] if len(ranked) > 1 else 0
    return ranked[0][0] if ranked[0][1] >= second + 2 else None


def is_english(text: str) -> bool:
    """Latin letters, and no other language's commonest words."""
    shown = prose(text)
    if other_script(shown, "en", 0.5) is not None:
        return False
    spoken = [word.value.lower() for word in words(shown)]
    return bool(spoken) and guess(spoken, "Latin") in ("en", None)


@cache
def stopwords() -> Mapping[str, frozenset[str]]:
    """Each language's commonest words, of data/stopwords.toml."""
    table = tomllib.loads(_STOPWORDS.read_text(encoding="utf-8"))
    return {language: frozenset(line.split()) for language, line in table.items()}


def _short(language: str) -> str:
    return language.partition("-")[0].lower()


def _visible(text: str) -> tuple[int, int]:
    return len(text) - len(text.lstrip()), len(text.rstrip())
