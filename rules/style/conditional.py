r"""If this stands in a post, that must stand there too.

`first` and `second` are regular expressions. Where `second` has a group, every match of `first`
must have been caught by that group at or before the paragraph it stands in: an abbreviation must
be explained (`first = '\b([A-Z]{3,5})\b'`, `second = '(?:\b[A-Z][a-z]+ )+\(([A-Z]{3,5})\)'`).
Without a group, `second` must stand somewhere in the same piece of text as `first`.
`exceptions` need no explanation. `%s` in the message is what `first` found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from rules.rule import Hit, Post
from rules.style.block import Block
from rules.style.pattern import Pattern, compiled
from rules.style.prose import Prose, exceptions, hit


@dataclass(frozen=True, kw_only=True)
class Conditional(Prose):
    """Keys of a `conditional` rule."""

    KIND: ClassVar[str] = "conditional"
    MESSAGE: ClassVar[str] = "'%s' has no definition."
    EXAMPLE: ClassVar[Mapping[str, object]] = {
        "first": r"\b([A-Z]{3,5})\b",
        "second": r"(?:\b[A-Z][a-z]+ )+\(([A-Z]{3,5})\)",
        "exceptions": ("URL",),
    }
    GOOD: ClassVar[tuple[str, ...]] = ("The World Health Organization (WHO). The WHO, at a URL.",)
    BAD: ClassVar[tuple[str, ...]] = ("We ask the WHO.",)

    first: str
    second: str
    ignorecase: bool = False
    exceptions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        _ = self._first, self._second, exceptions(self.exceptions)

    @cached_property
    def _first(self) -> Pattern:
        return self._compiled(self.first)

    @cached_property
    def _second(self) -> Pattern:
        return self._compiled(self.second)

    def _compiled(self, source: str) -> Pattern:
        return compiled(f"(?i){source}" if self.ignorecase else source)

    def check(self, post: Post) -> Iterable[Hit]:
        """Yield every match of `first` that `second` does not answer for."""
        allowed = exceptions(self.exceptions)
        known: set[str] = set()
        for block in self.blocks(post):
            if self._second.groups:
                known.update(self._defined(block))
            elif self._second.search(block.value):
                continue
            for found in self._first.all(block.value):
                start, end = found.start(), found.end()
                if found.group() not in known and not allowed.allow(block, start, end):
                    yield hit(block, start, end, (found.group(),))

    def _defined(self, block: Block) -> Iterable[str]:
        for found in self._second.all(block.value):
            yield from (
                word for at in range(1, self._second.groups + 1) if (word := found.group(at))
            )
