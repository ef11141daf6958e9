"""What the rules are told: frozen values in the team's words.

Glossary
    Card        a planned post as it stands on the board now.
    Version     the guarded fields of a card at one moment; its fingerprint names it.
    Stage       a list of the board that rules.toml names; pinned to a list id.
    Happening   one thing that was done to a card: a Move, an Edit, a Comment or a Tick.
                `observed` ones were seen in a snapshot only; nobody is named as their doer.
    Standing    what our own ledger remembers of a card at a gate.
    Case        everything that one decision rests on. Nothing else is looked at.

Ids are the service's ids; names are for people and never decide anything. Times are aware
datetimes in UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from rules.happenings import BIRTHS, Comment, Edit, Happening, How, Move, Tick

__all__ = [
    "BIRTHS",
    "NOTHING",
    "Approval",
    "Attachment",
    "Board",
    "BoardList",
    "Card",
    "Case",
    "CheckItem",
    "Checklist",
    "Comment",
    "Edit",
    "Happening",
    "How",
    "ImageFacts",
    "Label",
    "Member",
    "Move",
    "Standing",
    "Tick",
    "Version",
]

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    id: str
    name: str
    color: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    """A file or link on a card. Sizes are bytes and pixels; None means not known."""

    id: str
    name: str
    url: str
    mime: str | None = None
    size: int | None = None
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckItem:
    id: str
    name: str
    done: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Checklist:
    id: str
    name: str
    items: tuple[CheckItem, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """A planned post as it stands now. `fields` are custom fields by name, values as text."""

    id: str
    board: str
    list: str
    name: str
    desc: str = ""
    due: datetime | None = None
    start: datetime | None = None
    due_complete: bool = False
    closed: bool = False
    template: bool = False
    role: str | None = None
    """Trello's cardRole: None for a plain card, else "mirror", "link", "board", "separator"."""
    labels: tuple[Label, ...] = ()
    members: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    checklists: tuple[Checklist, ...] = ()
    fields: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    cover: str | None = None
    pos: float = 0.0
    url: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """An account as the board knows it. `active` is False for a deactivated account."""

    id: str
    username: str
    name: str
    kind: str = "normal"
    """admin | normal | observer, as the board's membership says."""
    active: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class BoardList:
    """A list of the board; a stage when rules.toml names it."""

    id: str
    name: str
    closed: bool = False
    pos: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Board:
    """A board and who is on it now. `stages` maps the names in rules.toml to pinned list ids."""

    id: str
    name: str
    stages: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    lists: Mapping[str, BoardList] = field(default_factory=dict)
    members: Mapping[str, Member] = field(default_factory=dict)

    def stage_of(self, list_id: str) -> str | None:
        """The name that rules.toml gives this list, or None for a list it does not name."""
        return next((name for name, pinned in self.stages.items() if pinned == list_id), None)

    def name_of(self, list_id: str | None) -> str:
        """A name to show people: the stage's, else the list's own, else its id."""
        if list_id is None:
            return "nowhere"
        listed = self.lists.get(list_id)
        return self.stage_of(list_id) or (listed.name if listed else list_id)

    def called(self, member_id: str | None) -> str:
        """A member's name to show people, with the username where another member goes by the
        same name: whoever takes a manager's name must not look like her. "" for a stranger."""
        found = self.members.get(member_id or "")
        if found is None:
            return ""
        name = found.name or found.username
        same = (_plain(each.name) == _plain(name) for each in self.members.values())
        return f"{name} (@{found.username})" if sum(same) > 1 else name


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """A card's guarded fields under one gate, normalised, and their name.

    `values` maps a guard's name to its normalised text; `fingerprint` is the SHA-256 of them.
    """

    fingerprint: str
    values: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Approval:
    """One person's yes to one version of one card, given under one set of rules."""

    card: str
    gate: str
    fingerprint: str
    approver: str
    """member id"""
    role: str
    by: str
    """move | comment:/word | checklist:item | override"""
    evidence: str
    """id of the happening that gave it"""
    at: datetime
    rules: str
    """hash of the rules it was given under"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """What our ledger remembers of a card at a gate."""

    last_list: str | None = None
    """the last legitimate list outside the gate (id)"""
    last_pos: float | None = None
    admitted: Version | None = None
    """the version that was let in, None when the card was not let in"""
    adopted: bool = False
    """let in because it was there on the first run"""
    admitted_list: str | None = None
    """the protected list it was last let into, or moved on to lawfully"""
    admitted_at: datetime | None = None
    """up to which moment of its history it was let in; kept when it leaves, since contributors
    are counted from there. None: never let in"""
    approvals: tuple[Approval, ...] = ()
    returned: tuple[datetime, ...] = ()
    """when we sent it back, oldest first"""
    frozen: bool = False


@dataclass(frozen=True, kw_only=True)
class Case:
    """Everything that one decision rests on.

    `history` is ordered by (at, id) and holds all that is known of the card, `new` the ids of
    what this tick learnt. `who` maps the people of rules.toml to member ids; someone who could
    not be resolved is absent. `gap` says why the history may be incomplete, or is None.
    """

    at: datetime
    card: Card
    board: Board
    history: tuple[Happening, ...] = ()
    new: frozenset[str] = frozenset()
    who: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    author: str | None = None
    """member id of who made the card (or the card it was copied from); None: unknown"""
    contributors: frozenset[str] = frozenset()
    """further member ids that history alone does not show, as from the card's ancestors"""
    standing: Mapping[str, Standing] = field(default_factory=dict)
    """by gate name"""
    rules: str = ""
    """hash of the rules in force"""
    ours: frozenset[str] = frozenset()
    """member ids that syncer acts as: they never approve"""
    waived: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    """style rules waived for this version: rule name -> who waived it (member id)"""
    gap: str | None = None
    links: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    """what was found at each link: "ok", or why not"""
    recent: tuple[tuple[str, datetime, str], ...] = ()
    """(card id, publish time, text) of posts of the last while, for cadence"""
    library: frozenset[str] | None = None
    """names and links of approved assets; None when no library was read"""
    images: Mapping[str, ImageFacts] = field(default_factory=dict)
    """what was measured of attached pictures, by attachment id"""


@dataclass(frozen=True, kw_only=True, slots=True)
class ImageFacts:
    """What was measured of a picture: pixels, bytes, and its commonest colours as #rrggbb."""

    format: str
    width: int
    height: int
    size: int
    colours: tuple[str, ...] = ()
