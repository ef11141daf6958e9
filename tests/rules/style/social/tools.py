"""Rules of a kind tried on a text, as `syncer lint` would."""

from __future__ import annotations

from typing import Any

from rules.rule import Hit, Post
from rules.style.post import post_of_text
from rules.style.registry import kind

KINDS = (
    "length",
    "hashtags",
    "emoji",
    "mentions",
    "links",
    "disclosure",
    "spelling",
    "grammar",
    "language",
    "readability",
    "brand",
    "caps",
    "letterforms",
    "script_mix",
)


def hits(name: str, text: str | Post, **keys: Any) -> list[Hit]:
    """What a rule of the kind, with those keys, has against the text."""
    rule = kind(name)(set="house", name="rule", **keys)
    return list(rule.check(post_of_text(text) if isinstance(text, str) else text))


def quoted(found: list[Hit]) -> list[str]:
    """What stands at each hit."""
    return [hit.text.value[hit.start : hit.end] for hit in found]
