"""Whole boards and feeds over a real connection: batches, pages, fallbacks, and their cost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.errors import Garbled, Gone, NotAllowed, ServiceError, TooLarge, TryLater
from connectors.retry import Patience
from connectors.trello.client import Trello
from connectors.trello.paging import LONGEST_QUERY, groups
from connectors.trello.query import CARD_FIELDS, BoardQuery, Route, board_route, stamp
from connectors.trello.wire import BoardRead
from tests.connectors.tiny_trello import Query, Tiny, tiny_trello

START = datetime(2026, 3, 2, 10, 0, 0, tzinfo=UTC)
ONCE = Patience(tries=1)


def card(number: int, **more: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": f"{0x69A00000 + number // 4:08x}{number:016x}",
        "name": f"C{number}",
        "desc": "",
    }
    made |= {"closed": False, "due": None, "idList": "l1", "pos": 1, "idMembers": [], "labels": []}
    return made | {"attachments": []} | more


def action(number: int, at: datetime) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": f"a{number}",
        "type": "updateCard",
        "date": stamp(at),
        "idMemberCreator": "m1",
    }
    return made | {"data": {"card": {"id": "c1"}}}


def board(number: str, **more: Any) -> dict[str, Any]:
    parts: dict[str, Any] = {"cards": [], "actions": [], "lists": []}
    parts |= {"members": [], "memberships": []}
    return {"id": number, "name": f"Board {number}", **parts, **more}


def feed_page(history: list[dict[str, Any]], query: Query, prefix: str = "") -> list[Any]:
    """As Trello: newest first by date, `since` and `before` exclusive."""
    since, before = query.get(prefix + "since", ""), query.get(prefix + "before", "9")
    inside = [each for each in history if since < each["date"] < before]
    inside.sort(key=lambda each: str(each["date"]), reverse=True)
    return inside[: int(query[prefix + "limit"])]


def trello(tiny: Tiny) -> Trello:
    return Trello("the-key", "the-token", tiny.url, patience=ONCE)


def test_many_boards_travel_ten_to_a_batch_and_come_back_in_order() -> None:
    asked: list[tuple[str, Query]] = []

    def route(path: str, query: Query) -> tuple[int, Any]:
        asked.append((path, query))
        return 200, board(path.rpartition("/")[2], cards=[card(1)])

    reads = [BoardQuery(id=f"b{n}", since=START, actions_limit=77) for n in range(23)]
    with tiny_trello(route) as tiny, trello(tiny) as client:
        found = client.read_boards(reads)
        assert client.requests_made == 3
        assert [request.path for request in tiny.seen] == ["/1/batch"] * 3
        assert "%252C" in tiny.seen[0].raw
        assert client.server_time == datetime(2020, 4, 14, 13, 46, 13, 48000, tzinfo=UTC)
    assert [each.id for each in found if isinstance(each, BoardRead)] == [q.id for q in reads]
    path, query = asked[4]
    assert path == "/boards/b4"
    assert query["card_fields"] == CARD_FIELDS
    assert query["actions_since"] == "2026-03-02T10:00:00.000Z"
    assert query["actions_limit"] == "77"
    assert query["cards"] == query["lists"] == query["members"] == query["actions"] == "all"


awkward = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.dictionaries(awkward, awkward, min_size=1, max_size=3), min_size=2, max_size=12))
def test_any_query_survives_the_batchs_two_encodings(queries: list[Query]) -> None:
    with tiny_trello(lambda path, query: (200, [path, query])) as tiny, trello(tiny) as client:
        asked = [Route(f"/boards/b{n}", query) for n, query in enumerate(queries)]
        got = client._line.get_each(asked)
    assert got == [[route.path, route.params] for route in asked]


def test_a_batch_is_cut_where_its_address_would_be_too_long() -> None:
    long = Route("/boards/b", {"fields": "x" * 3000})
    assert [len(group) for group in groups([long] * 5)] == [2, 2, 1]
    one = Route("/boards/b", {"fields": "x" * (LONGEST_QUERY + 1)})
    assert [len(group) for group in groups([one, one])] == [1, 1]
    usual = board_route(BoardQuery(id="5e93ba665c58c44a46cb2ef9", since=START))
    assert [len(group) for group in groups([usual] * 25)] == [10, 10, 5]


def test_one_boards_refusal_is_its_own() -> None:
    refusals = {
        "b1": (401, "unauthorized permission requested"),
        "b2": (404, "The requested resource was not found."),
        "b3": (500, "oops"),
    }

    def route(path: str, query: Query) -> tuple[int, Any]:
        number = path.rpartition("/")[2]
        return refusals.get(number, (200, board(number)))

    with tiny_trello(route) as tiny, trello(tiny) as client:
        found = client.read_boards([BoardQuery(id=f"b{n}") for n in range(5)])
        assert client.requests_made == 1
    kinds = [type(each) for each in found]
    assert kinds == [BoardRead, NotAllowed, Gone, TryLater, BoardRead]
    assert isinstance(found[1], NotAllowed)
    assert not found[1].everything
    assert str(found[2]).startswith("GET /1/boards/b2 (in a batch): 404 ")


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [(401, "invalid token", NotAllowed), (503, "", TryLater), (429, "{}", TryLater)],
)
def test_when_trello_is_out_of_reach_the_rest_is_not_asked(
    status: int, body: str, kind: type[ServiceError]
) -> None:
    with tiny_trello(lambda *_: (status, body)) as tiny, trello(tiny) as client:
        tiny.whole = lambda _: (status, body)
        found = client.read_boards([BoardQuery(id=f"b{n}") for n in range(25)])
        assert client.requests_made == 1
    assert [type(each) for each in found] == [kind] * 25


def test_a_batch_that_is_not_taken_is_asked_one_by_one() -> None:
    def route(path: str, query: Query) -> tuple[int, Any]:
        return 200, board(path.rpartition("/")[2])

    with tiny_trello(route) as tiny, trello(tiny) as client:
        tiny.whole = lambda asked: (504, "") if "batch" in asked.path else None
        found = client.read_boards([BoardQuery(id="b1"), BoardQuery(id="b2")])
        assert client.requests_made == 3
    assert all(isinstance(each, BoardRead) for each in found)


@pytest.mark.parametrize("raw", ['[{"200": {}}]', "{}", "null", "<html>"])
def test_a_batch_answer_that_does_not_fit_is_not_guessed_at(raw: str) -> None:
    def route(path: str, query: Query) -> tuple[int, Any]:
        return 200, board(path.rpartition("/")[2])

    with tiny_trello(route) as tiny, trello(tiny) as client:
        tiny.whole = lambda asked: (200, raw) if "batch" in asked.path else None
        found = client.read_boards([BoardQuery(id="b1"), BoardQuery(id="b2")])
        assert client.requests_made == 3
    assert [each.id for each in found if isinstance(each, BoardRead)] == ["b1", "b2"]


@pytest.mark.parametrize("item", ['{"x": {}}', "3", '{"200": 1}', "{}", '{"200": {}}'])
def test_a_batchs_item_that_is_no_board_is_garbled(item: str) -> None:
    with tiny_trello(lambda *_: (400, "no")) as tiny, trello(tiny) as client:
        tiny.whole = lambda _: (200, f"[{item}, {item}]")
        found = client.read_boards([BoardQuery(id="b1"), BoardQuery(id="b2")])
    assert [type(each) for each in found] == [Garbled, Garbled]


def test_too_many_cards_are_read_in_pages() -> None:
    cards = [card(n) for n in range(700)]

    def route(path: str, query: Query) -> tuple[int, Any]:
        if path == "/boards/big/cards/all":
            assert query["fields"] == CARD_FIELDS
            assert query["attachments"] == "true"
            below = [each for each in cards if each["id"] < query.get("before", "g")]
            return 200, below[::-1][: int(query["limit"])]
        if "cards" in query and path == "/boards/big":
            return 403, "API_TOO_MANY_CARDS_REQUESTED"
        found = board(path.rpartition("/")[2])
        del found["cards"]
        return 200, found if path == "/boards/big" else {**found, "cards": [card(1)]}

    with tiny_trello(route) as tiny, trello(tiny) as client:
        big, small = client.read_boards([BoardQuery(id="big"), BoardQuery(id="small")])
        assert client.requests_made == 1 + 1 + 3
        [alone] = client.read_boards([BoardQuery(id="big")])
    for found in (big, alone):
        assert isinstance(found, BoardRead)
        assert sorted(each.id for each in found.cards or ()) == [each["id"] for each in cards]
    assert isinstance(small, BoardRead)
    assert len(small.cards or ()) == 1


def test_a_board_that_stays_too_large_says_so() -> None:
    too_large = {"error": "API_TOO_MANY_CARDS_REQUESTED", "message": "x"}
    with tiny_trello(lambda *_: (403, too_large)) as tiny, trello(tiny) as client:
        [found] = client.read_boards([BoardQuery(id="big")])
    assert isinstance(found, TooLarge)


@pytest.mark.parametrize("lacking", ["desc", "idList", "name", "pos", "labels"])
def test_a_card_without_what_was_asked_for_is_not_taken_for_an_empty_one(lacking: str) -> None:
    bad = card(1)
    del bad[lacking]
    with tiny_trello(lambda *_: (200, board("b", cards=[bad]))) as tiny, trello(tiny) as client:
        [found] = client.read_boards([BoardQuery(id="b")])
        assert isinstance(found, Garbled)
        assert lacking in str(found)


def test_a_full_page_of_the_feed_is_continued_until_the_cursor() -> None:
    history = [action(n, START + timedelta(milliseconds=130 * n)) for n in range(500)]

    def route(path: str, query: Query) -> tuple[int, Any]:
        if path == "/boards/b/actions":
            return 200, feed_page(history, query)
        return 200, board("b", actions=feed_page(history, query, "actions_"))

    since = START + timedelta(seconds=20)
    with tiny_trello(route) as tiny, trello(tiny) as client:
        [found] = client.read_boards([BoardQuery(id="b", since=since, actions_limit=100)])
        [newest] = client.read_boards([BoardQuery(id="b", actions_limit=100)])
    assert isinstance(found, BoardRead)
    expected = [each["id"] for each in reversed(history) if each["date"] > stamp(since)]
    assert [each.id for each in found.actions or ()] == expected
    assert not found.more
    assert isinstance(newest, BoardRead)
    assert len(newest.actions or ()) == 100
    assert newest.more


@settings(deadline=None, max_examples=25)
@given(
    gaps=st.lists(st.sampled_from([0, 0, 1, 3, 400, 1000, 2500]), max_size=60),
    limit=st.integers(20, 30),
)
def test_every_action_of_a_feed_is_found_once(gaps: list[int], limit: int) -> None:
    """Whatever lies together in one second or one millisecond, short of a whole page."""
    at, history = START, []
    for number, gap in enumerate(gaps):
        same = sum(each["date"] == stamp(at) for each in history)
        at += timedelta(milliseconds=gap if same < limit - 1 else 1)
        history.append(action(number, at))
    with (
        tiny_trello(lambda path, query: (200, feed_page(history, query))) as tiny,
        trello(tiny) as client,
    ):
        found = client.actions("b", limit=limit)
    assert sorted(each.id for each in found) == sorted(each["id"] for each in history)
    assert [(a.date, a.id) for a in found] == sorted(((a.date, a.id) for a in found), reverse=True)


def test_a_feed_that_cannot_be_read_on_is_an_error_and_not_an_end() -> None:
    history = [action(n, START) for n in range(40)]
    with (
        tiny_trello(lambda path, query: (200, feed_page(history, query))) as tiny,
        trello(tiny) as client,
        pytest.raises(Garbled, match="what is older is lost"),
    ):
        client.actions("b", limit=20)


def test_cards_feeds_travel_in_batches_with_their_filter() -> None:
    asked: list[Query] = []

    def route(path: str, query: Query) -> tuple[int, Any]:
        asked.append(query)
        number = int(path.split("/")[2][1:])
        return (404, "card not found") if number == 3 else (200, [action(number, START)])

    with tiny_trello(route) as tiny, trello(tiny) as client:
        found = client.cards_actions([f"c{n}" for n in range(12)], ["commentCard", "createCard"])
        assert client.requests_made == 2
    assert {query["filter"] for query in asked} == {"commentCard,createCard"}
    assert isinstance(found[3], Gone)
    assert [each[0].id for each in found if not isinstance(each, ServiceError)] == [
        f"a{n}" for n in range(12) if n != 3
    ]


def test_checklists_nested_in_the_board_go_to_their_cards() -> None:
    item = {"id": "i1", "name": "Picture", "state": "complete"}
    lists = [{"id": "k1", "idCard": card(1)["id"], "name": "Todo", "checkItems": [item]}]
    answer = board("b", cards=[card(1), card(9)], checklists=lists)
    with tiny_trello(lambda *_: (200, answer)) as tiny, trello(tiny) as client:
        [found] = client.read_boards([BoardQuery(id="b")])
    assert isinstance(found, BoardRead)
    first, second = found.cards or ()
    assert first.checklists is not None
    assert [(each.name, each.items and each.items[0].done) for each in first.checklists] == [
        ("Todo", True)
    ]
    assert second.checklists == ()
