"""Copies: of cards, of items into cards, and of whole boards."""

from __future__ import annotations

import copy

from syncer.sandbox.trello import boards, checklists, comments, labels
from syncer.sandbox.trello.cards import new_card
from syncer.sandbox.trello.errors import not_found
from syncer.sandbox.trello.log import card_ref, log, log_on_card, log_to_card_member
from syncer.sandbox.trello.params import line, many
from syncer.sandbox.trello.records import (
    Actor,
    Board,
    BoardList,
    Card,
    FieldItem,
    Json,
)
from syncer.sandbox.trello.world import World

KEPT = frozenset(
    {
        "attachments",
        "checklists",
        "comments",
        "customFields",
        "due",
        "start",
        "labels",
        "members",
        "stickers",
    }
)


def card(world: World, actor: Actor, source: Card, target: BoardList, values: Json) -> Card:
    """POST /cards with idCardSource: one copyCard; comments come along under their old dates, ids
    and writers of the copy (recorded), so that they stand deep in the feed."""
    wanted = many(values.get("keepFromSource") or "all")
    keep = KEPT if "all" in wanted else KEPT & set(wanted)
    board = world.boards[target.board]
    made = new_card(world, board, target, str(values.get("name") or source.name), values.get("pos"))
    _take_over(world, source, made, keep)
    log_on_card(world, actor, "copyCard", made, {"cardSource": card_ref(source)}, with_list=True)
    if "members" in keep:
        for member_id in source.members:
            member = world.members[member_id]
            if board.membership(member):
                made.members.append(member_id)
                log_to_card_member(world, actor, "addMemberToCard", made, member, fromCopy=True)
    if "comments" in keep:
        _copy_comments(world, actor, source, made)
    return made


def _take_over(world: World, source: Card, made: Card, keep: frozenset[str]) -> None:
    made.desc, made.is_template, made.role = source.desc, False, source.role
    made.mirror_of = source.mirror_of
    if "due" in keep:
        made.due, made.due_complete = source.due, source.due_complete
        made.due_reminder = source.due_reminder
    if "start" in keep:
        made.start = source.start
    if "labels" in keep and source.board == made.board:
        made.labels = list(source.labels)
    if "customFields" in keep and source.board == made.board:
        made.field_items = [
            FieldItem(
                id=world.new_id(), custom_field=i.custom_field, value=i.value, option=i.option
            )
            for i in source.field_items
        ]
    if "checklists" in keep:
        made.checklists = [checklists.copied(world, k) for k in source.checklists]
    if "attachments" in keep:
        made.attachments = [copy.copy(a) for a in source.attachments]
        for attachment in made.attachments:
            attachment.id = world.new_id()


def _copy_comments(world: World, actor: Actor, source: Card, made: Card) -> None:
    for comment in [a for a in world.feeds[source.id] if a.type in comments.KINDS]:
        data = {
            "text": comment.data["text"],
            "cardSource": card_ref(source),
            "idOriginalCommenter": comment.actor.member.id,
        }
        log_on_card(world, actor, "copyCommentCard", made, data, dated=comment.date)


def item_to_card(world: World, actor: Actor, source: Card, checklist_id: str, item_id: str) -> Card:
    """An item becomes a card of its own, in the list of the card that it was on."""
    checklist = next((k for k in source.checklists if k.id == checklist_id), None)
    item = checklist.item(item_id) if checklist else None
    if checklist is None or item is None:
        raise not_found()
    board, board_list = world.boards[source.board], world.lists[source.list_id]
    made = new_card(world, board, board_list, item.name)
    made.due = item.due
    checklist.items.remove(item)
    data = {
        "cardSource": card_ref(source),
        "checklist": {"id": checklist.id, "name": checklist.name},
    }
    log_on_card(world, actor, "convertToCardFromCheckItem", made, data, with_list=True)
    return made


def board(world: World, actor: Actor, source: Board, values: Json) -> Board:
    """POST /boards with idBoardSource: lists (and cards, if keepFromSource says so) under new ids,
    and one copyBoard in the log."""
    made = boards.bare(world, actor, line(values.get("name", ""), "name"), source.id)
    made.desc, made.prefs = source.desc, dict(source.prefs)
    new_labels = {
        old.id: labels.make(world, made, old.name, old.color).id for old in world.labels_of(source)
    }
    with_cards = "cards" in many(values.get("keepFromSource") or "cards")
    for old in world.lists_of(source):
        if old.closed:
            continue
        new = BoardList(id=world.new_id(), board=made.id, name=old.name, pos=old.pos)
        world.lists[new.id] = new
        for old_card in world.cards_in(old) if with_cards else []:
            if not old_card.closed:
                new_one = new_card(world, made, new, old_card.name, old_card.pos)
                _take_over(world, old_card, new_one, KEPT - {"customFields", "labels"})
                new_one.labels = [new_labels[i] for i in old_card.labels]
    log(world, actor, "copyBoard", {"boardSource": {"id": source.id}}, board=made)
    return made
