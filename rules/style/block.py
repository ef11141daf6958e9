"""The pieces of a post that a rule looks at, with the place of every character in its text."""

from __future__ import annotations

from functools import cached_property, lru_cache

import regex

from rules.rule import Post, Text
from rules.style.fold import folded
from rules.style.inline import seen
from rules.style.markdown import parts
from rules.style.scope import selector
from rules.style.sentences import sentences

WORD = regex.compile(r"\w+")
_PLAIN = ("name", "attachment")
_APART = frozenset({"summary", "raw", "sentence"})


class Block:
    """A piece of prose as it is shown, and the place of every character in its text."""

    def __init__(
        self,
        text: Text,
        kinds: frozenset[str],
        value: str,
        *,
        base: int = 0,
        at: tuple[int, ...] | None = None,
        past: tuple[int, ...] | None = None,
    ) -> None:
        self.text = text
        self.kinds = kinds
        self.value = value
        self._base = base
        self._at = at
        self._past = past
        self.disguised = past is not None
        """the value is what the text reads like, not what is written"""

    @property
    def verbatim(self) -> bool:
        """Is the value an unbroken piece of the text, as it is written?"""
        return self._at is None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `value[start:end]` stands in the text."""
        if self._at is None:
            return self._base + start, self._base + end
        if not self._at:
            return self._base, self._base
        first = self._at[start] if start < len(self._at) else self._at[-1] + 1
        if end <= start:
            return first, first
        return first, self._past[end - 1] if self._past else self._at[end - 1] + 1

    def piece(self, start: int, end: int, kind: str) -> Block:
        """A part of this block, as a block of one more kind."""
        return Block(
            self.text,
            (self.kinds - {"paragraph"}) | {kind},
            self.value[start:end],
            base=self._base + start,
            at=None if self._at is None else self._at[start:end],
            past=None if self._past is None else self._past[start:end],
        )

    @cached_property
    def plain(self) -> Block | None:
        """The block as a reader sees it where it is written in disguise (rules.style.fold)."""
        bare = folded(self.value)
        if bare is None:
            return None
        at = tuple([self.span(place, place + 1)[0] for place in bare.at])
        past = tuple([self.span(place - 1, place)[1] for place in bare.past])
        return Block(self.text, self.kinds, bare.value, base=self._base, at=at, past=past)

    @cached_property
    def lowered(self) -> str:
        """The value in lower case, character for character."""
        return lower(self.value)

    @cached_property
    def words(self) -> tuple[tuple[int, str], ...]:
        """Where each word begins, and the word in lower case."""
        return tuple([(found.start(), found[0]) for found in WORD.finditer(self.lowered)])

    @cached_property
    def sentences(self) -> tuple[Block, ...]:
        """Its sentences, as blocks."""
        return tuple([self.piece(*span, "sentence") for span in sentences(self.value)])


@lru_cache(maxsize=64)
def blocks_of(text: Text) -> tuple[Block, ...]:
    """Every block of one text but its sentences, summary and raw form."""
    source = text.value
    if text.scope in _PLAIN:
        return (Block(text, frozenset({"text", "paragraph"}), source),) if source.strip() else ()
    out: list[Block] = []
    for part in parts(source):
        if not part.lines:
            out.append(Block(text, frozenset(part.kinds), ""))
            continue
        shown = seen(source, part.lines)
        out.append(Block(text, frozenset(part.kinds), shown.value, base=shown.base, at=shown.at))
        out.extend(
            Block(text, frozenset({"text", "attr", "alt"}), source[start:end], base=start)
            for start, end in shown.alts
        )
    return tuple(out)


def chosen(post: Post, scope: tuple[str, ...]) -> tuple[Block, ...]:
    """The blocks of the post that the scope asks for, in the order of the texts.

    Raises:
        ValueError: the scope has a word that means nothing here.
    """
    return _chosen(post.texts, scope)


@lru_cache(maxsize=256)
def _chosen(texts: tuple[Text, ...], scope: tuple[str, ...]) -> tuple[Block, ...]:
    selectors = [selector(one) for one in scope]
    out: list[Block] = []
    for text in texts:
        here = [one for one in selectors if one.looks_at(text.scope)]
        if here:
            out.extend(
                block
                for block in _pool(text, frozenset[str]().union(*(one.all_of for one in here)))
                if block.value and any(one.takes(block.kinds) for one in here)
            )
    return tuple(out)


def _pool(text: Text, wanted: frozenset[str]) -> tuple[Block, ...]:
    """The blocks of a text, with its sentences, summary or raw form where they are wanted."""
    if not wanted & _APART:
        return blocks_of(text)
    out: list[Block] = []
    for block in blocks_of(text):
        out.append(block)
        if "sentence" in wanted and "alt" not in block.kinds:
            out.extend(block.sentences)
    if "summary" in wanted:
        out.append(summary(text))
    if "raw" in wanted:
        out.append(Block(text, frozenset({"raw"}), text.value))
    return tuple(out)


@lru_cache(maxsize=64)
def summary(text: Text) -> Block:
    """All paragraphs, list items and quotes of a text in one block, blank lines between them."""
    value: list[str] = []
    at: list[int] = []
    for block in blocks_of(text):
        if block.kinds & {"paragraph", "list", "blockquote"}:
            spots = [block.span(place, place + 1)[0] for place in range(len(block.value))]
            value.append(block.value)
            at += [*spots, spots[-1], spots[-1]] if spots else []
    return Block(text, frozenset({"summary"}), "\n\n".join(value), at=tuple(at[:-2]))


def lower(value: str) -> str:
    """The text in lower case, character for character, so that places stay."""
    lowered = value.lower()
    if len(lowered) == len(value):
        return lowered
    return "".join([low if len(low := char.lower()) == 1 else char for char in value])
