"""Boards and actions as Trello shows them."""

from __future__ import annotations

from typing import Any

from syncer.sandbox.trello import views
from syncer.sandbox.trello.ids import slug, written
from syncer.sandbox.trello.labels import LABEL_NAMES
from syncer.sandbox.trello.log import card_ref
from syncer.sandbox.trello.records import Action, Board, Json
from syncer.sandbox.trello.world import World

DEFAULT_FIELDS = (
    "name,desc,descData,closed,idOrganization,idEnterprise,pinned,url,shortUrl,prefs,labelNames"
)
"""What `GET /boards/{id}` shows when no fields are named."""


def _limit(most: int) -> Json:
    return {"status": "ok", "disableAt": most, "warnAt": round(most * 0.8)}


LIMITS: Json = {
    "attachments": {"perBoard": _limit(36000), "perCard": _limit(1000)},
    "boards": {
        "totalMembersPerBoard": _limit(1600),
        "totalAccessRequestsPerBoard": _limit(4000),
    },
    "cards": {
        "openPerBoard": _limit(5000),
        "openPerList": _limit(5000),
        "totalPerBoard": _limit(2_000_000),
        "totalPerList": _limit(1_000_000),
    },
    "checklists": {"perBoard": _limit(1_800_000), "perCard": _limit(500)},
    "checkItems": {"perChecklist": _limit(200)},
    "customFields": {"perBoard": _limit(50)},
    "customFieldOptions": {"perField": _limit(50)},
    "labels": {"perBoard": _limit(1000)},
    "lists": {"openPerBoard": _limit(500), "totalPerBoard": _limit(3000)},
    "stickers": {"perCard": _limit(70)},
    "reactions": {"perAction": _limit(900), "uniquePerAction": _limit(17)},
}
"""As recorded in 2023. The sandbox shows them and does not enforce them."""


def board(world: World, it: Board) -> Json:
    """A board with all its fields."""
    return {
        "id": it.id,
        "nodeId": f"ari:cloud:trello::board/workspace/{it.organization}/{it.id}",
        "name": it.name,
        "desc": it.desc,
        "descData": None,
        "closed": it.closed,
        "dateClosed": written(it.closed_at),
        "idOrganization": it.organization or None,
        "idEnterprise": None,
        "limits": LIMITS,
        "pinned": False,
        "starred": False,
        "url": f"{views.SITE}/b/{it.short_link}/{slug(it.name)}",
        "prefs": dict(it.prefs),
        "shortLink": it.short_link,
        "subscribed": False,
        "labelNames": _label_names(world, it),
        "powerUps": [],
        "dateLastActivity": written(it.last_activity),
        "dateLastView": written(it.last_activity),
        "shortUrl": f"{views.SITE}/b/{it.short_link}",
        "idTags": [],
        "datePluginDisable": None,
        "creationMethod": None,
        "ixUpdate": str(it.ix_update),
        "templateGallery": None,
        "enterpriseOwned": False,
        "idBoardSource": it.source,
        "premiumFeatures": [],
        "idMemberCreator": it.creator.id,
        "memberships": [views.membership(m) for m in it.memberships],
    }


def _label_names(world: World, it: Board) -> Json:
    names = dict(LABEL_NAMES)
    for label in world.labels_of(it):
        if label.color:
            names[label.color] = names[label.color] or label.name
    return names


def action(
    world: World,
    it: Action,
    *,
    fields: str | None = None,
    creator: bool = True,
    creator_fields: str | None = None,
    display: bool = False,
) -> Json:
    """One action. idMemberCreator is always there, the nested member not always."""
    who = it.actor.member
    shown: Json = {
        "id": it.id,
        "idMemberCreator": who.id,
        "data": it.data,
        "appCreator": it.actor.app,
        "type": it.type,
        "date": written(it.date),
        "limits": {"reactions": LIMITS["reactions"]} if it.type == "commentCard" else None,
    }
    if fields not in (None, "all"):
        shown = {k: v for k, v in shown.items() if k == "id" or k in (fields or "").split(",")}
    if display:
        shown["display"] = _display(world, it)
    if creator and not world.bare_actions:
        shown["memberCreator"] = _picked(views.member(who), creator_fields)
    if it.member is not None:
        shown["member"] = views.member(it.member)
    if world.odd_keys:
        shown["agenticIdentity"] = None
        shown["reactions"] = []
    return shown


def _picked(whole: Json, fields: str | None) -> Json:
    if fields in (None, "", "all"):
        return whole
    return {k: v for k, v in whole.items() if k == "id" or k in (fields or "").split(",")}


def _display(world: World, it: Action) -> Json:
    """What Trello's own screen makes a sentence from; only comments have more than who."""
    who = it.actor.member
    entities: dict[str, Any] = {
        "memberCreator": {
            "type": "member",
            "id": who.id,
            "username": who.username,
            "text": who.full_name,
        }
    }
    if it.type != "commentCard" or it.card not in world.cards:
        return {"translationKey": "unknown", "entities": entities}
    card = card_ref(world.cards[it.card])
    entities["contextOn"] = {
        "type": "translatable",
        "translationKey": "action_on",
        "hideIfContext": True,
        "idContext": card["id"],
    }
    entities["card"] = {
        "type": "card",
        "hideIfContext": True,
        "id": card["id"],
        "shortLink": card["shortLink"],
        "text": card["name"],
    }
    entities["comment"] = {"type": "comment", "text": it.data["text"]}
    return {"translationKey": "action_comment_on_card", "entities": entities}
