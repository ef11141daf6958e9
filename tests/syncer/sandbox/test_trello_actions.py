"""The action log: types, order, `data`, and what feeds leave out."""

from __future__ import annotations

import pytest

from syncer.sandbox.server import Sandbox
from tests.syncer.sandbox.tools import Board, Person, kinds


def test_a_drag_is_logged_as_list_then_position(ana: Person, board: Board) -> None:
    ana.card(board["Review"])
    card = ana.card(board["Drafting"])
    ana.put(f"/cards/{card['id']}", idList=board["Review"], pos="top")
    move, place = ana.feed(board)[1], ana.feed(board)[0]
    assert kinds([place, move]) == ["updateCard:idList", "updateCard:pos"]
    assert set(move["data"]) == {"board", "card", "listBefore", "listAfter", "old"}
    assert move["data"]["listAfter"] == {"id": board["Review"], "name": "Review"}
    assert move["data"]["card"]["idList"] == board["Review"]
    assert move["date"] < place["date"]


def test_each_changed_field_is_one_action(ana: Person, board: Board) -> None:
    card = ana.card(board["Drafting"], desc="old")
    before = len(ana.feed(board))
    changes = {
        "name": "New",
        "desc": "new",
        "due": "2026-12-01T09:00:00Z",
        "start": "2026-11-30T09:00:00+04:00",
        "dueComplete": True,
        "closed": True,
        "isTemplate": True,
    }
    ana.put(f"/cards/{card['id']}", **changes)
    new = ana.feed(board)[:-before]
    assert sorted(kinds(new)) == sorted(f"updateCard:{field}" for field in changes)
    assert all(len(a["data"]["old"]) == 1 and "list" in a["data"] for a in new)
    assert ana.get(f"/cards/{card['id']}")["start"] == "2026-11-30T05:00:00.000Z"


def test_nothing_changed_is_nothing_logged(ana: Person, board: Board) -> None:
    card = ana.card(board["Drafting"], desc="same")
    before = ana.feed(board)
    ana.put(f"/cards/{card['id']}", desc="same", idList=board["Drafting"], pos=card["pos"])
    assert ana.feed(board) == before


def test_a_due_date_given_at_birth_is_logged_before_the_card(ana: Person, board: Board) -> None:
    ana.card(board["Drafting"], due="2026-12-01")
    assert kinds(ana.feed(board))[-2:] == ["updateCard:due", "createCard"]


def test_moving_all_cards_is_a_burst(ana: Person, board: Board) -> None:
    cards = [ana.card(board["Drafting"], f"Post {n}") for n in range(60)]
    answer = ana.post(
        f"/lists/{board['Drafting']}/moveAllCards", idBoard=board.id, idList=board["Approved"]
    )
    assert [a["id"] for a in answer] == [c["id"] for c in cards]
    assert set(answer[0]) == {"id", "idBoard", "idList", "pos"}
    moves = ana.feed(board, filter="updateCard:idList")
    assert len(moves) == 60
    assert len({a["date"] for a in moves}) < 60, "some share one millisecond"
    assert len(ana.feed(board, limit=50)) == 50, "a short page loses part of the burst"


def test_a_list_moved_to_another_board_takes_cards_along_unlogged(
    ana: Person, board: Board
) -> None:
    other = ana.board("Ideas", name="Other")
    card = ana.card(board["Drafting"])
    ana.put(f"/lists/{board['Drafting']}", idBoard=other.id)
    left, came = ana.feed(board)[0], ana.feed(other)[0]
    assert (left["type"], came["type"]) == ("moveListFromBoard", "moveListToBoard")
    assert left["date"] == came["date"]
    assert left["data"]["boardTarget"]["id"] == other.id
    assert came["data"]["boardSource"]["id"] == board.id
    assert ana.get(f"/cards/{card['id']}")["idBoard"] == other.id
    assert ana.get(f"/cards/{card['id']}/actions", filter="all")[0]["type"] == "createCard"


