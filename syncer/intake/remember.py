"""Storing one board's answer: new events, the snapshot, and what only the snapshot shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from connectors.trello.wire import BoardRead
from rules.facts import Card
from syncer.history import happenings
from syncer.intake import differences
from syncer.records import Event, Problem
from syncer.store import boards as kept
from syncer.store import cards
from syncer.store.receipts import recognise
from syncer.translate import card_of, event_of, roster_of

RANKED = frozenset(
    {"addMemberToBoard", "makeAdminOfBoard", "makeNormalMemberOfBoard", "makeObserverOfBoard"}
)
"""Actions of the feed that tell of a member's coming, or of a change of rank."""
LEFT = frozenset({"not on the board", "deactivated"})
"""What no feed tells of a member."""


def remember(
    conn: Connection, known: kept.KnownBoard, read: BoardRead, now: datetime
) -> Problem | None:
    """Store what a board's answer says; return a problem, with nothing stored, when it must not
    be believed."""
    before = cards.read_cards(conn, known.id)
    after = _snapshot(read, known.id, before)
    told = [event_of(action, known.id) for action in read.actions or ()]
    if before and not after and not _all_told(before, told):
        return _emptied(known.name, len(before))
    fresh = _fresh(conn, known, told)
    cards.add_events(conn, fresh)
    carried = {
        str((event.data.get("list") or {}).get("id")): event
        for event in fresh
        if event.kind == "moveListToBoard"
    }
    cards.add_events(conn, _observe(conn, known, before, after, carried, now))
    roster = roster_of(read)
    if known.read_at is not None:
        cards.add_events(conn, _roster_events(known, roster, fresh, now))
    for card in after.values():
        if before.get(card.id) != card:
            cards.write_card(conn, card, now)
    cards.mark_gone(conn, before.keys() - after.keys())
    kept.write_board(conn, replace(known, roster=roster, read_at=now, cursor=_cursor(known, told)))
    return None


def _snapshot(read: BoardRead, board: str, before: Mapping[str, Card]) -> dict[str, Card]:
    fields = read.custom_fields or ()
    return {
        found.id: card_of(found, board, fields, before.get(found.id)) for found in read.cards or ()
    }


def _all_told(before: Mapping[str, Card], told: Iterable[Event]) -> bool:
    """Does the feed say of every card where it went?"""
    going = {"deleteCard", "moveCardFromBoard"}
    return before.keys() <= {event.card for event in told if event.kind in going}


def _emptied(name: str, count: int) -> Problem:
    return Problem(
        what=f'Board "{name}" suddenly shows none of its {count} cards; nothing was touched there.',
        mend="Look at the board and at the rights of syncer's account; it is read again each run.",
        exit=3,
    )


def _fresh(conn: Connection, known: kept.KnownBoard, told: Sequence[Event]) -> list[Event]:
    """The events that are new, ours recognised by what we recorded. On the first read of a board
    the past is history: it is kept, and not judged."""
    stored = cards.known_ids(conn, [event.id for event in told])
    new = [event for event in told if event.id not in stored]
    first = known.read_at is None
    return [replace(event, by_us=recognise(conn, event), judged=first) for event in new]


def _observe(
    conn: Connection,
    known: kept.KnownBoard,
    before: Mapping[str, Card],
    after: Mapping[str, Card],
    carried: Mapping[str, Event],
    now: datetime,
) -> list[Event]:
    if known.read_at is None:
        return []
    found: list[Event] = []
    for card in after.values():
        if before.get(card.id) == card:
            continue
        history = happenings(cards.read_history(conn, card.id))
        found += differences.card_differences(
            before.get(card.id),
            card,
            history,
            since=known.read_at,
            now=now,
            carried=carried,
        )
    missing = [card for card in before.values() if card.id not in after]
    kinds: dict[str, list[str]] = defaultdict(list)
    for card in missing:
        kinds[card.id] = [event.kind for event in cards.read_history(conn, card.id)]
    found += differences.gone_events(missing, kinds, now)
    return found


def _roster_events(
    known: kept.KnownBoard, roster: kept.Roster, told: Sequence[Event], now: datetime
) -> list[Event]:
    """What changed about lists and members, but for what an action tells."""
    lists = {str((e.data.get("list") or {}).get("id")) for e in told if e.card is None}
    ranks = [event.data for event in told if event.kind in RANKED]
    members = {str(data.get("idMemberAdded") or data.get("idMember")) for data in ranks}
    after = kept.board_of(replace(known, roster=roster))
    events = differences.board_differences(kept.board_of(known), after, now)
    return [
        event
        for event in events
        if event.data.get("list") not in lists
        and (event.data.get("member") not in members or event.data.get("after") in LEFT)
    ]


def _cursor(known: kept.KnownBoard, told: Sequence[Event]) -> datetime | None:
    """The newest moment of the feed that was read: the feed's own time, not our clock's."""
    moments = [event.at for event in told]
    return max([*moments, known.cursor] if known.cursor else moments, default=None)
