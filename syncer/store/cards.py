"""Snapshots of cards, and the events that were seen."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from rules.facts import Card
from syncer.records import Event, moment, stamp
from syncer.store.codec import from_json, to_json
from syncer.store.rows import add_new, dump, put
from syncer.store.schema import cards, events


def read_cards(conn: Connection, board: str) -> dict[str, Card]:
    """The cards of a board as last seen, by id."""
    query = select(cards.c.id, cards.c.body).where(cards.c.board == board, ~cards.c.gone)
    return {row.id: from_json(row.body, Card) for row in conn.execute(query)}


def read_all(conn: Connection) -> tuple[Card, ...]:
    """The cards of all boards as last seen."""
    found = conn.execute(select(cards.c.body).where(~cards.c.gone)).scalars()
    return tuple(from_json(body, Card) for body in found)


def read_card(conn: Connection, card: str) -> Card | None:
    """One card as last seen, wherever it was; also one that is gone."""
    body = conn.execute(select(cards.c.body).where(cards.c.id == card)).scalar()
    return from_json(body, Card) if body else None


def write_card(conn: Connection, card: Card, now: datetime) -> None:
    """Remember a card as it stands now."""
    row = {
        "id": card.id,
        "board": card.board,
        "list": card.list,
        "body": to_json(card),
        "seen_at": stamp(now),
        "gone": False,
        "judged": "",
        "again": "",
    }
    put(conn, cards, row)


def mark_gone(conn: Connection, ids: Iterable[str]) -> None:
    """These cards are no longer on their board."""
    conn.execute(update(cards).where(cards.c.id.in_(list(ids))).values(gone=True))


def is_gone(conn: Connection, card: str) -> bool:
    """Is this card known no more, or no longer on its board?"""
    gone = conn.execute(select(cards.c.gone).where(cards.c.id == card)).scalar()
    return gone is None or bool(gone)


def read_judged(conn: Connection, board: str) -> dict[str, str]:
    """By card: the hash of the rules it was last judged under as it is now, "" for none."""
    query = select(cards.c.id, cards.c.judged).where(cards.c.board == board)
    return {row.id: row.judged for row in conn.execute(query)}


def write_judged(conn: Connection, card: str, rules: str, again: datetime | None) -> None:
    """Note under which rules it was judged ("" for: not to our satisfaction), and when time
    alone may change the answer."""
    values = {"judged": rules, "again": stamp(again) if again else ""}
    conn.execute(update(cards).where(cards.c.id == card).values(**values))


def unsettle_due(conn: Connection, now: datetime) -> None:
    """Cards whose answer may have changed by the passing of time are to be judged again."""
    due = (cards.c.again != "", cards.c.again <= stamp(now), ~cards.c.gone)
    conn.execute(update(cards).where(*due).values(judged="", again=""))


def unsettle(conn: Connection, card: str) -> None:
    """This card is to be judged again."""
    conn.execute(update(cards).where(cards.c.id == card).values(judged=""))


def unsettle_at(conn: Connection, card: str, when: datetime) -> None:
    """This card is to be judged again at that moment, though nothing may have changed."""
    conn.execute(update(cards).where(cards.c.id == card).values(again=stamp(when)))


def add_events(conn: Connection, found: Iterable[Event]) -> int:
    """Store the events that were not there yet; return how many."""
    return add_new(conn, events, [_row(event) for event in found], "id")


def known_ids(conn: Connection, ids: Iterable[str]) -> frozenset[str]:
    """Which of these events are stored already."""
    wanted = list(ids)
    got: set[str] = set()
    for start in range(0, len(wanted), 500):  # databases limit the variables of one statement
        part = wanted[start : start + 500]
        got.update(conn.execute(select(events.c.id).where(events.c.id.in_(part))).scalars())
    return frozenset(got)


def read_history(conn: Connection, card: str) -> tuple[Event, ...]:
    """All that is known to have happened to a card, oldest first."""
    query = select(events).where(events.c.card == card).order_by(events.c.at, events.c.id)
    return tuple(_event(row) for row in conn.execute(query))


def read_comments(conn: Connection, board: str) -> tuple[Event, ...]:
    """The comments on a board's cards that were not found deleted, oldest first."""
    query = select(events).where(events.c.board == board, events.c.kind == "commentCard")
    found = (_event(row) for row in conn.execute(query.order_by(events.c.at, events.c.id)))
    return tuple(event for event in found if not event.data.get("syncerGone"))


def read_unjudged(conn: Connection, board: str) -> tuple[Event, ...]:
    """What happened on a board and has not been judged yet, oldest first."""
    query = select(events).where(events.c.board == board, ~events.c.judged)
    return tuple(_event(row) for row in conn.execute(query.order_by(events.c.at, events.c.id)))


def mark_events_judged(conn: Connection, ids: Iterable[str]) -> None:
    """These events have been judged."""
    conn.execute(update(events).where(events.c.id.in_(list(ids))).values(judged=True))


def boards_unjudged(conn: Connection) -> frozenset[str]:
    """Boards on which something waits to be judged, as after a crash or while we are unsure."""
    stirred = select(events.c.board).where(~events.c.judged)
    changed = select(cards.c.board).where(cards.c.judged == "", ~cards.c.gone)
    return frozenset(conn.execute(stirred.union(changed)).scalars())


def change_event(conn: Connection, event: str, data: dict[str, Any]) -> None:
    """A comment was edited or deleted since: keep what we know of it, and look again."""
    conn.execute(update(events).where(events.c.id == event).values(data=dump(data), judged=False))


def _row(event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "board": event.board,
        "card": event.card,
        "kind": event.kind,
        "at": stamp(event.at),
        "by": event.by,
        "by_name": event.by_name,
        "app": event.app,
        "observed": event.observed,
        "by_us": event.by_us,
        "judged": event.judged,
        "data": dump(dict(event.data)),
    }


def _event(row: object) -> Event:
    got = row._mapping  # type: ignore[attr-defined]  # SQLAlchemy's public name for a row's columns
    return Event(
        id=got["id"],
        board=got["board"],
        card=got["card"],
        kind=got["kind"],
        at=moment(got["at"]),
        by=got["by"],
        by_name=got["by_name"],
        app=got["app"],
        observed=got["observed"],
        by_us=got["by_us"],
        judged=got["judged"],
        data=json.loads(got["data"]),
    )
