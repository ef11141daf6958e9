"""What must stand in a text for a pattern to match it: a cheap question before a dear one."""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"""
      (?P<look>\(\?(?:<?[=!]|[a-zA-Z-]+\)))
    | (?P<open>\((?:\?(?:[:>]|P?<\w+>|[a-zA-Z-]+:))?)
    | (?P<close>\))
    | (?P<bar>\|)
    | (?P<set>\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\])
    | (?P<escaped>\\[^\w\s])
    | (?P<other>\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[pP]\{\^?\w+\}|[kg]<\w+>|\d{1,3}
        |[^\dxukgpPcN])|[.^$])
    | (?P<plain>[^\\.^$*+?{}\[\]|()])
    """,
    re.VERBOSE | re.DOTALL,
)
_TIMES = re.compile(
    r"(?P<none>[*?]|\{0*(?:,\d*)?\}|\{0+,?\d*\})?(?P<some>\+|\{\d+(?:,\d*)?\})?[?+]?"
)
_OTHER_SYNTAX = re.compile(r"\(\?[a-zA-Z]*x|\\Q")
_SHORTEST = 2
_MOST = 24

Options = frozenset[str]


def required(source: str) -> Options | None:
    """Strings in lower case of which a text (in lower case) must have one for the pattern to
    match; None where that cannot be said, or is not worth asking."""
    if not source.isascii() or _OTHER_SYNTAX.search(source):
        return None
    options, at = _either(source, 0)
    if at != len(source) or options is None or len(options) > _MOST:
        return None
    return options


def _either(source: str, at: int) -> tuple[Options | None, int]:
    """What alternatives up to a closing bracket (or the end) need, and where they end."""
    found: set[str] | None = set()
    while True:
        one, at = _row(source, at)
        found = found | one if found is not None and one is not None else None
        if at >= len(source) or source[at] != "|":
            return (frozenset(found) if found is not None else None), at
        at += 1


def _row(source: str, at: int) -> tuple[Options | None, int]:
    """What one alternative needs: the longest of its runs of letters, or of its groups."""
    best: Options | None = None
    run = ""
    while at < len(source):
        token = _TOKEN.match(source, at)
        if token is None or token.lastgroup in ("close", "bar"):
            break
        inner: Options | None = None
        at = token.end()
        if token.lastgroup in ("open", "look") and not token[0].endswith(")"):
            inner, at = _either(source, at)
            inner = None if token.lastgroup == "look" else inner
            at += 1
        times = _TIMES.match(source, at)
        assert times is not None
        at = times.end()
        plain = token[0][-1].lower() if token.lastgroup in ("plain", "escaped") else ""
        if plain and not times["none"]:
            run += plain
        if not plain or times[0]:
            best, run = _better(best, frozenset({run})), ""
        if inner is not None and not times["none"]:
            best = _better(best, inner)
    return _better(best, frozenset({run})), at


def _better(one: Options | None, other: Options) -> Options | None:
    """The options whose shortest is longer; None when even that is too short to ask for."""
    if min(map(len, other), default=0) < _SHORTEST:
        return one
    if one is None or min(map(len, other)) > min(map(len, one)):
        return other
    return one
