"""Which parts a Markdown text has: paragraphs, headings, list items, quotes, table cells.

As much of CommonMark and GitHub's tables as people write on cards; where a construct is rare, it is
read as prose, so that nothing goes unchecked. Code blocks are left out, as Vale does.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass

Line = tuple[int, int]

_STRUCTURE = re.compile(r"^[ \t]*(?:[#>+*=~`|<\[-]|\d{1,9}[.)]|\t| {3})|\|", re.MULTILINE)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})([^`]*)$")
_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))??(?:[ \t]+#+)?[ \t]*$")
_SETEXT = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_QUOTE = re.compile(r" {0,3}> ?")
_ITEM = re.compile(r"( {0,3}(?:[-+*]|\d{1,9}[.)]))(?: {1,4}(?=\S)| |\t|$)(\[[ xX]\] )?")
_CODE = re.compile(r"(?: {4}|\t)")
_DEFINITION = re.compile(r" {0,3}\[[^\]]+\]:[ \t]*\S+")
_DELIMITERS = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_CELL = re.compile(r"(?:[^|\\]|\\.)+")
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of prose: what it is (Vale's words for it) and the spans of its lines."""

    kinds: tuple[str, ...]
    lines: tuple[Line, ...]


PARAGRAPH = ("text", "paragraph")


def parts(source: str) -> list[Part]:
    """The parts of a text in order."""
    lines = _lines(source)
    if not _STRUCTURE.search(source):
        return list(_paragraphs(source, lines))
    return list(_Reader(source, 0).read(lines))


def _lines(source: str) -> list[Line]:
    out, start = [], 0
    for line in source.split("\n"):
        out.append((start, start + len(line.rstrip("\r"))))
        start += len(line) + 1
    return out


def _paragraphs(source: str, lines: list[Line]) -> Iterator[Part]:
    held: list[Line] = []
    for start, end in (*lines, (0, 0)):
        if source[start:end].strip():
            held.append((start, end))
        elif held:
            yield Part(PARAGRAPH, tuple(held))
            held = []


class _Reader:
    """Reads the lines of one container (the text, a quote, a list item) into parts."""

    def __init__(self, source: str, depth: int, kinds: tuple[str, ...] | None = None) -> None:
        self.source = source
        self.depth = depth
        self.kinds = kinds
        self.held: list[Line] = []

    def read(self, lines: list[Line]) -> Iterator[Part]:
        at = 0
        while at < len(lines):
            text = self.source[slice(*lines[at])]
            if not text.strip():
                yield from self._flush()
                at += 1
            elif not self.held and (past := self._past_code(lines, at)) > at:
                if _FENCE.match(text):
                    yield Part(("pre",), ())
                at = past
            elif self.held and (made := _SETEXT.match(text)):
                yield from self._flush("heading", "h1" if made[1][0] == "=" else "h2")
                at += 1
            elif _starts_something(text):
                yield from self._flush()
                at = yield from self._block(lines, at, text)
            elif self._is_table(lines, at, text):
                yield from self._flush()
                at = yield from self._table(lines, at)
            else:
                self.held.append(self._stripped(lines[at]))
                at += 1
        yield from self._flush()

    def _flush(self, *kinds: str) -> Iterator[Part]:
        if self.held:
            own = ("text", *kinds) if kinds else PARAGRAPH
            yield Part(self.kinds or own, tuple(self.held))
            self.held = []

    def _block(self, lines: list[Line], at: int, text: str) -> Generator[Part, None, int]:
        """One heading, rule, quote, list item or fence; returns the line after it."""
        if heading := _ATX.match(text):
            if heading[2]:
                start = lines[at][0]
                span = (start + heading.start(2), start + heading.end(2))
                own = ("text", "heading", f"h{len(heading[1])}")
                yield Part(self.kinds or own, (span,))
            return at + 1
        if _RULE.match(text):
            return at + 1
        if _FENCE.match(text):
            yield Part(("pre",), ())
            return self._past_code(lines, at)
        inner, past, kind = self._contained(lines, at, text)
        if self.depth >= _DEEPEST:
            yield Part(self.kinds or ("text", kind), tuple(inner))
        else:
            nested = _Reader(self.source, self.depth + 1, self.kinds or ("text", kind))
            yield from nested.read(inner)
        return past

    def _contained(self, lines: list[Line], at: int, text: str) -> tuple[list[Line], int, str]:
        """The lines of a quote or a list item without their marks, and the line after them."""
        if _QUOTE.match(text):
            return *self._quoted(lines, at), "blockquote"
        return *self._item(lines, at, text), "list"

    def _quoted(self, lines: list[Line], at: int) -> tuple[list[Line], int]:
        inner: list[Line] = []
        while at < len(lines):
            start, end = lines[at]
            text = self.source[start:end]
            mark = _QUOTE.match(text)
            if not mark and (not text.strip() or _starts_something(text)):
                break
            inner.append((start + (mark.end() if mark else 0), end))
            at += 1
        return inner, at

    def _item(self, lines: list[Line], at: int, text: str) -> tuple[list[Line], int]:
        mark = _ITEM.match(text)
        assert mark is not None
        width = min(mark.end(), mark.end(1) + 1)
        start, end = lines[at]
        inner = [(start + mark.end(), end)]
        at += 1
        while at < len(lines):
            start, end = lines[at]
            text = self.source[start:end]
            indent = len(text) - len(text.lstrip(" \t"))
            blank = not text.strip()
            after_blank = not self.source[slice(*inner[-1])].strip()
            if not blank and indent < width and (after_blank or _starts_something(text)):
                break
            inner.append((start + min(indent, width), end))
            at += 1
        return inner, at

    def _past_code(self, lines: list[Line], at: int) -> int:
        """The line after a code block or link definition that begins here; `at` when none does."""
        text = self.source[slice(*lines[at])]
        if fence := _FENCE.match(text):
            closing = re.compile(rf" {{0,3}}{re.escape(fence[1][0])}{{{len(fence[1])},}}[ \t]*$")
            for past in range(at + 1, len(lines)):
                if closing.match(self.source, *lines[past]):
                    return past + 1
            return len(lines)
        if _DEFINITION.match(text):
            return at + 1
        while at < len(lines) and _CODE.match(self.source, *lines[at]):
            at += 1
        return at

    def _is_table(self, lines: list[Line], at: int, text: str) -> bool:
        if "|" not in text or at + 1 >= len(lines):
            return False
        under = self.source[slice(*lines[at + 1])]
        return "|" in under and _DELIMITERS.match(under) is not None

    def _table(self, lines: list[Line], at: int) -> Generator[Part, None, int]:
        for row in range(at, len(lines)):
            start, end = lines[row]
            if not self.source[start:end].strip():
                return row
            if row == at + 1:
                continue
            kind = "header" if row == at else "cell"
            for cell in _CELL.finditer(self.source, start, end):
                if cell[0].strip():
                    span = self._stripped(cell.span(), right=True)
                    yield Part(self.kinds or ("text", "table", kind), (span,))
        return len(lines)

    def _stripped(self, line: Line, *, right: bool = False) -> Line:
        start, end = line
        text = self.source[start:end]
        start += len(text) - len(text.lstrip(" \t"))
        return start, end - (len(text) - len(text.rstrip()) if right else 0)


def _starts_something(text: str) -> bool:
    return any(mark.match(text) is not None for mark in (_ATX, _RULE, _QUOTE, _ITEM, _FENCE))
