"""Which hashtags in small letters are several words run together."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_SHORTEST = 8
"""letters; shorter words that look like two (#theme, #notice, #cargo) are mostly one"""
_WORDS = Path(__file__).parent / "data" / "tag_words.txt"


@cache
def _common_words() -> frozenset[str]:
    text = _WORDS.read_text(encoding="utf-8")
    return frozenset(
        word for line in text.splitlines() if not line.startswith("#") for word in line.split()
    )


def in_camel_case(name: str, long_from: int) -> str | None:
    """How the tag reads with a capital at each word: "" when it is several words but which is not
    known, None when it is one word, or has its capitals already."""
    letters = [letter for letter in name if letter.isalpha()]
    if not letters or any(letter.isupper() for letter in letters[1:]) or "_" in name:
        return None
    if not any(letter.islower() for letter in letters[1:]):
        return None
    words = _split(name.lower()) if len(name) >= _SHORTEST else []
    if len(words) > 1:
        return "".join(word[0].upper() + word[1:] for word in words)
    return "" if len(letters) >= long_from else None


def _split(name: str) -> list[str]:
    """The fewest common words that make up the name; none when they do not."""
    known = _common_words()
    best: list[list[str] | None] = [[]] + [None] * len(name)
    for end in range(1, len(name) + 1):
        for start in range(max(0, end - 20), end):
            head = best[start]
            word = name[start:end]
            if head is None or word not in known:
                continue
            if best[end] is None or len(head) + 1 < len(best[end] or ()):
                best[end] = [*head, word]
    return best[-1] or []
