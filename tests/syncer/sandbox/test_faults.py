"""Faults: what the client sees, and whether the service took the request all the same."""

from __future__ import annotations

import time
from typing import Any

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from syncer.sandbox.faults import Fault, Faults
from syncer.sandbox.server import Sandbox
from tests.syncer.sandbox.tools import Board, Person, kinds


@pytest.mark.parametrize(
    ("kind", "status", "applied"),
    [
        ("429", 429, False),
        ("500-before", 500, False),
        ("500-after", 500, True),
        ("503-before", 503, False),
        ("503-after", 503, True),
        ("drop-before", None, False),
        ("drop-after", None, True),
        ("html-502", 502, False),
        ("html-403", 403, False),
        ("hang", 200, True),
    ],
)
def test_a_comment_under_each_fault(
    sandbox: Sandbox, ana: Person, board: Board, kind: str, status: int | None, applied: bool
) -> None:
    card = ana.card(board["Drafting"])
    sandbox.faults.add(Fault(kind=kind, service="trello", method="POST", path="/comments$"))
    path = f"/cards/{card['id']}/actions/comments"
    seen = None
    try:
        seen = ana.ask("POST", path, json={"text": "hello"}).status_code
    except requests.ConnectionError:
        assert kind.startswith("drop")
    assert seen == status
    entry = sandbox.journal.entries("trello")[-1]
    assert (entry.status, entry.applied) == (status, applied)
    assert (entry.user, entry.body) == ("ana" if applied else "", {"text": "hello"})
    assert len(ana.feed(board, filter="commentCard")) == applied
    ana.post(f"/cards/{card['id']}/actions/comments", text="works again")


def test_bodies_of_refusals(sandbox: Sandbox, ana: Person) -> None:
    def under(kind: str) -> requests.Response:
        sandbox.faults.add(Fault(kind=kind))
        return ana.ask("GET", "/members/me")

    too_many = under("429")
    assert too_many.json()["error"] == "API_TOKEN_LIMIT_EXCEEDED"
    assert "Retry-After" not in too_many.headers
    assert "X-Server-Time" in too_many.headers
    assert under("html-502").text.startswith("<!DOCTYPE HTML")
    assert under("html-403").headers["Content-Type"] == "text/html"
    assert under("503-before").headers["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize(
    ("kind", "words"),
    [("429", "RATE_LIMIT_REACHED"), ("429-billing", "PUBLIC_API_BILLING_LIMIT_EXCEEDED")],
)
def test_the_other_service_has_words_of_its_own(sandbox: Sandbox, kind: str, words: str) -> None:
    sandbox.faults.add(Fault(kind=kind, service="airtable"))
    answer = requests.get(f"{sandbox.airtable_url}/v0/meta/bases", timeout=5)
    assert answer.status_code == 429
    assert words in answer.text
    assert sandbox.journal.entries("airtable")[0].status == 429


def test_a_hang_outlasts_a_clients_patience(sandbox: Sandbox, ana: Person, board: Board) -> None:
    card = ana.card(board["Drafting"])
    sandbox.faults.add(Fault(kind="hang", method="POST", seconds=0.4))
    started = time.monotonic()
    with pytest.raises(requests.ReadTimeout):
        requests.post(
            f"{ana.url}/cards/{card['id']}/actions/comments",
            json={"text": "slow"},
            headers={"Authorization": ana.session.headers["Authorization"]},
            timeout=0.1,
        )
    assert time.monotonic() - started < 0.4
    deadline = time.monotonic() + 5
    while not ana.feed(board, filter="commentCard"):
        assert time.monotonic() < deadline, "it is carried out though nobody waits any more"
        time.sleep(0.05)


def test_an_old_card_beside_a_fresh_action(sandbox: Sandbox, ana: Person, board: Board) -> None:
    card = ana.card(board["Drafting"])
    ana.put(f"/cards/{card['id']}", idList=board["Approved"])
    sandbox.faults.add(Fault(kind="stale", times=1))
    shown = ana.get(
        f"/boards/{board.id}", cards="all", card_fields="idList", actions="updateCard:idList"
    )
    assert shown["cards"][0]["idList"] == board["Drafting"]
    assert shown["actions"][0]["data"]["listAfter"]["id"] == board["Approved"]
    assert ana.get(f"/cards/{card['id']}")["idList"] == board["Approved"]


