"""Which cards could have changed their answer: only those are judged."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from rules.book import Book, Gate
from rules.facts import Board, Card
from syncer.records import Event

SEATS = frozenset(
    {
        "observed:member",
        "addMemberToBoard",
        "makeAdminOfBoard",
        "makeNormalMemberOfBoard",
        "makeObserverOfBoard",
    }
)
"""Events of the board that can change who may approve."""


def cards_to_judge(
    book: Book,
    board: Board,
    there: Mapping[str, Card],
    judged: Mapping[str, str],
    unjudged: Collection[Event],
    talking: Collection[str],
) -> tuple[Card, ...]:
    """The cards whose last judgement no longer answers for them.

    `judged` holds, by card, the hash of the rules under which it was last judged as it is now; a
    changed card has none. New rules, and members who come, go or change rank, concern what stands
    behind a gate or was spoken to; the others meet them when they next change.
    """
    seats = any(event.card is None and event.kind in SEATS for event in unjudged)
    stirred = {event.card for event in unjudged if event.card}
    guarded = protected_lists(book, board)
    chosen = []
    for card in there.values():
        last = judged.get(card.id, "")
        news = last != book.hash or seats
        concerned = card.list in guarded or card.id in talking
        if not last or card.id in stirred or (news and concerned):
            chosen.append(card)
    return tuple(chosen)


def protected_lists(book: Book, board: Board, only: Gate | None = None) -> frozenset[str]:
    """The ids of all lists behind any gate of this board, or behind one."""
    return frozenset(
        board.stages[name]
        for gate in ((only,) if only else book.gates_on(board.name))
        for name in gate.protects
        if name in board.stages
    )
