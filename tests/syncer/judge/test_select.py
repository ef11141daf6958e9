"""Only cards whose answer could have changed are judged."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rules.book import Book, Gate
from rules.facts import Board, Card
from syncer.judge.select import cards_to_judge, protected_lists
from syncer.records import Event

GATE = Gate(name="g", protects=("Approved", "Live"), board="Posts")
BOOK = Book(version=1, gates=(GATE,), hash="now")
BOARD = Board(id="b", name="Posts", stages={"Review": "r", "Approved": "a", "Live": "l"})


def chosen(where: str, judged: str, *, stirred: bool = False, talking: bool = False) -> bool:
    card = Card(id="c", board="b", list=where, name="A post")
    event = Event(id="e", board="b", card="c", kind="x", at=datetime(2026, 11, 23, tzinfo=UTC))
    found = cards_to_judge(
        BOOK,
        BOARD,
        {"c": card},
        {"c": judged} if judged else {},
        [event] if stirred else [],
        {"c"} if talking else set(),
    )
    return found == (card,)


@pytest.mark.parametrize(
    ("where", "judged", "stirred", "talking", "wanted"),
    [
        ("r", "", False, False, True),  # it changed, or was never judged
        ("r", "now", False, False, False),
        ("a", "now", False, False, False),
        ("r", "now", True, False, True),  # something happened to it
        ("r", "old", False, False, False),  # new rules: it meets them when it next changes
        ("a", "old", False, False, True),  # new rules concern what stands behind a gate
        ("r", "old", False, True, True),  # and what was spoken to
    ],
)
def test_who_is_judged(where: str, judged: str, stirred: bool, talking: bool, wanted: bool) -> None:
    assert chosen(where, judged, stirred=stirred, talking=talking) is wanted


def test_protected_lists_are_those_that_are_pinned() -> None:
    assert protected_lists(BOOK, BOARD) == {"a", "l"}
    assert protected_lists(BOOK, Board(id="x", name="Other", stages=BOARD.stages)) == frozenset()
    assert protected_lists(BOOK, Board(id="b", name="Posts", stages={"Live": "l"})) == {"l"}
    assert protected_lists(BOOK, BOARD, GATE) == {"a", "l"}
