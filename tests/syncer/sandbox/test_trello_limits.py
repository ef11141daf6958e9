"""Rate limits and the headers that every answer carries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from syncer.sandbox.server import Sandbox
from syncer.sandbox.trello.limits import KEY, SLOW, TOKEN, Limits
from syncer.sandbox.trello.world import DEFAULT_KEY
from tests.syncer.sandbox.tools import Board, Person


class Hand:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def hand() -> Hand:
    return Hand()


def _ask(limits: Limits, token: str = "t", cost: int = 1, slow: int = 0) -> object:
    return limits.charge("k", token, "m", cost=cost, slow=slow)


def test_a_hundred_by_token_in_ten_seconds(hand: Hand) -> None:
    limits = Limits(hand)
    assert [_ask(limits) for _ in range(100)] == [None] * 100
    assert _ask(limits) is TOKEN
    assert _ask(limits, "another") is None
    hand.advance(10)
    assert _ask(limits) is None


def test_three_hundred_by_key(hand: Hand) -> None:
    limits = Limits(hand)
    for token in "abc":
        assert [_ask(limits, token) for _ in range(100)] == [None] * 100
    assert _ask(limits, "d") is KEY


def test_more_than_two_hundred_refusals_lock_the_key_out(hand: Hand) -> None:
    limits = Limits(hand)
    for _ in range(100):
        _ask(limits)
    for _ in range(201):
        assert _ask(limits) is TOKEN
    assert _ask(limits, "another") is KEY, "tokens that did nothing wrong are refused too"
    hand.advance(10)
    assert _ask(limits, "another") is None


def test_members_are_slow(hand: Hand) -> None:
    limits = Limits(hand)
    for _ in range(100):
        assert _ask(limits, slow=1) is None
        hand.advance(5)
    assert _ask(limits, slow=1) is SLOW
    assert _ask(limits) is None
    hand.advance(900)
    assert _ask(limits, slow=1) is None


def test_a_batch_costs_its_routes(hand: Hand) -> None:
    limits = Limits(hand)
    assert [_ask(limits, cost=10) for _ in range(10)] == [None] * 10
    assert _ask(limits, cost=1) is TOKEN


def test_off_refuses_nothing_and_still_counts(hand: Hand) -> None:
    limits = Limits(hand)
    limits.on = False
    assert [_ask(limits) for _ in range(500)] == [None] * 500
    assert dict(limits.headers("k", "t", "m"))["X-Rate-Limit-Api-Token-Remaining"] == "0"


def test_over_http(sandbox: Sandbox, ana: Person, board: Board) -> None:
    sandbox.clock.advance(60)
    sandbox.limit(trello=True)
    path = f"/boards/{board.id}"
    batch = ana.ask("GET", "/batch", params={"urls": ",".join([path] * 10)})
    assert batch.headers["X-Rate-Limit-Api-Token-Remaining"] == "90"
    for left in range(89, -1, -1):
        answer = ana.ask("GET", path, params={"fields": "name"})
        assert answer.headers["X-Rate-Limit-Api-Token-Remaining"] == str(left)
    answer = ana.ask("PUT", path, json={"name": "Too late"})
    assert answer.status_code == 429
    assert answer.json() == {
        "error": "API_TOKEN_LIMIT_EXCEEDED",
        "message": "Rate limit exceeded",
    }
    assert "Retry-After" not in answer.headers
    refused = sandbox.journal.entries("trello")[-1]
    assert (refused.status, refused.applied) == (429, False)
    sandbox.clock.advance(10)
    assert ana.get(path)["name"] == "Posts"


def test_the_slow_route_has_words_of_its_own(sandbox: Sandbox, ana: Person) -> None:
    sandbox.limit(trello=True)
    for _ in range(10):
        urls = ",".join(["/members/me"] * 10)
        assert ana.ask("GET", "/batch", params={"urls": urls}).status_code == 200
        sandbox.clock.advance(11)
    answer = ana.ask("GET", "/members/me")
    assert answer.status_code == 429
    assert answer.json() == {
        "message": "Exceeded rate limit to /1/member",
        "error": "RATE_LIMIT_EXCEEDED",
    }


@pytest.mark.parametrize("path", ["/members/me", "/cards/nothing", "/nowhere"])
def test_every_answer_has_its_headers(sandbox: Sandbox, ana: Person, path: str) -> None:
    headers = ana.ask("GET", path).headers
    for who, most in (("Api-Key", "300"), ("Api-Token", "100"), ("Member", "375")):
        assert headers[f"X-Rate-Limit-{who}-Interval-Ms"] == "10000"
        assert headers[f"X-Rate-Limit-{who}-Max"] == most
        assert 0 <= int(headers[f"X-Rate-Limit-{who}-Remaining"]) < int(most)
    server = int(headers["X-Server-Time"]) / 1000
    assert abs(server - sandbox.clock().timestamp()) < 5


def test_the_server_time_is_never_behind_what_is_logged(ana: Person, board: Board) -> None:
    for n in range(20):
        answer = ana.ask("POST", "/cards", json={"idList": board["Drafting"], "name": str(n)})
        logged = ana.feed(board, limit=1)[0]["date"]
        at = datetime.fromisoformat(logged).timestamp() * 1000
        assert round(at) <= int(answer.headers["X-Server-Time"])


def test_a_clock_put_back_does_not_reorder_the_log(
    sandbox: Sandbox, ana: Person, board: Board
) -> None:
    ana.card(board["Drafting"], "before")
    sandbox.clock.advance(-3600)
    ana.card(board["Drafting"], "after")
    answer = ana.ask("GET", f"/boards/{board.id}/actions", params={"filter": "createCard"})
    assert [a["data"]["card"]["name"] for a in answer.json()] == ["after", "before"]
    newest = datetime.fromisoformat(answer.json()[0]["date"]).timestamp() * 1000
    assert round(newest) <= int(answer.headers["X-Server-Time"])


def test_the_default_key_looks_like_one() -> None:
    assert len(DEFAULT_KEY) == 32
    assert int(DEFAULT_KEY, 16)
