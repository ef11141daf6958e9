"""Who may see and change what. No access is 401, as Trello has it."""

from __future__ import annotations

from syncer.sandbox.trello.errors import no_access
from syncer.sandbox.trello.records import Board, Member
from syncer.sandbox.trello.world import World


def can_see(board: Board, member: Member) -> bool:
    """Members of the board; for `org` boards everybody in the workspace; for `public` all."""
    level = board.prefs["permissionLevel"]
    is_open = level == "public" or (level == "org" and bool(board.organization))
    return is_open or board.membership(member) is not None


def seen(board: Board, member: Member, what: str = "") -> Board:
    """The board, if this member may read it. `what` is the word in the refusal ("card")."""
    if not can_see(board, member):
        raise no_access(what)
    return board


def changed(board: Board, member: Member, what: str = "") -> Board:
    """The board, if this member may write to it: observers and strangers may not."""
    membership = board.membership(member)
    if membership is None or membership.kind == "observer":
        raise no_access(what)
    return board


def ruled(board: Board, member: Member) -> Board:
    """The board, if this member is its admin."""
    membership = board.membership(member)
    if membership is None or membership.kind != "admin":
        raise no_access()
    return board


def boards_of(world: World, member: Member) -> list[Board]:
    """The boards that somebody belongs to."""
    return [b for b in world.boards.values() if b.membership(member)]
