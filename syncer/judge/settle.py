"""Judging what intake stored: assemble, judge, brake, and settle card by card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from rules.approval.brake import brake
from rules.facts import Board, Case
from rules.judge import judge
from syncer.judge import mirror
from syncer.judge.adopt import adopt
from syncer.judge.alarms import brake_alarm, freeze_alarms
from syncer.judge.assemble import assemble
from syncer.judge.boardnews import settle_board
from syncer.judge.braking import brake_entry, braked_problem
from syncer.judge.court import Court, record
from syncer.judge.plan import Plan, plan
from syncer.judge.rulewatch import note_change
from syncer.judge.ruling import Ruling, digest
from syncer.judge.select import cards_to_judge
from syncer.records import Problem
from syncer.store import boards as kept
from syncer.store import cards, outbox, standing
from syncer.store.lanes import renew
from syncer.store.standing import Talk


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What came of it: how many cards were judged, sent back, let be, and what stops us."""

    cards: int = 0
    returns: int = 0
    problems: tuple[Problem, ...] = ()


def judge_boards(engine: Engine, court: Court, watched: Mapping[str, Mapping[str, str]]) -> Judged:
    """Judge every card that could have changed its answer on these boards (id -> stage pins)."""
    rulings: list[Ruling] = []
    for board_id, stages in watched.items():
        with engine.begin() as conn:
            board = kept.board_of(kept.read_boards(conn)[board_id], stages)
            adopt(conn, court, board)
            rulings += _rule(conn, court, board)
    held = brake((each for ruling in rulings for each in ruling.decisions), court.max_returns)
    for ruling in rulings:
        if not (held.over and ruling.returns):
            with engine.begin() as conn:
                _settle(conn, court, ruling)
    with engine.begin() as conn:
        for board_id in watched:
            settle_board(conn, court, board_id)
            kept.mark_judged(conn, board_id, court.bench.book.hash)
        changed = note_change(conn, court.bench.book, court.rules_file, court.bench.now)
        record(conn, court, [changed] if changed else [])
        if held.over:
            stopped = [ruling for ruling in rulings if ruling.returns]
            if record(conn, court, [brake_entry(court, held, stopped)]):
                outbox.enqueue(conn, brake_alarm(court, held, stopped), court.bench.now)
    if held.over:
        return Judged(cards=len(rulings), problems=(braked_problem(held),))
    return Judged(cards=len(rulings), returns=len(held.cards))


def _rule(conn: Connection, court: Court, board: Board) -> list[Ruling]:
    chosen = cards_to_judge(
        court.bench.book,
        board,
        cards.read_cards(conn, board.id),
        cards.read_judged(conn, board.id),
        cards.read_unjudged(conn, board.id),
        standing.read_open_talks(conn),
    )
    return [_ruling(conn, court, assemble(conn, court.bench, board, card)) for card in chosen]


def _ruling(conn: Connection, court: Court, case: Case) -> Ruling:
    card = case.card.id
    decisions = judge(court.bench.book, case, court.sheet)
    return Ruling(
        case=case,
        decisions=decisions,
        digests={each.gate: standing.read_digest(conn, card, each.gate) for each in decisions},
        talk=standing.read_talk(conn, card),
    )


def _settle(conn: Connection, court: Court, ruling: Ruling) -> None:
    """One card, one transaction: either all of this is true from now on, or none."""
    now = court.bench.now
    card = ruling.card.id
    what: Plan = plan(ruling, court.words, now)
    record(conn, court, what.entries)
    outbox.enqueue(conn, (*what.deliveries, *freeze_alarms(court, ruling)), now)
    _mirror(conn, court, ruling, what.talk or ruling.talk)
    for gate, stands in what.standings.items():
        standing.write_standing(conn, card, gate, stands)
    for decision in ruling.decisions:
        standing.write_decision(conn, decision, digest(decision), now)
        standing.write_version(conn, card, decision.version, decision.mover, now)
    if what.talk:
        standing.write_talk(conn, what.talk)
    cards.mark_events_judged(conn, ruling.case.new)
    # A card that we are unsure of is judged again at each tick, until we are sure.
    again = min((each.again for each in ruling.decisions if each.again), default=None)
    cards.write_judged(conn, card, "" if what.unsure else court.bench.book.hash, again)
    if what.unsure:
        kept.forget_activity(conn, ruling.board.id)


def _mirror(conn: Connection, court: Court, ruling: Ruling, talk: Talk | None) -> None:
    """Keep the tables beside the audit log current."""
    now = court.bench.now
    if court.posts:
        renew(conn, mirror.post(ruling, talk), now)
    if court.versions:
        outbox.enqueue(conn, mirror.versions(ruling), now)
