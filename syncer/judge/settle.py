"""Judging what intake stored: assemble, judge, brake, and settle card by card."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection, Engine

from rules.approval.version import version_of
from rules.facts import Board, Case, Standing
from rules.judge import judge
from rules.style.sheet import Sheet
from syncer.intake.remember import board_of
from syncer.judge.assemble import Bench, assemble
from syncer.judge.plan import Plan, Ruling, digest, plan
from syncer.judge.rulewatch import note_change
from syncer.judge.select import cards_to_judge, protected_lists
from syncer.judge.words import Words
from syncer.records import Entry, Event, Problem
from syncer.store import boards as kept
from syncer.store import cards, ledger, outbox, standing
from syncer.store.outbox import audit_row


@dataclass(frozen=True, kw_only=True)
class Court:
    """What judging needs beside the store: the bench, the style sheet, the words, and whether
    rows for Airtable are wanted."""

    bench: Bench
    sheet: Sheet
    words: Words
    audit: bool
    max_returns: int
    rules_file: Path


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
            board = board_of(kept.read_boards(conn)[board_id], stages)
            _adopt(conn, court, board)
            rulings += _rule(conn, court, board)
    returns = sum(ruling.returns for ruling in rulings)
    braked = returns > court.max_returns
    for ruling in rulings:
        if not (braked and ruling.returns):
            with engine.begin() as conn:
                _settle(conn, court, ruling)
    with engine.begin() as conn:
        for board_id in watched:
            _settle_board(conn, court, board_id)
            kept.mark_judged(conn, board_id, court.bench.book.hash)
        changed = note_change(conn, court.bench.book, court.rules_file, court.bench.now)
        _record(conn, court, [changed] if changed else [])
        if braked:
            _record(conn, court, [_brake_entry(court, rulings)])
    problems = (_braked(returns, court.max_returns),) if braked else ()
    return Judged(cards=len(rulings), returns=0 if braked else returns, problems=problems)


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
    _record(conn, court, what.entries)
    outbox.enqueue(conn, what.deliveries, now)
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


def _settle_board(conn: Connection, court: Court, board_id: str) -> None:
    """What happened to the board itself, or to cards that are gone."""
    gone = [
        event
        for event in cards.read_unjudged(conn, board_id)
        if event.card is None or cards.is_gone(conn, event.card)
    ]
    _record(conn, court, [_board_entry(conn, event) for event in gone])
    cards.mark_events_judged(conn, [event.id for event in gone])


def _board_entry(conn: Connection, event: Event) -> Entry:
    known = kept.read_boards(conn)[event.board]
    card = cards.read_card(conn, event.card) if event.card else None
    names = {
        "board": known.name,
        "card": card.name if card else "",
        "url": card.url if card else "",
        "actor": event.by_name,
        "from": "",
        "to": "",
    }
    data = {key: value for key, value in event.data.items() if key != "board"}
    return Entry(
        key=f"event:{event.id}",
        kind="event",
        at=event.at,
        board=event.board,
        card=event.card,
        actor=event.by,
        body={"what": event.kind, "data": data, "observed": event.observed, "names": names},
    )


def _record(conn: Connection, court: Court, entries: Iterable[Entry]) -> None:
    """Append to the ledger, and put each new entry in line for Airtable."""
    added = ledger.append(conn, entries)
    if court.audit:
        outbox.enqueue(conn, [audit_row(each.seq) for each in added], court.bench.now)


def _adopt(conn: Connection, court: Court, board: Board) -> None:
    """A gate's first sight of a board: what stands behind it is taken as it is, if it says so."""
    there = cards.read_cards(conn, board.id)
    done = kept.read_adoptions(conn, board.id)
    for gate in court.bench.book.gates_on(board.name):
        if gate.name in done:
            continue
        kept.adopt(conn, board.id, gate.name, court.bench.now)
        if gate.on_first_run != "adopt":
            continue
        guarded = protected_lists(court.bench.book, board, gate)
        taken = [card for card in there.values() if card.list in guarded]
        for card in taken:
            version = version_of(card, gate.guards)
            stands = standing.read_standing(conn, card.id).get(gate.name, Standing())
            history = (event.at for event in cards.read_history(conn, card.id))
            stands = replace(
                stands,
                admitted=version,
                adopted=True,
                admitted_list=card.list,
                admitted_at=max([court.bench.now, *history]),  # clocks differ: all of it is past
            )
            standing.write_standing(conn, card.id, gate.name, stands)
        if taken:
            _record(conn, court, [_adopted(court, board, gate.name, [c.name for c in taken])])


def _adopted(court: Court, board: Board, gate: str, names: list[str]) -> Entry:
    return Entry(
        key=f"adopted:{board.id}:{gate}",
        kind="adopted",
        at=court.bench.now,
        board=board.id,
        body={
            "gate": gate,
            "cards": names,
            "names": {
                "board": board.name,
                "card": "",
                "url": "",
                "actor": "",
                "from": "",
                "to": "",
            },
        },
    )


def _braked(returns: int, limit: int) -> Problem:
    return Problem(
        what=f"The brake is on: {returns} cards would be sent back in one go; "
        f"the limit is {limit}. None was touched.",
        mend="Look whether a list was renamed or a rule went wrong; if all is as it should be, "
        f"run once with `syncer run --max-returns {returns}`.",
        exit=2,
    )


def _brake_entry(court: Court, rulings: Iterable[Ruling]) -> Entry:
    held = sorted(ruling.card.id for ruling in rulings if ruling.returns)
    return Entry(
        key=f"brake:{_name_of(held)}",
        kind="brake",
        at=court.bench.now,
        body={
            "held": held,
            "limit": court.max_returns,
            "names": dict.fromkeys(("board", "card", "url", "actor", "from", "to"), ""),
        },
    )


def _name_of(held: list[str]) -> str:
    """Names a set of cards that the brake held, so that each is told of once."""
    return hashlib.sha256(" ".join(held).encode()).hexdigest()[:16]
