"""What the sandbox's Trello keeps. Mutable on purpose: this is a server's state, not a message."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]


@dataclass(kw_only=True)
class Member:
    id: str
    username: str
    full_name: str
    deactivated: bool = False


@dataclass(frozen=True)
class Token:
    """A way in. `app` is None in a browser: actions then show `appCreator: null`."""

    id: str
    secret: str
    member: Member
    app: str | None
    issued: datetime


@dataclass(frozen=True)
class Actor:
    """Who does something, and through what."""

    member: Member
    app: Json | None
    """As `appCreator` shows it: None in a browser, {"id"} of an API key, Butler's object."""


@dataclass(kw_only=True)
class Membership:
    id: str
    member: Member
    kind: str = "normal"
    """admin, normal or observer."""


@dataclass(kw_only=True)
class Board:
    id: str
    short_link: str
    name: str
    creator: Member
    prefs: Json
    desc: str = ""
    closed: bool = False
    closed_at: datetime | None = None
    organization: str = ""
    """The workspace; "" for none."""
    source: str | None = None
    """The board that this one was copied from."""
    last_activity: datetime
    ix_update: int = 0
    next_short: int = 1
    memberships: list[Membership] = field(default_factory=list)

    def membership(self, member: Member) -> Membership | None:
        return next((m for m in self.memberships if m.member is member), None)


@dataclass(kw_only=True)
class BoardList:
    id: str
    board: str
    name: str
    pos: float
    closed: bool = False


@dataclass(kw_only=True)
class Label:
    id: str
    board: str
    name: str
    color: str | None


@dataclass(kw_only=True)
class CheckItem:
    id: str
    name: str
    pos: float
    state: str = "incomplete"
    due: str | None = None
    member: str | None = None


@dataclass(kw_only=True)
class Checklist:
    id: str
    name: str
    pos: float
    items: list[CheckItem] = field(default_factory=list)

    def item(self, item_id: str) -> CheckItem | None:
        return next((i for i in self.items if i.id == item_id), None)


@dataclass(kw_only=True)
class Attachment:
    id: str
    name: str
    url: str
    date: datetime
    member: str
    pos: float
    size: int | None = None
    """Bytes of an upload; None for a link."""
    mime_type: str = ""


@dataclass(kw_only=True)
class FieldOption:
    id: str
    text: str
    color: str
    pos: float


@dataclass(kw_only=True)
class CustomField:
    id: str
    board: str
    name: str
    kind: str
    """text, number, date, checkbox or list."""
    pos: float
    options: list[FieldOption] = field(default_factory=list)
    card_front: bool = True


@dataclass(kw_only=True)
class FieldItem:
    id: str
    custom_field: str
    value: Json | None = None
    option: str | None = None


@dataclass(kw_only=True)
class Card:
    id: str
    short_link: str
    short: int
    board: str
    list_id: str
    name: str
    pos: float
    desc: str = ""
    due: str | None = None
    start: str | None = None
    due_complete: bool = False
    due_reminder: int | None = None
    closed: bool = False
    is_template: bool = False
    role: str | None = None
    mirror_of: str | None = None
    last_activity: datetime
    cover: str | None = None
    address: str | None = None
    location_name: str | None = None
    coordinates: str | None = None
    members: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    voters: list[str] = field(default_factory=list)
    checklists: list[Checklist] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    field_items: list[FieldItem] = field(default_factory=list)


@dataclass(kw_only=True)
class Action:
    """One line of the log. `data` holds names as they were at that moment."""

    id: str
    type: str
    date: datetime
    actor: Actor
    data: Json
    board: str | None
    card: str | None = None
    member: Member | None = None
    """Shown at the top level by actions that are done to somebody."""


@dataclass(kw_only=True)
class Webhook:
    id: str
    token: str
    description: str
    model: str
    callback: str
    active: bool = True
