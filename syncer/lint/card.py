"""A card of Trello as the post that is linted."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from connectors.errors import Gone, NotAllowed, ServiceError
from connectors.trello.query import BoardQuery
from rules.facts import Board, Case
from rules.rule import Post
from rules.style.post import post_of
from syncer.records import Problem, Stop
from syncer.translate import card_of, roster_of

if TYPE_CHECKING:
    from connectors.trello.client import Trello
    from connectors.trello.wire import BoardRead

_ADDRESS = re.compile(r"/c/([A-Za-z0-9]+)")


def card_id(written: str) -> str:
    """The id or short link in what a person gave, which may be the card's address."""
    found = _ADDRESS.search(written)
    return found[1] if found else written.strip()


def card_post(trello: Trello, card: str) -> Post:
    """The card and where it stands, in two requests; nothing is written. What needs more than
    Trello says (whether a link is alive, how large a picture is) is not gathered: a rule that
    asks for it cannot answer.

    Raises:
        Stop: the card cannot be read.
    """
    try:
        found = trello.card(card)
        (read,) = trello.read_boards([BoardQuery(id=found.board or "", actions_limit=1)])
        if isinstance(read, ServiceError):
            raise read
    except ServiceError as error:
        raise Stop(_problem(card, error)) from error
    board = _board(read)
    shown = card_of(found, board.id, read.custom_fields or ())
    return post_of(Case(at=datetime.now(UTC), card=shown, board=board))


def _board(read: BoardRead) -> Board:
    """The board, each list a stage by its name: rules name stages so."""
    lists = {each.id: each for each in roster_of(read).lists}
    stages = {each.name: each.id for each in lists.values() if not each.closed}
    return Board(id=read.id, name=read.stub.name or read.id, stages=stages, lists=lists)


def _problem(card: str, error: ServiceError) -> Problem:
    what = f"The card {card} cannot be read: {error}."
    if isinstance(error, Gone):
        return Problem(what=what, mend="Give its short link, its id or its address.", exit=2)
    if isinstance(error, NotAllowed):
        return Problem(what=what, mend="Give the token's account access to its board.", exit=2)
    return Problem(what=what, mend="Try again later.", exit=3)
