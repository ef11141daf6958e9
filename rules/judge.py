"""The judge: what every gate says of one card.

State first: for a card behind a gate the question is not what just happened but whether it may
stand there as it is. For a card outside, the answer is a preview: what is still missing to enter.
"""

from __future__ import annotations

from dataclasses import replace

from rules.approval.gate import decide
from rules.approval.matter import Checker, Matter
from rules.book import Book, Gate
from rules.facts import Board, Case
from rules.verdict import Decision


def judge(book: Book, case: Case, sheet: Checker) -> tuple[Decision, ...]:
    """One decision for each gate of the card's board, in the order of rules.toml.

    Never raises: what goes wrong within a rule makes that gate's verdict unsure, and is named.
    """
    return _heard(
        tuple(
            decide(Matter(book=book, gate=gate, case=case, sheet=sheet))
            for gate in book.gates
            if applies(gate, case.board)
        )
    )


def _heard(decisions: tuple[Decision, ...]) -> tuple[Decision, ...]:
    """Nobody is told by one gate that their word does not count when it does for another."""
    counted = {yes.evidence for each in decisions for yes in each.approvals}
    return tuple(
        replace(
            each,
            notes=tuple(
                note
                for note in each.notes
                if note.code != "not_counted" or note.key.rpartition(":")[2] not in counted
            ),
        )
        for each in decisions
    )


def applies(gate: Gate, board: Board) -> bool:
    """Is it a gate of this board? One that names no board is a gate of every board."""
    return gate.board is None or gate.board in {board.name, board.id}
