"""Routes of boards and of their labels, members and memberships."""

from __future__ import annotations

from flask import Blueprint, Response, g, jsonify, request

from syncer.sandbox.trello import board_views, boards, copies, feed, labels, people, views
from syncer.sandbox.trello.access import can_see, changed, ruled, seen
from syncer.sandbox.trello.errors import not_found
from syncer.sandbox.trello.params import chosen
from syncer.sandbox.trello.records import Board, Json

routes = Blueprint("boards", __name__)


def readable(ref: str) -> Board:
    """The board, if the caller may see it."""
    return seen(g.world.board(ref), g.actor.member)


def writable(ref: str) -> Board:
    """The board, if the caller may change what is on it."""
    return changed(g.world.board(ref), g.actor.member)


def _shown(board: Board) -> Json:
    return chosen(board_views.board(g.world, board), board_views.DEFAULT_FIELDS)


@routes.post("/boards")
def create() -> Response:
    if g.values.get("idBoardSource"):
        source = readable(str(g.values["idBoardSource"]))
        made = copies.board(g.world, g.actor, source, g.values)
    else:
        made = boards.create(g.world, g.actor, g.values)
    return jsonify({**_shown(made), "limits": {}})


@routes.get("/boards/<ref>")
def read(ref: str) -> Response:
    return jsonify(g.reader.board(readable(ref), g.values))


@routes.put("/boards/<ref>")
def update(ref: str) -> Response:
    board = writable(ref)
    boards.update(g.world, g.actor, board, g.values)
    return jsonify(_shown(board))


@routes.put("/boards/<ref>/<any(name, desc, closed):field>")
def update_field(ref: str, field: str) -> Response:
    board = writable(ref)
    boards.update(g.world, g.actor, board, {field: g.values.get("value")})
    return jsonify(_shown(board))


@routes.delete("/boards/<ref>")
def delete(ref: str) -> Response:
    boards.delete(g.world, g.actor, g.world.board(ref))
    return jsonify({"_value": None})


@routes.get("/boards/<ref>/actions")
def actions(ref: str) -> Response:
    board = readable(ref)
    shown = g.reader.feed(board.id, g.values)
    if g.values.get("format") == "count":
        return jsonify({"_value": len(shown)})
    return jsonify(shown)


@routes.get("/boards/<ref>/lists")
@routes.get("/boards/<ref>/lists/<which>")
def lists(ref: str, which: str = "") -> Response:
    which = which or g.values.get("filter", "open")
    board = readable(ref)
    shown = g.reader.lists_of(board, which, g.values.get("fields"))
    if g.values.get("cards", "none") != "none":
        nested = {k.removeprefix("card_"): v for k, v in g.values.items() if k[:5] == "card_"}
        for one in shown:
            found = g.world.lists[one["id"]]
            one["cards"] = g.reader.cards_in(found, g.values["cards"], nested)
    return jsonify(shown)


@routes.post("/boards/<ref>/lists")
def create_list(ref: str) -> Response:
    made = boards.create_list(g.world, g.actor, writable(ref), g.values)
    return jsonify({**views.board_list(made), "limits": {}})


@routes.get("/boards/<ref>/cards")
@routes.get("/boards/<ref>/cards/<which>")
def cards(ref: str, which: str = "") -> Response:
    board = readable(ref)
    if which and which not in ("all", "closed", "none", "open", "visible"):
        card = g.world.card(which)
        if card.board != board.id:
            raise not_found()
        return jsonify(g.reader.card(card, g.values))
    which = which or g.values.get("filter", "visible")
    return jsonify(g.reader.cards_of(board, which, g.values))


@routes.get("/boards/<ref>/checklists")
def checklists(ref: str) -> Response:
    return jsonify(g.reader.checklists_of(readable(ref)))


@routes.get("/boards/<ref>/customFields")
def custom_fields(ref: str) -> Response:
    return jsonify([views.custom_field(f) for f in g.world.fields_of(readable(ref))])


@routes.get("/boards/<ref>/labels")
def board_labels(ref: str) -> Response:
    most = feed.whole(g.values.get("limit"), "limit", 50, 1000)
    found = [views.label(x) for x in g.world.labels_of(readable(ref))[:most]]
    return jsonify([chosen(x, g.values.get("fields")) for x in found])


@routes.post("/boards/<ref>/labels")
def create_label(ref: str) -> Response:
    return jsonify(views.label(labels.create(g.world, g.actor, writable(ref), g.values)))


@routes.get("/boards/<ref>/members")
@routes.get("/boards/<ref>/members/<which>")
def members(ref: str, which: str = "") -> Response:
    which = which or g.values.get("filter", "all")
    return jsonify(g.reader.members_of(readable(ref), which, g.values.get("fields")))


@routes.get("/boards/<ref>/memberships")
def memberships(ref: str) -> Response:
    which = g.values.get("filter", "all")
    return jsonify(g.reader.memberships_of(readable(ref), which))


@routes.put("/boards/<ref>/members/<who>")
def put_member(ref: str, who: str) -> Response:
    board = g.world.board(ref)
    kind = str(g.values.get("type", "normal"))
    people.put_on_board(g.world, g.actor, board, g.world.member(who), kind)
    return jsonify(_people(board))


@routes.put("/boards/<ref>/memberships/<membership>")
def put_membership(ref: str, membership: str) -> Response:
    board = ruled(g.world.board(ref), g.actor.member)
    found = next((m for m in board.memberships if m.id == membership), None)
    if found is None:
        raise not_found()
    kind = str(g.values.get("type", ""))
    people.put_on_board(g.world, g.actor, board, found.member, kind)
    return jsonify(views.membership(found))


@routes.delete("/boards/<ref>/members/<who>")
def remove_member(ref: str, who: str) -> Response:
    board = readable(ref)
    people.take_off_board(g.world, g.actor, board, g.world.member(who))
    return jsonify({**_shown(board), **_people(board)})


def _people(board: Board) -> Json:
    return {
        "id": board.id,
        "members": [views.member(m.member) for m in board.memberships],
        "memberships": [views.membership(m) for m in board.memberships],
    }


@routes.get("/boards/<ref>/<field>")
def read_field(ref: str, field: str) -> Response:
    whole = board_views.board(g.world, readable(ref))
    if field not in whole:
        raise not_found()
    return jsonify({"_value": whole[field]})


@routes.get("/organizations/<ref>/boards")
def organization_boards(ref: str) -> Response:
    if ref != g.world.organization:
        raise not_found()
    found = [
        b for b in g.world.boards.values() if b.organization == ref and can_see(b, g.actor.member)
    ]
    return jsonify(filtered(found, request.args.get("filter", "all")))


def filtered(found: list[Board], which: str) -> list[Json]:
    """Boards by `filter`, with all fields unless named."""
    wanted = set(which.split(","))
    kept = [
        b
        for b in found
        if not wanted & {"open", "closed"} or ("closed" if b.closed else "open") in wanted
    ]
    shown = [board_views.board(g.world, b) for b in kept]
    return [chosen(b, g.values.get("fields")) for b in shown]
