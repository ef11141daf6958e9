"""What a snapshot shows that no action tells, and what names of rules.toml are pinned to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from rules.book import BoardRules, Book, Gate, Person
from rules.facts import (
    Attachment,
    Board,
    BoardList,
    Card,
    CheckItem,
    Checklist,
    Edit,
    Happening,
    How,
    Label,
    Member,
    Move,
)
from syncer.intake import pins
from syncer.intake.differences import board_differences, card_differences, gone_events
from syncer.records import Event, Problem

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
SINCE = NOW - timedelta(minutes=5)
CARD = Card(id="c", board="b", list="review", name="A post", desc="Text")


def seen(after: Card, *told: Happening, before: Card | None = CARD) -> list[dict[str, Any]]:
    found = card_differences(before, after, told, since=SINCE, now=NOW, carried={})
    assert all(each.observed and each.by is None and each.at == NOW for each in found)
    return [{"kind": each.kind, **each.data} for each in found]


def edit(what: str, after: str | None, at: datetime = NOW) -> Edit:
    return Edit(id="e", at=at, by="ana", what=what, before=None, after=after)


def move(target: str, at: datetime = NOW) -> Move:
    return Move(id="m", at=at, by="ana", how=How.MOVED, source="review", target=target)


CHANGES = [
    ("name", replace(CARD, name="Another"), "A post", "Another"),
    ("desc", replace(CARD, desc=""), "Text", ""),
    ("due", replace(CARD, due=NOW), "", "2026-11-23T06:00:00.000Z"),
    ("labels", replace(CARD, labels=(Label(id="l", name="X"),)), "", "X"),
    ("labels", replace(CARD, labels=(Label(id="l", name=""),)), "", "l"),
    ("members", replace(CARD, members=("m2", "m1")), "", "m1, m2"),
    ("template", replace(CARD, template=True), "", "yes"),
    ("cover", replace(CARD, cover="a"), "", "a"),
    ("attachments", replace(CARD, attachments=(Attachment(id="a", name="n", url="u"),)), "", "n u"),
]


@pytest.mark.parametrize(("what", "after", "old", "new"), CHANGES)
def test_what_nobody_told_is_observed(what: str, after: Card, old: str, new: str) -> None:
    kind = {"kind": "observed:edit", "what": what, "before": old, "after": new}
    assert seen(after) == [kind]


@pytest.mark.parametrize(("what", "after", "_old", "new"), CHANGES)
def test_what_the_feed_tells_is_not_told_twice(what: str, after: Card, _old: str, new: str) -> None:
    assert seen(after, edit(what, new)) == []


def test_an_action_with_another_text_does_not_explain_the_one_that_is_there() -> None:
    assert len(seen(replace(CARD, name="Another"), edit("name", "A third"))) == 1


def test_an_old_action_explains_nothing_new() -> None:
    old = NOW - timedelta(minutes=10)
    assert len(seen(replace(CARD, list="approved"), move("approved", old))) == 1


@pytest.mark.parametrize(("told", "found"), [((), 1), ((move("approved"),), 0)])
def test_a_card_elsewhere(told: tuple[Happening, ...], found: int) -> None:
    events = seen(replace(CARD, list="approved"), *told)
    assert len(events) == found
    if events:
        assert events[0] == {
            "kind": "observed:move",
            "before": "review",
            "after": "approved",
            "how": "unseen",
        }


def test_a_card_out_of_the_archive() -> None:
    events = seen(CARD, before=replace(CARD, closed=True))
    assert [(each["kind"], each["how"]) for each in events] == [("observed:move", "unarchived")]


@pytest.mark.parametrize(("told", "found"), [((), 1), ((move("review"),), 0)])
def test_a_card_that_was_not_there(told: tuple[Happening, ...], found: int) -> None:
    events = seen(CARD, *told, before=None)
    assert [each["how"] for each in events] == ["unseen"] * found


def test_a_card_that_came_with_its_list_is_of_whoever_brought_the_list() -> None:
    brought = Event(id="a1", board="b", card=None, kind="moveListToBoard", at=NOW, by="ana")
    (event,) = card_differences(None, CARD, (), since=SINCE, now=NOW, carried={"review": brought})
    assert (event.by, event.data["how"], event.id) == ("ana", "with_list", "a1:c")


def test_checklists_are_compared_whatever_their_order() -> None:
    one, two = CheckItem(id="1", name="a", done=False), CheckItem(id="2", name="b", done=True)
    before = replace(CARD, checklists=(Checklist(id="k", name="To do", items=(one, two)),))
    after = replace(CARD, checklists=(Checklist(id="k", name="To do", items=(two, one)),))
    assert seen(after, before=before) == []
    ticked = replace(one, done=True)
    after = replace(CARD, checklists=(Checklist(id="k", name="To do", items=(ticked, two)),))
    assert [each["what"] for each in seen(after, before=before)] == ["checklists"]


def test_members_and_lists_that_changed() -> None:
    lists = {"l1": BoardList(id="l1", name="Review"), "l2": BoardList(id="l2", name="Attic")}
    members = {"ana": Member(id="ana", username="ana", name="Ana")}
    before = Board(id="b", name="Posts", lists=lists, members=members)
    after = Board(
        id="b",
        name="Posts",
        lists={
            "l1": replace(lists["l1"], name="Approved"),
            "l2": replace(lists["l2"], closed=True),
        },
        members={"ana": replace(members["ana"], kind="admin")},
    )
    found = {
        (each.kind, str(each.data.get("changed", each.data)))
        for each in board_differences(before, after, NOW)
    }
    assert found == {
        (
            "observed:member",
            str({"member": "ana", "before": "normal", "after": "admin", "name": "ana"}),
        ),
        ("observed:list", str({"name": ["Review", "Approved"]})),
        ("observed:list", str({"closed": [False, True]})),
    }
    assert board_differences(after, after, NOW) == ()


@pytest.mark.parametrize(
    ("kinds", "found"),
    [([], 1), (["updateCard"], 1), (["deleteCard"], 0), (["moveCardFromBoard"], 0)],
)
def test_a_card_that_went(kinds: list[str], found: int) -> None:
    assert len(gone_events([CARD], {"c": kinds}, NOW)) == found


SEEN = [
    pins.Candidate(id="b1", name="Posts", link="aB1"),
    pins.Candidate(id="b2", name="Twin", link="x"),
    pins.Candidate(id="b3", name="Twin", link="y"),
]


@pytest.mark.parametrize(
    ("name", "found"), [("Posts", "b1"), ("aB1", "b1"), ("b1", "b1"), ("y", "b3")]
)
def test_a_board_by_name_link_or_id(name: str, found: str) -> None:
    assert pins.board_pin(name, SEEN) == found


@pytest.mark.parametrize(
    ("name", "words"),
    [("Twin", "two boards"), ("Post", 'Did you mean "Posts"?'), ("Q", "Add syncer")],
)
def test_a_board_that_cannot_be_told(name: str, words: str) -> None:
    problem = pins.board_pin(name, SEEN)
    assert isinstance(problem, Problem)
    assert words in str(problem)
    assert problem.exit == 2


LISTS = {
    "l1": BoardList(id="l1", name="Review"),
    "l2": BoardList(id="l2", name="Done"),
    "l3": BoardList(id="l3", name="Done"),
    "l4": BoardList(id="l4", name="Old", closed=True),
}


def test_a_pin_outlives_renames_and_look_alikes() -> None:
    there = {"l1": BoardList(id="l1", name="Checked"), "l9": BoardList(id="l9", name="Review")}
    assert pins.list_pins("Posts", ["Review"], {"Review": "l1"}, there) == {"Review": "l1"}


@pytest.mark.parametrize(
    ("wanted", "pinned", "words"),
    [
        ("Done", {}, '2 open lists called "Done"'),
        ("Old", {}, 'has no list "Old"'),
        ("Reviw", {}, 'Did you mean "Review"?'),
        ("Review", {"Review": "l9"}, "is gone"),
    ],
)
def test_a_list_that_cannot_be_told(wanted: str, pinned: dict[str, str], words: str) -> None:
    problem = pins.list_pins("Posts", [wanted], pinned, LISTS)
    assert isinstance(problem, Problem)
    assert words in str(problem)
    assert "othing was touched" in str(problem)


def test_wanted_lists_are_all_that_the_rules_name() -> None:
    gate = Gate(name="g", protects=("Approved",), enter_from=("Review",), return_to="Bin")
    elsewhere = Gate(name="h", protects=("Live",), board="Other")
    board = BoardRules(name="Posts", stages=("Ideas", "Approved"))
    book = Book(version=1, boards=(board,), gates=(gate, elsewhere))
    assert pins.wanted_lists(book, "Posts") == ("Ideas", "Approved", "Review", "Bin")


def test_people_are_pinned_once() -> None:
    people = {
        "ana": Person(name="ana", trello="@ana_p"),
        "kim": Person(name="kim", trello="m2"),
        "narek": Person(name="narek", trello="nobody"),
    }
    members = [Member(id="m1", username="ana_p", name=""), Member(id="m2", username="k", name="")]
    who, new = pins.person_pins(Book(version=1, people=people), {}, members)
    assert who == {"ana": "m1", "kim": "m2"}
    impostor = [Member(id="m9", username="ana_p", name="")]
    again, none = pins.person_pins(Book(version=1, people=people), new, impostor)
    assert (again, none) == (who, {})
