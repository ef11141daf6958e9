"""Every key of a gate that can be loosened is named when it is, and never when it is tightened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rules.approval.codes import NOTES, REASONS
from rules.approval.weakening import Weakening, weakened
from rules.book import (
    Absence,
    BoardRules,
    Book,
    Brake,
    Deadline,
    Due,
    Library,
    Need,
    Override,
    Person,
    Require,
    Role,
)
from rules.rule import When
from rules.style.existence import Existence
from rules.verdict import Level, Mode
from tests.rules.approval.tools import book, gate

NEED = Need(role="legal", by="comment:/approve", count=2)
STRICT = gate(
    not_by=("author", "contributor"),
    approvals=(NEED, Need(role="managers")),
    order="sequence",
    may_edit={"editors": ("desc",)},
    require=Require(
        due=True,
        members=2,
        labels_any=("X",),
        labels_all=("R",),
        checklists_done=True,
        attachments=1,
        fields=("UTM",),
    ),
    style=("house",),
    automation=("butler",),
    on_first_run="enforce",
    on_unsure="return",
    override=Override(by=("editors",), hours=4),
    hold_by=("legal", "managers"),
    ignore_by=("editors",),
)


def looser_require(**keys: Any) -> dict[str, Any]:
    return {"require": replace(STRICT.require, **keys)}


LOOSER: list[tuple[dict[str, Any], str, str]] = [
    ({"protects": ("Approved", "Scheduled")}, "protects_dropped", "no longer protects Published"),
    ({"enter_by": ()}, "approver_added", "anybody may bring cards in"),
    ({"enter_by": ("managers", "ana")}, "approver_added", "ana may now bring cards in"),
    ({"enter_from": ()}, "enter_from_widened", "cards may enter from anywhere"),
    ({"enter_from": ("Review", "Ideas")}, "enter_from_widened", "cards may also enter from Ideas"),
    ({"not_by": ("author",)}, "not_by_dropped", "no longer bars contributor"),
    (
        {"approvals": (NEED,)},
        "approval_dropped",
        "the approval of managers by move is not asked for any more",
    ),
    (
        {"approvals": (replace(NEED, count=1), STRICT.approvals[1])},
        "count_lowered",
        "the approval of legal by comment:/approve is asked of 1, not 2",
    ),
    (
        {"approvals": (replace(NEED, when=When(label="Claim")), STRICT.approvals[1])},
        "approval_narrowed",
        "the approval of legal by comment:/approve is asked for other cards only",
    ),
    (
        {"approvals": (replace(NEED, owns=("name",)), STRICT.approvals[1])},
        "owns_narrowed",
        "the approval of legal by comment:/approve covers name only",
    ),
    ({"order": "any"}, "order_dropped", "approvals may come in any order"),
    ({"guards": ("name", "due", "attachments")}, "guard_dropped", "no longer guards desc"),
    (
        {"may_edit": {"editors": ("desc", "name")}},
        "may_edit_widened",
        "editors may now change name after approval",
    ),
    (looser_require(due=False), "require_lowered", "require.due was true, is false"),
    (looser_require(members=1), "require_lowered", "require.members was 2, is 1"),
    (looser_require(attachments=0), "require_lowered", "require.attachments was 1, is 0"),
    (
        looser_require(checklists_done=False),
        "require_lowered",
        "require.checklists_done was true, is false",
    ),
    (
        looser_require(labels_any=()),
        "require_lowered",
        "require.labels_any was X, is any label, or none",
    ),
    (looser_require(labels_any=("X", "Y")), "require_lowered", "require.labels_any was X, is X, Y"),
    (looser_require(labels_all=()), "require_lowered", "require.labels_all lost R"),
    (looser_require(fields=()), "require_lowered", "require.fields lost UTM"),
    ({"style": ()}, "style_dropped", "no longer asks for the style sets house"),
    ({"automation": "allow"}, "automation_widened", "automation was butler, is allow"),
    (
        {"automation": ("butler", "zap")},
        "automation_widened",
        "automation was butler, is butler, zap",
    ),
    ({"on_first_run": "adopt"}, "first_run_adopts", "cards already there are taken as they are"),
    ({"on_unsure": "wait"}, "unsure_waits", "a card of which it is unsure stays in place"),
    (
        {"override": Override(by=("editors",), hours=5)},
        "override_widened",
        "an override holds 5 hours, not 4",
    ),
    (
        {"override": Override(by=("editors", "kim"), hours=4)},
        "override_widened",
        "kim may now override",
    ),
    ({"ignore_by": ("editors", "legal")}, "ignore_widened", "narek may now waive style rules"),
    ({"hold_by": ("legal",)}, "hold_narrowed", "kim, mary may no longer hold or reject"),
    ({"max_tries": 2}, "tries_lowered", "gives up after 2 returns, not 3"),
    ({"board": "Social media"}, "board_narrowed", "held on every board, holds on Social media"),
    ({"mode": Mode.WARN}, "mode_lowered", "mode was enforce, is warn"),
]


@pytest.mark.parametrize(("change", "code", "line"), LOOSER)
def test_what_is_looser_is_named_and_what_is_stricter_is_not(
    change: dict[str, Any], code: str, line: str
) -> None:
    old, new = book(STRICT), book(replace(STRICT, **change))
    assert weakened(old, new) == (Weakening(code=code, subject="gate approved", line=line),)
    back = {each.code for each in weakened(new, old)}
    assert code not in back or code == "require_lowered"
    assert weakened(old, old) == ()


def test_from_no_override_to_one_is_looser() -> None:
    old, new = book(gate()), book(gate(override=Override(by=("kim",))))
    assert [each.line for each in weakened(old, new)] == ["kim may now override"]
    assert weakened(new, old) == ()


def test_automation_from_deny() -> None:
    old = book(gate())
    assert [w.line for w in weakened(old, book(gate(automation="allow")))] == [
        "automation was deny, is allow"
    ]
    assert weakened(book(gate(automation="allow")), old) == ()


def changed(**keys: Any) -> Book:
    return replace(book(gate(), style=(HYPE,), **BOOK), **keys)


HYPE = Existence(set="house", name="no-hype", tokens=("x",), level=Level.ERROR)
DEADLINE = Deadline(name="soon", stage="Review", due=Due(day_of_month=15))
BOOK: dict[str, Any] = {
    "deadlines": (DEADLINE,),
    "library": Library(airtable_table="t", require="error"),
}
PEOPLE = book().people
LEAVES = PEOPLE | {"kim": replace(PEOPLE["kim"], until=date(2027, 1, 1))}
ROLES = book().roles
GUESTS = {
    "people": PEOPLE | {"zoe": Person(name="zoe", trello="zoe")},
    "roles": ROLES | {"guests": Role(name="guests", people=("zoe",))},
}
DEPUTY = ROLES | {"legal": replace(ROLES["legal"], deputies=("kim",))}
AWAY = Absence(start=date(2026, 12, 20), end=date(2027, 1, 8))

BOOKS: list[tuple[dict[str, Any], dict[str, Any], list[tuple[str, str, str]]]] = [
    (
        {},
        {"brake": Brake(max_returns=11)},
        [("brake_raised", "brake", "max_returns was 10, is 11")],
    ),
    ({}, {"brake": Brake(max_returns=9)}, []),
    (
        {},
        {"mode": Mode.OBSERVE},
        [("mode_lowered", "gate approved", "mode was enforce, is observe")],
    ),
    ({}, {"gates": ()}, [("gate_removed", "gate approved", "is gone")]),
    (
        {},
        {"boards": (BoardRules(name="Other", stages=("A",)),)},
        [("board_removed", "board Social media", "is not watched any more")],
    ),
    (
        {},
        {"people": PEOPLE | {"kim": replace(PEOPLE["kim"], trello="mallory")}},
        [("account_changed", "person kim", "was the account kim, is mallory")],
    ),
    (
        {"people": LEAVES},
        {"people": PEOPLE},
        [("leave_postponed", "person kim", "was to leave on 2027-01-01, now stays")],
    ),
    (
        {"people": LEAVES},
        {"people": LEAVES | {"kim": replace(PEOPLE["kim"], until=date(2027, 2, 1))}},
        [("leave_postponed", "person kim", "was to leave on 2027-01-01, now 2027-02-01")],
    ),
    ({}, {"people": LEAVES}, []),
    ({"people": LEAVES}, {"people": LEAVES}, []),
    (
        {"people": LEAVES},
        {"people": LEAVES | {"kim": replace(PEOPLE["kim"], until=date(2026, 12, 1))}},
        [],
    ),
    ({}, GUESTS, []),
    (GUESTS, {"people": PEOPLE, "roles": ROLES}, []),
    (
        {"roles": DEPUTY},
        {"roles": DEPUTY | {"legal": replace(DEPUTY["legal"], away=(AWAY,))}},
        [("absence_added", "role legal", "deputies count on more days: 2026-12-20 to 2027-01-08")],
    ),
    ({}, {"roles": ROLES | {"legal": replace(ROLES["legal"], away=(AWAY,))}}, []),
    (
        {},
        {"roles": ROLES | {"managers": replace(ROLES["managers"], people=("kim", "mary", "ana"))}},
        [("approver_added", "gate approved", "ana may now bring cards in")],
    ),
    ({}, {"style": ()}, [("rule_removed", "style rule house.no-hype", "is gone")]),
    (
        {},
        {"style": (replace(HYPE, level=Level.WARNING),)},
        [("level_lowered", "style rule house.no-hype", "level was error, is warning")],
    ),
    (
        {},
        {"style": (replace(HYPE, mode=Mode.WARN),)},
        [("mode_lowered", "style rule house.no-hype", "mode was enforce, is warn")],
    ),
    (
        {},
        {"style": (replace(HYPE, when=When(label="A")),)},
        [("rule_narrowed", "style rule house.no-hype", "holds for other posts only")],
    ),
    ({"style": (replace(HYPE, when=When(label="A")),)}, {"style": (HYPE,)}, []),
    ({}, {"deadlines": ()}, [("deadline_removed", "deadline soon", "is gone")]),
    (
        {},
        {"library": Library(airtable_table="t", require="warn")},
        [("library_lowered", "library", "require was error, is warn")],
    ),
    ({}, {"library": None}, [("library_lowered", "library", "require was error, is off")]),
]


@pytest.mark.parametrize(("before", "after", "named"), BOOKS)
def test_what_the_rest_of_the_rules_loosens(
    before: dict[str, Any], after: dict[str, Any], named: list[tuple[str, str, str]]
) -> None:
    found = weakened(changed(**before), changed(**before | after))
    assert [(each.code, each.subject, each.line) for each in found] == named
    assert all(str(each) == f"{each.subject}: {each.line}" for each in found)


def test_every_code_says_what_it_has_facts_for() -> None:
    for code in (*REASONS.values(), *NOTES.values()):
        filled = code.says.format_map({name: f"<{name}>" for name in code.facts})
        assert all(f"<{name}>" in filled for name in code.facts)
        assert set(code.people) <= set(code.facts)
