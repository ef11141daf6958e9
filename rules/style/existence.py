"""Words and patterns that should not be there.

Each of `tokens` is a word, a phrase or a regular expression; it must stand between word
boundaries, unless `nonword = true`. `raw` are pieces of one regular expression put before the
tokens as they are (after them with `append = true`). `ignorecase = true` minds no case.
`exceptions` are words and patterns that are right all the same: a match that holds one of them, or
lies within such a phrase, is not told. `%s` in the message is what was found.

`action` says how to mend it: `{ name = "replace", params = ["use"] }`, `{ name = "remove" }`,
`{ name = "edit", params = ["trim", " "] }`; a second `%s` is then the mended text.

Letters that only look right (Cyrillic а for Latin a), characters without width and marks of
Markdown inside a word hide nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from rules.rule import Hit, Post
from rules.style.alternation import Alternation, everywhere
from rules.style.mending import check_action, either, mended
from rules.style.prose import Prose, exceptions, hit, quoted


@dataclass(frozen=True, kw_only=True)
class Existence(Prose):
    """Keys of an `existence` rule."""

    KIND: ClassVar[str] = "existence"
    MESSAGE: ClassVar[str] = "Avoid '%s'."
    EXAMPLE: ClassVar[Mapping[str, object]] = {
        "tokens": ("game.?changer", "revolutionary"),
        "ignorecase": True,
    }
    GOOD: ClassVar[tuple[str, ...]] = ("It halves the time a review takes.",)
    BAD: ClassVar[tuple[str, ...]] = (
        "A game-changer for teams",
        "A **ga**me-changer",
        "A g\u0430me-ch\u0430nger",
    )

    tokens: tuple[str, ...] = ()
    raw: tuple[str, ...] = ()
    append: bool = False
    ignorecase: bool = False
    nonword: bool = False
    exceptions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.raw and not any(token.strip() for token in self.tokens):
            raise ValueError("existence needs tokens (or raw): what should not be there")
        check_action(self.action)
        _ = self._wanted, exceptions(self.exceptions)

    @cached_property
    def _wanted(self) -> Alternation:
        tokens = [token for token in self.tokens if token.strip()]
        if not self.raw:
            return Alternation(tokens, ignorecase=self.ignorecase, word=not self.nonword)
        word = "\\b" if tokens and not self.nonword else ""
        body = f"{word}(?:{'|'.join(tokens)}){word}"
        raw = "".join(self.raw)
        whole = body + raw if self.append else raw + body
        return Alternation([whole], ignorecase=self.ignorecase, word=False)

    def needles(self) -> frozenset[str] | None:
        """Words of which a post must have one for this rule to fire."""
        return self._wanted.needles

    def check(self, post: Post) -> Iterable[Hit]:
        """Yield every match that no exception covers."""
        allowed = exceptions(self.exceptions)
        for block, spot in everywhere(self.blocks(post), self._wanted):
            if allowed.allow(block, spot.start, spot.end):
                continue
            match = quoted(block, spot.start, spot.end)
            instead = mended(self.action, match)
            fixed = instead[0] if len(instead) == 1 else either(instead)
            fill = (match, fixed) if instead else (match,)
            yield hit(block, spot.start, spot.end, fill, replacements=instead)
