"""Advertising is called advertising.

Use it with `when`, as for cards labelled Sponsored: the post must hold one of `tags`, as a hashtag
or a phrase. `where = "start"` wants it before the prose, `within = 125` within so many characters,
and `before_fold = true` before the network cuts the post short (the table's `first_lines`; the
shortest of them when the network is not known).
`not_enough` are words that authorities do not take for a disclosure (#sp, #collab); they are named
in the message when nothing better stands there. `max_tags` is how many hashtags may stand before
it: one that is buried among others discloses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

import regex

from rules.rule import Hit, Network, Post, Text
from rules.style.counting import count
from rules.style.entities import Span, emoji, hashtags, links, mentions
from rules.style.networks import table
from rules.style.outgoing import Social, outgoing
from rules.style.spots import misplaced
from rules.style.telling import told


@dataclass(frozen=True, kw_only=True)
class Disclosure(Social):
    """Keys of a `disclosure` rule."""

    KIND: ClassVar[str] = "disclosure"
    MESSAGE: ClassVar[str] = "Disclose the advertising."
    GOOD: ClassVar[tuple[str, ...]] = ("#ad We tried the new lamp.",)
    BAD: ClassVar[tuple[str, ...]] = ("We tried the new lamp. #collab",)

    tags: tuple[str, ...] = ("#ad", "#advertisement", "#sponsored", "#գովազդ")
    not_enough: tuple[str, ...] = ("#sp", "#spon", "#collab", "#ambassador", "#partner", "#gifted")
    where: Literal["anywhere", "start", "end"] = "anywhere"
    within: int | None = None
    before_fold: bool = False
    max_tags: int | None = None
    network: Network | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.tags:
            raise ValueError("disclosure needs at least one tag or phrase in tags")

    def check(self, post: Post) -> Iterable[Hit]:
        """Yield one hit for each text that does not disclose, or does so in the wrong place."""
        for text in outgoing(post, self.scope, self.network):
            spans = list(self._found(text.value, self.tags))
            if not spans:
                yield self._undisclosed(text)
            elif not any(self._well_placed(text, span) for span in spans):
                first = spans[0]
                why = f"Move '{first.value}' {self._wanted(text)}."
                yield told(self, text, first.start, first.end, why)

    def _undisclosed(self, text: Text) -> Hit:
        weak = next(self._found(text.value, self.not_enough), None)
        if weak:
            why = f"'{weak.value}' is not enough: say {self.tags[0]}."
            return told(self, text, weak.start, weak.end, why, replacements=self.tags[:1])
        return told(self, text, 0, 0, f"Disclose the advertising: add {self.tags[0]}.")

    def _well_placed(self, text: Text, span: Span) -> bool:
        fold = self._fold(text)
        if fold is not None and count(text.value[: span.end], "utf16") > fold:
            return False
        before = [tag for tag in hashtags(text.value) if tag.end <= span.start]
        if self.max_tags is not None and len(before) > self.max_tags:
            return False
        value = text.value
        others = [*hashtags(value), *emoji(value), *mentions(value), *links(value)]
        return not misplaced(value, [span], others, self.where)

    def _fold(self, text: Text) -> int | None:
        if self.within is not None or not self.before_fold:
            return self.within
        network = self.network or text.network
        folds = [
            int(limit.max)
            for limit in table()
            if limit.of == "first_lines" and limit.max and network in (None, limit.network)
        ]
        return min(folds, default=None)

    def _wanted(self, text: Text) -> str:
        fold = self._fold(text)
        if fold is not None:
            return f"into the first {fold} characters"
        if self.where != "anywhere":
            return f"to the {self.where}"
        return f"before the other hashtags (at most {self.max_tags} may stand before it)"

    def _found(self, value: str, wanted: tuple[str, ...]) -> Iterator[Span]:
        for one in wanted:
            pattern = rf"(?<![\p{{L}}\p{{N}}_#&]){regex.escape(one)}(?![\p{{L}}\p{{N}}_])"
            for match in regex.finditer(pattern, value, regex.IGNORECASE):
                yield Span(start=match.start(), end=match.end(), value=match[0])
