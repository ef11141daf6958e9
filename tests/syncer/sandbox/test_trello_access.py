"""Who gets in, who does not, and the words that each refusal has."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import requests

from syncer.sandbox.server import Sandbox
from syncer.sandbox.trello.world import DEFAULT_KEY
from tests.syncer.sandbox.tools import Board, Person, oauth


def test_key_and_token_in_the_query_or_in_the_header(sandbox: Sandbox, ana: Person) -> None:
    url = f"{sandbox.trello_url}/1/members/me"
    query = {"key": DEFAULT_KEY, "token": ana.token.secret}
    assert requests.get(url, params=query, timeout=5).json()["username"] == "ana"
    assert ana.get("/members/me")["username"] == "ana"
    asked = sandbox.journal.entries("trello")[0]
    assert asked.query == {"key": "…", "token": "…"}, "no secret is kept"


@pytest.mark.parametrize(
    ("key", "token", "text"),
    [
        ("wrong", "ana", "invalid key"),
        ("", "", "invalid key"),
        (DEFAULT_KEY, "wrong", "invalid token"),
        (DEFAULT_KEY, "", "unauthorized permission requested"),
    ],
)
def test_wrong_credentials(sandbox: Sandbox, ana: Person, key: str, token: str, text: str) -> None:
    secret = ana.token.secret if token == "ana" else token
    headers = {"Authorization": oauth(secret, key)}
    answer = requests.get(f"{sandbox.trello_url}/1/members/me", headers=headers, timeout=5)
    assert (answer.status_code, answer.text) == (401, text)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_a_revoked_token(sandbox: Sandbox, ana: Person, board: Board) -> None:
    sandbox.trello.revoke_token(token=ana.token.secret)
    answer = ana.ask("GET", f"/boards/{board.id}")
    assert (answer.status_code, answer.text) == (401, "invalid token")


def test_no_rights_is_401_and_names_the_kind(ana: Person, lilit: Person, board: Board) -> None:
    card = ana.card(board["Drafting"])
    for path, text in (
        (f"/boards/{board.id}", "unauthorized permission requested"),
        (f"/boards/{board.id}/actions", "unauthorized permission requested"),
        (f"/lists/{board['Drafting']}/cards", "unauthorized permission requested"),
        (f"/cards/{card['id']}", "unauthorized card permission requested"),
        (f"/actions/{ana.feed(board)[0]['id']}", "unauthorized permission requested"),
    ):
        answer = lilit.ask("GET", path)
        assert (answer.status_code, answer.text) == (401, text), path
    assert lilit.get("/members/me/boards") == []
    assert lilit.ask("PUT", f"/cards/{card['id']}", json={"name": "x"}).status_code == 401


def test_observers_read_and_do_not_write(ana: Person, lilit: Person, board: Board) -> None:
    card = ana.card(board["Drafting"])
    ana.put(f"/boards/{board.id}/members/{lilit.id}", type="observer")
    assert lilit.get(f"/cards/{card['id']}")["name"] == "A post"
    for method, path in (
        ("PUT", f"/cards/{card['id']}"),
        ("POST", f"/cards/{card['id']}/actions/comments"),
        ("DELETE", f"/cards/{card['id']}"),
        ("PUT", f"/lists/{board['Drafting']}"),
    ):
        answer = lilit.ask(method, path, json={"name": "x", "text": "x"})
        assert answer.status_code == 401, (method, path)


def test_only_admins_rule(ana: Person, lilit: Person, board: Board) -> None:
    ana.put(f"/boards/{board.id}/members/{lilit.id}", type="normal")
    assert lilit.ask("PUT", f"/boards/{board.id}", json={"closed": True}).status_code == 401
    assert lilit.ask("PUT", f"/boards/{board.id}", json={"name": "Ours"}).status_code == 200
    promote = lilit.ask("PUT", f"/boards/{board.id}/members/{lilit.id}", json={"type": "admin"})
    assert promote.status_code == 401
    ana.put(f"/boards/{board.id}/members/{lilit.id}", type="admin")
    made = ana.feed(board)[0]
    assert made["type"] == "makeAdminOfBoard"
    assert made["data"]["idMember"] == made["member"]["id"] == lilit.id
    assert lilit.ask("PUT", f"/boards/{board.id}", json={"closed": True}).status_code == 200


def test_a_board_keeps_an_admin(ana: Person, board: Board) -> None:
    assert ana.ask("DELETE", f"/boards/{board.id}/members/{ana.id}").status_code == 400


def test_who_left_is_seen_in_memberships_only(ana: Person, lilit: Person, board: Board) -> None:
    ana.put(f"/boards/{board.id}/members/{lilit.id}", type="normal")
    card = ana.card(board["Drafting"], idMembers=[lilit.id])
    before = ana.feed(board)
    lilit.delete(f"/boards/{board.id}/members/{lilit.id}")
    assert ana.feed(board) == before
    assert [m["idMember"] for m in ana.get(f"/boards/{board.id}/memberships")] == [ana.id]
    assert ana.get(f"/cards/{card['id']}")["idMembers"] == []
    assert lilit.ask("GET", f"/boards/{board.id}").status_code == 401


def test_the_deactivated_stay_listed(
    sandbox: Sandbox, ana: Person, lilit: Person, board: Board
) -> None:
    ana.put(f"/boards/{board.id}/members/{lilit.id}", type="normal")
    sandbox.trello.deactivate(username="lilit")
    listed = {m["idMember"]: m["deactivated"] for m in ana.get(f"/boards/{board.id}/memberships")}
    assert listed == {ana.id: False, lilit.id: True}
    assert lilit.ask("GET", "/members/me").text == "invalid token"


NOWHERE = "0" * 24


@pytest.mark.parametrize(
    ("method", "path", "values", "status", "text"),
    [
        ("GET", f"/cards/{NOWHERE}", {}, 404, "The requested resource was not found."),
        ("GET", "/cards/12312321", {}, 404, "card not found"),
        ("PUT", "/cards/12312321", {}, 400, "invalid id"),
        ("GET", "/cards/", {}, 404, "Cannot GET /1/cards/"),
        ("PUT", "/cards/", {}, 404, "Cannot PUT /1/cards/"),
        ("POST", "/cards", {"idList": ""}, 400, "invalid value for idList"),
        ("POST", "/cards", {"idList": NOWHERE}, 400, "invalid value for idList"),
        ("POST", "/cards/{card}/idMembers", {"value": "x"}, 400, "invalid value for value"),
        ("PUT", "/cards/{card}", {"idList": NOWHERE}, 400, "invalid value for idList"),
        ("PUT", "/cards/{card}", {"pos": "left"}, 400, "invalid value for pos"),
        ("PUT", "/cards/{card}", {"name": " "}, 400, "invalid value for name"),
        ("PUT", "/cards/{card}", {"desc": "x" * 16385}, 400, "invalid value for desc"),
        ("PUT", "/cards/{card}", {"due": "soon"}, 400, "invalid date for due"),
        ("PUT", "/cards/{card}", {"idMembers": [NOWHERE]}, 400, "invalid value for idMembers"),
        ("PUT", "/cards/{card}", {"idLabels": [NOWHERE]}, 400, "invalid value for idLabels"),
        ("POST", "/cards/{card}/actions/comments", {"text": ""}, 400, "invalid value for text"),
        (
            "DELETE",
            "/cards/{card}/membersVoted/ana",
            {},
            400,
            "member has not voted on the card",
        ),
        ("GET", f"/webhooks/{NOWHERE}", {}, 404, "The requested resource was not found."),
        ("GET", "/boards/{board}/cards?filter=some", {}, 400, "invalid value for filter"),
    ],
)
def test_refusals_have_their_words(
    ana: Person,
    board: Board,
    method: str,
    path: str,
    values: dict[str, Any],
    status: int,
    text: str,
) -> None:
    card = ana.card(board["Drafting"])
    before = ana.get(f"/cards/{card['id']}")
    sent = {"json": values} if method in ("POST", "PUT") else {}
    answer = ana.ask(method, path.format(card=card["id"], board=board.id), **sent)
    assert (answer.status_code, answer.text) == (status, text)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert ana.get(f"/cards/{card['id']}") == before, "a refused request changes nothing"


def test_the_words_are_the_recorded_ones(real: Path) -> None:
    recorded = {
        e["body"]
        for e in json.loads((real / "trello/errors.json").read_text())
        if isinstance(e["body"], str)
    }
    assert {
        "The requested resource was not found.",
        "card not found",
        "invalid id",
        "invalid value for idList",
        "invalid value for value",
        "member is already on the card",
        "member has already voted on the card",
        "member has not voted on the card",
        "invalid key",
        "invalid token",
        "unauthorized card permission requested",
        "Cannot GET /1/cards/",
        "A webhook with that callback, model, and token already exists",
    } <= recorded


def test_twice_is_refused(ana: Person, board: Board) -> None:
    card = ana.card(board["Drafting"])
    ana.post(f"/cards/{card['id']}/idMembers", value=ana.id)
    again = ana.ask("POST", f"/cards/{card['id']}/idMembers", json={"value": ana.id})
    assert (again.status_code, again.text) == (400, "member is already on the card")
    ana.post(f"/cards/{card['id']}/membersVoted", value=ana.id)
    again = ana.ask("POST", f"/cards/{card['id']}/membersVoted", json={"value": ana.id})
    assert (again.status_code, again.text) == (400, "member has already voted on the card")


def test_a_get_with_a_body_is_cut_off_by_cloudfront(ana: Person) -> None:
    answer = ana.ask("GET", "/members/me", json={"fields": "id"})
    assert answer.status_code == 403
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "The request could not be satisfied" in answer.text
