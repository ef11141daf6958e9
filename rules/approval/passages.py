"""What went through the gate between two looks and left no trace on the board.

In and out again, on to Published and back: whoever watches the lists (people, an automation that
publishes) saw the card there. Nothing is left to correct, so it is audited with the mover's name.
"""

from __future__ import annotations

from collections.abc import Iterator

from rules.approval.answer import Answer
from rules.approval.codes import noted
from rules.approval.entry import wrong_with
from rules.approval.lookalike import look_alike
from rules.approval.matter import Matter
from rules.facts import How, Move
from rules.verdict import Note


def ask_passages(matter: Matter) -> Answer:
    """Did it pass through the gate where nobody let it?"""
    notes = [note for move in _passed(matter) for note in _passage(matter, move)]
    return Answer(notes=(*notes, *_reverted(matter), *_twin(matter)))


def _passed(matter: Matter) -> Iterator[Move]:
    """New moves into protected lists that do not explain where the card stands now."""
    stands = {move.id for move in matter.stay.moves}
    for move in matter.moves:
        new = move.id in matter.case.new and move.target in matter.protected
        if new and not move.by_us and move.how is not How.UNSEEN and move.id not in stands:
            yield move


def _passage(matter: Matter, move: Move) -> Iterator[Note]:
    arriving = move.source not in matter.protected
    wrong = wrong_with(matter, move, arriving=arriving)
    if wrong:
        yield noted(
            "passage",
            f"{matter.gate.name}:{move.id}",
            who=move.by,
            to=matter.name(move.target),
            by=move.by or "",
            why=", ".join(reason.code for reason in wrong),
        )


def _reverted(matter: Matter) -> Iterator[Note]:
    """Changed and changed back: the same version stands, but another stood there meanwhile."""
    new = [edit for edit in matter.edits if edit.id in matter.case.new]
    let_in = matter.standing.admitted_at
    if matter.settled and let_in is not None and new:
        what = ", ".join(dict.fromkeys(edit.what for edit in new))
        yield noted("reverted", f"{matter.gate.name}:{new[-1].id}", who=new[-1].by, what=what)


def _twin(matter: Matter) -> Iterator[Note]:
    """A list that people take for a protected one, and that protects nothing."""
    board, here = matter.case.board, matter.case.card.list
    there = board.lists.get(here)
    if there is None or here in board.stages.values():
        return
    for stage in matter.gate.protects:
        if look_alike(stage, there.name):
            mark = f"{matter.gate.name}:{matter.case.card.id}:{here}"
            yield noted("twin", mark, who=None, list=there.name, stage=stage)
