"""A speller for a language: which dictionaries, word lists and habits belong to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import regex

from rules.style.dictionaries import advice, installed
from rules.style.missing import EngineMissing
from rules.style.spellers import Lemmas, Speller, Swapped, Together, hunspell, optional

_EITHER = Path(__file__).parent / "data" / "either_english.txt"
_OXFORD = regex.compile(r"i[sz](?=(?:e[drs]?|ing|ation|ations|able|ers|es|ational|ationally)$)")
_BUNDLED = "en_US"


def speller(language: str, folders: Sequence[str], dictionaries: Sequence[Path]) -> Speller:
    """What knows the words of `language`: the dictionaries named, else those installed.

    Raises:
        EngineMissing: there is none; the message says how to get one.
    """
    language = canonical(language)
    if language.partition("-")[0] == "en" and language != "en-CA":
        return _english(language, folders, dictionaries)
    paths = list(dictionaries) or installed(language, folders)
    if not paths:
        where = ", ".join(folders)
        raise EngineMissing(f"no dictionary for {language!r} in {where}: {advice(language)}")
    engines: list[Speller] = [hunspell(path) for path in paths]
    if language != "hy":
        return Together(engines)
    if find_spec("simplemma"):
        engines.append(Lemmas("hy"))
    return Together(engines, armenian_forms)


def canonical(language: str) -> str:
    """A language tag as it is usually written: en_gb is en-GB."""
    first, *rest = language.replace("_", "-").split("-")
    return "-".join([first.lower(), *(r.upper() if len(r) == 2 else r.lower() for r in rest)])


def armenian_forms(word: str) -> Iterator[str]:
    """The word, and the same with the other ways of writing "and" (և, եւ), in small letters too."""
    for form in dict.fromkeys((word, word.lower())):
        yield form
        yield from {form.replace("և", "եւ"), form.replace("եւ", "և")} - {form}


def _english(language: str, folders: Sequence[str], dictionaries: Sequence[Path]) -> Speller:
    """A dictionary takes British and American spellings alike for many words, so that a list of
    pairs decides; Australian, Irish and other English go with the British half. Where no dictionary
    of theirs is installed, the American one that chunspell brings and that half stand in. Canadian
    English mixes both and is left to its own dictionary."""
    paths = list(dictionaries) or installed(language, folders)[:1] or [_bundled()]
    words = Together([hunspell(path) for path in paths], _without_possessive)
    if language == "en":
        return words
    pairs = optional("breame.data.spelling_constants", "breame", "spelling")
    british: dict[str, str] = pairs.BRITISH_ENGLISH_SPELLINGS
    american: dict[str, str] = pairs.AMERICAN_ENGLISH_SPELLINGS
    if language == "en-US":
        return Swapped(words, _clear(british), ())
    if language == "en-GB-oxendict":
        return Swapped(words, _oxford(british, american), {*british, *map(_ize, british)})
    return Swapped(words, _clear(american), british)


def _clear(swaps: dict[str, str]) -> dict[str, str]:
    kept = _either()
    return {old: new for old, new in swaps.items() if old not in kept and new != old}


@cache
def _either() -> frozenset[str]:
    lines = _EITHER.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _oxford(british: dict[str, str], american: dict[str, str]) -> dict[str, str]:
    """British spelling with -ize: the American list less -ize, and -ise to -ize."""
    swaps = {old: new for old, new in _clear(american).items() if _ize(new) != old}
    return swaps | {old: _ize(old) for old, new in _clear(british).items() if _ize(old) == new}


def _ize(word: str) -> str:
    return _OXFORD.sub("iz", word)


def _without_possessive(word: str) -> Iterator[str]:
    yield word
    if word.endswith(("'s", "s'")):
        yield word[:-2] if word.endswith("'s") else word[:-1]


def _bundled() -> Path:
    engine = optional("hunspell", "chunspell", "spelling")
    return Path(engine.__file__ or "").parent / "dictionaries" / f"{_BUNDLED}.dic"
