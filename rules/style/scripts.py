"""Which letters a language is written in."""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType

import regex

SCRIPT_OF = MappingProxyType(
    {
        "am": "Ethiopic", "ar": "Arabic", "be": "Cyrillic", "bg": "Cyrillic", "bn": "Bengali",
        "el": "Greek", "fa": "Arabic", "he": "Hebrew", "hi": "Devanagari", "hy": "Armenian",
        "ja": "Japanese", "ka": "Georgian", "kk": "Cyrillic", "ko": "Hangul", "mk": "Cyrillic",
        "mn": "Cyrillic", "mr": "Devanagari", "ne": "Devanagari", "ru": "Cyrillic",
        "sr": "Cyrillic", "ta": "Tamil", "te": "Telugu", "th": "Thai", "uk": "Cyrillic",
        "ur": "Arabic", "yi": "Hebrew", "zh": "Han",
    }
)  # fmt: skip
"""languages that are not written in Latin letters"""

_RUNS = {
    name: regex.compile(rf"\p{{Script={name}}}+")
    for name in (*sorted({*SCRIPT_OF.values()} - {"Japanese"}), "Latin")
} | {"Japanese": regex.compile(r"[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]+")}


def script_of(language: str) -> str:
    """The script of a language tag such as en-GB or hy."""
    return SCRIPT_OF.get(language.partition("-")[0].partition("_")[0].lower(), "Latin")


def in_script(text: str, script: str) -> int:
    """How many letters of the text are of that script."""
    return sum(len(run) for run in _RUNS[script].findall(text))


def scripts(text: str) -> Counter[str]:
    """How many letters of each known script the text holds; Han also counts as Japanese."""
    return Counter({name: number for name in _RUNS if (number := in_script(text, name))})


def runs(text: str, script: str) -> list[tuple[int, int]]:
    """Where letters of that script stand: (start, end)."""
    return [match.span() for match in _RUNS[script].finditer(text)]