def test_as_old_as_wanted(sandbox: Sandbox, ana: Person, board: Board) -> None:
    card = ana.card(board["Drafting"], "one")
    for name in ("two", "three"):
        sandbox.clock.advance(60)
        ana.put(f"/cards/{card['id']}", name=name)
    for seconds, name in ((0, "two"), (30, "two"), (90, "one"), (-1, "two")):
        sandbox.faults.add(Fault(kind="stale", seconds=seconds))
        assert ana.get(f"/cards/{card['id']}", fields="name")["name"] == name
    sandbox.clock.advance(300)
    sandbox.faults.add(Fault(kind="stale", seconds=30))
    assert ana.get(f"/cards/{card['id']}", fields="name")["name"] == "three"


def test_the_list_of_a_stale_card_is_the_old_one(
    sandbox: Sandbox, ana: Person, board: Board
) -> None:
    card = ana.card(board["Drafting"])
    ana.put(f"/cards/{card['id']}", idList=board["Approved"])
    for list_name, there in (("Approved", 0), ("Drafting", 1)):
        sandbox.faults.add(Fault(kind="stale"))
        assert len(ana.get(f"/lists/{board[list_name]}/cards")) == there


def test_a_late_action_appears_below_the_cursor(
    sandbox: Sandbox, ana: Person, board: Board
) -> None:
    card = ana.card(board["Drafting"])
    cursor = ana.feed(board)[0]["date"]
    ana.put(f"/cards/{card['id']}", idList=board["Approved"])
    sandbox.faults.add(Fault(kind="late", times=2))
    assert ana.feed(board, since=cursor) == []
    ana.post(f"/cards/{card['id']}/actions/comments", text="later")
    ana.get(f"/cards/{card['id']}")
    newer = ana.feed(board, since=cursor)
    assert kinds(newer) == ["commentCard"]
    assert ana.feed(board, since=newer[0]["date"]) == [], "a cursor by date never sees it"
    assert kinds(ana.feed(board, since=cursor)) == ["updateCard:idList", "commentCard"]


def test_late_reaches_into_batches(sandbox: Sandbox, ana: Person, board: Board) -> None:
    other = ana.board("Ideas", name="Other")
    for place in (board["Drafting"], other["Ideas"]):
        ana.card(place)
    sandbox.faults.add(Fault(kind="late"))
    urls = f"/boards/{board.id}/actions,/boards/{other.id}?actions=all"
    first, second = ana.get("/batch", urls=urls)
    assert "createCard" not in kinds(first["200"]) + kinds(second["200"]["actions"])
    first, second = ana.get("/batch", urls=urls)
    assert (kinds(first["200"])[-1], kinds(second["200"]["actions"])[-1]) == (
        "createCard",
        "createCard",
    )


def test_times_method_and_path() -> None:
    faults = Faults()
    faults.add(Fault(kind="429", service="trello", method="PUT", path=r"/cards/\w+$", times=2))
    assert faults.pick("trello", "GET", "/1/cards/a") is None
    assert faults.pick("airtable", "PUT", "/1/cards/a") is None
    assert faults.pick("trello", "PUT", "/1/cards/a/idList") is None
    picked = [faults.pick("trello", "PUT", "/1/cards/a") for _ in range(3)]
    assert [p.kind if p else None for p in picked] == ["429", "429", None]
    faults.add(Fault(kind="429", times=None))
    assert all(faults.pick("airtable", "GET", "/") for _ in range(50))
    assert [f.times for f in faults.active()] == [None]
    faults.clear()
    assert faults.pick("airtable", "GET", "/") is None


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 1000), st.floats(0, 1))
def test_chance_can_be_repeated(seed: int, rate: float) -> None:
    def run() -> list[bool]:
        faults = Faults(seed)
        faults.add(Fault(kind="429", rate=rate, times=None))
        return [faults.pick("trello", "GET", "/") is not None for _ in range(200)]

    first = run()
    assert first == run()
    assert abs(sum(first) / 200 - rate) < 0.2


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "500"}, {"kind": "429", "service": "slack"}, {"kind": "429", "rate": 2}],
)
def test_a_fault_that_is_none(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"no fault|no service|rate"):
        Fault(**wrong)
