"""Filling a rule's message."""

from __future__ import annotations

import re
from collections.abc import Sequence

_PLACE = re.compile(r"%(?:\[(\d+)\])?([sdvq%])")
_SPACES = re.compile(r"\s+")


def filled(template: str, words: Sequence[str]) -> str:
    """The message with `%s` filled in order, as Vale does: words too many are dropped, missing
    ones leave nothing, `%[2]s` names its word, and runs of white space become one space."""
    rest = iter(words)

    def fill(place: re.Match[str]) -> str:
        number, letter = place.groups()
        if letter == "%":
            return "%"
        if number:
            return words[int(number) - 1] if 0 < int(number) <= len(words) else ""
        return next(rest, "")

    return _SPACES.sub(" ", _PLACE.sub(fill, template)).strip()
