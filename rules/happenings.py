"""What was done to a card, in the team's words: a Move, an Edit, a Comment or a Tick.

Those that are `observed` were seen in a snapshot only; nobody is named as their doer. rules.facts
is the glossary, and hands these on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class How(StrEnum):
    """By which road a card came to a list."""

    MOVED = "moved"
    CREATED = "created"
    COPIED = "copied"
    CONVERTED = "converted"
    MAILED = "mailed"
    CROSSED = "crossed"
    """from another board"""
    WITH_LIST = "with_list"
    """its list came from another board"""
    UNARCHIVED = "unarchived"
    LIST_REOPENED = "list_reopened"
    LEFT = "left"
    """to another board; target is None"""
    UNSEEN = "unseen"
    """no action tells how: a snapshot shows it there"""


BIRTHS = frozenset({How.CREATED, How.COPIED, How.CONVERTED, How.MAILED})


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One thing done to a card.

    `by` is the member id that did it, None when nobody can be named. `app` is None for a
    person at a keyboard, else the id of the application that acted in the member's name.
    `by_us` is known by recorded ids, not by the actor.
    """

    id: str
    at: datetime
    by: str | None = None
    app: str | None = None
    by_us: bool = False
    observed: bool = False


@dataclass(frozen=True, kw_only=True)
class Move(Happening):
    """A card came to a list: `source` is None for a birth; `target` None when it left the board."""

    how: How
    source: str | None = None
    target: str | None = None
    parent: str | None = None
    """For a copied or converted card: the card it was made from."""


@dataclass(frozen=True, kw_only=True)
class Edit(Happening):
    """A field changed. `what` is a guard's name: name, desc, due, start, labels, members,
    attachments, checklists, cover, or "field:<custom field's name>". Values as text."""

    what: str
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, kw_only=True)
class Comment(Happening):
    """A comment as it stands now; `edited` or `gone` since it was written."""

    text: str
    edited: bool = False
    gone: bool = False
    original: str | None = None
    """its text when first seen, if it was edited since and the first text is known"""


@dataclass(frozen=True, kw_only=True)
class Tick(Happening):
    """A checklist item was ticked or unticked."""

    item: str
    """the item's id"""
    name: str
    done: bool
