"""Lists of actions: order, paging, cursors, filters; the properties that clients must live with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syncer.sandbox.trello import feed
from syncer.sandbox.trello.ids import Ids, written
from syncer.sandbox.trello.records import Action, Actor, Member
from tests.syncer.sandbox.tools import Board, Person, kinds

START = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
ANA = Actor(Member(id="a" * 24, username="ana", full_name="Ana"), None)


def _actions(offsets: list[int]) -> list[Action]:
    ids = Ids(7)
    made = []
    for offset in offsets:
        date = START + timedelta(milliseconds=offset)
        made.append(
            Action(
                id=ids.object_id(date),
                type="commentCard",
                date=date,
                actor=ANA,
                data={"board": {"id": "b"}},
                board="b",
            )
        )
    return made


OFFSETS = st.lists(st.integers(0, 4000), max_size=40)


@settings(deadline=None, max_examples=80)
@given(OFFSETS)
def test_newest_first_by_date(offsets: list[int]) -> None:
    found = feed.read(_actions(offsets), feed.Wanted(limit=1000))
    assert [a.date for a in found] == sorted((a.date for a in found), reverse=True)
    assert len(found) == len(offsets)


@settings(deadline=None, max_examples=80)
@given(OFFSETS, st.integers(0, 4000))
def test_cursors_are_exclusive_and_complete_by_date(offsets: list[int], cut: int) -> None:
    actions, at = _actions(offsets), START + timedelta(milliseconds=cut)
    after = feed.read(actions, feed.Wanted(since=at, limit=1000))
    before = feed.read(actions, feed.Wanted(before=at, limit=1000))
    assert all(a.date > at for a in after)
    assert all(a.date < at for a in before)
    assert len(after) + len(before) + sum(a.date == at for a in actions) == len(actions)


@settings(deadline=None, max_examples=80)
@given(OFFSETS, st.integers(1, 7))
def test_pages_by_number_neither_lose_nor_repeat(offsets: list[int], size: int) -> None:
    actions = _actions(offsets)
    pages = [feed.read(actions, feed.Wanted(limit=size, page=n)) for n in range(41)]
    ids = [a.id for page in pages for a in page]
    assert sorted(ids) == sorted(a.id for a in actions)


def test_ids_say_nothing_about_order_inside_a_second() -> None:
    ids = [a.id for a in _actions(list(range(200)))]
    assert ids != sorted(ids)
    assert len({i[:8] for i in ids}) == 1


def test_an_id_as_cursor_is_exact_to_the_second_only() -> None:
    actions = _actions([100, 400, 900])
    middle = actions[1].id
    before = feed.wanted({"before": middle})
    since = feed.wanted({"since": middle})
    assert feed.read(actions, before) == [], "the same second is lost going back"
    assert len(feed.read(actions, since)) == 3, "and repeated going on"


@pytest.mark.parametrize(
    ("params", "text"),
    [
        ({"limit": "1001"}, "invalid value for limit"),
        ({"limit": "many"}, "invalid value for limit"),
        ({"since": "yesterday"}, "invalid value for since"),
        ({"limit": "500", "page": "2"}, "page * limit must be less than 1000"),
    ],
)
def test_refused_parameters(ana: Person, board: Board, params: dict[str, str], text: str) -> None:
    answer = ana.ask("GET", f"/boards/{board.id}/actions", params=params)
    assert (answer.status_code, answer.text) == (400, text)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_fifty_unless_told(ana: Person, board: Board) -> None:
    for n in range(30):
        card = ana.card(board["Drafting"], f"Post {n}")
        ana.put(f"/cards/{card['id']}", desc="text")
    assert len(ana.get(f"/boards/{board.id}/actions")) == 50
    assert len(ana.get(f"/boards/{board.id}/actions", limit=60)) == 60
    nested = ana.get(f"/boards/{board.id}", actions="all", actions_limit=7)
    assert len(nested["actions"]) == 7


def test_filters(ana: Person, board: Board) -> None:
    card = ana.card(board["Drafting"])
    ana.put(f"/cards/{card['id']}", idList=board["Review"], name="New")
    ana.post(f"/cards/{card['id']}/actions/comments", text="hi")
    path = f"/cards/{card['id']}/actions"
    assert kinds(ana.get(path)) == ["updateCard:idList", "commentCard"], "a card's default filter"
    everything = ["createCard", "updateCard:idList", "updateCard:name", "commentCard"]
    assert kinds(ana.get(path, filter="all")) == everything
    assert kinds(ana.feed(board, filter="updateCard:name,createCard")) == [
        "createCard",
        "updateCard:name",
    ]
    assert kinds(ana.feed(board, idModels=card["id"])) == everything
    assert ana.feed(board, idModels="0" * 24) == []
    assert ana.get(f"/boards/{board.id}/actions", format="count", limit=1000)["_value"] >= 4
    assert kinds(ana.get(f"/lists/{board['Review']}/actions"))[-3:] == everything[1:]


def test_since_the_last_date_seen_leaves_it_out(ana: Person, board: Board) -> None:
    ana.card(board["Drafting"])
    last = ana.feed(board)[0]["date"]
    assert ana.feed(board, since=last) == []
    ana.card(board["Drafting"])
    assert kinds(ana.feed(board, since=last)) == ["createCard"]


def test_dates_are_written_with_three_digits() -> None:
    assert written(START) == "2026-11-23T06:00:00.000Z"
    assert written(START + timedelta(microseconds=1999)) == "2026-11-23T06:00:00.001Z"


def test_a_members_own_actions(ana: Person, lilit: Person, board: Board) -> None:
    ana.put(f"/boards/{board.id}/members/{lilit.id}", type="normal")
    lilit.card(board["Drafting"])
    assert kinds(ana.get("/members/lilit/actions")) == ["createCard"]
