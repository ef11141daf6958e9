"""A server that honours no nested parameter is read part by part, never as an empty board."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from connectors.errors import Gone, ServiceError
from connectors.trello import reading
from connectors.trello.line import Line
from connectors.trello.query import BoardQuery, Route
from connectors.trello.wire import BoardRead

CARD = {
    "id": "c1",
    "name": "Post",
    "desc": "",
    "closed": False,
    "due": None,
    "idList": "l1",
    "pos": 1,
    "idMembers": [],
    "labels": [],
    "attachments": [{"id": "a1", "name": "picture"}],
}
ACTION = {
    "id": "x1",
    "type": "createCard",
    "date": "2026-11-23T06:00:00.000Z",
    "idMemberCreator": "m1",
    "data": {"card": {"id": "c1"}},
}
PARTS: dict[str, Any] = {
    "lists": [{"id": "l1", "name": "Review", "closed": False, "pos": 1}],
    "members": [{"id": "m1", "username": "kim", "fullName": "Kim"}],
    "memberships": [{"id": "s1", "idMember": "m1", "memberType": "observer"}],
    "cards": [CARD],
    "actions": [ACTION],
}
WHERE = {"cards": "cards/all"}


class LeanLine:
    """Answers from tables, and keeps what was asked."""

    def __init__(self, nested: dict[str, Any], refused: str = "") -> None:
        self.board = {"id": "b1", "name": "Posts"} | nested
        self.refused = refused
        self.asked: list[str] = []

    def get_each(self, asked: Sequence[Route]) -> list[Any]:
        return [self.board for _route in asked]

    def get(self, route: Route) -> Any:
        name = route.path.removeprefix("/boards/b1/")
        self.asked.append(name)
        if name == self.refused:
            raise Gone(f"no {name}")
        return PARTS[name.partition("/")[0]]


def read(line: LeanLine) -> BoardRead | ServiceError:
    query = BoardQuery(id="b1", since=datetime(2026, 11, 23, tzinfo=UTC))
    (board,) = reading.boards(cast("Line", line), [query])
    return board


def test_what_the_answer_carries_is_not_asked_for_again() -> None:
    line = LeanLine(PARTS)
    board = read(line)
    assert line.asked == []
    assert isinstance(board, BoardRead)
    assert [card.id for card in board.cards or ()] == ["c1"]


@pytest.mark.parametrize("missing", sorted(PARTS))
def test_a_part_that_is_missing_is_read_on_its_own(missing: str) -> None:
    line = LeanLine({name: part for name, part in PARTS.items() if name != missing})
    board = read(line)
    assert line.asked == [WHERE.get(missing, missing)]
    assert isinstance(board, BoardRead)
    assert getattr(board, missing)
    assert (board.memberships or ())[0].kind == "observer"


def test_cards_without_their_attachments_are_read_again() -> None:
    bare = {name: value for name, value in CARD.items() if name != "attachments"}
    line = LeanLine({**PARTS, "cards": [bare]})
    board = read(line)
    assert line.asked == ["cards/all"]
    assert isinstance(board, BoardRead)
    assert [a.name for card in board.cards or () for a in card.attachments or ()] == ["picture"]


@pytest.mark.parametrize("missing", sorted(PARTS))
def test_a_part_that_cannot_be_read_makes_the_board_unreadable(missing: str) -> None:
    nested = {name: part for name, part in PARTS.items() if name != missing}
    line = LeanLine(nested, refused=WHERE.get(missing, missing))
    assert isinstance(read(line), Gone)
