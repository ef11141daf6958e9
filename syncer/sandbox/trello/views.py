"""Things as Trello shows them. Keys are those of the newest recordings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from syncer.sandbox.trello import comments
from syncer.sandbox.trello.ids import slug, written
from syncer.sandbox.trello.records import (
    Attachment,
    BoardList,
    Card,
    CheckItem,
    Checklist,
    CustomField,
    FieldItem,
    FieldOption,
    Json,
    Label,
    Member,
    Membership,
    Webhook,
)
from syncer.sandbox.trello.world import World

SITE = "https://trello.com"


def member(who: Member) -> Json:
    """Somebody as others see them."""
    return {
        "id": who.id,
        "activityBlocked": False,
        "avatarHash": who.id,
        "avatarUrl": f"{SITE}/avatars/{who.id}",
        "fullName": who.full_name,
        "idMemberReferrer": None,
        "initials": "".join(w[0] for w in who.full_name.split()[:2]).upper(),
        "nonPublic": {},
        "nonPublicAvailable": True,
        "username": who.username,
    }


def whole_member(world: World, who: Member, viewer: Member) -> Json:
    """GET /members/{id}. A mail address is shown to oneself only."""
    own = [b.id for b in world.boards.values() if b.membership(who)]
    return {
        **member(who),
        "bio": "",
        "bioData": {"emoji": {}},
        "confirmed": True,
        "memberType": "normal",
        "idEnterprise": None,
        "products": [],
        "url": f"{SITE}/{who.username}",
        "status": "disconnected",
        "email": f"{who.username}@example.org" if who is viewer else None,
        "idBoards": own,
        "idOrganizations": [world.organization],
        "limits": {},
    }


def membership(it: Membership) -> Json:
    return {
        "id": it.id,
        "idMember": it.member.id,
        "memberType": it.kind,
        "unconfirmed": False,
        "deactivated": it.member.deactivated,
    }


def board_list(it: BoardList) -> Json:
    return {
        "id": it.id,
        "name": it.name,
        "closed": it.closed,
        "color": None,
        "idBoard": it.board,
        "pos": it.pos,
        "subscribed": False,
        "softLimit": None,
        "type": None,
        "datasource": {"filter": False},
    }


def label(it: Label) -> Json:
    return {"id": it.id, "idBoard": it.board, "name": it.name, "color": it.color}


def check_item(checklist: Checklist, it: CheckItem) -> Json:
    return {
        "id": it.id,
        "name": it.name,
        "nameData": {"emoji": {}},
        "pos": it.pos,
        "due": it.due,
        "dueReminder": None,
        "idMember": it.member,
        "idChecklist": checklist.id,
        "state": it.state,
    }


def checklist(card: Card, it: Checklist) -> Json:
    return {
        "id": it.id,
        "name": it.name,
        "idBoard": card.board,
        "idCard": card.id,
        "pos": it.pos,
        "checkItems": [check_item(it, i) for i in sorted(it.items, key=lambda i: i.pos)],
    }


def attachment(it: Attachment) -> Json:
    return {
        "id": it.id,
        "bytes": it.size,
        "date": written(it.date),
        "edgeColor": None,
        "idMember": it.member,
        "isUpload": it.size is not None,
        "mimeType": it.mime_type,
        "name": it.name,
        "previews": [],
        "url": it.url,
        "pos": it.pos,
        "fileName": it.name if it.size is not None else None,
    }


def custom_field(it: CustomField) -> Json:
    options = {"options": [field_option(it, o) for o in it.options]} if it.kind == "list" else {}
    return {
        "id": it.id,
        "idModel": it.board,
        "modelType": "board",
        "fieldGroup": it.id * 2,
        "display": {"cardFront": it.card_front},
        "name": it.name,
        "pos": it.pos,
        **options,
        "type": it.kind,
        "isSuggestedField": False,
    }


def field_option(field: CustomField, it: FieldOption) -> Json:
    return {
        "id": it.id,
        "idCustomField": field.id,
        "value": {"text": it.text},
        "color": it.color,
        "pos": it.pos,
    }


def field_item(card: Card, it: FieldItem) -> Json:
    chosen = {"idValue": it.option} if it.option else {}
    return {
        "id": it.id,
        "value": it.value,
        **chosen,
        "idCustomField": it.custom_field,
        "idModel": card.id,
        "modelType": "card",
    }


def webhook(it: Webhook) -> Json:
    return {
        "id": it.id,
        "description": it.description,
        "idModel": it.model,
        "callbackURL": it.callback,
        "active": it.active,
        "consecutiveFailures": 0,
        "firstConsecutiveFailDate": None,
    }


CARD: dict[str, Callable[[World, Card], Any]] = {
    "id": lambda _w, c: c.id,
    "badges": lambda w, c: _badges(w, c),  # noqa: PLW0108 - defined below
    "checkItemStates": lambda _w, c: [
        {"idCheckItem": i.id, "state": i.state}
        for k in c.checklists
        for i in k.items
        if i.state == "complete"
    ],
    "closed": lambda _w, c: c.closed,
    "dueComplete": lambda _w, c: c.due_complete,
    "dateLastActivity": lambda _w, c: written(c.last_activity),
    "desc": lambda _w, c: c.desc,
    "descData": lambda _w, _c: {"emoji": {}},
    "due": lambda _w, c: c.due,
    "dueReminder": lambda _w, c: c.due_reminder,
    "email": lambda _w, _c: None,
    "idBoard": lambda _w, c: c.board,
    "idChecklists": lambda _w, c: [k.id for k in c.checklists],
    "idList": lambda _w, c: c.list_id,
    "idMembers": lambda _w, c: list(c.members),
    "idMembersVoted": lambda _w, c: list(c.voters),
    "idShort": lambda _w, c: c.short,
    "idAttachmentCover": lambda _w, c: c.cover,
    "labels": lambda w, c: [label(w.labels[i]) for i in c.labels if i in w.labels],
    "idLabels": lambda w, c: [i for i in c.labels if i in w.labels],
    "manualCoverAttachment": lambda _w, c: c.cover is not None,
    "name": lambda _w, c: c.name,
    "pos": lambda _w, c: c.pos,
    "shortLink": lambda _w, c: c.short_link,
    "shortUrl": lambda _w, c: f"{SITE}/c/{c.short_link}",
    "start": lambda _w, c: c.start,
    "subscribed": lambda _w, _c: False,
    "url": lambda _w, c: f"{SITE}/c/{c.short_link}/{c.short}-{slug(c.name)}",
    "cover": lambda _w, c: {
        "idAttachment": c.cover,
        "color": None,
        "idUploadedBackground": None,
        "size": "normal",
        "brightness": "dark",
        "idPlugin": None,
    },
    "isTemplate": lambda _w, c: c.is_template,
    "cardRole": lambda _w, c: c.role,
    "mirrorSourceId": lambda _w, c: c.mirror_of,
    "pinned": lambda _w, _c: False,
    "address": lambda _w, c: c.address,
    "locationName": lambda _w, c: c.location_name,
    "coordinates": lambda _w, c: c.coordinates,
}
"""Each field of a card, so that lean reads of many cards cost no more than they ask for."""


def card(world: World, it: Card, fields: str | None = None) -> Json:
    """A card with the fields that were asked for; None and "all" mean all of them."""
    names = CARD.keys() if fields in (None, "all") else ["id", *(fields or "").split(",")]
    shown = {name: CARD[name](world, it) for name in names if name in CARD}
    if world.odd_keys:
        shown["nodeId"] = f"ari:cloud:trello::card/workspace/{world.organization}/{it.id}"
        shown["aiMetadata"] = None
    return shown


def _badges(world: World, it: Card) -> Json:
    items = [i for k in it.checklists for i in k.items]
    return {
        "attachmentsByType": {"trello": {"board": 0, "card": 0}},
        "location": it.coordinates is not None,
        "votes": len(it.voters),
        "viewingMemberVoted": False,
        "subscribed": False,
        "fogbugz": "",
        "checkItems": len(items),
        "checkItemsChecked": sum(i.state == "complete" for i in items),
        "checkItemsEarliestDue": None,
        "comments": comments.count(world, it),
        "attachments": len(it.attachments),
        "description": bool(it.desc),
        "due": it.due,
        "dueComplete": it.due_complete,
        "start": it.start,
    }
