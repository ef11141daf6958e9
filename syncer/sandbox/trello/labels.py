"""Labels of a board and on cards. Their own actions are never listed by feeds."""

from __future__ import annotations

from syncer.sandbox.trello.errors import RefusedError, invalid
from syncer.sandbox.trello.log import log, log_change, log_on_card
from syncer.sandbox.trello.params import text
from syncer.sandbox.trello.records import Actor, Board, Card, Json, Label
from syncer.sandbox.trello.world import World

_HUES = ("green", "yellow", "orange", "red", "purple", "blue", "sky", "lime", "pink", "black")
COLORS = frozenset(f"{hue}{shade}" for hue in _HUES for shade in ("", "_light", "_dark"))
LABEL_NAMES: Json = {f"{hue}{shade}": "" for hue in _HUES for shade in ("", "_dark", "_light")}
DEFAULT_COLORS = ("green", "yellow", "orange", "red", "purple", "blue")


def checked(world: World, board: Board, ids: list[str]) -> list[str]:
    """The ids, if each is a label of this board."""
    for label_id in ids:
        label = world.labels.get(label_id)
        if label is None or label.board != board.id:
            raise invalid("idLabels")
    return list(dict.fromkeys(ids))


def color_of(value: object) -> str | None:
    """A colour's name; null, "null" and nothing mean none."""
    if value in (None, "", "null"):
        return None
    if value not in COLORS:
        raise invalid("color")
    return str(value)


def make(world: World, board: Board, name: str, color: str | None) -> Label:
    """A label in no log, as those of a new board."""
    label = Label(id=world.new_id(), board=board.id, name=name, color=color)
    world.labels[label.id] = label
    return label


def create(world: World, actor: Actor, board: Board, values: Json) -> Label:
    """POST /labels and /boards/{id}/labels."""
    color = color_of(values.get("color"))
    label = make(world, board, text(values.get("name") or "", "name"), color)
    log(world, actor, "createLabel", {"label": label_ref(label)}, board=board)
    return label


def update(world: World, actor: Actor, label: Label, values: Json) -> None:
    """PUT /labels/{id}: one updateLabel per changed field."""
    read = {}
    if "name" in values:
        read["name"] = text(values["name"], "name")
    if "color" in values:
        read["color"] = color_of(values["color"]) or ""
    for field, value in read.items():
        old = getattr(label, field)
        if old == (value or None if field == "color" else value):
            continue
        setattr(label, field, (value or None) if field == "color" else value)
        data = {"label": label_ref(label), "old": {field: old}}
        log(world, actor, "updateLabel", data, board=world.boards[label.board])


def delete(world: World, actor: Actor, label: Label) -> None:
    """DELETE /labels/{id}; it leaves all cards."""
    del world.labels[label.id]
    for card in world.cards.values():
        if label.id in card.labels:
            card.labels.remove(label.id)
    log(world, actor, "deleteLabel", {"label": {"id": label.id}}, board=world.boards[label.board])


def set_on_card(world: World, actor: Actor, card: Card, ids: list[str]) -> None:
    """Make these the card's labels: one excluded action and one updateCard:idLabels a label."""
    for label_id in [i for i in card.labels if i not in ids]:
        remove_from_card(world, actor, card, world.labels[label_id])
    for label_id in [i for i in ids if i not in card.labels]:
        add_to_card(world, actor, card, world.labels[label_id])


def add_to_card(world: World, actor: Actor, card: Card, label: Label) -> None:
    """POST /cards/{id}/idLabels."""
    if label.id in card.labels:
        raise RefusedError(400, "that label is already on the card")
    if label.board != card.board:
        raise invalid("value")
    _change(world, actor, card, label, [*card.labels, label.id], "addLabelToCard")


def remove_from_card(world: World, actor: Actor, card: Card, label: Label) -> None:
    """DELETE /cards/{id}/idLabels/{idLabel}."""
    if label.id not in card.labels:
        raise RefusedError(400, "that label is not on the card")
    left = [i for i in card.labels if i != label.id]
    _change(world, actor, card, label, left, "removeLabelFromCard")


def _change(
    world: World, actor: Actor, card: Card, label: Label, ids: list[str], kind: str
) -> None:
    old, card.labels = card.labels, ids
    data = {"label": label_ref(label), "text": label.name, "value": label.color or ""}
    log_on_card(world, actor, kind, card, data)
    log_change(world, actor, card, "idLabels", old, list(ids), after_ms=2)


def label_ref(label: Label) -> Json:
    """A label inside an action; without a colour the key is missing."""
    color = {"color": label.color} if label.color else {}
    return {"id": label.id, "name": label.name, **color}
