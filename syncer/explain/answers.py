"""The decisions that are explained: stored ones, or what the judge says of a supposition."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from rules.facts import Board, Card
from rules.judge import judge
from rules.verdict import Decision
from syncer.app import App
from syncer.explain.suppose import suppose
from syncer.intake.pins import person_pins
from syncer.judge.assemble import Bench, assemble
from syncer.records import Problem, Stop, stamp
from syncer.store import boards as kept
from syncer.store import standing


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What was decided of a card, each with when."""

    card: Card
    board: Board
    decisions: tuple[tuple[str, Decision], ...]


def stored(app: App, card: Card) -> Answers:
    """The decisions in force, as they were made."""
    with app.engine.begin() as conn:
        decisions = tuple(standing.read_decisions(conn, card.id).values())
        return Answers(card=card, board=_board(conn, card), decisions=decisions)


def supposed(app: App, card: Card, saying: str) -> Answers:
    """What the judge would say if that were done now. Nothing is written."""
    now = app.clock()
    with app.engine.begin() as conn:
        board = _board(conn, card)
        members = board.members.values()
        who, _new = person_pins(app.book, kept.read_pins(conn, "person"), members)
        ours = kept.read_meta(conn, "member")
        bench = Bench(book=app.book, now=now, ours=frozenset({ours} if ours else ()), who=who)
        case = assemble(conn, bench, board, card)
    try:
        case = suppose(case, saying)
    except ValueError as error:
        raise Stop(Problem(what=str(error), exit=2)) from error
    decisions = tuple((stamp(case.at), each) for each in judge(app.book, case, app.sheet))
    return Answers(card=case.card, board=board, decisions=decisions)


def _board(conn: Connection, card: Card) -> Board:
    known = kept.read_boards(conn)[card.board]
    return kept.board_of(known, kept.read_pins(conn, "list", card.board))
