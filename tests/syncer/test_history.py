"""Trello's actions, and differences between snapshots, as the rules are told of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from rules.facts import Comment, Edit, Happening, How, Move, Tick
from syncer.history import happenings
from syncer.records import Event

AT = datetime(2026, 11, 23, 6, tzinfo=UTC)
L1, L2 = {"id": "l1", "name": "Review"}, {"id": "l2", "name": "Approved"}


def event(kind: str, data: dict[str, Any], at: datetime = AT, **more: Any) -> Event:
    given: dict[str, Any] = {"id": "e1", "by": "ana", **more}
    return Event(board="b", card="c", kind=kind, at=at, data=data, **given)


def one(kind: str, data: dict[str, Any]) -> Happening:
    (found,) = happenings([event(kind, data)])
    assert (found.id, found.at, found.by) == ("e1", AT, "ana")
    return found


@pytest.mark.parametrize(
    ("kind", "how"),
    [
        ("createCard", How.CREATED),
        ("copyCard", How.COPIED),
        ("convertToCardFromCheckItem", How.CONVERTED),
        ("emailCard", How.MAILED),
        ("moveCardToBoard", How.CROSSED),
    ],
)
def test_roads_into_a_board(kind: str, how: How) -> None:
    found = one(kind, {"list": L2, "cardSource": {"id": "c0"}})
    assert isinstance(found, Move)
    assert (found.how, found.source, found.target, found.parent) == (how, None, "l2", "c0")


def test_a_drag() -> None:
    found = one("updateCard", {"old": {"idList": "l1"}, "listBefore": L1, "listAfter": L2})
    assert isinstance(found, Move)
    assert (found.how, found.source, found.target) == (How.MOVED, "l1", "l2")


def test_a_drag_whose_lists_are_not_told() -> None:
    found = one("updateCard", {"old": {"idList": "l1"}, "card": {"idList": "l2"}})
    assert isinstance(found, Move)
    assert (found.source, found.target) == ("l1", "l2")


def test_a_card_out_of_the_archive_and_one_that_left() -> None:
    back = one("updateCard", {"old": {"closed": True}, "list": L2})
    left = one("moveCardFromBoard", {"list": L1})
    assert isinstance(back, Move)
    assert isinstance(left, Move)
    assert (back.how, back.target) == (How.UNARCHIVED, "l2")
    assert (left.how, left.source, left.target) == (How.LEFT, "l1", None)


@pytest.mark.parametrize(
    ("kind", "data", "wanted"),
    [
        ("updateCard", {"old": {"desc": "a"}, "card": {"desc": "b"}}, ("desc", "a", "b")),
        ("updateCard", {"old": {"due": None}, "card": {"due": "t"}}, ("due", None, "t")),
        ("updateCard", {"old": {"idLabels": ["y", "x"]}, "card": {}}, ("labels", "x, y", None)),
        ("addAttachmentToCard", {"attachment": {"name": "n"}}, ("attachments", None, "n")),
        ("deleteAttachmentFromCard", {"attachment": {"name": "n"}}, ("attachments", "n", None)),
        ("addMemberToCard", {"idMember": "m"}, ("members", None, "m")),
        ("removeLabelFromCard", {"label": {"name": "X"}}, ("labels", "X", None)),
        (
            "updateCustomFieldItem",
            {
                "customField": {"name": "Network"},
                "customFieldItem": {"value": {"text": "X"}},
                "old": {"value": None},
            },
            ("field:Network", None, "X"),
        ),
    ],
)
def test_edits(kind: str, data: dict[str, Any], wanted: tuple[str, str, str]) -> None:
    found = one(kind, data)
    assert isinstance(found, Edit)
    assert (found.what, found.before, found.after) == wanted


def test_one_action_with_two_changes_is_two_happenings() -> None:
    data = {"old": {"idList": "l1", "name": "a"}, "card": {"name": "b", "idList": "l2"}}
    found = happenings([event("updateCard", data)])
    assert {type(each) for each in found} == {Move, Edit}


def test_words_and_ticks() -> None:
    comment = one("commentCard", {"text": "/approve", "dateLastEdited": "t"})
    tick = one(
        "updateCheckItemStateOnCard", {"checkItem": {"id": "i", "name": "n", "state": "complete"}}
    )
    assert isinstance(comment, Comment)
    assert (comment.text, comment.edited, comment.gone) == ("/approve", True, False)
    assert isinstance(tick, Tick)
    assert (tick.item, tick.done) == ("i", True)


@pytest.mark.parametrize("kind", ["copyCommentCard", "voteOnCard", "somethingNew"])
def test_what_says_nothing_about_the_post_is_left_out(kind: str) -> None:
    assert happenings([event(kind, {"text": "/approve"})]) == ()


SEEN = {"what": "name", "before": "a", "after": "b"}
TOLD = {"old": {"name": "a"}, "card": {"name": "b"}}


@pytest.mark.parametrize(
    ("before", "kept"),
    [(timedelta(minutes=1), 1), (timedelta(0), 1), (timedelta(hours=2), 2), (-timedelta(1), 2)],
)
def test_what_a_snapshot_showed_and_the_feed_tells_is_one_thing(
    before: timedelta, kept: int
) -> None:
    observed = event("observed:edit", SEEN, id="o1", by=None, observed=True)
    told = event("updateCard", TOLD, AT - before, id="e2")
    found = happenings([observed, told])
    assert len(found) == kept
    assert any(each.by == "ana" for each in found)


def test_they_are_in_order_whatever_order_they_came_in() -> None:
    later = event("commentCard", {"text": "b"}, AT + timedelta(seconds=1), id="a")
    same = event("commentCard", {"text": "c"}, id="z")
    first = event("commentCard", {"text": "a"}, id="b")
    assert [each.id for each in happenings([later, same, first])] == ["b", "z", "a"]


@pytest.mark.parametrize(
    ("data", "text", "original", "edited", "gone"),
    [
        ({"text": "/hold"}, "/hold", None, False, False),
        ({"text": "/hold", "dateLastEdited": "2026"}, "/hold", None, True, False),
        (
            {"text": "/hold", "dateLastEdited": "2026", "syncerText": "ok"},
            "ok",
            "/hold",
            True,
            False,
        ),
        ({"text": "/hold", "dateLastEdited": "2026", "syncerText": ""}, "", "/hold", True, False),
        ({"text": "/hold", "syncerGone": True}, "/hold", None, False, True),
    ],
)
def test_a_comment_keeps_its_first_text(
    data: dict[str, Any], text: str, original: str | None, edited: bool, gone: bool
) -> None:
    found = one("commentCard", data)
    assert isinstance(found, Comment)
    assert (found.text, found.original) == (text, original)
    assert (found.edited, found.gone) == (edited, gone)
