"""What a text says to a reader, whatever it is written with.

A banned word can be written with letters that only look right: Cyrillic а for Latin a, 𝐛𝐨𝐥𝐝 or
full-width letters, zero-width characters or bidi controls between letters, or with Armenian
question and exclamation marks, which stand inside the word. `folded` takes all that away and keeps
where each letter came from, so that a second look can find the word and quote the original.

The look-alikes are those of Unicode's confusables (UTS #39) that are letters of Latin, Cyrillic,
Greek and Armenian.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import regex

_ODD = regex.compile(r"[^\n\t -~\u00A0«»‘’“”–—…•·©®™€£]")
_WORD = regex.compile(r"[\p{L}\p{M}]+")
_MARKS = frozenset("՛՜՞՟")
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_HYPHENS = frozenset("\u2010\u2011\ufe63\uff0d")
_SPACES = frozenset("\x0b\x0c\x1c\x1d\x1e\x1f\x85\u1680\u205f\u3000\u2028\u2029") | {
    chr(code) for code in range(0x2000, 0x200B)
}
_WHOLE = frozenset("և™℠№")
"""signs that are not written for the letters they stand for"""
_AND = regex.compile("[եԵ][ւՒ]")

LOOKALIKES = {
    "Cyrillic": dict(
        zip(
            "аеорсухіјѕһԁԛԝѵӏкмтАВЕКМНОРСТУХІЈЅԚԜ",
            "aeopcyxijshdqwvlkmtABEKMHOPCTYXIJSQW",
            strict=True,
        )
    ),
    "Greek": dict(zip("αορνυικτχγηωεΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aopvuiktxynweABEZHIKMNOPTYX", strict=True)),
    "Armenian": dict(zip("օոսհզցյլգաՏՍՕԼ", "onuhqgjlqwSUOL", strict=True)),
    "Latin": dict(zip("ɑɡıƖɩʟ", "agilil", strict=True)),
}
"""by script: a letter -> the Latin letter that it looks like"""


@dataclass(frozen=True, slots=True)
class Folded:
    """The text as it reads; its character i is written from `at[i]` to before `past[i]`."""

    value: str
    at: tuple[int, ...]
    past: tuple[int, ...]


def folded(value: str) -> Folded | None:
    """The text as a reader sees it, or None when that is what is written. Linear in its length."""
    if not _ODD.search(value):
        return None
    letters, at, past = _spelt(value)
    _unmask_words(letters)
    for found in reversed(list(_AND.finditer("".join(letters)))):
        letters[found.start() : found.end()] = "և"
        del at[found.start() + 1], past[found.start()]
    text = "".join(letters)
    return None if text == value else Folded(text, tuple(at), tuple(past))


def and_in_two(value: str) -> bool:
    """Is the Armenian և written as two letters, ե and ւ?"""
    return _AND.search(value) is not None


def _spelt(value: str) -> tuple[list[str], list[int], list[int]]:
    """The text without invisible characters, in plain letters, and from where to where each is
    written."""
    letters: list[str] = []
    at: list[int] = []
    past: list[int] = []
    for place, char in enumerate(value):
        plain = char if " " <= char <= "~" or char == "\n" else _plain(char)
        if plain == "":
            beside = letters[-1:] + list(value[place + 1 : place + 2])
            if any(other.isalnum() for other in beside):
                continue
            plain = char
        elif letters and unicodedata.combining(char):
            whole = unicodedata.normalize("NFC", letters[-1] + char)
            if len(whole) == 1:
                letters[-1] = whole
            past[-1] = place + 1
            continue
        letters.extend(plain)
        at.extend([place] * len(plain))
        past.extend([place + 1] * len(plain))
    return letters, at, past


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    """The character in plain letters; "" for one that cannot be seen."""
    if char in _SPACES:
        return " "
    if char in _HYPHENS:
        return "-"
    kind = unicodedata.category(char)
    if kind == "Cf" or char in _MARKS or char in _FILLERS or "\ufe00" <= char <= "\ufe0f":
        return ""
    if kind == "Cc" and char not in "\n\t\r":
        return ""
    wide = unicodedata.normalize("NFKC", char)
    return wide if wide.isalnum() and char not in _WHOLE else char


def _unmask_words(letters: list[str]) -> None:
    """Write every word in one script, in place. A text of one script has no masks."""
    scripts = Counter(filter(None, map(_script, letters)))
    if len(scripts) < 2 and LOOKALIKES["Latin"].keys().isdisjoint(letters):
        return
    main = scripts.most_common(1)[0][0]
    for word in _WORD.finditer("".join(letters)):
        target = _target(letters[word.start() : word.end()], main)
        if target:
            for place in range(word.start(), word.end()):
                letters[place] = _as(letters[place], target)


def _target(word: list[str], main: str) -> str | None:
    """The script that a word is meant to be in: its own surest one when it mixes scripts, the
    text's main one when the whole word could be that; None when there is nothing to change."""
    scripts = {script for letter in word if (script := _script(letter))}
    if len(scripts) > 1 or not LOOKALIKES["Latin"].keys().isdisjoint(word):
        sure = Counter(
            script
            for letter in word
            if (script := _script(letter)) and not _could_be_other(letter, script)
        )
        return sure.most_common(1)[0][0] if sure else main
    return main if main not in scripts and _all_look(word, main) else None


def _all_look(letters: list[str], target: str) -> bool:
    return all(_script(_as(letter, target)) == target for letter in letters)


def _as(letter: str, target: str) -> str:
    """The letter of the target script that looks like this one, else the letter itself."""
    script = _script(letter)
    if script is None:
        return letter
    latin = LOOKALIKES[script].get(letter, letter)
    if target == "Latin":
        return latin
    return letter if script == target else _BACK[target].get(latin, letter)


def _could_be_other(letter: str, script: str) -> bool:
    if script == "Latin":
        return letter in LOOKALIKES["Latin"] or any(letter in back for back in _BACK.values())
    return letter in LOOKALIKES[script]


@lru_cache(maxsize=4096)
def _script(char: str) -> str | None:
    if not char.isalpha():
        return None
    code = ord(char)
    for name, first, last in _RANGES:
        if first <= code <= last:
            return name
    return None


_RANGES = (
    ("Latin", 0x41, 0x24F),
    ("Latin", 0x250, 0x2AF),
    ("Greek", 0x370, 0x3FF),
    ("Cyrillic", 0x400, 0x52F),
    ("Armenian", 0x530, 0x58F),
)
_BACK = {
    script: {latin: letter for letter, latin in reversed(pairs.items())}
    for script, pairs in LOOKALIKES.items()
    if script != "Latin"
}