def test_a_card_moved_to_another_board_loses_labels_and_strangers(
    ana: Person, lilit: Person, board: Board
) -> None:
    other = ana.board("Ideas", name="Other")
    ana.put(f"/boards/{board.id}/members/{lilit.id}", type="normal")
    label = ana.get(f"/boards/{board.id}/labels")[0]["id"]
    card = ana.card(board["Drafting"], idLabels=[label], idMembers=[lilit.id, ana.id])
    moved = ana.put(f"/cards/{card['id']}", idBoard=other.id, idList=other["Ideas"])
    assert (moved["idLabels"], moved["idMembers"]) == ([], [ana.id])
    assert kinds(ana.feed(other))[-2:] == ["moveCardToBoard", "removeMemberFromCard"]
    left = next(a for a in ana.feed(board) if a["type"] == "moveCardFromBoard")
    assert set(left["data"]["card"]) == {"id", "name"}


def test_deleting_a_card_purges_its_history(ana: Person, board: Board) -> None:
    card = ana.card(board["Drafting"])
    created = ana.feed(board)[0]["id"]
    ana.post(f"/cards/{card['id']}/actions/comments", text="gone soon")
    assert ana.delete(f"/cards/{card['id']}") == {"limits": {}}
    feed = ana.feed(board)
    assert kinds(feed)[-1] == "deleteCard"
    assert "createCard" not in kinds(feed)
    assert set(feed[0]["data"]["card"]) == {"id", "idShort", "shortLink"}
    assert ana.ask("GET", f"/actions/{created}").status_code == 404
    assert ana.ask("GET", f"/cards/{card['id']}").status_code == 404


def test_copied_comments_are_back_dated(sandbox: Sandbox, ana: Person, board: Board) -> None:
    card = ana.card(board["Drafting"])
    said = ana.post(f"/cards/{card['id']}/actions/comments", text="/approve")
    sandbox.clock.advance(600)
    copied = ana.card(board["Approved"], "Copy", idCardSource=card["id"], keepFromSource="all")
    feed = ana.feed(board)
    assert feed[0]["type"] == "copyCard", "the copied comment lies ten minutes deeper"
    old = next(a for a in feed if a["type"] == "copyCommentCard")
    assert old["date"] == said["date"]
    assert int(old["id"][:8], 16) - int(said["id"][:8], 16) >= 600
    assert old["data"]["idOriginalCommenter"] == ana.id
    assert old["data"]["card"]["id"] == copied["id"]


def test_an_item_becomes_a_card_in_the_same_list(ana: Person, board: Board) -> None:
    card = ana.card(board["Approved"])
    checklist = ana.post(f"/cards/{card['id']}/checklists", name="Variants")
    item = ana.post(f"/checklists/{checklist['id']}/checkItems", name="For X")
    made = ana.post(
        f"/cards/{card['id']}/checklist/{checklist['id']}/checkItem/{item['id']}/convertToCard"
    )
    assert (made["name"], made["idList"]) == ("For X", board["Approved"])
    action = ana.feed(board)[0]
    assert action["type"] == "convertToCardFromCheckItem"
    assert set(action["data"]) == {"board", "card", "list", "cardSource", "checklist"}
    assert ana.get(f"/checklists/{checklist['id']}")["checkItems"] == []


def test_copying_a_board_logs_no_card(ana: Person, board: Board) -> None:
    ana.card(board["Approved"])
    made = ana.post("/boards", name="Copy", idBoardSource=board.id, keepFromSource="cards")
    assert kinds(ana.get(f"/boards/{made['id']}/actions")) == ["copyBoard"]
    cards = ana.get(f"/boards/{made['id']}/cards")
    assert [c["name"] for c in cards] == ["A post"]
    assert cards[0]["idList"] not in board.lists.values()


