"""Routes of members, tokens and webhooks (which are kept and not delivered)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, jsonify

from syncer.sandbox.trello import feed, views
from syncer.sandbox.trello.access import boards_of, can_see
from syncer.sandbox.trello.errors import RefusedError, invalid, no_access, not_found
from syncer.sandbox.trello.ids import written
from syncer.sandbox.trello.params import chosen, line, text, truth
from syncer.sandbox.trello.records import Member, Token, Webhook
from syncer.sandbox.trello.routes_boards import filtered

routes = Blueprint("members", __name__)


def _member(ref: str) -> Member:
    found: Member = g.actor.member if ref == "me" else g.world.member(ref)
    return found


@routes.get("/members/<ref>")
def read(ref: str) -> Response:
    shown = views.whole_member(g.world, _member(ref), g.actor.member)
    return jsonify(chosen(shown, g.values.get("fields")))


@routes.get("/members/<ref>/boards")
def member_boards(ref: str) -> Response:
    who = _member(ref)
    found = [b for b in boards_of(g.world, who) if can_see(b, g.actor.member)]
    return jsonify(filtered(found, g.values.get("filter", "all")))


@routes.get("/members/<ref>/cards")
def member_cards(ref: str) -> Response:
    who = _member(ref)
    visible = {b.id for b in g.world.boards.values() if can_see(b, g.actor.member)}
    found = [c for c in g.world.cards.values() if who.id in c.members and c.board in visible]
    return jsonify([g.reader.card(c, g.values) for c in found if not c.closed])


@routes.get("/members/<ref>/actions")
def member_actions(ref: str) -> Response:
    who = _member(ref)
    visible = {b.id for b in g.world.boards.values() if can_see(b, g.actor.member)}
    own = [a for a in g.world.actions.values() if a.actor.member is who and a.board in visible]
    found = feed.read(own, feed.wanted(g.values))
    return jsonify(g.reader.actions(found, g.values))


@routes.get("/members/<ref>/organizations")
def organizations(ref: str) -> Response:
    _member(ref)
    return jsonify([_organization()])


@routes.get("/organizations/<ref>")
def organization(ref: str) -> Response:
    if ref != g.world.organization:
        raise not_found()
    return jsonify(_organization())


@routes.get("/organizations/<ref>/members")
def organization_members(ref: str) -> Response:
    if ref != g.world.organization:
        raise not_found()
    found = [chosen(views.member(m), "fullName,username") for m in g.world.members.values()]
    return jsonify(found)


def _organization() -> dict[str, Any]:
    return {"id": g.world.organization, "name": "sandbox", "displayName": "Sandbox"}


def _own_token(secret: str) -> Token:
    if secret != g.sent.token:
        raise no_access("token")
    token: Token = g.token
    return token


@routes.get("/tokens/<secret>")
def read_token(secret: str) -> Response:
    token = _own_token(secret)
    shown = {
        "id": token.id,
        "identifier": token.app or "Trello",
        "idMember": token.member.id,
        "dateCreated": written(token.issued),
        "dateExpires": None,
        "permissions": [
            {"idModel": token.member.id, "modelType": "Member", "read": True, "write": True},
            {"idModel": "*", "modelType": "Board", "read": True, "write": True},
            {"idModel": "*", "modelType": "Organization", "read": True, "write": True},
        ],
    }
    return jsonify(shown)


@routes.delete("/tokens/<secret>")
def end_token(secret: str) -> Response:
    g.world.revoke(_own_token(secret).secret)
    return jsonify({"_value": None})


@routes.get("/tokens/<secret>/webhooks")
def token_webhooks(secret: str) -> Response:
    token = _own_token(secret)
    return jsonify([views.webhook(w) for w in g.world.webhooks.values() if w.token == token.id])


@routes.post("/tokens/<secret>/webhooks")
def create_token_webhook(secret: str) -> Response:
    _own_token(secret)
    return create_webhook()


@routes.post("/webhooks")
def create_webhook() -> Response:
    model, callback = g.values.get("idModel"), str(g.values.get("callbackURL", ""))
    models = (g.world.boards, g.world.lists, g.world.cards, g.world.members)
    if not any(model in known for known in models):
        raise invalid("idModel")
    if not callback.startswith(("http://", "https://")):
        raise RefusedError(400, "Invalid callback URL")
    for known in g.world.webhooks.values():
        if (known.callback, known.model, known.token) == (callback, model, g.token.id):
            raise RefusedError(400, "A webhook with that callback, model, and token already exists")
    made = Webhook(
        id=g.world.new_id(),
        token=g.token.id,
        description=text(g.values.get("description") or "", "description"),
        model=str(model),
        callback=callback,
    )
    g.world.webhooks[made.id] = made
    return jsonify(views.webhook(made))


@routes.get("/webhooks/<ref>")
def read_webhook(ref: str) -> Response:
    return jsonify(views.webhook(g.world.webhook(ref, g.token)))


@routes.put("/webhooks/<ref>")
def update_webhook(ref: str) -> Response:
    found: Webhook = g.world.webhook(ref, g.token)
    if "description" in g.values:
        found.description = text(g.values["description"], "description")
    if "callbackURL" in g.values:
        found.callback = line(g.values["callbackURL"], "callbackURL")
    if "active" in g.values:
        found.active = truth(g.values["active"], "active")
    return jsonify(views.webhook(found))


@routes.delete("/webhooks/<ref>")
def delete_webhook(ref: str) -> Response:
    del g.world.webhooks[g.world.webhook(ref, g.token).id]
    return jsonify({"_value": None})
