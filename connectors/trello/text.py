"""Text for Trello's comments, which are Markdown, notify whoever is mentioned, and are limited.

https://support.atlassian.com/trello/docs/how-to-format-your-text-in-trello/
"""

from __future__ import annotations

import re

LONGEST_COMMENT = 16384
"""Characters of a comment, counted as JavaScript does; a longer one is refused."""

LONGEST_QUOTE = 300
"""Characters that are quoted of somebody's text, unless the caller says otherwise."""

JOINER = "\u2060"
"""Word joiner: no width, no line break; "@" followed by it mentions nobody and looks the same."""

_MARKUP = re.compile(r"[\\`*_\[\]<>~|]")
_AT_START = re.compile(r"(?P<list>[#+\-=])|(?P<number>\d{1,9})(?=[.)])")
_BLANKS = re.compile(r"\s+")
# Controls and marks of writing direction: they could turn round the text that follows the quote.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\x80-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_MENTIONABLE = re.compile(r"[A-Za-z0-9_]+")
_GROUPS = frozenset({"card", "board"})


def quote(text: str, limit: int = LONGEST_QUOTE) -> str:
    """Somebody's text on one line, to stand inside a comment: it shows as written, notifies
    nobody and formats nothing. What is over `limit` characters ends in "…".

    >>> quote("ask @board, *now*").replace(JOINER, "(joiner)")
    'ask @(joiner)board, \\\\*now\\\\*'
    """
    plain = _BLANKS.sub(" ", _UNSEEN.sub("", text)).strip()
    if len(plain) > limit:
        plain = plain[: limit - 1].rstrip() + "…"
    shown = _MARKUP.sub(r"\\\g<0>", plain)
    if start := _AT_START.match(shown):
        cut = start.end() if start["number"] else 0
        shown = f"{shown[:cut]}\\{shown[cut:]}"
    return shown.replace("@", "@" + JOINER)


def mention(username: str) -> str:
    """What notifies this one member. A name that is none, or that stands for everybody on the
    card or the board, is only quoted."""
    if _MENTIONABLE.fullmatch(username) and username.lower() not in _GROUPS:
        return "@" + username
    return quote(username)


def fit(text: str, limit: int = LONGEST_COMMENT) -> str:
    """The comment, if need be cut at the end of a line, with a last line "…".

    Its last line is kept whatever its length: whoever marks a comment to know it again does it
    there."""
    if _length(text) <= limit:
        return text
    body, _, last = text.rpartition("\n")
    room = limit - _length("\n…\n" + last)
    if room <= 0:
        return _cut(text, limit - 1) + "…"
    kept = _cut(body, room)
    whole = kept.rpartition("\n")[0]
    return f"{whole or kept}\n…\n{last}"


def _length(text: str) -> int:
    """In UTF-16 units."""
    return len(text) + sum(char > "\uffff" for char in text)


def _cut(text: str, limit: int) -> str:
    """As many whole characters as fit into `limit` units."""
    used = 0
    for place, char in enumerate(text):
        used += 1 + (char > "\uffff")
        if used > limit:
            return text[:place]
    return text
