"""Routes of what cards are made of: attachments, checklists, custom fields; and of labels."""

from __future__ import annotations

from flask import Blueprint, Response, g, jsonify, request

from syncer.sandbox.trello import attachments, checklists, copies, fields, labels, views
from syncer.sandbox.trello.access import changed, seen
from syncer.sandbox.trello.errors import RefusedError, invalid, not_found
from syncer.sandbox.trello.params import chosen
from syncer.sandbox.trello.records import Card, Checklist, CustomField, Label
from syncer.sandbox.trello.routes_boards import writable
from syncer.sandbox.trello.routes_cards import readable_card, writable_card

routes = Blueprint("parts", __name__)


@routes.get("/cards/<ref>/attachments")
def card_attachments(ref: str) -> Response:
    card = g.reader.state(readable_card(ref))
    found = [views.attachment(a) for a in card.attachments]
    return jsonify([chosen(a, g.values.get("fields")) for a in found])


@routes.post("/cards/<ref>/attachments")
def attach(ref: str) -> Response:
    card = writable_card(ref)
    sent = request.files.get("file")
    name = str(g.values.get("name") or "")
    if sent is not None:
        size = len(sent.read())
        made = attachments.add_upload(
            g.world, g.actor, card, name or sent.filename or "", size, sent.mimetype
        )
    elif g.values.get("url"):
        made = attachments.add_link(g.world, g.actor, card, str(g.values["url"]), name)
    else:
        raise RefusedError(400, "Must provide either url or file")
    return jsonify({**views.attachment(made), "limits": {}})


@routes.get("/cards/<ref>/attachments/<attachment>")
def attachment(ref: str, attachment: str) -> Response:
    return jsonify(views.attachment(attachments.find(readable_card(ref), attachment)))


@routes.delete("/cards/<ref>/attachments/<attachment>")
def detach(ref: str, attachment: str) -> Response:
    card = writable_card(ref)
    attachments.delete(g.world, g.actor, card, attachments.find(card, attachment))
    return jsonify({"limits": {}})


@routes.get("/cards/<ref>/checklists")
def card_checklists(ref: str) -> Response:
    card = g.reader.state(readable_card(ref))
    return jsonify([views.checklist(card, k) for k in card.checklists])


@routes.post("/cards/<ref>/checklists")
def add_checklist(ref: str) -> Response:
    card = writable_card(ref)
    return jsonify(views.checklist(card, checklists.create(g.world, g.actor, card, g.values)))


@routes.post("/checklists")
def create_checklist() -> Response:
    return add_checklist(str(g.values.get("idCard", "")))


def _writable_checklist(ref: str) -> tuple[Card, Checklist]:
    card, checklist = g.world.checklist(ref)
    return writable_card(card.id), checklist


@routes.get("/checklists/<ref>")
def read_checklist(ref: str) -> Response:
    card, checklist = g.world.checklist(ref)
    readable_card(card.id)
    return jsonify(views.checklist(card, checklist))


@routes.put("/checklists/<ref>")
def update_checklist(ref: str) -> Response:
    card, checklist = _writable_checklist(ref)
    checklists.update(g.world, g.actor, card, checklist, g.values)
    return jsonify(views.checklist(card, checklist))


@routes.delete("/checklists/<ref>")
def delete_checklist(ref: str) -> Response:
    card, checklist = _writable_checklist(ref)
    checklists.delete(g.world, g.actor, card, checklist)
    return jsonify({"limits": {}})


@routes.delete("/cards/<_card>/checklists/<ref>")
def delete_card_checklist(_card: str, ref: str) -> Response:
    return delete_checklist(ref)


@routes.post("/checklists/<ref>/checkItems")
def add_item(ref: str) -> Response:
    card, checklist = _writable_checklist(ref)
    item = checklists.add_item(g.world, g.actor, card, checklist, g.values)
    return jsonify({**views.check_item(checklist, item), "limits": {}})


@routes.get("/checklists/<ref>/checkItems")
def items(ref: str) -> Response:
    card, checklist = g.world.checklist(ref)
    readable_card(card.id)
    return jsonify(views.checklist(card, checklist)["checkItems"])


@routes.delete("/checklists/<ref>/checkItems/<item>")
def delete_item(ref: str, item: str) -> Response:
    card, checklist = _writable_checklist(ref)
    found = checklist.item(item)
    if found is None:
        raise not_found()
    checklists.delete_item(g.world, g.actor, card, checklist, found)
    return jsonify({"limits": {}})


