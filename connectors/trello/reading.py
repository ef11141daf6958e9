"""Reads whole boards and whole feeds, however many answers that takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from connectors.errors import ServiceError, TooLarge
from connectors.trello.action import Action, parse_action
from connectors.trello.line import Line
from connectors.trello.paging import older, older_cards
from connectors.trello.parse import (
    newest_first,
    parse_board,
    parse_card,
    parse_each,
    parse_list,
    parse_member,
    parse_membership,
    require,
)
from connectors.trello.query import (
    CARDS_PAGE,
    NEEDED,
    PAGE,
    BoardQuery,
    Route,
    board_route,
    cards_route,
    feed_route,
    segment,
)
from connectors.trello.wire import BoardRead, Card

T = TypeVar("T")


def boards(line: Line, reads: Sequence[BoardQuery]) -> tuple[BoardRead | ServiceError, ...]:
    """Each board with all its cards and its feed since `since`, or why it could not be read."""
    answers = line.get_each([board_route(query) for query in reads])
    return tuple(
        settled(partial(_board, line, query, answer))
        for query, answer in zip(reads, answers, strict=True)
    )


def feed(
    line: Line,
    path: str,
    types: str,
    *,
    since: datetime | None = None,
    before: datetime | None = None,
    limit: int = PAGE,
    page: Sequence[Action] | None = None,
) -> tuple[Action, ...]:
    """All actions below `path` after `since` and before `before`, newest first, each once.

    `page` is the first page where it was read already. Pages go on until one is not full.
    """
    found: list[Action] = []
    while True:
        if page is None:
            route = feed_route(path, types, since=since, before=before, limit=limit)
            page = parse_each(line.get(route), parse_action, "actions")
        found += page
        if len(page) < limit:
            return newest_first(found)
        before = older(page, before)
        page = None


def card_feeds(
    line: Line, ids: Sequence[str], types: str
) -> tuple[tuple[Action, ...] | ServiceError, ...]:
    """All actions of each card, ten cards to a batch."""
    paths = [f"/cards/{segment(card)}" for card in ids]
    answers = line.get_each([feed_route(path, types) for path in paths])
    return tuple(
        settled(partial(_card_feed, line, path, types, answer))
        for path, answer in zip(paths, answers, strict=True)
    )


def settled(read: Callable[[], T]) -> T | ServiceError:
    """What `read` returns, or the ServiceError that it raises."""
    try:
        return read()
    except ServiceError as error:
        return error


def _board(line: Line, query: BoardQuery, answer: Any) -> BoardRead:
    if isinstance(answer, TooLarge):
        bare = parse_board(line.get(board_route(query, cards=False)))
        board = replace(bare, cards=_cards(line, query.id))
    else:
        board = parse_board(_given(answer))
    board = _completed(line, query, board)
    for card in board.cards or ():
        require(card, NEEDED, f"board {board.id}: card {card.id}")
    return _whole_feed(line, query, board)


def _completed(line: Line, query: BoardQuery, board: BoardRead) -> BoardRead:
    """The board with what its answer did not carry read on its own: a nested parameter that is
    not honoured must not look like an empty board, a board without members, or a silent feed."""
    path = f"/boards/{segment(query.id)}"

    def part(name: str, parse: Callable[[Any, str], T], **params: str) -> tuple[T, ...]:
        return parse_each(line.get(Route(f"{path}/{name}", params)), parse, name)

    if board.lists is None:
        board = replace(board, lists=part("lists", parse_list, filter="all"))
    if board.members is None:
        board = replace(board, members=part("members", parse_member))
    if board.memberships is None:
        board = replace(board, memberships=part("memberships", parse_membership))
    if board.cards is None or any(card.attachments is None for card in board.cards):
        board = replace(board, cards=_cards(line, query.id))
    if board.actions is None:
        limit = query.actions_limit
        route = feed_route(path, "all", since=query.since, limit=limit)
        board = replace(board, actions=parse_each(line.get(route), parse_action, "actions"))
    return board


def _card_feed(line: Line, path: str, types: str, answer: Any) -> tuple[Action, ...]:
    page = parse_each(_given(answer), parse_action, "actions")
    return feed(line, path, types, page=page)


def _cards(line: Line, board: str) -> tuple[Card, ...]:
    """All cards of a board that has too many for one answer, page by page."""
    found: dict[str, Card] = {}
    before: str | None = None
    while True:
        page = parse_each(line.get(cards_route(board, before)), parse_card, "cards")
        found |= {card.id: card for card in page}
        if len(page) < CARDS_PAGE:
            return tuple(found.values())
        before = older_cards([card.id for card in page], before)


def _whole_feed(line: Line, query: BoardQuery, board: BoardRead) -> BoardRead:
    """The board with the rest of its feed, where its page was full. Without `since` the rest is
    all of its history, which is only said to exist."""
    page = board.actions
    if page is None or len(page) < query.actions_limit:
        return board
    if query.since is None:
        return replace(board, more=True)
    path = f"/boards/{segment(query.id)}"
    found = feed(line, path, "all", since=query.since, limit=query.actions_limit, page=page)
    return replace(board, actions=found)


def _given(answer: Any) -> Any:
    if isinstance(answer, ServiceError):
        raise answer
    return answer
