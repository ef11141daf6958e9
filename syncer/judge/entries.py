"""What the ledger keeps of a ruling: moves, decisions, notes; with the names of the moment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from rules.facts import Move
from rules.verdict import Decision, Note
from syncer.judge.grounds import grounds
from syncer.judge.ruling import Ruling, cause_of
from syncer.records import Entry
from syncer.store.codec import plain, to_json


def entries_of(ruling: Ruling, news: Iterable[Decision], now: datetime) -> tuple[Entry, ...]:
    """All entries: the decisions that say something new, moves that none of them tells, notes."""
    told = list(news)
    return (
        *_moves(ruling, told),
        *(_decided(ruling, each, now) for each in told),
        *_notes(ruling, now),
    )


def where_of(ruling: Ruling) -> dict[str, str]:
    """Names of the moment: Trello forgets them with the card."""
    card, board = ruling.card, ruling.board
    return {"board": board.name, "card": card.name, "url": card.url}


def names_of(ruling: Ruling, decision: Decision) -> dict[str, str]:
    """The same, with who moved the card, where it is and where it goes."""
    return where_of(ruling) | {
        "actor": ruling.board.called(decision.mover),
        "from": ruling.board.name_of(ruling.card.list),
        "to": ruling.board.name_of(decision.return_to),
    }


def _people(ruling: Ruling, texts: str) -> dict[str, str]:
    """Names of the members whose ids stand in these texts: ids decide, names are for reading."""
    ids = ruling.board.members
    return {each: ruling.board.called(each) for each in sorted(ids) if each in texts}


def _moves(ruling: Ruling, news: Iterable[Decision]) -> Iterable[Entry]:
    """The moves that this tick learnt of and that no decision tells already."""
    told = {each.cause for each in news}
    board = ruling.board
    for item in ruling.case.history:
        if not isinstance(item, Move) or item.id not in ruling.case.new:
            continue
        if item.by_us or item.id in told:
            continue
        yield Entry(
            key=f"move:{item.id}",
            kind="move",
            at=item.at,
            board=board.id,
            card=ruling.card.id,
            actor=item.by,
            body={
                "how": str(item.how),
                "observed": item.observed,
                "app": item.app,
                "names": where_of(ruling)
                | {
                    "actor": board.called(item.by),
                    "from": board.name_of(item.source),
                    "to": board.name_of(item.target),
                },
            },
        )


def _decided(ruling: Ruling, decision: Decision, now: datetime) -> Entry:
    cause = next((item for item in ruling.case.history if item.id == decision.cause), None)
    moved = cause if isinstance(cause, Move) else None
    names = names_of(ruling, decision)
    names["to"] = ruling.board.name_of(ruling.card.list)
    names["from"] = ruling.board.name_of(moved.source) if moved else ""
    found = grounds(ruling, decision)
    body: dict[str, Any] = plain(decision)
    body |= {
        "names": names,
        "people": _people(ruling, to_json(decision) + to_json(found)),
        "grounds": found,
        "rules": ruling.case.rules,
        "return_to_name": _back(ruling, decision),
    }
    return Entry(
        key=f"decision:{cause_of(ruling, decision)}",
        kind="decision",
        at=cause.at if cause else now,
        board=ruling.board.id,
        card=decision.card,
        actor=decision.mover,
        body=body,
    )


def _back(ruling: Ruling, decision: Decision) -> str:
    return ruling.board.name_of(decision.return_to) if decision.return_to else ""


def _notes(ruling: Ruling, now: datetime) -> Iterable[Entry]:
    for decision in ruling.decisions:
        for note in decision.notes:
            yield _noted(ruling, decision, note, now)


def _noted(ruling: Ruling, decision: Decision, note: Note, now: datetime) -> Entry:
    return Entry(
        key=f"note:{ruling.card.id}:{note.key}",
        kind="note",
        at=now,
        board=ruling.board.id,
        card=ruling.card.id,
        actor=note.by,
        body={
            "gate": decision.gate,
            "code": note.code,
            "facts": dict(note.facts),
            "names": where_of(ruling) | {"actor": ruling.board.called(note.by)},
            "people": _people(ruling, to_json(note)),
        },
    )
