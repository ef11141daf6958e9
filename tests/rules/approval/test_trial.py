"""Admins' own tests of a gate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from rules.approval.trial import TrialResult, run_tests, unfired
from rules.book import BoardRules, Gate, GateTest, Need, Require
from rules.facts import How
from rules.style.existence import Existence
from rules.verdict import Level, Place
from tests.rules.approval.tools import book, gate

RICH = gate(
    not_by=("author", "last_editor"),
    approvals=(
        Need(role="managers", by="move"),
        Need(role="legal", by="comment:/approve"),
        Need(role="editors", by="checklist:Copy"),
    ),
    require=Require(
        due=True,
        members=2,
        labels_any=("X",),
        labels_all=("Ready",),
        attachments=1,
        fields=("UTM",),
    ),
    style=("house",),
    may_edit={"editors": ("desc",)},
)
GOOD: dict[str, Any] = {
    "author": "ana",
    "from": "Review",
    "to": "Approved",
    "by": "kim",
    "comments": ["narek: /approve"],
    "ticks": ["lilit: Copy"],
}
HYPE = Existence(set="house", name="no-hype", tokens=("revolutionary",), level=Level.ERROR)


ROADS = "known are " + ", ".join(how for how in How if how != "left")


def tried(given: dict[str, Any], want: dict[str, Any], the_gate: Gate = RICH) -> TrialResult:
    test = GateTest(name="a test", given=given, want=want, place=Place(file="rules.toml", line=7))
    (result,) = run_tests(book(replace(the_gate, tests=(test,)), style=(HYPE,)))
    return result


def test_what_is_not_said_is_as_the_gate_wants_it() -> None:
    result = tried(GOOD, {"verdict": "allow"})
    assert result.problem == ""
    assert (result.gate, result.name, result.place.line) == ("approved", "a test", 7)
    assert result.passed and result.fired == frozenset()


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({"author": "kim"}, "author"),
        ({"author": "unknown"}, "unknown_author"),
        ({"from": "Drafting"}, "enter_from"),
        ({"by": "ana"}, "enter_by"),
        ({"app": "butler"}, "automation"),
        ({"how": "created"}, "enter_from"),
        ({"how": "crossed"}, "approvals"),
        ({"how": "crossed"}, "enter_from"),
        ({"how": "unseen"}, "unseen"),
        ({"edits": ["kim desc"]}, "last_editor"),
        ({"edits": [{"by": "ana", "what": "desc", "after": True}]}, "stale"),
        ({"comments": []}, "approvals"),
        ({"comments": [{"by": "narek", "text": "/approve", "edited": True}]}, "approvals"),
        ({"comments": [{"by": "narek", "text": "/approve", "gone": True}]}, "approvals"),
        ({"comments": [{"by": "narek", "text": "/approve", "app": "zap"}]}, "approvals"),
        ({"comments": ["narek: /approve", "narek: /hold wait"]}, "held"),
        ({"ticks": []}, "approvals"),
        ({"due": False}, "due"),
        ({"labels": ["Ready"]}, "labels"),
        ({"labels": "X"}, "labels"),
        ({"members": ["ana"]}, "members"),
        ({"members": 1}, "members"),
        ({"attachments": 0}, "attachments"),
        ({"fields": {}}, "fields"),
        ({"role": "mirror"}, "mirror"),
        ({"desc": "A revolutionary tool"}, "style"),
    ],
)
def test_each_thing_that_a_test_can_say_has_an_effect(change: dict[str, Any], because: str) -> None:
    result = tried(GOOD | change, {"because": because})
    assert result.problem == ""
    assert because in result.fired
    assert not tried(GOOD | change, {"verdict": "allow"}).passed


def test_open_items_count_when_they_are_asked_about() -> None:
    asks = gate(require=Require(checklists_done=True))
    given = {"from": "Review", "to": "Approved", "by": "kim"}
    assert tried(given, {"verdict": "allow"}, asks).passed
    undone = given | {"checklists": {"Alt text": False}}
    assert tried(undone, {"because": "checklists", "remedy": "return"}, asks).passed


@pytest.mark.parametrize(
    "at",
    ["2026-11-02T10:00:00Z", "2026-11-02", date(2026, 11, 2), datetime(2026, 11, 2, 10)],  # noqa: DTZ001  as TOML may give it
)
def test_a_test_may_say_when(at: object) -> None:
    leaves = book().people | {"kim": replace(book().people["kim"], until=date(2026, 11, 2))}
    given = {"from": "Review", "to": "Approved", "by": "kim"}
    for when, verdict in (({"at": at}, "deny"), ({}, "allow")):
        test = GateTest(name="t", given=given | when, want={"verdict": verdict})
        (result,) = run_tests(book(gate(tests=(test,)), people=leaves))
        assert result.problem == ""


def test_without_a_move_it_is_about_a_card_outside() -> None:
    assert tried({"from": "Review"}, {"verdict": "allow", "remedy": "none"}, gate()).passed
    assert tried({"from": "Drafting"}, {"because": "enter_from"}, gate()).passed
    unsaid = tried({}, {"because": "enter_from"}, gate())
    assert unsaid.problem == ""


@pytest.mark.parametrize(
    ("given", "want", "said"),
    [
        ({"form": "Review"}, {"verdict": "allow"}, "unknown form"),
        ({"from": "Reviwe"}, {"verdict": "allow"}, "'Reviwe' is no stage"),
        (
            {"author": "nobody"},
            {"verdict": "allow"},
            "given.author: 'nobody' is nobody of [people]: ana, davit, kim, lilit, mary, narek",
        ),
        ({"to": "Approved"}, {"verdict": "allow"}, "who moved it?"),
        (
            {"to": "Approved", "by": "kim", "how": "flown"},
            {"verdict": "allow"},
            f"is no road; {ROADS}",
        ),
        ({"from": "Review", "at": "soon"}, {"verdict": "allow"}, "'soon' is no time"),
        ({"from": "Review", "at": 3}, {"verdict": "allow"}, "is no time"),
        ({"to": "Approved", "by": ["kim"]}, {"verdict": "allow"}, "given.by: '['kim']' is nobody"),
        ({"comments": ["x: /why"]}, {"verdict": "allow"}, "given.comments: 'x' is nobody of"),
        ({"edits": ["x desc"]}, {"verdict": "allow"}, "given.edits: 'x' is nobody of"),
        ({"ticks": ["x: Legal"]}, {"verdict": "allow"}, "given.ticks: 'x' is nobody of"),
        ({"members": ["x"]}, {"verdict": "allow"}, "given.members: 'x' is nobody of"),
        ({"members": 1.5}, {"verdict": "allow"}, "given.members: is neither"),
        ({"attachments": 1.5}, {"verdict": "allow"}, "given.attachments: is neither"),
        ({"from": "Review", "edits": ["desc"]}, {"verdict": "allow"}, "'desc' is not understood"),
        ({"from": "Review", "edits": [3]}, {"verdict": "allow"}, "'3' is not understood"),
        ({"from": "Review", "edits": [["by", "what"]]}, {"verdict": "allow"}, "not understood"),
        ({"from": "Review", "edits": [{"by": "ana"}]}, {"verdict": "allow"}, "not understood"),
        ({"from": "Review", "comments": "x"}, {"verdict": "allow"}, "is no list"),
        ({"from": "Review", "fields": 3}, {"verdict": "allow"}, "given.fields"),
        ({"from": "Review", "checklists": ["x"]}, {"verdict": "allow"}, "given.checklists"),
        ({"from": "Review", "labels": 3}, {"verdict": "allow"}, "given.labels"),
        ({"from": "Review"}, {}, "want: nothing is given"),
        ({"from": "Review"}, {"verdikt": "allow"}, "want: verdikt is given"),
        ({"from": "Review"}, dict.fromkeys("dcba", "x"), "want: a, b, c, d is given"),
        ({"from": "Review"}, {"verdict": 3}, "want.verdict"),
    ],
)
def test_what_cannot_be_understood_fails_and_says_why(
    given: dict[str, Any], want: dict[str, Any], said: str
) -> None:
    result = tried(given, want, gate())
    assert said in result.problem
    assert result.decision is None and result.fired == frozenset()


def test_a_failing_test_says_what_came() -> None:
    result = tried(GOOD | {"by": "ana"}, {"verdict": "allow"})
    assert result.problem.startswith("verdict: wanted allow, got deny; because of enter_by")
    result = tried(GOOD, {"because": ["author", "due"]})
    assert result.problem == "because: wanted author and due, got no reason"


def test_what_no_test_made_a_gate_answer_is_named() -> None:
    test = GateTest(
        name="t",
        given={"author": "kim", "from": "Drafting", "to": "Approved", "by": "kim"},
        want={"because": "author"},
    )
    the_book = book(gate(tests=(test,), require=Require(due=True, labels_all=("A",)), style=("h",)))
    assert unfired(the_book, run_tests(the_book)) == (
        ("approved", "enter_by"),
        ("approved", "due"),
        ("approved", "labels"),
        ("approved", "style"),
    )


def test_the_move_is_made_at_the_moment_that_is_said() -> None:
    people = book().people | {"kim": replace(book().people["kim"], until=date(2026, 11, 3))}
    given = {"from": "Review", "to": "Approved", "by": "kim", "edits": ["ana desc", "ana name"]}
    moments = {
        "2026-11-02T23:59:30Z": "allow",
        "2026-11-03T00:00:30Z": "deny",
        datetime.fromisoformat("2026-11-03T02:00:00+04:00"): "allow",
        datetime.fromisoformat("2026-11-02T23:00:00-04:00"): "deny",
    }
    for at, verdict in moments.items():
        test = GateTest(name="t", given=given | {"at": at}, want={"verdict": verdict})
        (result,) = run_tests(book(gate(tests=(test,)), people=people))
        assert result.problem == ""
        assert result.decision is not None


def test_every_key_of_a_gate_is_one_to_be_tested() -> None:
    every = gate(
        not_by=("author", "contributor", "last_editor"),
        approvals=(Need(role="managers"),),
        require=Require(
            due=True,
            members=1,
            labels_any=("X",),
            checklists_done=True,
            attachments=1,
            fields=("F",),
        ),
        style=("h",),
    )
    assert [code for _gate, code in unfired(book(every), ())] == [
        *("enter_by", "enter_from", "author", "contributor", "last_editor", "approvals", "due"),
        *("members", "labels", "checklists", "attachments", "fields", "style"),
    ]
    bare = gate(enter_by=(), enter_from=(), not_by=())
    assert unfired(book(bare), ()) == ()


def test_a_gate_of_one_board_is_tried_on_that_board() -> None:
    other = BoardRules(name="Other", stages=("Inbox", "Done"))
    boards = (other, *book().boards)
    given = {"from": "Review", "to": "Approved", "by": "kim"}
    test = GateTest(name="t", given=given, want={"verdict": "allow"})
    (result,) = run_tests(book(gate(board="Social media", tests=(test,)), boards=boards))
    assert result.problem == ""
    (result,) = run_tests(book(gate(board="Elsewhere", tests=(test,)), boards=boards))
    assert result.problem == "the gate's board Elsewhere is no [[board]]"


@pytest.mark.parametrize("field", ["name", "desc"])
def test_style_is_tried_on_whatever_words_are_given(field: str) -> None:
    asks = gate(style=("house",))
    given = {"from": "Review", "to": "Approved", "by": "kim"}
    assert tried(given, {"verdict": "allow"}, asks).passed
    assert tried(given | {field: "A revolutionary tool"}, {"because": "style"}, asks).passed


@pytest.mark.parametrize(
    ("late", "because"),
    [
        ({"comments": [{"by": "narek", "text": "/reject dull", "after": True}]}, "rejected"),
        ({"ticks": [{"by": "lilit", "item": "Copy", "after": True}]}, "approvals"),
    ],
)
def test_what_is_said_to_come_after_the_move_does(late: dict[str, Any], because: str) -> None:
    asks = gate(
        approvals=(Need(role="editors", by="checklist:Copy"), Need(role="managers")),
        order="sequence",
        hold_by=("legal",),
    )
    given = {"from": "Review", "to": "Approved", "by": "kim", "ticks": ["lilit: Copy"]}
    said = {"comments": [{"by": "narek", "text": "/reject dull"}]}
    assert tried(given | said, {"verdict": "allow"}, asks).problem == ""
    assert tried(given | late, {"because": because}, asks).problem == ""


def test_a_card_may_be_born_behind_the_gate() -> None:
    given = {"to": "Approved", "by": "kim", "how": "created"}
    assert tried(given, {"because": "enter_from", "remedy": "return"}, gate()).problem == ""
