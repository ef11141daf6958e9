"""Filling a rule's message."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

_PLACE = re.compile(r"%(?:\[(\d+)\])?([sdvq%])")


def filled(template: str, words: Sequence[str]) -> str:
    """The message with `%s` filled in order, as Vale does: words too many are dropped, missing
    ones leave nothing, `%[2]s` names its word, and runs of white space become one space."""
    pieces = [
        piece if isinstance(piece, str) else words[piece] if piece < len(words) else ""
        for piece in _pieces(template)
    ]
    return " ".join("".join(pieces).split())


@lru_cache(maxsize=1024)
def _pieces(template: str) -> tuple[str | int, ...]:
    """The template cut up: texts, and numbers of the words that stand between them."""
    out: list[str | int] = []
    at = count = 0
    for place in _PLACE.finditer(template):
        number, letter = place.groups()
        out.append(template[at : place.start()])
        at = place.end()
        if letter == "%":
            out.append("%")
        elif number:
            out.append(int(number) - 1 if int(number) else count)
        else:
            out.append(count)
            count += 1
    return (*out, template[at:])
