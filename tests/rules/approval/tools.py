"""A content team, its board and its gate, from which the tests of the gate make their cases."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from rules.approval.matter import Matter
from rules.approval.version import version_of
from rules.book import BoardRules, Book, Gate, Person, Role
from rules.facts import (
    Board,
    BoardList,
    Card,
    Case,
    Comment,
    Edit,
    Happening,
    How,
    Member,
    Move,
    Standing,
    Tick,
)
from rules.judge import judge
from rules.rule import Post
from rules.style.sheet import Report
from rules.verdict import Decision

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
STAGES = ("Ideas", "Drafting", "Editing", "Review", "Approved", "Scheduled", "Published")
PEOPLE = ("ana", "davit", "lilit", "kim", "mary", "narek")
ROLES = {
    "creators": ("ana", "davit"),
    "editors": ("lilit",),
    "managers": ("kim", "mary"),
    "legal": ("narek",),
}


def at(minutes: float) -> datetime:
    """So many minutes past noon."""
    return NOON + timedelta(minutes=minutes)


def mid(name: str) -> str:
    """The member id of a person."""
    return f"m-{name}"


def lid(stage: str) -> str:
    """The list id of a stage."""
    return f"l-{stage}"


@dataclass(frozen=True)
class Silent:
    """Style rules that say what they are told to, and remember nothing."""

    report: Report = field(default_factory=Report)

    def check(self, post: Post, sets: Collection[str]) -> Report:
        return self.report


def gate(**keys: Any) -> Gate:
    """The gate of the example in the contract, with other keys."""
    usual: dict[str, Any] = {
        "name": "approved",
        "protects": ("Approved", "Scheduled", "Published"),
        "enter_by": ("managers",),
        "enter_from": ("Review",),
        "not_by": ("author",),
    }
    return Gate(**(usual | keys))


def book(*gates: Gate, **keys: Any) -> Book:
    usual: dict[str, Any] = {
        "version": 1,
        "people": {name: Person(name=name, trello=name) for name in PEOPLE},
        "roles": {name: Role(name=name, people=people) for name, people in ROLES.items()},
        "boards": (BoardRules(name="Social media", stages=STAGES),),
        "gates": gates or (gate(),),
        "hash": "rules-1",
    }
    return Book(**(usual | keys))


def board(**keys: Any) -> Board:
    usual: dict[str, Any] = {
        "id": "b1",
        "name": "Social media",
        "stages": {stage: lid(stage) for stage in STAGES},
        "lists": {lid(s): BoardList(id=lid(s), name=s, pos=n) for n, s in enumerate(STAGES)},
        "members": {
            mid(name): Member(id=mid(name), username=name, name=name.title()) for name in PEOPLE
        },
    }
    return Board(**(usual | keys))


def card(stage: str = "Approved", **keys: Any) -> Card:
    usual: dict[str, Any] = {"id": "c1", "board": "b1", "list": lid(stage), "name": "A post"}
    return Card(**(usual | keys))


def _common(number: int, minutes: float, by: str | None, keys: dict[str, Any]) -> dict[str, Any]:
    return {"id": f"a{number:03}", "at": at(minutes), "by": mid(by) if by else None} | keys


def move(
    number: int,
    source: str | None,
    target: str | None,
    by: str | None,
    *,
    minutes: float | None = None,
    how: How = How.MOVED,
    **keys: Any,
) -> Move:
    common = _common(number, number if minutes is None else minutes, by, keys)
    return Move(how=how, source=source and lid(source), target=target and lid(target), **common)


def created(number: int, stage: str, by: str | None, how: How = How.CREATED, **keys: Any) -> Move:
    return move(number, None, stage, by, how=how, **keys)


def edit(number: int, by: str | None, what: str = "desc", **keys: Any) -> Edit:
    return Edit(
        **_common(number, number, by, {"what": what, "before": "old", "after": "new"} | keys)
    )


def comment(number: int, by: str | None, text: str, **keys: Any) -> Comment:
    return Comment(**_common(number, number, by, {"text": text} | keys))


def tick(number: int, by: str | None, name: str, *, done: bool = True, **keys: Any) -> Tick:
    named = {"item": f"i-{name}", "name": name, "done": done}
    return Tick(**_common(number, number, by, named | keys))


def case(*history: Happening, **keys: Any) -> Case:
    """A case: the last of these happened a minute ago, and all of them are new."""
    usual: dict[str, Any] = {
        "at": at(60),
        "card": card(),
        "board": board(),
        "history": history,
        "new": frozenset(each.id for each in history),
        "who": {name: mid(name) for name in PEOPLE},
        "author": mid("ana"),
        "rules": "rules-1",
    }
    return Case(**(usual | keys))


def told(
    the_case: Case, the_gate: Gate | None = None, *, report: Report | None = None, **keys: Any
) -> Decision:
    """What the one gate decides."""
    (decision,) = judge(book(the_gate or gate(), **keys), the_case, Silent(report or Report()))
    return decision


def codes(decision: Decision) -> set[str]:
    return {reason.code for reason in decision.reasons}


def notes(decision: Decision) -> set[str]:
    return {note.code for note in decision.notes}


def facts(decision: Decision, code: str) -> Mapping[str, str]:
    """The facts of the one reason with that code."""
    (found,) = (reason.facts for reason in decision.reasons if reason.code == code)
    return found


def admitted(the_case: Case, the_gate: Gate | None = None, **keys: Any) -> Case:
    """The same case, of a card that had been let in as it is now before all that is new."""
    of = the_gate or gate()
    usual: dict[str, Any] = {
        "admitted": version_of(the_case.card, of.guards),
        "admitted_list": the_case.card.list,
        "admitted_at": at(0),
        "last_list": lid("Review"),
    }
    return replace(the_case, standing={of.name: Standing(**(usual | keys))})


def matter(the_case: Case, the_gate: Gate | None = None, **keys: Any) -> Matter:
    of = the_gate or gate()
    return Matter(book=book(of, **keys), gate=of, case=the_case, sheet=Silent())
