"""Checklists and their items. Only ticking an item, and adding or removing a list, is in feeds."""

from __future__ import annotations

from syncer.sandbox.trello.errors import invalid, not_found
from syncer.sandbox.trello.ids import placed
from syncer.sandbox.trello.log import log_on_card
from syncer.sandbox.trello.params import line, maybe_date, maybe_text, truth
from syncer.sandbox.trello.records import Actor, Card, CheckItem, Checklist, Json
from syncer.sandbox.trello.world import World


def create(world: World, actor: Actor, card: Card, values: Json) -> Checklist:
    """POST /cards/{id}/checklists; with idChecklistSource a copy without ticks (recorded), whose
    action no feed lists."""
    source = None
    if values.get("idChecklistSource"):
        source = world.checklist(str(values["idChecklistSource"]))[1]
    name = str(values.get("name") or (source.name if source else "Checklist"))
    pos = placed(values.get("pos"), (k.pos for k in card.checklists))
    if pos is None:
        raise invalid("pos")
    made = Checklist(id=world.new_id(), name=line(name, "name"), pos=pos)
    card.checklists.append(made)
    if source:
        log_copy(world, actor, card, source, made)
    else:
        log_on_card(world, actor, "addChecklistToCard", card, {"checklist": _ref(made)})
    for item in source.items if source else []:
        made.items.append(CheckItem(id=world.new_id(), name=item.name, pos=item.pos))
    return made


def log_copy(world: World, actor: Actor, card: Card, source: Checklist, made: Checklist) -> None:
    """Write copyChecklist."""
    data = {"checklist": _ref(made), "checklistSource": _ref(source)}
    log_on_card(world, actor, "copyChecklist", card, data)


def copied(world: World, checklist: Checklist) -> Checklist:
    """The same on another card, ticks and all, as copying a card does."""
    items = [
        CheckItem(
            id=world.new_id(),
            name=i.name,
            pos=i.pos,
            state=i.state,
            due=i.due,
            member=i.member,
        )
        for i in checklist.items
    ]
    return Checklist(id=world.new_id(), name=checklist.name, pos=checklist.pos, items=items)


def update(world: World, actor: Actor, card: Card, checklist: Checklist, values: Json) -> None:
    """PUT /checklists/{id}: name and pos, an updateChecklist each."""
    read: Json = {}
    if "name" in values:
        read["name"] = line(values["name"], "name")
    if "pos" in values:
        read["pos"] = placed(values["pos"], (k.pos for k in card.checklists))
        if read["pos"] is None:
            raise invalid("pos")
    for field, value in read.items():
        old = getattr(checklist, field)
        if old != value:
            setattr(checklist, field, value)
            data = {"checklist": {**_ref(checklist), field: value}, "old": {field: old}}
            log_on_card(world, actor, "updateChecklist", card, data)


def delete(world: World, actor: Actor, card: Card, checklist: Checklist) -> None:
    """DELETE /checklists/{id} and /cards/{id}/checklists/{id}."""
    card.checklists.remove(checklist)
    log_on_card(world, actor, "removeChecklistFromCard", card, {"checklist": _ref(checklist)})


def find_item(card: Card, item_id: str) -> tuple[Checklist, CheckItem]:
    """An item by its id, on whichever checklist of the card it is."""
    for checklist in card.checklists:
        item = checklist.item(item_id)
        if item:
            return checklist, item
    raise not_found()


def add_item(
    world: World, actor: Actor, card: Card, checklist: Checklist, values: Json
) -> CheckItem:
    """POST /checklists/{id}/checkItems."""
    pos = placed(values.get("pos"), (i.pos for i in checklist.items))
    if pos is None:
        raise invalid("pos")
    item = CheckItem(
        id=world.new_id(),
        name=line(values.get("name", ""), "name"),
        pos=pos,
        state="complete" if truth(values.get("checked", False), "checked") else "incomplete",
        due=maybe_date(values.get("due"), "due"),
        member=maybe_text(values.get("idMember"), "idMember"),
    )
    checklist.items.append(item)
    _log_item(world, actor, "createCheckItem", card, checklist, item)
    return item


def update_item(
    world: World, actor: Actor, card: Card, found: tuple[Checklist, CheckItem], values: Json
) -> None:
    """PUT /cards/{id}/checkItem/{id}: a tick is listed by feeds, a new name or date is not."""
    checklist, item = found
    if "state" in values:
        state = {"true": "complete", "false": "incomplete"}.get(
            str(values["state"]).lower(), str(values["state"])
        )
        if state not in ("complete", "incomplete"):
            raise invalid("state")
        if item.state != state:
            item.state = state
            _log_item(world, actor, "updateCheckItemStateOnCard", card, checklist, item)
    readers = {"name": line, "due": maybe_date, "idMember": maybe_text}
    for field in readers.keys() & values.keys():
        attribute = {"idMember": "member"}.get(field, field)
        old, new = getattr(item, attribute), readers[field](values[field], field)
        if old != new:
            setattr(item, attribute, new)
            _log_item(world, actor, "updateCheckItem", card, checklist, item, {field: old})


def delete_item(
    world: World, actor: Actor, card: Card, checklist: Checklist, item: CheckItem
) -> None:
    """DELETE /checklists/{id}/checkItems/{id}; never listed by feeds."""
    checklist.items.remove(item)
    _log_item(world, actor, "deleteCheckItem", card, checklist, item)


def _ref(checklist: Checklist) -> Json:
    return {"id": checklist.id, "name": checklist.name}


def _log_item(
    world: World,
    actor: Actor,
    kind: str,
    card: Card,
    checklist: Checklist,
    item: CheckItem,
    old: Json | None = None,
) -> None:
    data: Json = {
        "checklist": _ref(checklist),
        "checkItem": {"id": item.id, "name": item.name, "state": item.state},
    }
    if old is not None:
        data["old"] = old
    log_on_card(world, actor, kind, card, data)
