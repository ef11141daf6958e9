"""Who did it, as actions show it: browsers, apps, Butler, and what nobody can be blamed for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from syncer.sandbox.server import Sandbox
from syncer.sandbox.trello.errors import RefusedError
from tests.syncer.sandbox.tools import Board, Person, kinds


def test_a_browser_shows_no_app_and_a_key_shows_its_own(
    sandbox: Sandbox, ana: Person, bot: Person, board: Board
) -> None:
    ana.put(f"/boards/{board.id}/members/{bot.id}", type="normal")
    by_app = Person(sandbox, "ana", app="5f00000000000000000000bb")
    for who in (ana, bot, by_app):
        who.card(board["Drafting"])
    by_app.session.close()
    shown = [(a["idMemberCreator"], a["appCreator"]) for a in ana.feed(board, filter="createCard")]
    assert list(reversed(shown)) == [
        (ana.id, None),
        (bot.id, {"id": "5f00000000000000000000aa"}),
        (ana.id, {"id": "5f00000000000000000000bb"}),
    ]


def test_butler_moves_in_somebodys_name(
    real: Path, sandbox: Sandbox, ana: Person, board: Board
) -> None:
    card = ana.card(board["Drafting"])
    sandbox.trello.butler_move(card_id=card["id"], list_id=board["Approved"], username="ana")
    place, move = ana.feed(board)[:2]
    assert kinds([place, move]) == ["updateCard:idList", "updateCard:pos"]
    recorded = json.loads((real / "trello/airbyte-actions-butler.json").read_text())[1]
    assert move["appCreator"] == recorded["appCreator"]
    assert move["memberCreator"]["username"] == "ana"
    assert set(move) == set(recorded)


def test_bare_actions_have_the_id_only(sandbox: Sandbox, ana: Person, board: Board) -> None:
    sandbox.trello.configure(bare_actions=True)
    assert all("memberCreator" not in a and a["idMemberCreator"] == ana.id for a in ana.feed(board))


def test_odd_keys(sandbox: Sandbox, ana: Person, board: Board) -> None:
    card = ana.card(board["Drafting"])
    sandbox.trello.configure(odd_keys=True)
    assert "aiMetadata" in ana.get(f"/cards/{card['id']}", fields="name")
    assert "agenticIdentity" in ana.feed(board)[0]


def test_member_creator_can_be_left_out_or_cut(ana: Person, board: Board) -> None:
    assert "memberCreator" not in ana.feed(board, memberCreator="false")[0]
    cut = ana.feed(board, memberCreator_fields="username", fields="type,date")[0]
    assert set(cut) == {"id", "type", "date", "memberCreator"}
    assert set(cut["memberCreator"]) == {"id", "username"}


def test_roads_that_leave_little_trace(sandbox: Sandbox, ana: Person, board: Board) -> None:
    world, approved = sandbox.trello, board["Approved"]
    source = ana.card(board["Drafting"])
    world.email_card(list_id=approved, name="Mailed", username="ana")
    world.mirror_card(card_id=source["id"], list_id=approved, username="ana")
    world.butler_create(list_id=approved, name="Weekly", username="ana")
    world.butler_copy(card_id=source["id"], list_id=approved, username="ana")
    assert kinds(ana.feed(board))[-4:] == ["emailCard", "createCard", "createCard", "copyCard"]
    before = ana.feed(board)
    world.swap_silently(card_id=source["id"], list_id=approved)
    assert ana.feed(board) == before
    cards = ana.get(f"/lists/{approved}/cards")
    assert len(cards) == 5
    assert [c["cardRole"] for c in cards].count("mirror") == 1


def test_an_attachment_is_edited_without_an_action(
    sandbox: Sandbox, ana: Person, board: Board
) -> None:
    card = ana.card(board["Drafting"])
    link = ana.post(f"/cards/{card['id']}/attachments", url="https://example.org/a")
    before = ana.feed(board)
    sandbox.trello.rename_attachment(
        card_id=card["id"], attachment_id=link["id"], url="https://example.org/b"
    )
    assert ana.get(f"/cards/{card['id']}/attachments")[0]["url"] == "https://example.org/b"
    assert ana.feed(board) == before


def test_ticks_come_along_when_a_checklist_is_copied_by_hand(
    sandbox: Sandbox, ana: Person, board: Board
) -> None:
    signed = ana.card(board["Drafting"])
    checklist = ana.post(f"/cards/{signed['id']}/checklists", name="Sign-off")
    ana.post(f"/checklists/{checklist['id']}/checkItems", name="Legal", checked=True)
    fresh = ana.card(board["Drafting"])
    before = ana.feed(board)
    sandbox.trello.copy_checklist(card_id=fresh["id"], checklist_id=checklist["id"], username="ana")
    ana.post(f"/cards/{fresh['id']}/checklists", idChecklistSource=checklist["id"])
    by_hand, by_api = ana.get(f"/cards/{fresh['id']}/checklists")
    assert [k["checkItems"][0]["state"] for k in (by_hand, by_api)] == ["complete", "incomplete"]
    assert ana.feed(board) == before


def test_an_option_gets_another_name(sandbox: Sandbox, ana: Person, board: Board) -> None:
    status = ana.post(
        "/customFields",
        idModel=board.id,
        modelType="board",
        name="Status",
        type="list",
        options=[{"value": {"text": "Draft"}}],
    )
    before = ana.feed(board)
    sandbox.trello.rename_option(
        field_id=status["id"], option_id=status["options"][0]["id"], name="Approved"
    )
    options = ana.get(f"/customFields/{status['id']}/options")
    assert options[0]["value"] == {"text": "Approved"}
    assert ana.feed(board) == before


def test_a_board_leaves_the_workspace(ana: Person, lilit: Person, board: Board) -> None:
    ana.put(f"/boards/{board.id}", **{"prefs/permissionLevel": "org"})
    shown = lilit.get(f"/boards/{board.id}")
    ana.put(f"/boards/{board.id}", idOrganization="")
    assert kinds(ana.feed(board))[-2:] == ["updateBoard:prefs", "removeFromOrganizationBoard"]
    assert lilit.ask("GET", f"/boards/{board.id}").status_code == 401
    assert lilit.get(f"/organizations/{shown['idOrganization']}/boards") == []


def test_names_change_and_ids_stay(sandbox: Sandbox, ana: Person, lilit: Person) -> None:
    sandbox.trello.rename_user(username="lilit", new_username="lilit2", full_name="Ana Petrosyan")
    shown = lilit.get("/members/me")
    assert (shown["id"], shown["username"]) == (lilit.id, "lilit2")
    assert shown["fullName"] == ana.get("/members/me")["fullName"]


def test_control_calls_refuse_what_is_not_there(sandbox: Sandbox, ana: Person) -> None:
    with pytest.raises(RefusedError, match="404"):
        sandbox.trello.email_card(list_id="0" * 24, name="x", username="ana")
    with pytest.raises(ValueError, match="already"):
        sandbox.trello.add_user("ana", "Another Ana")
