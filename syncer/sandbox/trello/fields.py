"""Custom fields of a board and their values on cards."""

from __future__ import annotations

from typing import Any

from syncer.sandbox.trello.errors import RefusedError, invalid, not_found
from syncer.sandbox.trello.ids import placed
from syncer.sandbox.trello.log import log, log_on_card
from syncer.sandbox.trello.params import line, maybe_date, nested, truth
from syncer.sandbox.trello.records import (
    Actor,
    Board,
    Card,
    CustomField,
    FieldItem,
    FieldOption,
    Json,
)
from syncer.sandbox.trello.world import World

KINDS = ("checkbox", "date", "list", "number", "text")


def create(world: World, actor: Actor, board: Board, values: Json) -> CustomField:
    """POST /customFields."""
    if values.get("modelType") != "board":
        raise invalid("modelType")
    if values.get("type") not in KINDS:
        raise invalid("type")
    pos = placed(values.get("pos"), (f.pos for f in world.fields_of(board)))
    if pos is None:
        raise invalid("pos")
    front = truth(values.get("display_cardFront", True), "display_cardFront")
    made = CustomField(
        id=world.new_id(),
        board=board.id,
        name=line(values.get("name", ""), "name"),
        kind=str(values["type"]),
        pos=pos,
        card_front=front,
    )
    for option in values.get("options") or []:
        add_option(world, made, option)
    world.custom_fields[made.id] = made
    log(world, actor, "createCustomField", {"customField": _ref(made)}, board=board)
    return made


def add_option(world: World, field: CustomField, values: Json) -> FieldOption:
    """POST /customFields/{id}/options."""
    value = nested(values, "value")
    if field.kind != "list" or not isinstance(value, dict):
        raise invalid("value")
    option = FieldOption(
        id=world.new_id(),
        text=line(value.get("text", ""), "value"),
        color=str(values.get("color") or "none"),
        pos=placed(values.get("pos"), (o.pos for o in field.options)) or 0,
    )
    field.options.append(option)
    return option


def update(world: World, actor: Actor, field: CustomField, values: Json) -> None:
    """PUT /customFields/{id}: its name."""
    if "name" in values and values["name"] != field.name:
        old, field.name = field.name, line(values["name"], "name")
        data = {"customField": _ref(field), "old": {"name": old}}
        log(world, actor, "updateCustomField", data, board=world.boards[field.board])


def delete(world: World, actor: Actor, field: CustomField) -> None:
    """DELETE /customFields/{id}; its values leave all cards."""
    del world.custom_fields[field.id]
    for card in world.cards.values():
        card.field_items = [i for i in card.field_items if i.custom_field != field.id]
    log(
        world,
        actor,
        "deleteCustomField",
        {"customField": _ref(field)},
        board=world.boards[field.board],
    )


def set_item(world: World, actor: Actor, card: Card, field: CustomField, values: Json) -> FieldItem:
    """PUT /cards/{id}/customField/{id}/item; an empty value clears it."""
    if field.board != card.board:
        raise not_found()
    value, option = _read(field, values)
    item = next((i for i in card.field_items if i.custom_field == field.id), None)
    old = item.value if item else None
    if item is None:
        item = FieldItem(id=world.new_id(), custom_field=field.id)
        card.field_items.append(item)
    item.value, item.option = value, option
    shown = {
        "id": item.id,
        "value": value,
        "idCustomField": field.id,
        "idModel": card.id,
        "modelType": "card",
    }
    if option:
        shown["idValue"] = option
    data = {
        "customField": {**_ref(field), "type": field.kind},
        "customFieldItem": shown,
        "old": {"value": old},
    }
    log_on_card(world, actor, "updateCustomFieldItem", card, data)
    if value is None and option is None:
        card.field_items.remove(item)
    return item


def _read(field: CustomField, values: Json) -> tuple[Json | None, str | None]:
    """The value as Trello keeps it (all of them strings), or an option's id."""
    if field.kind == "list":
        wanted = values.get("idValue") or None
        if wanted and wanted not in {o.id for o in field.options}:
            raise RefusedError(400, "Invalid custom field item value.")
        return None, wanted
    value: Any = nested(values, "value")
    if value in (None, "", {}):
        return None, None
    key = "checked" if field.kind == "checkbox" else field.kind
    if not isinstance(value, dict) or set(value) != {key} or not _fits(field.kind, value[key]):
        raise RefusedError(400, "Invalid custom field item value.")
    return {key: maybe_date(value[key], "value") if key == "date" else str(value[key])}, None


def _fits(kind: str, value: object) -> bool:
    if kind == "checkbox":
        return str(value).lower() in ("true", "false")
    if kind == "number":
        try:
            float(str(value))
        except ValueError:
            return False
    return isinstance(value, str | int | float)


def _ref(field: CustomField) -> Json:
    return {"id": field.id, "name": field.name}
