"""Words that no dictionary of the post's languages knows.

`languages` are en-GB, en-US, en-GB-oxendict (British with -ize), hy, or any other for which a
Hunspell dictionary is installed or named: `dictionaries` are paths of .dic files (from where
rules.toml lies) or names such as "en_US", for the one language given; looked for in the folder
`dicpath`, in a folder "dictionaries" beside rules.toml, and where systems keep them. A word is
looked up in the languages of its letters; letters that no language covers are left alone. British
and American spelling are told apart by a list of pairs besides the dictionary.

Links, tags, mentions, addresses, words with digits, words in capitals and CamelCase are not words
to spell; `custom = true` looks at the latter two as well. `accept` are words, phrases and patterns
of words that are right (a brand's), in their own case or in capitals; `ignore` are files of such
words, one a line; `filters` and `exceptions` are patterns of words to leave alone. With
`capitalised = false` words with a capital inside a sentence are left alone, since they are mostly
names: so it is for Armenian, where half of all false alarms are names. A dictionary that is not
there makes the rule fail, never pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import ClassVar

from rules.rule import Hit, Post
from rules.style.block import Block
from rules.style.dictionaries import FOLDERS, named
from rules.style.entities import prose
from rules.style.languages import speller
from rules.style.pattern import BadPattern, Pattern, compiled
from rules.style.prose import Prose, hit
from rules.style.scripts import in_script, script_of
from rules.style.spellers import Speller
from rules.style.words import Word, words

_MORE_THAN_WORDS = re.compile(r"[\\.^$*+?{}\[\]|()]")
_SUGGESTED = 5
"""words of one post that suggestions are sought for, since each may take 0.2 s"""


@dataclass(frozen=True, kw_only=True)
class Spelling(Prose):
    """Keys of a `spelling` rule."""

    KIND: ClassVar[str] = "spelling"
    MESSAGE: ClassVar[str] = "Did you really mean '%s'?"
    EXAMPLE: ClassVar[Mapping[str, object]] = {"languages": ("en-US",)}
    GOOD: ClassVar[tuple[str, ...]] = ("We received your order. #NewArrivals",)
    BAD: ClassVar[tuple[str, ...]] = ("We recieved your order.",)

    languages: tuple[str, ...] = ("en",)
    dictionaries: tuple[str, ...] = ()
    dicpath: str | None = None
    accept: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    custom: bool = False
    capitalised: bool | None = None
    suggestions: int = 3

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.languages:
            raise ValueError("spelling needs at least one of languages")
        if self.dictionaries and len(self.languages) > 1:
            raise ValueError("dictionaries belong to one language: write a rule for each")

    def check(self, post: Post) -> Iterable[Hit]:
        """Yield the words that are in no dictionary, the likeliest meant first in replacements.

        Raises:
            EngineMissing: a dictionary or its reader is not there.
        """
        spellers = {language: self._speller(language) for language in self.languages}
        sought: set[str] = set()
        for block in self.blocks(post):
            for word, engine in self._misspelt(block, spellers):
                if len(sought) < _SUGGESTED:
                    sought.add(word.value)
                near = engine.suggest(word.value) if word.value in sought else []
                fill = (block.value[word.start : word.end],)
                offered = tuple(near[: self.suggestions])
                yield hit(block, word.start, word.end, fill, replacements=offered)

    def _speller(self, language: str) -> Speller:
        own = [self._beside / self.dicpath] if self.dicpath else []
        here = [*own, self._beside / "dictionaries", Path("dictionaries")]
        folders = (*dict.fromkeys(map(str, here)), *FOLDERS)
        return _engine(language, folders, self.dictionaries, self._beside)

    @property
    def _beside(self) -> Path:
        return Path(self.place.file).parent if self.place else Path()

    def _misspelt(
        self, block: Block, spellers: Mapping[str, Speller]
    ) -> Iterator[tuple[Word, Speller]]:
        accepted = self._accepted()
        for word in words(_without_phrases(prose(block.value), self.accept)):
            if any(letter.isdigit() for letter in word.value) or self._excused(word, accepted):
                continue
            for part in word.parts():
                engine = self._wrong(part, spellers)
                if engine is not None and not self._excused(part, accepted):
                    yield part, engine

    def _wrong(self, word: Word, spellers: Mapping[str, Speller]) -> Speller | None:
        """Who would suggest something for a word that all spellers of its script reject."""
        asked = {name: one for name, one in spellers.items() if self._asks(name, word)}
        right = any(one.word(word.value) for one in asked.values())
        return None if right else next(iter(asked.values()), None)

    def _asks(self, language: str, word: Word) -> bool:
        if len(word.value) < 2 or not in_script(word.value, script_of(language)):
            return False
        names = language != "hy" if self.capitalised is None else self.capitalised
        return names or word.initial or not word.value[0].isupper()

    def _excused(self, word: Word, accepted: frozenset[str]) -> bool:
        value = word.value
        if not self.custom and any(letter.isupper() for letter in value[1:]):
            return True
        bare = value.removesuffix("'s")
        if bare in accepted or (bare.isupper() and bare.casefold() in accepted):
            return True
        if any(compiled(source).search(value) for source in self.filters):
            return True
        return any(pattern.search(bare) for pattern in _patterns((*self.exceptions, *self.accept)))

    def _accepted(self) -> frozenset[str]:
        listed = [word for name in self.ignore for word in _word_file(self._beside / name)]
        return frozenset([*self.accept, *self.exceptions, *listed])


@cache
def _engine(
    language: str, folders: tuple[str, ...], dictionaries: tuple[str, ...], beside: Path
) -> Speller:
    return speller(language, folders, [named(name, folders, beside) for name in dictionaries])


@cache
def _patterns(sources: tuple[str, ...]) -> tuple[Pattern, ...]:
    """Those that are more than words, each for a whole word. What cannot be read as a pattern
    (C++) stands for itself."""
    found: list[Pattern] = []
    for source in sources:
        if _MORE_THAN_WORDS.search(source):
            with suppress(BadPattern):
                found.append(compiled(rf"^(?:{source})$"))
    return tuple(found)


@cache
def _word_file(path: Path) -> tuple[str, ...]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("# "))


def _without_phrases(text: str, phrases: Iterable[str]) -> str:
    """The text with accepted phrases of several words blanked."""
    for phrase in phrases:
        if " " in phrase:
            text = text.replace(phrase, " " * len(phrase))
    return text
