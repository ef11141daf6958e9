"""Writing the action log: the `data` of each type as in real samples, and when it is dated."""

from __future__ import annotations

from datetime import datetime

from syncer.sandbox.trello.records import Action, Actor, Board, BoardList, Card, Json, Member
from syncer.sandbox.trello.world import World

EXCLUDED = frozenset(
    {
        "addLabelToCard",
        "removeLabelFromCard",
        "copyChecklist",
        "createBoardInvitation",
        "createBoardPreference",
        "createCheckItem",
        "deleteCheckItem",
        "updateCheckItem",
        "createLabel",
        "updateLabel",
        "deleteLabel",
        "createOrganizationInvitation",
        "updateComment",
        "deleteComment",
        "removeMemberFromBoard",
        "removeMemberFromOrganization",
        "makeAdminOfOrganization",
        "voteOnCard",
    }
)
"""Types that no list of actions returns (developer.atlassian.com, action types). They are kept for
`GET /actions/{id}` and webhooks."""


def board_ref(board: Board) -> Json:
    return {"id": board.id, "name": board.name, "shortLink": board.short_link}


def card_ref(card: Card) -> Json:
    return {
        "id": card.id,
        "name": card.name,
        "idShort": card.short,
        "shortLink": card.short_link,
    }


def list_ref(board_list: BoardList) -> Json:
    return {"id": board_list.id, "name": board_list.name}


def log(
    world: World,
    actor: Actor,
    kind: str,
    data: Json,
    *,
    board: Board,
    card: Card | None = None,
    member: Member | None = None,
    after_ms: int = 1,
    dated: datetime | None = None,
) -> Action:
    """Write one action, at least `after_ms` after the last one, or `dated` in the past."""
    date = world.tick(after_ms)
    action = Action(
        id=world.ids.object_id(date),
        type=kind,
        date=dated or date,
        actor=actor,
        data={"board": board_ref(board), **data},
        board=board.id,
        card=card.id if card else None,
        member=member,
    )
    world.actions[action.id] = action
    for feed in (board.id, action.card):
        if feed:
            world.feeds[feed].append(action)
    if not (world.quiet_excluded and kind in EXCLUDED):
        board.last_activity = date
        board.ix_update += 1
    if card:
        card.last_activity = date
    return action


def log_on_card(
    world: World,
    actor: Actor,
    kind: str,
    card: Card,
    data: Json | None = None,
    *,
    with_list: bool = False,
    member: Member | None = None,
    after_ms: int = 1,
    dated: datetime | None = None,
) -> Action:
    """Write an action about a card; `data` goes beside board and card."""
    place = {"list": list_ref(world.lists[card.list_id])} if with_list else {}
    return log(
        world,
        actor,
        kind,
        {"card": card_ref(card), **place, **(data or {})},
        board=world.boards[card.board],
        card=card,
        member=member,
        after_ms=after_ms,
        dated=dated,
    )


def log_change(
    world: World,
    actor: Actor,
    card: Card,
    field: str,
    old: object,
    new: object,
    *,
    after_ms: int = 1,
) -> Action:
    """Write updateCard for one field: one action is exactly one changed field."""
    data = {"card": {**card_ref(card), field: new}, "old": {field: old}}
    return log_on_card(world, actor, "updateCard", card, data, with_list=True, after_ms=after_ms)


def log_move(
    world: World,
    actor: Actor,
    card: Card,
    before: BoardList,
    after: BoardList,
    *,
    after_ms: int = 1,
) -> Action:
    """Write updateCard:idList, which has listBefore and listAfter and no list."""
    data = {
        "card": {**card_ref(card), "idList": after.id},
        "old": {"idList": before.id},
        "listBefore": list_ref(before),
        "listAfter": list_ref(after),
    }
    return log_on_card(world, actor, "updateCard", card, data, after_ms=after_ms)


def log_to_card_member(
    world: World, actor: Actor, kind: str, card: Card, member: Member, **extra: object
) -> Action:
    """Write addMemberToCard or removeMemberFromCard."""
    named = {"id": member.id, "name": member.full_name}
    data: Json = {"idMember": member.id, "member": named, **extra}
    if kind == "removeMemberFromCard":
        data["deactivated"] = member.deactivated
    return log_on_card(world, actor, kind, card, data, member=member)


def purge(world: World, card: Card) -> None:
    """Take a deleted card's actions out of every log, as Trello does."""
    gone = {a.id for a in world.feeds.pop(card.id, [])}
    for action_id in gone:
        del world.actions[action_id]
    for feed in world.feeds.values():
        feed[:] = [a for a in feed if a.id not in gone]
