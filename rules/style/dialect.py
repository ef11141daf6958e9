"""Patterns as they are written for Vale (.NET's dialect), in the words of `regex`."""

from __future__ import annotations

import re

_IN_CLASS = re.compile(r"\\.|\[:\^?\w+:\]|-\[|\[|\]|&&|--|\|\||~~", re.DOTALL)
_OUTSIDE = re.compile(r"\\k<(\w+)>|\\.|\[\^?\]?|\{,", re.DOTALL)
_LITERAL = re.compile(r"(?:[^\\.^$*+?{}\[\]|()]|\\[^\w\s])+")
_ESCAPE = re.compile(r"\\([^\w\s])")
_GROUP_NUMBER = re.compile(r"\\(?:([1-9]\d?)|.)", re.DOTALL)


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