EXCLUDED_DEEDS = {
    "updateLabel": lambda p, _b, _c, x: p.put(f"/labels/{x['label']}", name="Approved"),
    "createLabel": lambda p, b, _c, _x: p.post("/labels", idBoard=b.id, name="n", color="red"),
    "deleteLabel": lambda p, _b, _c, x: p.delete(f"/labels/{x['label']}"),
    "createCheckItem": lambda p, _b, _c, x: p.post(
        f"/checklists/{x['checklist']}/checkItems", name="new"
    ),
    "updateCheckItem": lambda p, _b, c, x: p.put(
        f"/cards/{c['id']}/checkItem/{x['item']}", name="renamed"
    ),
    "deleteCheckItem": lambda p, _b, _c, x: p.delete(
        f"/checklists/{x['checklist']}/checkItems/{x['item']}"
    ),
    "updateComment": lambda p, _b, c, x: p.put(
        f"/cards/{c['id']}/actions/{x['comment']}/comments", text="edited"
    ),
    "deleteComment": lambda p, _b, c, x: p.delete(
        f"/cards/{c['id']}/actions/{x['comment']}/comments"
    ),
    "removeMemberFromBoard": lambda p, b, _c, x: p.delete(f"/boards/{b.id}/members/{x['other']}"),
    "voteOnCard": lambda p, _b, c, _x: p.post(f"/cards/{c['id']}/membersVoted", value=p.id),
}


@pytest.mark.parametrize("quiet", [False, True])
@pytest.mark.parametrize("kind", EXCLUDED_DEEDS)
def test_excluded_types_are_kept_and_never_listed(
    sandbox: Sandbox, ana: Person, lilit: Person, board: Board, kind: str, quiet: bool
) -> None:
    sandbox.trello.configure(quiet_excluded=quiet)
    ana.put(f"/boards/{board.id}/members/{lilit.id}", type="normal")
    card = ana.card(board["Drafting"])
    checklist = ana.post(f"/cards/{card['id']}/checklists", name="Sign-off")
    known = {
        "label": ana.get(f"/boards/{board.id}/labels")[0]["id"],
        "checklist": checklist["id"],
        "item": ana.post(f"/checklists/{checklist['id']}/checkItems", name="done")["id"],
        "comment": ana.post(f"/cards/{card['id']}/actions/comments", text="hello")["id"],
        "other": lilit.id,
    }
    before = ana.get(f"/boards/{board.id}", fields="ixUpdate,dateLastActivity")
    EXCLUDED_DEEDS[kind](ana, board, card, known)
    assert kind not in kinds(ana.feed(board))
    assert ana.feed(board, filter=kind) == []
    kept = next(a for a in sandbox.trello.actions.values() if a.type == kind)
    assert ana.get(f"/actions/{kept.id}")["type"] == kind
    after = ana.get(f"/boards/{board.id}", fields="ixUpdate,dateLastActivity")
    assert (before == after) is quiet


def test_a_label_on_a_card_shows_as_a_change_of_ids_only(ana: Person, board: Board) -> None:
    card = ana.card(board["Drafting"])
    label = ana.get(f"/boards/{board.id}/labels")[0]["id"]
    assert ana.post(f"/cards/{card['id']}/idLabels", value=label) == [label]
    assert kinds(ana.feed(board))[-2:] == ["createCard", "updateCard:idLabels"]
    assert ana.delete(f"/cards/{card['id']}/idLabels/{label}") == {"_value": None}
    assert ana.feed(board)[0]["data"]["old"] == {"idLabels": [label]}


def test_an_edited_comment_shows_only_in_itself(ana: Person, lilit: Person, board: Board) -> None:
    ana.put(f"/boards/{board.id}/members/{lilit.id}", type="normal")
    card = ana.card(board["Drafting"])
    said = lilit.post(f"/cards/{card['id']}/actions/comments", text="looks good")
    assert "dateLastEdited" not in said["data"]
    refused = ana.ask("PUT", f"/actions/{said['id']}", json={"text": "/approve"})
    assert refused.status_code == 401
    lilit.put(f"/actions/{said['id']}", text="/approve")
    seen = ana.feed(board, filter="commentCard")[0]
    assert (seen["id"], seen["date"]) == (said["id"], said["date"])
    assert seen["data"]["text"] == "/approve"
    assert "dateLastEdited" in seen["data"]
    ana.delete(f"/actions/{said['id']}")
    assert ana.feed(board, filter="commentCard") == []