@routes.put("/cards/<ref>/checkItem/<item>")
@routes.put("/cards/<ref>/checklist/<_checklist>/checkItem/<item>")
def update_item(ref: str, item: str, _checklist: str = "") -> Response:
    card = writable_card(ref)
    found = checklists.find_item(card, item)
    checklists.update_item(g.world, g.actor, card, found, g.values)
    return jsonify(views.check_item(*found))


@routes.delete("/cards/<ref>/checkItem/<item>")
def delete_card_item(ref: str, item: str) -> Response:
    card = writable_card(ref)
    checklist, found = checklists.find_item(card, item)
    checklists.delete_item(g.world, g.actor, card, checklist, found)
    return jsonify({"limits": {}})


@routes.post("/cards/<ref>/checklist/<checklist>/checkItem/<item>/convertToCard")
def convert(ref: str, checklist: str, item: str) -> Response:
    card = writable_card(ref)
    made = copies.item_to_card(g.world, g.actor, card, checklist, item)
    return jsonify(views.card(g.world, made))


@routes.get("/cards/<ref>/pluginData")
def plugin_data(ref: str) -> Response:
    readable_card(ref)
    return jsonify([])  # the sandbox has no Power-Ups


@routes.get("/cards/<ref>/customFieldItems")
def field_items(ref: str) -> Response:
    card = g.reader.state(readable_card(ref))
    return jsonify([views.field_item(card, i) for i in card.field_items])


@routes.put("/cards/<ref>/customField/<field>/item")
@routes.put("/card/<ref>/customField/<field>/item")
def set_field(ref: str, field: str) -> Response:
    card = writable_card(ref)
    item = fields.set_item(g.world, g.actor, card, g.world.custom_field(field), g.values)
    return jsonify(views.field_item(card, item))


@routes.post("/customFields")
def create_field() -> Response:
    if g.values.get("idModel") not in g.world.boards:
        raise invalid("idModel")
    made = fields.create(g.world, g.actor, writable(g.values["idModel"]), g.values)
    return jsonify({**views.custom_field(made), "limits": {}})


def _field(ref: str) -> CustomField:
    found: CustomField = g.world.custom_field(ref)
    check = seen if request.method == "GET" else changed
    check(g.world.boards[found.board], g.actor.member)
    return found


@routes.get("/customFields/<ref>")
def read_field(ref: str) -> Response:
    return jsonify(chosen(views.custom_field(_field(ref)), g.values.get("fields")))


@routes.put("/customFields/<ref>")
def update_field(ref: str) -> Response:
    found = _field(ref)
    fields.update(g.world, g.actor, found, g.values)
    return jsonify(views.custom_field(found))


@routes.delete("/customFields/<ref>")
def delete_field(ref: str) -> Response:
    fields.delete(g.world, g.actor, _field(ref))
    return jsonify({"limits": {}})


@routes.get("/customFields/<ref>/options")
def options(ref: str) -> Response:
    found = _field(ref)
    return jsonify([views.field_option(found, o) for o in found.options])


@routes.post("/customFields/<ref>/options")
def add_option(ref: str) -> Response:
    found = _field(ref)
    return jsonify(views.field_option(found, fields.add_option(g.world, found, g.values)))


@routes.post("/labels")
def create_label() -> Response:
    if g.values.get("idBoard") not in g.world.boards:
        raise invalid("idBoard")
    board = writable(g.values["idBoard"])
    return jsonify({**views.label(labels.create(g.world, g.actor, board, g.values)), "limits": {}})


def _label(ref: str) -> Label:
    found: Label = g.world.label(ref)
    check = seen if request.method == "GET" else changed
    check(g.world.boards[found.board], g.actor.member)
    return found


@routes.get("/labels/<ref>")
def read_label(ref: str) -> Response:
    return jsonify(chosen(views.label(_label(ref)), g.values.get("fields")))


@routes.put("/labels/<ref>")
def update_label(ref: str) -> Response:
    found = _label(ref)
    labels.update(g.world, g.actor, found, g.values)
    return jsonify(views.label(found))


@routes.delete("/labels/<ref>")
def delete_label(ref: str) -> Response:
    labels.delete(g.world, g.actor, _label(ref))
    return jsonify({"limits": {}})
