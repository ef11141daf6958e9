"""Regular expressions that admins write, run so that none can hang a tick.

Patterns are written as for Vale (.NET's dialect: lookaround, back references, `(?-i)`). They run
in the `regex` module under a time limit. Long texts, and patterns whose repetitions are nested, go
to google-re2 instead, which takes linear time, wherever it reads the pattern with the same meaning:
it knows no lookaround, and words of ASCII letters only.
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

from rules.style.dialect import dialect, literal

__all__ = ["BadPattern", "Found", "Pattern", "compiled", "fresh_effort", "literal", "within_time"]

T = TypeVar("T")

SECONDS = 0.25
"""how long one search may take before it counts as never ending"""
SLOW = 0.02
"""seconds from which on a search is slow; a rule may do SLOWEST such searches on one post"""
SLOWEST = 8

LONG = 1_000
"""characters from which on a text is searched in linear time where that can be"""

_ONE_TO_ONE = "(?-f)"
"""One letter folds to one letter, as in .NET and re2. Where ß may also be ss, `regex` can loop for
ever: `stra\\w?sse` on "straße" does."""
_NESTED = re.compile(r"\)[*+{]")
_slow_ones: ContextVar[int] = ContextVar("slow_ones", default=0)

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


class _FoundInBytes:
    """A match of re2 in ASCII bytes, which are asked since it counts characters at every search
    of a text, for as long as the text is."""

    __slots__ = ("_found", "_value")

    def __init__(self, found: Found, value: str) -> None:
        self._found = found
        self._value = value

    @property
    def lastgroup(self) -> str | None:
        return self._found.lastgroup

    def start(self, group: str | int = 0, /) -> int:
        return self._found.start(group)

    def end(self, group: str | int = 0, /) -> int:
        return self._found.end(group)

    def group(self, group: str | int = 0, /) -> str | None:
        start = self._found.start(group)
        return None if start < 0 else self._value[start : self._found.end(group)]


class Pattern:
    """One pattern. A search that never ends raises TimeoutError."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._ours, moved = dialect(source)
        self._nested = _NESTED.search(source) is not None
        differs = moved or _multiline_lost(source) or not source.isascii()
        self._linear = None if differs else _linear(self._ours)
        if self._linear is None:
            _ = self._wide

    @cached_property
    def _wide(self) -> regex.Pattern[str]:
        """The pattern in `regex`; made when it is first needed, since that takes a while."""
        try:
            return regex.compile(_ONE_TO_ONE + self._ours, regex.V1)
        except (regex.error, OverflowError, RecursionError) as problem:
            raise BadPattern(f"the pattern {self.source!r} cannot be read: {problem}") from None

    def search(self, value: str, start: int = 0) -> Found | None:
        """The first match at or after `start`."""
        linear = self._linear_for(value)
        if linear is not None:
            found = linear.search(_bytes(value), start)
            return None if found is None else _FoundInBytes(found, value)
        return within_time(lambda seconds: self._wide.search(value, start, timeout=seconds))

    def whole(self, value: str) -> bool:
        """Does it match the whole text?"""
        wide = self._wide
        return within_time(lambda seconds: wide.fullmatch(value, timeout=seconds)) is not None

    def all(self, value: str) -> Iterator[Found]:
        """Every match, left to right, none overlapping another or empty at another's end."""
        linear = self._linear_for(value)
        if linear is not None:
            each = linear.finditer(_bytes(value))
            matches: list[Found] = [_FoundInBytes(found, value) for found in each]
        else:
            wide = self._wide
            matches = within_time(lambda seconds: list(wide.finditer(value, timeout=seconds)))
        past = -1
        for found in matches:
            if found.end() > found.start() or found.start() != past:
                yield found
            past = found.end()

    def _linear_for(self, value: str) -> Any:
        """re2's pattern where it is to search this text, else None."""
        wanted = self._nested or len(value) > LONG
        return self._linear if wanted and value.isascii() else None

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


@lru_cache(maxsize=16)
def _bytes(value: str) -> bytes:
    return value.encode("ascii")


@lru_cache(maxsize=1)
def _re2() -> ModuleType | None:
    try:
        return import_module("re2")
    except ImportError:
        return None
