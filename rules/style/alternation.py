r"""Many alternatives looked for at once: plain words by an index, patterns in one pattern.

The answer is that of one long regular expression `\b(?:first|second|…)\b`: the leftmost match,
at one place the first alternative that fits, and on from its end. A thousand plain words cost no
more than the words of the text, since each word of the text is looked up once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from rules.style.block import WORD, Block, lower
from rules.style.dialect import literal, shifted
from rules.style.pattern import Pattern, compiled
from rules.style.required import required

_SAME = str.maketrans({"\u00a0": " ", "\u202f": " ", "’": "'"})
"""signs that plain words take for one another"""
_WORTH_ASKING = 60
"""beyond so many strings to look for, the pattern itself is as fast"""


class Spot(NamedTuple):
    """A match in a block's value, and which alternative it is of."""

    start: int
    end: int
    which: int


class Alternation:
    """Alternatives made ready. `word`: they stand between word boundaries."""

    def __init__(
        self, alternatives: Sequence[str], *, ignorecase: bool = False, word: bool = True
    ) -> None:
        self.ignorecase = ignorecase
        self.word = word
        self._terms: dict[str, list[tuple[int, str]]] = {}
        self._patterns: list[tuple[int, str]] = []
        for which, alternative in enumerate(alternatives):
            source = alternative.replace("եւ", "և")
            plain = literal(source) if word else None
            if plain and (first := WORD.match(plain)) and WORD.fullmatch(plain[-1]):
                term = plain.translate(_SAME)
                term = lower(term) if ignorecase else term
                self._terms.setdefault(lower(first[0]), []).append((which, term))
            else:
                self._patterns.append((which, source))
        if self._patterns:
            _ = self._pattern

    @property
    def needles(self) -> frozenset[str] | None:
        """Words of which a text must have one to match at all; None when that cannot be said."""
        return None if self._patterns else frozenset(self._terms)

    @cached_property
    def _pattern(self) -> Pattern | None:
        """All that is no plain word, each alternative in a group of its own name."""
        groups, pieces = 0, []
        for which, source in self._patterns:
            inner = shifted(source, groups + 1)
            pieces.append(f"(?P<t{which}>{inner})")
            groups += 1 + (compiled(source).groups if inner != source else _groups(source))
        if not pieces:
            return None
        body = f"(?m)\\b(?:{'|'.join(pieces)})\\b" if self.word else f"(?m)(?:{'|'.join(pieces)})"
        return compiled(f"(?i){body}" if self.ignorecase else body)

    def spots(self, block: Block) -> Iterator[Spot]:
        """Every match in the block, left to right, none overlapping another."""
        terms = self._found(block)
        if not self._patterns:
            yield from _apart(terms)
            return
        term = next(terms, None)
        other = self._search(block.value, 0) if self._possible(block) else None
        at = 0
        while term or other:
            while term and term.start < at:
                term = next(terms, None)
            if other and other.start < at:
                other = self._search(block.value, at)
            best = min(filter(None, (term, other)), key=_order, default=None)
            if best is None:
                return
            yield best
            at = max(best.end, best.start + 1)

    def _possible(self, block: Block) -> bool:
        """Could a pattern match this block at all?"""
        return self._needed is None or any(piece in block.lowered for piece in self._needed)

    @cached_property
    def _needed(self) -> frozenset[str] | None:
        """Strings of which a block must have one for any pattern to match; None: no telling."""
        needed: set[str] = set()
        for _, source in self._patterns:
            options = required(source)
            if options is None or len(needed) > _WORTH_ASKING:
                return None
            needed |= options
        return frozenset(needed)

    def _found(self, block: Block) -> Iterator[Spot]:
        """The first plain alternative that stands at each word, left to right."""
        if not self._terms:
            return
        value = block.lowered if self.ignorecase else block.value
        if not value.isascii():
            value = value.translate(_SAME)
        for start, word in block.words:
            for which, term in self._terms.get(word, ()):
                end = start + len(term)
                if value.startswith(term, start) and not WORD.match(value, end):
                    yield Spot(start, end, which)
                    break

    def _search(self, value: str, at: int) -> Spot | None:
        if self._pattern is None or at > len(value):
            return None
        found = self._pattern.search(value, at)
        if found is None:
            return None
        which = int((found.lastgroup or "t0")[1:])
        return Spot(found.start(), found.end(), which)


def _apart(spots: Iterator[Spot]) -> Iterator[Spot]:
    """Those that begin where the one before has ended."""
    at = 0
    for spot in spots:
        if spot.start >= at:
            yield spot
            at = spot.end


def readings(block: Block) -> Iterator[Block]:
    """The block as it is written, then as it reads where it is written in disguise."""
    yield block
    if block.plain is not None:
        yield block.plain


def everywhere(blocks: Sequence[Block], wanted: Alternation) -> Iterator[tuple[Block, Spot]]:
    """Every match in every reading of the blocks. What was found as it is written is not told
    again for the way it reads."""
    for block in blocks:
        told: list[tuple[int, int]] = []
        for reading in readings(block):
            for spot in wanted.spots(reading):
                start, end = reading.span(spot.start, spot.end)
                if reading is block or not any(a < end and start < b for a, b in told):
                    told.append((start, end))
                    yield reading, spot


def _groups(source: str) -> int:
    """How many groups the source captures, without compiling it where it has none."""
    return compiled(source).groups if "(" in source.replace("(?:", "") else 0


def _order(spot: Spot) -> tuple[int, int]:
    return spot.start, spot.which
