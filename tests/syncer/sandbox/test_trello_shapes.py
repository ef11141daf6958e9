"""The sandbox's answers beside recorded ones: the keys that are there, and what they hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from syncer.sandbox.server import Sandbox
from tests.syncer.sandbox.tools import Board, Person

SINCE_THE_RECORDING: dict[str, set[str]] = {
    "card": set(),
    "board": set(),
    "label": set(),
    "custom field": {"limits"},
    "checklist": set(),
    "comment": {"entities"},
}
"""Recorded keys that the sandbox leaves out on purpose."""


def _recorded(real: Path, name: str) -> Any:
    return json.loads((real / "trello" / name).read_text())


def _spoken(real: Path, name: str, number: int = -1) -> Any:
    """The body of one recorded dialogue."""
    return _recorded(real, f"rubytrello-http-{name}.json")["interactions"][number]["response"][
        "body"
    ]


def _missing(theirs: dict[str, Any], ours: dict[str, Any], what: str = "") -> set[str]:
    return set(theirs) - set(ours) - SINCE_THE_RECORDING.get(what, set())


@pytest.fixture
def card(ana: Person, board: Board) -> Any:
    label = ana.get(f"/boards/{board.id}/labels")[0]["id"]
    return ana.card(board["Drafting"], desc="text", idLabels=[label], idMembers=[ana.id])


def test_card(real: Path, ana: Person, card: Any) -> None:
    ours = ana.get(f"/cards/{card['id']}")
    theirs = _recorded(real, "trellodotnet-GetCardExample.json")
    assert _missing(theirs, ours, "card") == set()
    assert set(theirs["badges"]) == set(ours["badges"])
    assert set(theirs["cover"]) == set(ours["cover"])
    assert {k: type(v) for k, v in theirs.items() if v is not None} == {
        k: type(ours[k]) for k, v in theirs.items() if v is not None
    }


@pytest.mark.parametrize(
    "name",
    [
        "can_success_create_a_card_when_due_is_datetime",
        "can_success_update_bong_a_card",
        "can_move_a_card_to_another_list",
        "can_move_a_card_to_another_board_with_specific_list",
        "can_close_bong_a_card",
    ],
)
def test_answers_to_card_writes(real: Path, ana: Person, board: Board, name: str) -> None:
    theirs = _spoken(real, name)
    made = ana.card(board["Drafting"])
    ours = made if "create" in name else ana.put(f"/cards/{made['id']}", name="New")
    assert _missing(theirs, ours, "card") == set()


def test_board(real: Path, ana: Person, board: Board) -> None:
    ours = ana.get(f"/boards/{board.id}")
    assert set(_spoken(real, "get_board_of_card")) - {"labelNames"} == set(ours) - {"labelNames"}
    theirs = _recorded(real, "airbyte-board-limits.json")
    asked = ana.get(
        f"/boards/{board.id}", fields="limits,dateLastActivity,ixUpdate", memberships="all"
    )
    assert set(asked) == set(theirs)
    assert isinstance(asked["ixUpdate"], str)
    assert asked["limits"] == theirs["limits"]
    assert set(asked["memberships"][0]) == set(theirs["memberships"][0])
    whole = ana.get(f"/boards/{board.id}", fields="all")
    assert _missing(_spoken(real, "can_get_comments_board"), whole, "board") == set()
    listed = ana.get("/members/me/boards")[0]
    assert _missing(_spoken(real, "can_get_boards_of_organization")[0], listed, "board") == set()


def test_made_board(real: Path, ana: Person) -> None:
    ours = ana.post("/boards", name="New")
    theirs = _spoken(real, "can_success_create_a_board_without_clone_from_other")
    assert _missing(theirs, ours) == set()
    assert _missing(theirs["prefs"], ours["prefs"]) == set()


def test_lists_labels_members(real: Path, ana: Person, board: Board, card: Any) -> None:
    lists = ana.get(f"/boards/{board.id}/lists")
    assert _missing(_spoken(real, "get_lists")[0], lists[0]) == set()
    labels = ana.get(f"/boards/{board.id}/labels")
    assert set(_recorded(real, "trellodotnet-GetLabelsExample.json")[0]) == set(labels[0])
    members = ana.get(f"/cards/{card['id']}/members")
    assert set(_spoken(real, "get_members_of_card")[0]) == set(members[0])
    me = ana.get("/members/me")
    asked = ("id", "username", "fullName", "initials", "idBoards", "idOrganizations", "url")
    assert set(asked) <= set(me) & set(_spoken(real, "member_find_with_id_and_get_all_fields"))


def test_checklists_attachments_fields(real: Path, ana: Person, board: Board, card: Any) -> None:
    checklist = ana.post(f"/cards/{card['id']}/checklists", name="Sign-off")
    item = ana.post(f"/checklists/{checklist['id']}/checkItems", name="Legal", checked=True)
    assert _missing(_spoken(real, "checklist_can_add_an_item", 1), item) == set()
    nested = ana.get(f"/cards/{card['id']}", checklists="all")["checklists"][0]
    theirs = _recorded(real, "trellodotnet-Checklists.json")[0]
    assert set(theirs) == set(nested)
    assert set(theirs["checkItems"][0]) == set(nested["checkItems"][0])
    link = ana.post(f"/cards/{card['id']}/attachments", url="https://example.org/a.png")
    assert _missing(_spoken(real, "can_remove_an_attachment_on_a_card", 1)[0], link) == set()
    made = ana.post(
        "/customFields",
        idModel=board.id,
        modelType="board",
        name="Network",
        type="list",
        options=[{"value": {"text": "X"}, "color": "none", "pos": 1}],
    )
    theirs = _recorded(real, "trellodotnet-GetCustomField.json")
    ours = ana.get(f"/boards/{board.id}/customFields")[0]
    assert _missing(theirs, ours, "custom field") == set()
    assert set(theirs["options"][0]) == set(ours["options"][0])
    text = ana.post("/customFields", idModel=board.id, modelType="board", name="UTM", type="text")
    ana.put(f"/cards/{card['id']}/customField/{text['id']}/item", value={"text": "cool"})
    item = ana.get(f"/cards/{card['id']}/customFieldItems")[0]
    theirs = _spoken(real, "custom_field_item_save_1")
    assert (set(item), item["value"]) == (set(theirs), theirs["value"])
    chosen = made["options"][0]["id"]
    ana.put(f"/cards/{card['id']}/customField/{made['id']}/item", idValue=chosen)
    assert ana.get(f"/cards/{card['id']}/customFieldItems")[1]["idValue"] == chosen


def _real_actions(real: Path) -> dict[tuple[str, ...], list[dict[str, Any]]]:
    """All recorded actions by type and changed field."""
    found: dict[tuple[str, ...], list[dict[str, Any]]] = {}

    def walk(node: Any) -> None:
        if isinstance(node, dict) and {"idMemberCreator", "data", "type", "date"} <= set(node):
            key = (node["type"], *node["data"].get("old", {}))
            found.setdefault(key, []).append(node)
        for inner in node.values() if isinstance(node, dict) else node:
            if isinstance(inner, dict | list):
                walk(inner)

    for path in sorted((real / "trello").glob("*.json")):
        if path.name != "openapi.json":
            walk(json.loads(path.read_text()))
    return found


def test_every_action_has_a_recorded_shape(
    real: Path, sandbox: Sandbox, ana: Person, lilit: Person, board: Board
) -> None:
    _play_everything(sandbox, ana, lilit, board)
    theirs = _real_actions(real)
    compared = set()
    for action in sandbox.trello.actions.values():
        key = (action.type, *action.data.get("old", {}))
        if key not in theirs:
            continue
        compared.add(key)
        known = [set(a["data"]) for a in theirs[key]]
        ours = set(action.data)
        allowed = set.union(*known) | {"list", "member", "fromCopy", "dateLastEdited"}
        assert set.intersection(*known) <= ours <= allowed, (key, ours, known)
        if "card" in ours:
            cards = [set(a["data"]["card"]) for a in theirs[key] if "card" in a["data"]]
            assert set(action.data["card"]) in cards, (key, action.data["card"], cards)
    assert len(compared) >= 25, sorted(compared)


def _play_everything(sandbox: Sandbox, ana: Person, lilit: Person, board: Board) -> None:
    """One of each deed that a recording exists of."""
    ana.put(f"/boards/{board.id}/members/{lilit.id}", type="normal")
    label = ana.post("/labels", idBoard=board.id, name="Warm", color="orange")["id"]
    card = ana.card(board["Drafting"], desc="d", idMembers=[lilit.id])
    path = f"/cards/{card['id']}"
    for values in (
        {"name": "New"},
        {"desc": "new"},
        {"due": "2026-12-01"},
        {"dueComplete": True},
        {"start": "2026-11-30"},
        {"closed": True},
        {"closed": False},
        {"idLabels": [label]},
        {"idLabels": []},
        {"address": "Abovyan 1"},
        {"locationName": "Office"},
        {"coordinates": "40.18,44.51"},
        {"idList": board["Review"], "pos": 7},
        {"idMembers": []},
    ):
        ana.put(path, **values)
    said = ana.post(f"{path}/actions/comments", text="hello")
    ana.put(f"/actions/{said['id']}", text="hello!")
    link = ana.post(f"{path}/attachments", url="https://example.org/a")
    ana.delete(f"{path}/attachments/{link['id']}")
    checklist = ana.post(f"{path}/checklists", name="Sign-off")
    ana.delete(f"/checklists/{checklist['id']}")
    ana.card(board["Drafting"], "Copy", idCardSource=card["id"])
    sandbox.trello.email_card(list_id=board["Drafting"], name="Mailed", username="ana")
    ana.put(f"/boards/{board.id}", **{"name": "Renamed", "desc": "d", "prefs/comments": "org"})
    ana.put(f"/lists/{board['Review']}", name="Checked")
    ana.post("/boards", name="Copy", idBoardSource=board.id)
    ana.post("/customFields", idModel=board.id, modelType="board", name="UTM", type="text")
    ana.delete(f"/boards/{board.id}/members/{lilit.id}")
    ana.put(f"/boards/{board.id}", closed=True)
    doomed = ana.card(board["Drafting"], "Doomed")
    ana.delete(f"/cards/{doomed['id']}")


def test_a_comment_is_answered_as_recorded(real: Path, ana: Person, card: Any) -> None:
    ours = ana.post(f"/cards/{card['id']}/actions/comments", text="Hello, world!")
    theirs = _spoken(real, "comment_find_with_id")
    assert _missing(theirs, ours, "comment") == set()
    assert _missing(theirs["data"], ours["data"]) == set()
    assert _missing(theirs["display"]["entities"], ours["display"]["entities"]) == set()
    assert set(theirs["memberCreator"]) == set(ours["memberCreator"])
    assert theirs["limits"] == ours["limits"]


def test_webhook_and_token(real: Path, ana: Person, board: Board) -> None:
    made = ana.post(
        "/webhooks", idModel=board.id, callbackURL="https://example.org/", description="d"
    )
    assert set(made) == set(_spoken(real, "webhook_find_with_id"))
    token = ana.get(f"/tokens/{ana.token.secret}")
    theirs = _spoken(real, "token_find_with_token_string")
    assert _missing(theirs, token) == {"webhooks"}
    assert ana.get(f"/tokens/{ana.token.secret}/webhooks") == [made]
