"""Comments: commentCard actions that their author can edit and delete without a trace in feeds."""

from __future__ import annotations

from syncer.sandbox.trello.errors import RefusedError, no_access
from syncer.sandbox.trello.ids import written
from syncer.sandbox.trello.log import board_ref, card_ref, log, log_on_card
from syncer.sandbox.trello.params import line
from syncer.sandbox.trello.records import Action, Actor, Card
from syncer.sandbox.trello.world import World

KINDS = ("commentCard", "copyCommentCard")


def add(world: World, actor: Actor, card: Card, text: object) -> Action:
    """POST /cards/{id}/actions/comments. The list in its data is the list at this time."""
    if world.boards[card.board].prefs["comments"] == "disabled":
        raise no_access("card")
    data = {"text": line(text, "text"), "textData": {"emoji": {}}}
    return log_on_card(world, actor, "commentCard", card, data, with_list=True)


def edit(world: World, actor: Actor, comment: Action, text: object) -> None:
    """Its author only. The comment's own date stays; only data.dateLastEdited tells."""
    card = _card_of(world, comment)
    if comment.actor.member is not actor.member:
        raise no_access()
    old, new = comment.data["text"], line(text, "text")
    data = {
        "card": card_ref(card),
        "action": {"id": comment.id, "text": new},
        "old": {"text": old},
    }
    done = log(world, actor, "updateComment", data, board=world.boards[card.board], card=card)
    comment.data = {**comment.data, "text": new, "dateLastEdited": written(done.date)}


def delete(world: World, actor: Actor, comment: Action) -> None:
    """Its author or an admin of the board. It leaves the feeds as if it had never been."""
    card = _card_of(world, comment)
    board = world.boards[card.board]
    membership = board.membership(actor.member)
    is_admin = membership is not None and membership.kind == "admin"
    if comment.actor.member is not actor.member and not is_admin:
        raise no_access()
    del world.actions[comment.id]
    for feed in world.feeds.values():
        feed[:] = [a for a in feed if a.id != comment.id]
    data = {"board": board_ref(board), "card": card_ref(card), "action": {"id": comment.id}}
    log(world, actor, "deleteComment", data, board=board, card=card)


def count(world: World, card: Card) -> int:
    """How many comments the card has."""
    return sum(a.type in KINDS for a in world.feeds.get(card.id, []))


def _card_of(world: World, comment: Action) -> Card:
    if comment.type not in KINDS or comment.card not in world.cards:
        raise RefusedError(400, "invalid action type")
    return world.cards[comment.card]
