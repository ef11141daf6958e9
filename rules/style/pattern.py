"""Regular expressions that admins write, run so that none can hang a tick.

Patterns are written as for Vale (.NET's dialect: lookaround, back references, `(?-i)`). Where
google-re2 reads the same pattern with the same meaning it does the matching, in linear time;
it knows words of ASCII letters only, so that it serves ASCII text only. Everything else runs in
the `regex` module under a time limit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from functools import cached_property, lru_cache
from importlib import import_module
from types import ModuleType
from typing import Any, Protocol, TypeVar

import regex

T = TypeVar("T")

SECONDS = 0.25
"""how long one search may take before it counts as never ending"""
SLOW = 0.02
"""seconds from which on a search is slow; a rule may do SLOWEST such searches on one post"""
SLOWEST = 8

_slow_ones: ContextVar[int] = ContextVar("slow_ones", default=0)

_IN_CLASS = re.compile(r"\\.|\[:\^?\w+:\]|-\[|\[|\]|&&|--|\|\||~~", re.DOTALL)
_OUTSIDE = re.compile(r"\\k<(\w+)>|\\.|\[\^?\]?|\{,", re.DOTALL)
_LITERAL = re.compile(r"(?:[^\\.^$*+?{}\[\]|()]|\\[^\w\s])+")
_ESCAPE = re.compile(r"\\([^\w\s])")
_GROUP_NUMBER = re.compile(r"\\(?:([1-9]\d?)|.)", re.DOTALL)
_END_ANCHOR = re.compile(r"(?<!\\)(?:\\\\)*\$")


class BadPattern(ValueError):
    """A pattern that cannot be read; the message shows it and says why."""


class Found(Protocol):
    """What both engines answer."""

    @property
    def lastgroup(self) -> str | None: ...
    def start(self, group: str | int = 0, /) -> int: ...
    def end(self, group: str | int = 0, /) -> int: ...
    def group(self, group: str | int = 0, /) -> Any: ...


class Pattern:
    """One pattern. A search that never ends raises TimeoutError."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._ours, moved = dialect(source)
        self._linear = None if moved or _multiline_lost(source) else _linear(self._ours)
        if self._linear is None:
            _ = self._wide

    @cached_property
    def _wide(self) -> regex.Pattern[str]:
        """The pattern in `regex`; made when it is first needed, since that takes a while."""
        try:
            return regex.compile(self._ours, regex.V1)
        except (regex.error, OverflowError, RecursionError) as problem:
            raise BadPattern(f"the pattern {self.source!r} cannot be read: {problem}") from None

    def search(self, value: str, start: int = 0) -> Found | None:
        """The first match at or after `start`."""
        if self._linear is not None and value.isascii():
            found: Found | None = self._linear.search(value, start)
            return found
        return within_time(lambda seconds: self._wide.search(value, start, timeout=seconds))

    def whole(self, value: str) -> bool:
        """Does it match the whole text?"""
        wide = self._wide
        return within_time(lambda seconds: wide.fullmatch(value, timeout=seconds)) is not None

    def all(self, value: str) -> Iterator[Found]:
        """Every match, left to right, none overlapping another."""
        at = 0
        while at <= len(value) and (found := self.search(value, at)):
            yield found
            at = found.end() if found.end() > found.start() else found.end() + 1

    def replace(self, value: str, template: str) -> str:
        """Every match replaced by the template, in which `$1` is the first group."""
        template = re.sub(r"\$\{?(\d+)\}?", r"\\g<\1>", template.replace("\\", "\\\\"))
        return self._wide.sub(template, value, timeout=SECONDS)

    @property
    def groups(self) -> int:
        """How many groups it captures."""
        return self._wide.groups


def fresh_effort() -> None:
    """Begin to count slow searches anew: another rule, or another post."""
    _slow_ones.set(0)


def within_time(search: Callable[[float], T]) -> T:
    """The search under its time limit. Many slow ones add up to a TimeoutError, so that a text
    of many paragraphs cannot multiply what one search may take."""
    try:
        return search(SLOW)
    except TimeoutError:
        _slow_ones.set(_slow_ones.get() + 1)
        if _slow_ones.get() > SLOWEST:
            raise
        return search(SECONDS)


@lru_cache(maxsize=4096)
def compiled(source: str) -> Pattern:
    """The pattern, made ready once.

    Raises:
        BadPattern: it cannot be read.
    """
    return Pattern(source)


def literal(source: str) -> str | None:
    """The very words that the pattern stands for, or None when it is more than words."""
    return _ESCAPE.sub(r"\1", source) if _LITERAL.fullmatch(source) else None


def shifted(source: str, by: int) -> str:
    """The pattern with its numbered back references moved on, since groups now stand before it."""
    return _GROUP_NUMBER.sub(lambda m: f"\\g<{int(m[1]) + by}>" if m[1] else m[0], source)


def dialect(source: str) -> tuple[str, bool]:
    """The pattern in the words of `regex`, and whether that changed what re2 would read.

    .NET takes `[` in a character class for itself, `-[` for a subtraction, and `{,` for itself.
    """
    out: list[str] = []
    at, inside, moved = 0, False, False
    while at < len(source):
        found = (_IN_CLASS if inside else _OUTSIDE).search(source, at)
        if found is None:
            break
        out.append(source[at : found.start()])
        piece, word = found[0], found[0]
        if inside:
            word, inside, moved = *_class_piece(piece), moved or piece == "-["
        elif piece.startswith("["):
            inside, word = True, piece.replace("]", "\\]")
        elif piece == "{,":
            word = "\\{,"
        elif found[1]:
            word = f"\\g<{found[1]}>"
        out.append(word)
        at = found.end()
    return "".join(out) + source[at:], moved


def _class_piece(piece: str) -> tuple[str, bool]:
    """A piece of a character class in the words of `regex`, and whether the class goes on."""
    if piece == "]":
        return piece, False
    if piece == "[":
        return "\\[", True
    if piece == "-[":
        return "--[", True
    if len(piece) == 2 and piece[0] == piece[1] and piece[0] in "&-|~":
        return f"\\{piece[0]}\\{piece[1]}", True
    return piece, True


def _multiline_lost(source: str) -> bool:
    """Without `(?m)`, `$` also stands before a last line break; re2 knows no such thing."""
    return "(?m)" not in source and _END_ANCHOR.search(source) is not None


def _linear(source: str) -> Any:
    """The pattern in re2, None where re2 is not installed or does not know it."""
    engine = _re2()
    if engine is None:
        return None
    options = engine.Options()
    options.log_errors = False
    try:
        return engine.compile(source, options)
    except engine.error:
        return None


@lru_cache(maxsize=1)
def _re2() -> ModuleType | None:
    try:
        return import_module("re2")
    except ImportError:
        return None
