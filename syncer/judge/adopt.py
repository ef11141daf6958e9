"""A gate's first sight of a board."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from rules.approval.version import version_of
from rules.facts import Board, Standing
from syncer.judge.court import Court, record
from syncer.judge.select import protected_lists
from syncer.records import Entry
from syncer.store import boards as kept
from syncer.store import cards, standing


def adopt(conn: Connection, court: Court, board: Board) -> None:
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
            record(conn, court, [_adopted(court, board, gate.name, [c.name for c in taken])])


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
