"""Engines that know how words are spelt; heavy ones load on first use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

from rules.style.missing import EngineMissing

_LONGEST = 40
"""letters of a word that suggestions are sought for; Hunspell takes seconds over longer ones"""


class Speller(Protocol):
    """Something that knows words."""

    def word(self, word: str) -> bool:
        """Is it spelt right?"""
        ...

    def suggest(self, word: str) -> list[str]:
        """What may be meant, likeliest first."""
        ...


class Hunspell:
    """A Hunspell dictionary, read by libhunspell (the package chunspell).

    Raises:
        EngineMissing: chunspell is not installed, or cannot read the dictionary.
    """

    def __init__(self, dic: Path) -> None:
        engine = optional("hunspell", "chunspell", "spelling")
        try:
            self._engine: Any = engine.Hunspell(dic.stem, hunspell_data_dir=str(dic.parent))
        except (OSError, RuntimeError, ValueError, LookupError) as problem:
            raise EngineMissing(f"the dictionary {dic} cannot be read: {problem}") from problem

    def word(self, word: str) -> bool:
        try:
            return bool(self._engine.spell(word))
        except UnicodeError:  # a letter that the dictionary's encoding lacks
            return False

    def suggest(self, word: str) -> list[str]:
        try:
            return list(self._engine.suggest(word))
        except UnicodeError:
            return []


class Lemmas:
    """The word forms of a language that simplemma knows."""

    def __init__(self, language: str) -> None:
        self._engine: Any = import_module("simplemma")
        self._language = language

    def word(self, word: str) -> bool:
        return bool(self._engine.is_known(word, lang=self._language))

    def suggest(self, _word: str) -> list[str]:
        return []


class Listed:
    """Words of a list, in any case."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(word.casefold() for word in words)

    def word(self, word: str) -> bool:
        return word.casefold() in self._words

    def suggest(self, _word: str) -> list[str]:
        return []


class Swapped:
    """Another speller, less the spellings that a variant of the language does not use."""

    def __init__(self, speller: Speller, swaps: dict[str, str], known: Iterable[str]) -> None:
        self._speller = speller
        self._swaps = swaps
        self._known = frozenset(known)

    def word(self, word: str) -> bool:
        low = word.lower()
        return low not in self._swaps and (low in self._known or self._speller.word(word))

    def suggest(self, word: str) -> list[str]:
        better = self._swaps.get(word.lower())
        if better is None:
            return self._speller.suggest(word)
        return [better[0].upper() + better[1:] if word[:1].isupper() else better]


class Together:
    """Several spellers of one language: a word is right when one of them says so. Each way of
    writing it that `forms` gives is tried. Suggestions are kept, since each may take 0.2 s."""

    def __init__(
        self,
        spellers: Sequence[Speller],
        forms: Callable[[str], Iterable[str]] = lambda word: (word,),
    ) -> None:
        self._spellers = tuple(spellers)
        self._forms = forms
        self.word = lru_cache(maxsize=50_000)(self._word)
        self.suggest = lru_cache(maxsize=2_000)(self._suggest)

    def _word(self, word: str) -> bool:
        return any(one.word(form) for form in self._forms(word) for one in self._spellers)

    def _suggest(self, word: str) -> list[str]:
        if len(word) > _LONGEST:
            return []
        offered = (near for one in self._spellers for near in one.suggest(word))
        return list(dict.fromkeys(offered))


def optional(module: str, package: str, extra: str) -> ModuleType:
    """A library that only some rules need.

    Raises:
        EngineMissing: it is not installed; the message says what to install.
    """
    try:
        return import_module(module)
    except ImportError:
        raise EngineMissing(
            f"{package} is not installed: pip install {package} (or board-syncer[{extra}])"
        ) from None


@cache
def hunspell(dic: Path) -> Hunspell:
    """The dictionary, read once."""
    return Hunspell(dic)
