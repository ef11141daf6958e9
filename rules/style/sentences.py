"""Where sentences end: in English and its neighbours, and in Armenian, which ends them with `։`."""

from __future__ import annotations

from collections.abc import Iterator

import regex

_END = regex.compile(r"""(?:[.!?…]+|[։]+|(?<=\p{Armenian}):)["'”’»)\]]*(?=\s)\s+""")
_ABBREVIATION = regex.compile(
    r"""(?:^|[\s("“«])(?:Mr|Mrs|Ms|Dr|Prof|Sr|Jr|St|Mt|Gen|Gov|Sen|Rep|Rev|Hon|Capt|Col|Lt|Sgt|
    vs|e\.g|i\.e|cf|al|approx|Inc|Ltd|Co|Corp|No|Nos|Vol|Fig|p|pp|Jan|Feb|Mar|Apr|Jun|Jul|Aug|
    Sept?|Oct|Nov|Dec|\p{Lu}(?:\.\p{Lu})*)\.$""",
    regex.VERBOSE,
)
_REACH = 16


def sentences(value: str) -> Iterator[tuple[int, int]]:
    """The spans of the sentences of a paragraph, without the white space between them."""
    start = 0
    for end in _END.finditer(value):
        if end.end() < len(value) and not _goes_on(value, end.start(), end.end(), end[0]):
            yield from _trimmed(value, start, end.end())
            start = end.end()
    yield from _trimmed(value, start, len(value))


def _goes_on(value: str, stop: int, after: int, mark: str) -> bool:
    """Does the sentence go on after this mark? It does before a small letter, and after the full
    stop of an abbreviation."""
    if mark[0] in "։":
        return False
    follows = value[after]
    if follows.islower() or (mark[0] == ":" and not follows.isupper()):
        return True
    return mark.rstrip() == "." and bool(
        _ABBREVIATION.search(value[max(0, stop - _REACH) : stop + 1])
    )


def _trimmed(value: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = value[start:end]
    inner = piece.strip()
    if inner:
        start += len(piece) - len(piece.lstrip())
        yield start, start + len(inner)
