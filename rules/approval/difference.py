"""What changed between two texts, word by word, short enough for a comment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

LONGEST = 400
"""characters of a difference that are shown"""
MOST_WORDS = 1500
"""words that are compared; what is alike at both ends is set aside first"""
BESIDE = 4
"""unchanged words that are shown beside a change"""

_WORD = re.compile(r"\S+|\s+")


def word_difference(before: str, after: str) -> str:
    """The difference as one line, "the [-old-] {+new+} words"; "" when there is none."""
    pieces = list(_pieces(_WORD.findall(before), _WORD.findall(after)))
    if not any(kind != "equal" for kind, _ in pieces):
        return ""
    last = len(pieces) - 1
    shown = "".join(
        _shown(kind, words, first=at == 0, last=at == last)
        for at, (kind, words) in enumerate(pieces)
    )
    line = " ".join(shown.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def _pieces(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """Runs of words that are equal, gone or added, in order."""
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    if head:
        yield "equal", old[:head]
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(middle_old) + len(middle_new) > MOST_WORDS:
        yield "gone", middle_old
        yield "added", middle_new
    else:
        for kind, a, b, c, d in SequenceMatcher(
            None, middle_old, middle_new, autojunk=False
        ).get_opcodes():
            if kind == "equal":
                yield "equal", middle_old[a:b]
            elif b > a:
                yield "gone", middle_old[a:b]
            if kind != "equal" and d > c:
                yield "added", middle_new[c:d]
    if tail:
        yield "equal", old[len(old) - tail :]


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two texts have in common from the start."""
    at = 0
    while at < min(len(one), len(other)) and one[at] == other[at]:
        at += 1
    return at


def _shown(kind: str, words: Sequence[str], *, first: bool, last: bool) -> str:
    text = "".join(words)
    if kind == "gone":
        return f" [-{text.strip() or '␣'}-] "
    if kind == "added":
        return f" {{+{text.strip() or '␣'}+}} "
    kept = text.split()
    if len(kept) <= 2 * BESIDE and not (len(kept) > BESIDE and (first or last)):
        return text
    start = [] if first else kept[:BESIDE]
    end = [] if last else kept[-BESIDE:]
    return " " + " ".join((*start, "…", *end)) + " "
