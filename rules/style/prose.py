"""What the kinds that look at prose share: their blocks, their hits and their exceptions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rules.rule import Hit, Post, Rule
from rules.style.block import Block, chosen
from rules.style.pattern import Pattern, compiled
from rules.style.scope import selector


@dataclass(frozen=True, kw_only=True)
class Prose(Rule):
    """A rule about the prose that its scope names."""

    def __post_init__(self) -> None:
        for written in self.scope:
            selector(written)

    def blocks(self, post: Post) -> tuple[Block, ...]:
        """The blocks of the post that the rule looks at."""
        return chosen(post, self.scope)


def hit(
    block: Block,
    start: int,
    end: int,
    fill: tuple[str, ...],
    *,
    replacements: tuple[str, ...] = (),
    message: str | None = None,
) -> Hit:
    """A hit on `block.value[start:end]`, in the places of its text."""
    first, past = block.span(start, end)
    return Hit(
        text=block.text,
        start=first,
        end=past,
        fill=fill,
        replacements=replacements,
        message=message,
    )


def quoted(block: Block, start: int, end: int) -> str:
    """The words to quote: as the block shows them, or as they are written when in disguise."""
    if block.disguised:
        return block.text.value[slice(*block.span(start, end))]
    return block.value[start:end]


class Exceptions:
    """Words and patterns that are right where they stand, as whole words.

    A match that holds such a word is no hit, nor is one that lies within such a phrase of several
    words. They mind the case unless they begin with `(?i)`; phrases do not.
    """

    def __init__(self, sources: Sequence[str]) -> None:
        ordered = sorted(sources, key=len, reverse=True)
        self._words = _either([s if s.startswith("(?i)") else f"(?-i){s}" for s in ordered])
        phrases = [source for source in sources if {" ", "\t"} & set(source) or "\\s" in source]
        self._phrases = _either(phrases, "(?i)")

    def __bool__(self) -> bool:
        return self._words is not None

    @property
    def words(self) -> Pattern | None:
        """One pattern for all of them."""
        return self._words

    def allow(self, block: Block, start: int, end: int) -> bool:
        """Is this match right after all?"""
        if self._words is None:
            return False
        if self._words.search(block.value[start:end].strip()):
            return True
        return self._phrases is not None and any(
            found.start() <= start and end <= found.end()
            for found in self._phrases.all(block.value)
        )


@lru_cache(maxsize=1024)
def exceptions(sources: tuple[str, ...]) -> Exceptions:
    """The exceptions made ready, once for all rules that share them.

    Raises:
        BadPattern: one of them cannot be read.
    """
    return Exceptions(sources)


def _either(sources: Sequence[str], flags: str = "") -> Pattern | None:
    return compiled(f"{flags}(?m)\\b(?:{'|'.join(sources)})\\b") if sources else None
