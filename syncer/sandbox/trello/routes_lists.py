"""Routes of lists."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, jsonify

from syncer.sandbox.trello import boards, cards, moves, views
from syncer.sandbox.trello.access import changed, seen
from syncer.sandbox.trello.errors import invalid
from syncer.sandbox.trello.params import chosen
from syncer.sandbox.trello.records import BoardList
from syncer.sandbox.trello.routes_boards import writable

routes = Blueprint("lists", __name__)


def readable_list(ref: str) -> BoardList:
    """The list, if the caller may see its board."""
    found: BoardList = g.world.board_list(ref)
    seen(g.world.boards[found.board], g.actor.member)
    return found


def writable_list(ref: str) -> BoardList:
    """The list, if the caller may change what is on its board."""
    found: BoardList = g.world.board_list(ref)
    changed(g.world.boards[found.board], g.actor.member)
    return found


@routes.post("/lists")
def create() -> Response:
    if g.values.get("idBoard") not in g.world.boards:
        raise invalid("idBoard")
    made = boards.create_list(g.world, g.actor, writable(g.values["idBoard"]), g.values)
    return jsonify({**views.board_list(made), "limits": {}})


@routes.get("/lists/<ref>")
def read(ref: str) -> Response:
    return jsonify(chosen(views.board_list(readable_list(ref)), g.values.get("fields")))


@routes.put("/lists/<ref>")
def update(ref: str) -> Response:
    found = writable_list(ref)
    boards.update_list(g.world, g.actor, found, g.values)
    return jsonify(views.board_list(found))


@routes.put("/lists/<ref>/<any(name, closed, pos, idBoard):field>")
def update_field(ref: str, field: str) -> Response:
    found = writable_list(ref)
    values: dict[str, Any] = {field: g.values.get("value")}
    boards.update_list(g.world, g.actor, found, values)
    return jsonify(views.board_list(found))


@routes.get("/lists/<ref>/cards")
def list_cards(ref: str) -> Response:
    which = g.values.get("filter", "open")
    return jsonify(g.reader.cards_in(readable_list(ref), which, g.values))


@routes.post("/lists/<ref>/cards")
def create_card(ref: str) -> Response:
    target = writable_list(ref)
    made = cards.create(g.world, g.actor, g.world.boards[target.board], target, g.values)
    return jsonify(views.card(g.world, made))


@routes.get("/lists/<ref>/actions")
def actions(ref: str) -> Response:
    found = readable_list(ref)
    values = {**g.values, "idModels": found.id}
    return jsonify(g.reader.feed(found.board, values))


@routes.get("/lists/<ref>/board")
def board(ref: str) -> Response:
    return jsonify(g.reader.board(g.world.boards[readable_list(ref).board], g.values))


@routes.post("/lists/<ref>/moveAllCards")
def move_all(ref: str) -> Response:
    source = writable_list(ref)
    target = g.world.lists.get(str(g.values.get("idList", "")))
    if target is None or target.board != g.values.get("idBoard"):
        raise invalid("idList")
    changed(g.world.boards[target.board], g.actor.member)
    moved = moves.all_cards(g.world, g.actor, source, target)
    return jsonify(
        [{"id": c.id, "idBoard": c.board, "idList": c.list_id, "pos": c.pos} for c in moved]
    )


@routes.post("/lists/<ref>/archiveAllCards")
def archive_all(ref: str) -> Response:
    moves.archive_all(g.world, g.actor, writable_list(ref))
    return jsonify({})
