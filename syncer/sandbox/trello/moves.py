"""Moves of many cards at once, between boards, and of whole lists."""

from __future__ import annotations

from syncer.sandbox.trello.ids import placed
from syncer.sandbox.trello.log import (
    card_ref,
    list_ref,
    log,
    log_change,
    log_move,
    log_to_card_member,
)
from syncer.sandbox.trello.records import Actor, Board, BoardList, Card, Json
from syncer.sandbox.trello.world import World


def to_board(world: World, actor: Actor, card: Card, target: BoardList) -> None:
    """To a list of another board: two actions, a new idShort and position; labels, custom fields
    and members that are not on the target board are lost."""
    source, board = world.boards[card.board], world.boards[target.board]
    _log_leaving(world, actor, card, source, board)
    card.pos = placed("bottom", (c.pos for c in world.cards_in(target))) or card.pos
    card.board, card.list_id = board.id, target.id
    card.short, board.next_short = board.next_short, board.next_short + 1
    _log_arriving(world, actor, card, source, board, target)
    _drop_what_stays_behind(world, actor, card, board)


def _log_leaving(world: World, actor: Actor, card: Card, source: Board, board: Board) -> None:
    data = {
        "card": {"id": card.id, "name": card.name},
        "list": list_ref(world.lists[card.list_id]),
        "boardTarget": {"id": board.id, "name": board.name},
        "member": _named(actor),
    }
    log(world, actor, "moveCardFromBoard", data, board=source, card=card)


def _log_arriving(
    world: World, actor: Actor, card: Card, source: Board, board: Board, target: BoardList
) -> None:
    data = {
        "card": card_ref(card),
        "list": list_ref(target),
        "boardSource": {"id": source.id, "name": source.name},
    }
    log(world, actor, "moveCardToBoard", data, board=board, card=card, after_ms=0)


def _drop_what_stays_behind(world: World, actor: Actor, card: Card, board: Board) -> None:
    card.labels, card.field_items = [], []
    for member_id in list(card.members):
        member = world.members[member_id]
        if board.membership(member) is None:
            card.members.remove(member_id)
            log_to_card_member(world, actor, "removeMemberFromCard", card, member)


def all_cards(world: World, actor: Actor, source: BoardList, target: BoardList) -> list[Card]:
    """POST /lists/{id}/moveAllCards: a burst of idList actions in some 5 ms, then one of pos."""
    cards = [c for c in world.cards_in(source) if not c.closed]
    if source is target:
        return cards
    for card in cards:
        world.remember(card)
    if source.board != target.board:
        for card in cards:
            to_board(world, actor, card, target)
        return cards
    pos = placed("bottom", (c.pos for c in world.cards_in(target))) or 0
    for number, card in enumerate(cards):
        card.list_id = target.id
        log_move(world, actor, card, source, target, after_ms=int(number % 12 == 0))
    for number, card in enumerate(cards):
        old, card.pos = card.pos, pos + 65536 * number
        if card.pos != old:
            log_change(world, actor, card, "pos", old, card.pos, after_ms=int(number % 12 == 0))
    return cards


def archive_all(world: World, actor: Actor, source: BoardList) -> None:
    """POST /lists/{id}/archiveAllCards."""
    for card in world.cards_in(source):
        if not card.closed:
            world.remember(card)
            card.closed = True
            log_change(world, actor, card, "closed", False, True, after_ms=0)


def list_to_board(world: World, actor: Actor, moved: BoardList, board: Board) -> None:
    """A whole list: one action on either board, of the same date, and none for its cards except
    for members who are not on the target board."""
    source = world.boards[moved.board]
    cards = world.cards_in(moved)
    for card in cards:
        world.remember(card)
    moved.board = board.id
    moved.pos = placed("bottom", (x.pos for x in world.lists_of(board) if x is not moved)) or 0
    shared: Json = {"list": list_ref(moved), "member": _named(actor)}
    leaving = {**shared, "boardTarget": {"id": board.id, "name": board.name}}
    log(world, actor, "moveListFromBoard", leaving, board=source)
    arriving = {**shared, "boardSource": {"id": source.id, "name": source.name}}
    log(world, actor, "moveListToBoard", arriving, board=board, after_ms=0)
    for card in cards:
        card.board = board.id
        card.short, board.next_short = board.next_short, board.next_short + 1
        _drop_what_stays_behind(world, actor, card, board)


def _named(actor: Actor) -> Json:
    return {"id": actor.member.id, "name": actor.member.full_name}
