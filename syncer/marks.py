"""Marks by which syncer knows again what it saw and what it wrote."""

from __future__ import annotations

import hashlib

from rules.facts import Card
from syncer.records import stamp


def text_mark(card: Card) -> str:
    """Names the text that was judged: a return is void when it has changed meanwhile."""
    due = stamp(card.due) if card.due else ""
    return hashlib.sha256("\x00".join((card.name, card.desc, due)).encode()).hexdigest()[:16]


def comment_mark(card: str) -> str:
    """The line by which a card's comment is known as ours, also after a lost answer."""
    return f"syncer · {hashlib.sha256(card.encode()).hexdigest()[:8]}"
