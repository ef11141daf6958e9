"""What the reader sees of a line of Markdown, with the place of every character.

Marks of emphasis and of links go, so that `**ga**me` is one word again. Code, web and mail
addresses become stars of the same length, as in Vale, so that no rule finds words in them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

_SPECIAL = re.compile(r"[\\`*_~\[\]<>&]|https?:|www\.|@")
_TOKEN = re.compile(
    r"""
      (?P<escape>\\[!-/:-@\[-`{-~])
    | (?P<code>`++)
    | (?P<comment><!--)
    | (?P<auto><(?:[a-z][a-z0-9+.-]{1,20}:[^\s<>]*+|[^\s<>@]++@[^\s<>]++)>)
    | (?P<tag></?[A-Za-z][^<>]*+>)
    | (?P<image>!\[(?P<alt>[^\[\]]*+)\]
        \([^()\s]*+(?:\([^()\s]*+\)[^()\s]*+)*+(?:\s+"[^"]*+")?\s*+\))
    | (?P<link>\[(?P<label>(?:[^\[\]\\]|\\.|\[[^\[\]]*+\])*+)
        (?:\]\(\s*+<?(?P<to>[^\s()<>]*+(?:\([^\s()]*+\)[^\s()]*+)*+)>?(?:\s+(?:"[^"]*+"|'[^']*+'))?\s*+\)
          |\]\[[^\[\]]*+\]))
    | (?P<url>(?<![\w/])(?:https?://|www\.)[^\s<]++)
    | (?P<mail>(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)++)
    | (?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
    """,
    re.VERBOSE | re.DOTALL,
)
_EMPHASIS = re.compile(r"\*+|_+|~~")
_TRAILING = "?!.,:*_~'\");"


@dataclass(frozen=True, slots=True)
class Seen:
    """The text as it is shown; `at[i]` is where its character i stands in the source, None when
    it is one unbroken piece that begins at `base`. `alts` are the texts of pictures (spans)."""

    value: str
    at: tuple[int, ...] | None
    base: int
    alts: tuple[tuple[int, int], ...] = ()


def seen(source: str, lines: tuple[tuple[int, int], ...]) -> Seen:
    """The lines of one part as they are shown, joined by line breaks."""
    base, last = lines[0][0], lines[-1][1]
    whole = all(after[0] == before[1] + 1 for before, after in pairwise(lines))
    value = source[base:last] if whole else "\n".join(source[slice(*line)] for line in lines)
    if not _SPECIAL.search(value):
        return Seen(value, None if whole else _places(lines), base)
    page = _Page(value)
    page.read()
    places = range(base, last) if whole else _places(lines)
    kept = [index for index, stays in enumerate(page.stays) if stays]
    return Seen(
        "".join([page.chars[index] for index in kept]),
        tuple([places[index] for index in kept]),
        base,
        tuple((places[start], places[end - 1] + 1) for start, end in page.alts),
    )


def _places(lines: tuple[tuple[int, int], ...]) -> tuple[int, ...]:
    """Where each character stands; the break between two lines where the first one ends."""
    out: list[int] = []
    for number, (start, end) in enumerate(lines):
        if number:
            out.append(lines[number - 1][1])
        out.extend(range(start, end))
    return tuple(out)


class _Page:
    """Characters being marked: which go, which become stars."""

    def __init__(self, value: str) -> None:
        self.value = value
        self.chars = list(value)
        self.stays = bytearray(b"\1" * len(value))
        self.fixed = bytearray(len(value))
        self.alts: list[tuple[int, int]] = []
        self.ticks: dict[str, list[int]] | None = None
        self.uncommented = False

    def read(self) -> None:
        at = 0
        while found := _TOKEN.search(self.value, at):
            at = self._mark(found.lastgroup or "", found)
        self._emphasis()

    def _mark(self, kind: str, found: re.Match[str]) -> int:
        """Mark one construct; where to read on."""
        start, end = found.span()
        own: dict[str, Callable[[re.Match[str]], int]] = {
            "code": self._code,
            "comment": self._comment,
            "image": self._image,
            "link": self._link,
            "entity": self._entity,
        }
        if kind in own:
            return own[kind](found)
        if kind == "escape":
            self._drop(start, start + 1)
            self.fixed[start + 1] = 1
        elif kind == "tag":
            self._drop(start, end)
        elif kind == "auto":
            self._drop(start, start + 1)
            self._star(start + 1, end - 1)
            self._drop(end - 1, end)
        else:
            end = start + len(found[0].rstrip(_TRAILING) if kind == "url" else found[0])
            self._star(start, end)
        return end

    def _drop(self, start: int, end: int) -> None:
        self.stays[start:end] = bytes(end - start)
        self.fixed[start:end] = b"\1" * (end - start)

    def _star(self, start: int, end: int) -> None:
        self.chars[start:end] = "*" * (end - start)
        self.fixed[start:end] = b"\1" * (end - start)

    def _code(self, found: re.Match[str]) -> int:
        """A code span closes with as many back ticks as it opened with, or is none."""
        if self.ticks is None:
            self.ticks = {}
            for run in reversed(list(re.finditer(r"`+", self.value))):
                self.ticks.setdefault(run[0], []).append(run.start())
        start, end = found.span()
        closing = self.ticks[found[0]]
        while closing and closing[-1] < end:
            closing.pop()
        if not closing:
            return end
        self._drop(start, end)
        self._star(end, closing[-1])
        self._drop(closing[-1], closing[-1] + len(found[0]))
        return closing[-1] + len(found[0])

    def _comment(self, found: re.Match[str]) -> int:
        close = -1 if self.uncommented else self.value.find("-->", found.end())
        self.uncommented = close < 0
        if close < 0:
            return found.end()
        self._drop(found.start(), close + 3)
        return close + 3

    def _image(self, found: re.Match[str]) -> int:
        if found["alt"]:
            self.alts.append(found.span("alt"))
        self._drop(*found.span())
        return found.end()

    def _link(self, found: re.Match[str]) -> int:
        start, end = found.span("label")
        self._drop(found.start(), start)
        self._drop(end, found.end())
        if found["label"] == found["to"]:
            self._star(start, end)
            return found.end()
        inner = _Page(found["label"])
        inner.read()
        self.chars[start:end] = inner.chars
        self.stays[start:end] = inner.stays
        self.fixed[start:end] = b"\1" * (end - start)
        return found.end()

    def _entity(self, found: re.Match[str]) -> int:
        char = html.unescape(found[0])
        if len(char) == 1:
            self.chars[found.start()] = char
            self._drop(found.start() + 1, found.end())
            self.fixed[found.start()] = 1
        return found.end()

    def _emphasis(self) -> None:
        """Marks of emphasis that open and close go; those that stand alone are characters."""
        opened: dict[str, list[tuple[int, int]]] = {"*": [], "_": [], "~": []}
        for run in _EMPHASIS.finditer(self.value):
            start, end = run.span()
            if any(self.fixed[start:end]):
                continue
            mark = run[0][0]
            before = self.value[start - 1] if start else " "
            after = self.value[end] if end < len(self.value) else " "
            inside = mark == "_" and before.isalnum() and after.isalnum()
            closers = opened[mark]
            if not before.isspace() and not inside and closers:
                length = min(end - start, closers[-1][1])
                opening, left = closers.pop()
                self._drop(opening + left - length, opening + left)
                self._drop(start, start + length)
                if left > length:
                    closers.append((opening, left - length))
            elif not after.isspace() and not inside:
                closers.append((start, end - start))
