"""Nested reads, filters, lean fields, batch: what one request can bring."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest

from syncer.sandbox.server import Sandbox
from tests.syncer.sandbox.tools import Board, Person, kinds


def test_the_first_page_of_a_board(ana: Person) -> None:
    made = ana.post("/boards", name="New")
    lists = ana.get(f"/boards/{made['id']}/lists")
    assert [x["name"] for x in lists] == ["To Do", "Doing", "Done"]
    labels = ana.get(f"/boards/{made['id']}/labels")
    assert [x["color"] for x in labels] == ["green", "yellow", "orange", "red", "purple", "blue"]


def test_one_request_brings_everything(ana: Person, lilit: Person, board: Board) -> None:
    ana.put(f"/boards/{board.id}/members/{lilit.id}", type="normal")
    card = ana.card(board["Drafting"], idMembers=[lilit.id])
    ana.post(f"/cards/{card['id']}/attachments", url="https://example.org/a")
    ana.post(f"/cards/{card['id']}/checklists", name="Sign-off")
    field = ana.post("/customFields", idModel=board.id, modelType="board", name="UTM", type="text")
    ana.put(f"/cards/{card['id']}/customField/{field['id']}/item", value={"text": "x"})
    shown = ana.get(
        f"/boards/{board.id}",
        fields="name,closed,dateLastActivity",
        lists="all",
        list_fields="name,closed",
        cards="all",
        card_fields="name,idList",
        card_attachments="true",
        card_attachment_fields="url",
        card_customFieldItems="true",
        card_checklists="all",
        members="all",
        memberships="all",
        labels="all",
        customFields="true",
        actions="createCard,commentCard",
        actions_limit=1000,
        action_memberCreator="false",
    )
    assert set(shown) == {
        "id", "name", "closed", "dateLastActivity", "lists", "cards", "members", "memberships",
        "labels", "customFields", "actions",
    }  # fmt: skip
    assert [set(x) for x in shown["lists"]] == [{"id", "name", "closed"}] * 3
    one = shown["cards"][0]
    assert set(one) == {
        "id", "name", "idList", "attachments", "customFieldItems", "checklists"
    }  # fmt: skip
    assert set(one["attachments"][0]) == {"id", "url"}
    assert one["customFieldItems"][0]["value"] == {"text": "x"}
    assert {m["username"] for m in shown["members"]} == {"ana", "lilit"}
    assert kinds(shown["actions"]) == ["createCard"]
    assert "memberCreator" not in shown["actions"][0]


@pytest.mark.parametrize(
    ("which", "names"),
    [
        ("visible", ["here"]),
        ("open", ["here", "in an archived list"]),
        ("closed", ["archived"]),
        ("all", ["here", "archived", "in an archived list"]),
        ("none", []),
    ],
)
def test_open_cards_include_those_of_archived_lists(
    ana: Person, board: Board, which: str, names: list[str]
) -> None:
    ana.card(board["Drafting"], "here")
    gone = ana.card(board["Drafting"], "archived")
    ana.put(f"/cards/{gone['id']}", closed=True)
    ana.card(board["Review"], "in an archived list")
    ana.put(f"/lists/{board['Review']}", closed=True)
    nested = ana.get(f"/boards/{board.id}", cards=which).get("cards", [])
    assert [c["name"] for c in nested] == names
    if which != "none":
        assert [c["name"] for c in ana.get(f"/boards/{board.id}/cards/{which}")] == names
    assert [c["name"] for c in ana.get(f"/boards/{board.id}/cards")] == ["here"]
    open_lists = [x["name"] for x in ana.get(f"/boards/{board.id}/lists")]
    assert open_lists == ["Drafting", "Approved"]


def test_positions(ana: Person, board: Board) -> None:
    first = ana.card(board["Drafting"], "first")
    last = ana.card(board["Drafting"], "last")
    top = ana.card(board["Drafting"], "top", pos="top")
    assert (first["pos"], last["pos"], top["pos"]) == (65535, 131071, 32767.5)
    ana.put(f"/cards/{top['id']}", pos=100000.5)
    names = [c["name"] for c in ana.get(f"/lists/{board['Drafting']}/cards")]
    assert names == ["first", "top", "last"]
    moved = ana.put(f"/cards/{last['id']}/idList", value=board["Review"])
    assert (moved["idList"], moved["pos"]) == (board["Review"], last["pos"])


def test_values_come_as_json_form_or_query(ana: Person, board: Board) -> None:
    path = f"/cards/{ana.card(board['Drafting'])['id']}"
    assert ana.ask("PUT", path, json={"name": "json"}).json()["name"] == "json"
    assert ana.ask("PUT", path, data={"name": "form"}).json()["name"] == "form"
    assert ana.ask("PUT", path, params={"name": "query"}).json()["name"] == "query"
    assert ana.ask("PUT", path, params={"closed": "true"}).json()["closed"] is True
    label = ana.post("/labels", idBoard=board.id, name="Warm", color="red")["id"]
    assert ana.ask("PUT", path, data={"idLabels": label}).json()["idLabels"] == [label]
    field = ana.post(
        "/customFields", idModel=board.id, modelType="board", name="UTM", type="number"
    )
    item = ana.ask("PUT", f"{path}/customField/{field['id']}/item", data={"value[number]": "7"})
    assert item.json()["value"] == {"number": "7"}
    wrong = ana.ask("PUT", path, data="{", headers={"Content-Type": "application/json"})
    assert wrong.status_code == 400


def test_custom_fields_refuse_what_does_not_fit(ana: Person, board: Board) -> None:
    card = ana.card(board["Drafting"])
    number = ana.post(
        "/customFields", idModel=board.id, modelType="board", name="Reach", type="number"
    )
    path = f"/cards/{card['id']}/customField/{number['id']}/item"
    for value in ({"text": "x"}, {"number": "many"}, "7"):
        assert ana.ask("PUT", path, json={"value": value}).status_code == 400
    ana.put(path, value={"number": "7"})
    ana.put(path, value="")
    assert ana.get(f"/cards/{card['id']}/customFieldItems") == []


def test_a_batch_answers_in_order(ana: Person, lilit: Person, board: Board) -> None:
    card = ana.card(board["Drafting"])
    strange = lilit.board("Theirs")
    urls = [
        f"/boards/{board.id}?" + urlencode({"fields": "name,ixUpdate", "cards": "all"}),
        f"/boards/{strange.id}",
        "/cards/" + "0" * 24,
        f"/cards/{card['id']}/actions?filter=createCard",
        "/members/me",
    ]
    answer = ana.get("/batch", urls=",".join(urls))
    first, refused, missing, actions, me = answer
    assert set(first["200"]) == {"id", "name", "ixUpdate", "cards"}
    assert (refused["statusCode"], refused["message"]) == (
        401,
        "unauthorized permission requested",
    )
    assert set(missing) == {"statusCode", "name", "message"}
    assert kinds(actions["200"]) == ["createCard"]
    assert me["200"]["username"] == "ana"
    whole = ana.get("/batch", urls=",".join(quote(u, safe="") for u in urls))
    assert whole[0] == first, "routes may be encoded as a whole, too"


@pytest.mark.parametrize("urls", ["", ",".join(["/members/me"] * 11), "members/me"])
def test_a_batch_has_bounds(ana: Person, urls: str) -> None:
    assert ana.ask("GET", "/batch", params={"urls": urls}).status_code == 400


def test_a_batch_reads_only(ana: Person, board: Board) -> None:
    answer = ana.ask("POST", "/batch", params={"urls": f"/boards/{board.id}"})
    assert (answer.status_code, answer.text) == (404, "Cannot POST /1/batch")


def test_a_batch_is_one_entry_of_the_journal(sandbox: Sandbox, ana: Person, board: Board) -> None:
    sandbox.journal.clear()
    ana.get("/batch", urls=f"/boards/{board.id},/members/me")
    assert [e.path for e in sandbox.journal.entries()] == ["/1/batch"]


def test_a_board_shows_that_it_moved(ana: Person, board: Board) -> None:
    probe = {"fields": "dateLastActivity,ixUpdate"}
    before = ana.get(f"/boards/{board.id}", **probe)
    card = ana.card(board["Drafting"])
    after = ana.get(f"/boards/{board.id}", **probe)
    assert int(after["ixUpdate"]) > int(before["ixUpdate"])
    assert after["dateLastActivity"] == card["dateLastActivity"]
    assert ana.get(f"/boards/{board.id}", **probe) == after


def test_boards_by_filter(ana: Person) -> None:
    open_one, closed_one = ana.board(name="Open"), ana.board(name="Closed")
    ana.put(f"/boards/{closed_one.id}", closed=True)
    org = ana.get(f"/boards/{open_one.id}")["idOrganization"]
    for path in ("/members/me/boards", f"/organizations/{org}/boards"):
        for which, names in (
            ("open", {"Open"}),
            ("closed", {"Closed"}),
            ("all", {"Open", "Closed"}),
        ):
            found = ana.get(path, filter=which, fields="name")
            assert {b["name"] for b in found} == names


def test_a_deleted_board_leaves_nothing(sandbox: Sandbox, ana: Person, board: Board) -> None:
    card = ana.card(board["Drafting"])
    ana.delete(f"/boards/{board.id}")
    assert ana.ask("GET", f"/cards/{card['id']}").status_code == 404
    assert ana.ask("GET", f"/boards/{board.id}").status_code == 404
    world = sandbox.trello
    assert not (world.lists or world.labels or world.actions or world.cards)


def test_links_and_field_routes(ana: Person, board: Board) -> None:
    card = ana.card(board["Drafting"], "Big News!")
    assert card["url"] == f"https://trello.com/c/{card['shortLink']}/1-big-news"
    assert ana.get(f"/cards/{card['shortLink']}")["id"] == card["id"]
    assert ana.get(f"/boards/{board.id}/name") == {"_value": "Posts"}
    assert ana.get(f"/boards/{board.id}/cards/{card['id']}")["id"] == card["id"]


def test_uploads_keep_name_and_size(ana: Person, board: Board) -> None:
    card = ana.card(board["Drafting"])
    answer = ana.ask(
        "POST",
        f"/cards/{card['id']}/attachments",
        files={"file": ("a.png", b"12345", "image/png")},
    ).json()
    assert (answer["name"], answer["bytes"], answer["isUpload"]) == ("a.png", 5, True)
    assert ana.get(f"/cards/{card['id']}")["badges"]["attachments"] == 1
