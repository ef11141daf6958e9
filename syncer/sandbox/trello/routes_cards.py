"""Routes of cards, their comments, members and labels."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, jsonify

from syncer.sandbox.trello import board_views, cards, comments, copies, feed, labels, people, views
from syncer.sandbox.trello.access import changed, seen
from syncer.sandbox.trello.errors import RefusedError, invalid, not_found
from syncer.sandbox.trello.params import chosen, many
from syncer.sandbox.trello.records import Action, Card

routes = Blueprint("cards", __name__)


def readable_card(ref: str) -> Card:
    """The card, if the caller may see its board."""
    try:
        card: Card = g.world.card(ref)
    except RefusedError as error:
        if error.status == 400 and len(ref) == 8:  # a short link of nothing (recorded)
            raise RefusedError(404, "card not found") from None
        raise
    seen(g.world.boards[card.board], g.actor.member, "card")
    return card


def writable_card(ref: str) -> Card:
    """The card, if the caller may change it; its state is kept for answers that lag behind."""
    card: Card = g.world.card(ref)
    changed(g.world.boards[card.board], g.actor.member, "card")
    g.world.remember(card)
    return card


@routes.post("/cards")
def create() -> Response:
    target = g.world.lists.get(str(g.values.get("idList", "")))
    if target is None:
        raise invalid("idList")
    board = changed(g.world.boards[target.board], g.actor.member, "card")
    if g.values.get("idCardSource"):
        source = readable_card(str(g.values["idCardSource"]))
        made = copies.card(g.world, g.actor, source, target, g.values)
    else:
        made = cards.create(g.world, g.actor, board, target, g.values)
    shown = g.reader.card(made, {"attachments": "true"})
    return jsonify({**shown, "stickers": [], "limits": {}})


@routes.get("/cards/<ref>")
def read(ref: str) -> Response:
    return jsonify(g.reader.card(readable_card(ref), g.values))


@routes.put("/cards/<ref>")
def update(ref: str) -> Response:
    card = writable_card(ref)
    cards.update(g.world, g.actor, card, g.values)
    return jsonify(views.card(g.world, card))


FIELDS = (
    "idList, idBoard, name, desc, due, dueComplete, start, closed, pos, isTemplate, "
    "idMembers, idLabels"
)


@routes.put(f"/cards/<ref>/<any({FIELDS}):field>")
def update_field(ref: str, field: str) -> Response:
    card = writable_card(ref)
    rest: dict[str, Any] = {k: v for k, v in g.values.items() if k in ("idList", "pos")}
    cards.update(g.world, g.actor, card, {**rest, field: g.values.get("value")})
    return jsonify(views.card(g.world, card))


@routes.delete("/cards/<ref>")
def delete(ref: str) -> Response:
    cards.delete(g.world, g.actor, writable_card(ref))
    return jsonify({"limits": {}})


@routes.get("/cards/<ref>/actions")
def actions(ref: str) -> Response:
    card = readable_card(ref)
    return jsonify(g.reader.feed(card.id, g.values, default=feed.CARD_DEFAULT))


@routes.post("/cards/<ref>/actions/comments")
def comment(ref: str) -> Response:
    card = writable_card(ref)
    made = comments.add(g.world, g.actor, card, g.values.get("text", ""))
    return jsonify(_whole(made))


@routes.put("/cards/<ref>/actions/<action>/comments")
def edit_comment(ref: str, action: str) -> Response:
    found = _comment_of(writable_card(ref), action)
    comments.edit(g.world, g.actor, found, g.values.get("text", ""))
    return jsonify(_whole(found))


@routes.delete("/cards/<ref>/actions/<action>/comments")
def delete_comment(ref: str, action: str) -> Response:
    comments.delete(g.world, g.actor, _comment_of(writable_card(ref), action))
    return jsonify({"_value": None})


@routes.get("/actions/<ref>")
def read_action(ref: str) -> Response:
    found = _action(ref)
    return jsonify(board_views.action(g.world, found, fields=g.values.get("fields"), display=True))


@routes.put("/actions/<ref>")
@routes.put("/actions/<ref>/text")
def edit_action(ref: str) -> Response:
    found = _action(ref)
    comments.edit(g.world, g.actor, found, g.values.get("text", g.values.get("value", "")))
    return jsonify(_whole(found))


@routes.delete("/actions/<ref>")
def delete_action(ref: str) -> Response:
    comments.delete(g.world, g.actor, _action(ref))
    return jsonify({"_value": None})


def _action(ref: str) -> Action:
    found: Action = g.world.action(ref)
    if found.board in g.world.boards:
        seen(g.world.boards[found.board], g.actor.member)
    return found


def _comment_of(card: Card, ref: str) -> Action:
    found: Action = g.world.action(ref)
    if found.card != card.id:
        raise not_found()
    return found


def _whole(action: Action) -> dict[str, Any]:
    return board_views.action(g.world, action, display=True)


@routes.get("/cards/<ref>/members")
def card_members(ref: str) -> Response:
    card = g.reader.state(readable_card(ref))
    found = [views.member(g.world.members[i]) for i in card.members]
    return jsonify([chosen(m, g.values.get("fields")) for m in found])


@routes.post("/cards/<ref>/idMembers")
@routes.post("/cards/<ref>/members")
def add_member(ref: str) -> Response:
    card = writable_card(ref)
    for member_id in many(g.values.get("value")) or [""]:
        if member_id not in g.world.members:
            raise invalid("value")
        people.add_to_card(g.world, g.actor, card, g.world.members[member_id])
    return jsonify([views.member(g.world.members[i]) for i in card.members])


@routes.delete("/cards/<ref>/idMembers/<who>")
@routes.delete("/cards/<ref>/members/<who>")
def remove_member(ref: str, who: str) -> Response:
    card = writable_card(ref)
    people.remove_from_card(g.world, g.actor, card, g.world.member(who))
    return jsonify([views.member(g.world.members[i]) for i in card.members])


@routes.post("/cards/<ref>/idLabels")
def add_label(ref: str) -> Response:
    card = writable_card(ref)
    if g.values.get("value") not in g.world.labels:
        raise invalid("value")
    labels.add_to_card(g.world, g.actor, card, g.world.labels[g.values["value"]])
    return jsonify(list(card.labels))


@routes.post("/cards/<ref>/labels")
def make_label(ref: str) -> Response:
    card = writable_card(ref)
    board = g.world.boards[card.board]
    made = labels.create(g.world, g.actor, board, g.values)
    labels.add_to_card(g.world, g.actor, card, made)
    return jsonify(views.label(made))


@routes.delete("/cards/<ref>/idLabels/<label>")
def remove_label(ref: str, label: str) -> Response:
    card = writable_card(ref)
    labels.remove_from_card(g.world, g.actor, card, g.world.label(label))
    return jsonify({"_value": None})


@routes.get("/cards/<ref>/membersVoted")
def voters(ref: str) -> Response:
    return jsonify([views.member(g.world.members[i]) for i in readable_card(ref).voters])


@routes.post("/cards/<ref>/membersVoted")
def vote(ref: str) -> Response:
    card = writable_card(ref)
    people.vote(g.world, g.actor, card, g.world.member(str(g.values.get("value", ""))))
    return jsonify({"_value": None})


@routes.delete("/cards/<ref>/membersVoted/<who>")
def unvote(ref: str, who: str) -> Response:
    people.unvote(g.world, g.actor, writable_card(ref), g.world.member(who))
    return jsonify({"_value": None})
