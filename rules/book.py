"""rules.toml as frozen values: the Book. How it is read stands in rules.reading.

Names in the Book are those of rules.toml (people, stages); ids enter only with a Case. The
fields are the keys of rules.toml: a field's metadata holds its `key` there when that is another
word, and the range of a number (see rules.reading.typed).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, TypeAlias

from rules.rule import Rule, When
from rules.verdict import Mode, Place

Doer: TypeAlias = Literal["author", "contributor", "last_editor"]

HERE = Place(file="rules.toml", line=1)


@dataclass(frozen=True, kw_only=True)
class Person:
    """Someone whom the rules name. From `until` on, no right counts."""

    name: str
    trello: str
    mail: str | None = None
    slack: str | None = None
    until: date | None = None
    place: Place = HERE


@dataclass(frozen=True, kw_only=True, slots=True)
class Absence:
    """Days away, both ends included, in the Book's time zone."""

    start: date = field(metadata={"key": "from"})
    end: date = field(metadata={"key": "to"})


@dataclass(frozen=True, kw_only=True)
class Role:
    """People who may do something; `deputies` count only while everyone of `people` named by an
    absence is away. Names are keys of `people` in the Book."""

    name: str
    people: tuple[str, ...]
    deputies: tuple[str, ...] = ()
    away: tuple[Absence, ...] = ()
    place: Place = HERE


@dataclass(frozen=True, kw_only=True)
class BoardRules:
    """A board to watch: its stages in order, and whose turn it is in each."""

    name: str
    stages: tuple[str, ...]
    owner: Mapping[str, str] = field(default_factory=dict)
    place: Place = HERE


@dataclass(frozen=True, kw_only=True)
class Need:
    """An approval that the gate asks for. `by` is "move", "comment:/word" or "checklist:item"."""

    role: str
    count: int = field(default=1, metadata={"least": 1})
    by: str = "move"
    when: When = field(default_factory=When)
    owns: tuple[str, ...] = ()
    """guards whose change makes this role's approval stale; empty: all of the gate's"""


@dataclass(frozen=True, kw_only=True)
class Require:
    """What the card itself must have."""

    due: bool = False
    members: int = field(default=0, metadata={"least": 0})
    labels_any: tuple[str, ...] = ()
    labels_all: tuple[str, ...] = ()
    checklists_done: bool = False
    attachments: int = field(default=0, metadata={"least": 0})
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Override:
    """Break-glass: who may say `/override reason`, and for how many hours it holds."""

    by: tuple[str, ...]
    hours: int = field(default=24, metadata={"least": 1})


@dataclass(frozen=True, kw_only=True)
class GateTest:
    """An admin's own test of a gate, as written; rules.approval.trial runs it."""

    name: str
    given: Mapping[str, object]
    want: Mapping[str, object]
    place: Place = HERE


@dataclass(frozen=True, kw_only=True)
class Gate:
    """Who may bring a card into the protected stages, and in what state. Keys as in rules.toml."""

    name: str
    protects: tuple[str, ...]
    board: str | None = None
    enter_by: tuple[str, ...] = ()
    """roles or people; empty: anybody"""
    enter_from: tuple[str, ...] = ()
    """stages; empty: from anywhere"""
    not_by: tuple[Doer, ...] = ()
    approvals: tuple[Need, ...] = ()
    order: Literal["any", "sequence"] = "any"
    guards: tuple[str, ...] = ("name", "desc", "due", "attachments")
    may_edit: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    require: Require = field(default_factory=Require)
    style: tuple[str, ...] = ()
    automation: Literal["deny", "allow"] | tuple[str, ...] = "deny"
    """deny | allow | application ids that may act in a person's name"""
    on_first_run: Literal["adopt", "enforce"] = "adopt"
    on_unsure: Literal["wait", "return"] = "wait"
    return_to: str = "last"
    """last | a stage's name"""
    override: Override | None = None
    hold_by: tuple[str, ...] = ()
    """who may /hold and /reject; empty: whoever may approve"""
    ignore_by: tuple[str, ...] = ()
    """who may waive a style rule with /ignore; empty: nobody"""
    max_tries: int = field(default=3, metadata={"least": 1})
    """returns of one card within an hour before it is frozen"""
    mode: Mode | None = None
    tests: tuple[GateTest, ...] = field(default=(), metadata={"key": "test"})
    place: Place = HERE


@dataclass(frozen=True, kw_only=True)
class Due:
    """When a stage must be left. Exactly one way of saying it is given."""

    day_of_month: int | None = field(default=None, metadata={"least": 1, "most": 31})
    for_: Literal["this month", "next month"] = "this month"
    """which month's posts the day is for"""
    before_publish: str | None = None
    within: timedelta | None = None


@dataclass(frozen=True, kw_only=True)
class Escalate:
    after: str
    to: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """By when a card must have left a stage, when to remind and whom to tell after."""

    name: str
    stage: str
    due: Due
    board: str | None = None
    when: When = field(default_factory=When)
    remind: tuple[str, ...] = ()
    escalate: Escalate | None = None
    place: Place = HERE


@dataclass(frozen=True, kw_only=True)
class Library:
    """Pre-approved assets: the Airtable table that lists them."""

    airtable_table: str
    require: Literal["off", "warn", "error"] = "warn"


@dataclass(frozen=True, kw_only=True)
class Brake:
    """More returns than this in one tick: stop, touch nothing, tell the admins."""

    max_returns: int = field(default=10, metadata={"least": 0})


@dataclass(frozen=True, kw_only=True)
class Book:
    """rules.toml, read and found good. `hash` is the SHA-256 of what it means, not of its text."""

    version: int
    timezone: str = "UTC"
    language: str = "en"
    mode: Mode = Mode.ENFORCE
    brake: Brake = field(default_factory=Brake)
    people: Mapping[str, Person] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)
    boards: tuple[BoardRules, ...] = ()
    gates: tuple[Gate, ...] = ()
    style: tuple[Rule, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    library: Library | None = None
    messages: Mapping[str, str] = field(default_factory=dict)
    hash: str = ""
    notes: tuple[str, ...] = ()
    """what could not be taken over from imported styles, named"""

    def gates_on(self, board: str) -> tuple[Gate, ...]:
        """The gates that hold on the board that rules.toml calls so."""
        return tuple(gate for gate in self.gates if gate.board in (None, board))
