"""What happened to a board itself, or to cards that are gone: an entry each."""

from __future__ import annotations

from sqlalchemy import Connection

from syncer.judge import mirror
from syncer.judge.court import Court, record
from syncer.records import Entry, Event
from syncer.store import boards as kept
from syncer.store import cards
from syncer.store.lanes import renew


def settle_board(conn: Connection, court: Court, board_id: str) -> None:
    """What happened to the board itself, or to cards that are gone."""
    gone = [
        event
        for event in cards.read_unjudged(conn, board_id)
        if event.card is None or cards.is_gone(conn, event.card)
    ]
    record(conn, court, [_board_entry(conn, event) for event in gone])
    if court.posts:
        for event in gone:
            card = cards.read_card(conn, event.card) if event.card else None
            if card:
                board = kept.board_of(kept.read_boards(conn)[board_id])
                renew(conn, mirror.gone(card, board, event.at), court.bench.now)
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
