"""Creating, changing and deleting cards, with the actions that each leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from syncer.sandbox.trello import attachments, labels, people
from syncer.sandbox.trello.access import changed
from syncer.sandbox.trello.errors import invalid
from syncer.sandbox.trello.ids import placed
from syncer.sandbox.trello.log import log, log_change, log_move, log_on_card, purge
from syncer.sandbox.trello.moves import to_board
from syncer.sandbox.trello.params import (
    line,
    many,
    maybe_date,
    maybe_number,
    maybe_text,
    text,
    truth,
)
from syncer.sandbox.trello.records import Actor, Board, BoardList, Card, Json
from syncer.sandbox.trello.world import World

SIMPLE: dict[str, tuple[str, Callable[[object, str], Any]]] = {
    "name": ("name", line),
    "desc": ("desc", text),
    "due": ("due", maybe_date),
    "start": ("start", maybe_date),
    "dueReminder": ("due_reminder", maybe_number),
    "dueComplete": ("due_complete", truth),
    "closed": ("closed", truth),
    "isTemplate": ("is_template", truth),
    "idAttachmentCover": ("cover", maybe_text),
    "address": ("address", maybe_text),
    "locationName": ("location_name", maybe_text),
    "coordinates": ("coordinates", maybe_text),
}
"""Fields that are only set: wire name → our attribute and how its value is read."""


def place(world: World, board_list: BoardList, pos: object, name: str = "pos") -> float:
    """A position in a list, from top, bottom or a number."""
    found = placed(pos, (c.pos for c in world.cards_in(board_list)))
    if found is None:
        raise invalid(name)
    return found


def new_card(
    world: World, board: Board, board_list: BoardList, name: str, pos: object = None
) -> Card:
    """A card that is on the board and in no log yet."""
    card = Card(
        id=world.new_id(),
        short_link=world.ids.short_link(),
        short=board.next_short,
        board=board.id,
        list_id=board_list.id,
        name=name,
        pos=place(world, board_list, pos),
        last_activity=world.now(),
    )
    board.next_short += 1
    world.cards[card.id] = card
    return card


def create(world: World, actor: Actor, board: Board, board_list: BoardList, values: Json) -> Card:
    """POST /cards. A due date is logged before the card itself (recorded)."""
    read = {
        SIMPLE[k][0]: SIMPLE[k][1](v, k)
        for k, v in values.items()
        if k in SIMPLE and v is not None and k != "name"
    }
    wanted_labels = labels.checked(world, board, many(values.get("idLabels")))
    wanted_members = people.checked(world, board, many(values.get("idMembers")))
    name = text(values.get("name") or "", "name")
    card = new_card(world, board, board_list, name, values.get("pos"))
    for attribute, value in read.items():
        setattr(card, attribute, value)
    card.labels = wanted_labels
    if card.due:
        log_change(world, actor, card, "due", None, card.due, after_ms=1)
    log_on_card(world, actor, "createCard", card, with_list=True, after_ms=5)
    people.set_on_card(world, actor, card, wanted_members)
    if values.get("urlSource"):
        attachments.add_link(world, actor, card, str(values["urlSource"]))
    return card


def update(world: World, actor: Actor, card: Card, values: Json) -> None:
    """PUT /cards/{id}. All values are read before anything changes; then one action a field:
    board, list, the plain fields, labels, members, and the position last."""
    read = {k: SIMPLE[k][1](values[k], k) for k in SIMPLE if k in values}
    board = _board_wanted(world, actor, card, values)
    target = _list_wanted(world, card, board, values)
    wanted_labels = wanted_members = None
    if values.get("idLabels") is not None:
        wanted_labels = labels.checked(world, board, many(values["idLabels"]))
    if values.get("idMembers") is not None:
        wanted_members = people.checked(world, board, many(values["idMembers"]))
    pos = place(world, target, values["pos"]) if values.get("pos") not in (None, "") else card.pos
    if board.id != card.board:
        to_board(world, actor, card, target)
    elif target.id != card.list_id:
        change_list(world, actor, card, target)
    for field, value in read.items():
        _set(world, actor, card, field, value)
    if wanted_labels is not None:
        labels.set_on_card(world, actor, card, wanted_labels)
    if wanted_members is not None:
        people.set_on_card(world, actor, card, wanted_members)
    if values.get("pos") not in (None, ""):
        change_pos(world, actor, card, pos)


def change_list(
    world: World, actor: Actor, card: Card, target: BoardList, *, after_ms: int = 1
) -> None:
    """To another list of the same board; the position stays as it is (recorded)."""
    before, card.list_id = world.lists[card.list_id], target.id
    log_move(world, actor, card, before, target, after_ms=after_ms)


def change_pos(world: World, actor: Actor, card: Card, pos: float, *, after_ms: int = 2) -> None:
    """Up or down in its list."""
    old, card.pos = card.pos, pos
    if old != pos:
        log_change(world, actor, card, "pos", old, pos, after_ms=after_ms)


def _set(world: World, actor: Actor, card: Card, field: str, value: object) -> None:
    attribute = SIMPLE[field][0]
    old = getattr(card, attribute)
    if old == value:
        return
    setattr(card, attribute, value)
    log_change(world, actor, card, field, old, value)


def _board_wanted(world: World, actor: Actor, card: Card, values: Json) -> Board:
    wanted = values.get("idBoard")
    if not wanted or wanted == card.board:
        return world.boards[card.board]
    board = world.boards.get(str(wanted))
    if board is None:
        raise invalid("idBoard")
    return changed(board, actor.member)


def _list_wanted(world: World, card: Card, board: Board, values: Json) -> BoardList:
    """The list named, which must be on the card's (new) board; else its first open list."""
    wanted = values.get("idList")
    if wanted:
        found = world.lists.get(str(wanted))
        if found is None or found.board != board.id:
            raise invalid("idList")
        return found
    if board.id == card.board:
        return world.lists[card.list_id]
    first = next((x for x in world.lists_of(board) if not x.closed), None)
    if first is None:
        raise invalid("idList")
    return first


def delete(world: World, actor: Actor, card: Card) -> None:
    """DELETE /cards/{id}: its actions leave the board's feed, and deleteCard has no name."""
    board, board_list = world.boards[card.board], world.lists[card.list_id]
    purge(world, card)
    del world.cards[card.id]
    ref = {"id": card.id, "idShort": card.short, "shortLink": card.short_link}
    data = {"card": ref, "list": {"id": board_list.id, "name": board_list.name}}
    log(world, actor, "deleteCard", data, board=board)
