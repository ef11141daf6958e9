"""Trello's objects as its answers carry them.

Every field but the id is None when the answer did not carry it: an answer holds what was asked
for, and of the nested parameters some are only known from use. Object definitions:
https://developer.atlassian.com/cloud/trello/guides/rest-api/object-definitions/
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from connectors.trello.action import Action


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """A label of a board; `name` may be empty, `color` is None for a colourless one."""

    id: str
    name: str | None = None
    color: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """An account. Usernames can change, ids do not."""

    id: str
    username: str | None = None
    full_name: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Membership:
    """How a member stands on a board. `kind`: admin | normal | observer (or newer words)."""

    member: str
    kind: str | None = None
    deactivated: bool | None = None
    unconfirmed: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class BoardList:
    """A list of a board."""

    id: str
    name: str | None = None
    closed: bool | None = None
    pos: float | None = None
    board: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    """A file or link on a card. `size` is bytes."""

    id: str
    name: str | None = None
    url: str | None = None
    mime: str | None = None
    size: int | None = None
    upload: bool | None = None
    date: datetime | None = None
    member: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckItem:
    """An item of a checklist; `state` is "complete" or "incomplete"."""

    id: str
    name: str | None = None
    state: str | None = None
    due: datetime | None = None
    member: str | None = None
    pos: float | None = None

    @property
    def done(self) -> bool:
        """Whether it is ticked."""
        return self.state == "complete"


@dataclass(frozen=True, kw_only=True, slots=True)
class Checklist:
    """A checklist of a card."""

    id: str
    name: str | None = None
    card: str | None = None
    pos: float | None = None
    items: tuple[CheckItem, ...] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomField:
    """A custom field's definition. `type`: text | number | date | checkbox | list; `options`
    maps the ids of a list's options to their texts."""

    id: str
    name: str | None = None
    type: str | None = None
    options: Mapping[str, str] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomFieldItem:
    """A custom field's value on a card: `option` is an option's id for type list, else `value`
    is the value as text, whatever its type. Both None: emptied."""

    field: str
    value: str | None = None
    option: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """A card. `carried` holds the answer's own keys: it tells a null from what was not sent."""

    id: str
    name: str | None = None
    desc: str | None = None
    board: str | None = None
    list: str | None = None
    pos: float | None = None
    closed: bool | None = None
    due: datetime | None = None
    start: datetime | None = None
    due_complete: bool | None = None
    template: bool | None = None
    role: str | None = None
    """cardRole: None for a plain card, else mirror | link | board | separator"""
    labels: tuple[Label, ...] | None = None
    members: tuple[str, ...] | None = None
    cover: str | None = None
    """id of the attachment that is its cover"""
    last_activity: datetime | None = None
    short_link: str | None = None
    url: str | None = None
    attachments: tuple[Attachment, ...] | None = None
    checklists: tuple[Checklist, ...] | None = None
    fields: tuple[CustomFieldItem, ...] | None = None
    carried: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class BoardStub:
    """What tells whether a board changed: compare for inequality only, `index` (ixUpdate) is a
    counter in text."""

    id: str
    name: str | None = None
    short_link: str | None = None
    closed: bool | None = None
    organization: str | None = None
    last_activity: datetime | None = None
    index: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class BoardRead:
    """A board with what was asked for beside it. `actions` are newest first; `more` is True when
    older actions exist that were not read."""

    id: str
    stub: BoardStub
    url: str | None = None
    prefs: Mapping[str, Any] | None = None
    lists: tuple[BoardList, ...] | None = None
    cards: tuple[Card, ...] | None = None
    labels: tuple[Label, ...] | None = None
    members: tuple[Member, ...] | None = None
    memberships: tuple[Membership, ...] | None = None
    custom_fields: tuple[CustomField, ...] | None = None
    actions: tuple[Action, ...] | None = None
    more: bool = False
