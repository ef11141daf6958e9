"""Members of boards and on cards."""

from __future__ import annotations

from syncer.sandbox.trello.access import ruled
from syncer.sandbox.trello.errors import RefusedError, invalid, no_access, not_found
from syncer.sandbox.trello.log import log, log_on_card, log_to_card_member
from syncer.sandbox.trello.records import Actor, Board, Card, Member, Membership
from syncer.sandbox.trello.world import World

_MADE = {
    "admin": "makeAdminOfBoard",
    "normal": "makeNormalMemberOfBoard",
    "observer": "makeObserverOfBoard",
}


def checked(world: World, board: Board, ids: list[str]) -> list[str]:
    """The ids, if each is a member of this board."""
    for member_id in ids:
        member = world.members.get(member_id)
        if member is None or board.membership(member) is None:
            raise invalid("idMembers")
    return list(dict.fromkeys(ids))


def set_on_card(world: World, actor: Actor, card: Card, ids: list[str]) -> None:
    """Make these the card's members."""
    for member_id in [i for i in card.members if i not in ids]:
        remove_from_card(world, actor, card, world.members[member_id])
    for member_id in [i for i in ids if i not in card.members]:
        add_to_card(world, actor, card, world.members[member_id])


def add_to_card(world: World, actor: Actor, card: Card, member: Member) -> None:
    """POST /cards/{id}/idMembers."""
    if member.id in card.members:
        raise RefusedError(400, "member is already on the card")
    if world.boards[card.board].membership(member) is None:
        raise invalid("value")
    card.members.append(member.id)
    log_to_card_member(world, actor, "addMemberToCard", card, member)


def remove_from_card(world: World, actor: Actor, card: Card, member: Member) -> None:
    """DELETE /cards/{id}/idMembers/{idMember}."""
    if member.id not in card.members:
        raise RefusedError(400, "member is not on the card")
    card.members.remove(member.id)
    log_to_card_member(world, actor, "removeMemberFromCard", card, member)


def put_on_board(world: World, actor: Actor, board: Board, member: Member, kind: str) -> None:
    """PUT /boards/{id}/members/{idMember}. Only an admin changes roles or adds an admin; who may
    add others is `prefs.invitations`."""
    if kind not in _MADE:
        raise invalid("type")
    present = board.membership(member)
    if present or kind == "admin" or board.prefs["invitations"] == "admins":
        ruled(board, actor.member)
    elif board.membership(actor.member) is None:
        raise no_access()
    if present is None:
        board.memberships.append(Membership(id=world.new_id(), member=member, kind=kind))
        data = {"idMemberAdded": member.id, "memberType": kind}
        log(world, actor, "addMemberToBoard", data, board=board, member=member)
    elif present.kind != kind:
        if present.kind == "admin":
            _keep_an_admin(board, present)
        present.kind = kind
        data = {"idMember": member.id, "memberType": kind}
        log(world, actor, _MADE[kind], data, board=board, member=member)


def take_off_board(world: World, actor: Actor, board: Board, member: Member) -> None:
    """DELETE /boards/{id}/members/{idMember}: by an admin or by oneself. Never listed by feeds;
    they leave the board's cards too, without a word (Trello's dialog says so, no log was seen)."""
    present = board.membership(member)
    if present is None:
        raise not_found()
    if member is not actor.member:
        ruled(board, actor.member)
    _keep_an_admin(board, present)
    board.memberships.remove(present)
    for card in world.cards.values():
        if card.board == board.id and member.id in card.members:
            card.members.remove(member.id)
    data = {"idMember": member.id, "deactivated": member.deactivated}
    log(world, actor, "removeMemberFromBoard", data, board=board, member=member)


def _keep_an_admin(board: Board, leaving: Membership) -> None:
    if not any(m.kind == "admin" for m in board.memberships if m is not leaving):
        raise RefusedError(400, "Must have at least one admin")


def vote(world: World, actor: Actor, card: Card, member: Member) -> None:
    """POST /cards/{id}/membersVoted."""
    if member.id in card.voters:
        raise RefusedError(400, "member has already voted on the card")
    card.voters.append(member.id)
    log_on_card(world, actor, "voteOnCard", card, {"voted": True})


def unvote(world: World, actor: Actor, card: Card, member: Member) -> None:
    """DELETE /cards/{id}/membersVoted/{idMember}."""
    if member.id not in card.voters:
        raise RefusedError(400, "member has not voted on the card")
    card.voters.remove(member.id)
    log_on_card(world, actor, "voteOnCard", card, {"voted": False})
