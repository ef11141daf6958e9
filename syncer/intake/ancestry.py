"""Asking who made a card, when the feed that was read does not reach back so far.

A gate that asks "is the mover the author?" must not guess. Each card is asked about once; what
nobody can tell stays unknown, and the judge is unsure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from sqlalchemy import Connection, Engine

from connectors.errors import ServiceError
from connectors.trello.action import Action
from rules.book import Book
from rules.facts import BIRTHS, Move
from syncer.history import BIRTH_KINDS, happenings
from syncer.records import Event
from syncer.store import boards as kept
from syncer.store import cards, standing
from syncer.translate import event_of

DEEPEST = 3
"""How many generations of copies are asked about."""


class CardFeeds(Protocol):
    """What is asked of Trello."""

    def cards_actions(
        self, ids: Sequence[str], types: Iterable[str]
    ) -> Sequence[Sequence[Action] | ServiceError]: ...


def ask_births(
    engine: Engine, trello: CardFeeds, book: Book, guarded: dict[str, frozenset[str]], now: datetime
) -> None:
    """Learn the births of cards that stand behind a gate and of what they were copied from.
    `guarded` maps the boards to be judged to the ids of their protected lists."""
    if not any(gate.not_by for gate in book.gates):
        return
    with engine.begin() as conn:
        wanted = [card for board, lists in guarded.items() for card in _orphans(conn, board, lists)]
    for _generation in range(DEEPEST):
        if not wanted:
            return
        answers = trello.cards_actions(wanted, BIRTH_KINDS)
        with engine.begin() as conn:
            for card, answer in zip(wanted, answers, strict=True):
                if not isinstance(answer, ServiceError):
                    _keep(conn, card, answer, now)
            parents = [_parent(conn, card) for card in wanted]
            wanted = [card for card in parents if card and not _asked(conn, card)]


def _orphans(conn: Connection, board: str, lists: frozenset[str]) -> list[str]:
    """Cards behind a gate, not let in yet, whose birth is unknown and was not asked for."""
    judged = cards.read_judged(conn, board)
    found = []
    for card in cards.read_cards(conn, board).values():
        if card.list not in lists or judged.get(card.id):
            continue
        stands = standing.read_standing(conn, card.id)
        if any(each.admitted for each in stands.values()):
            continue
        parent = _parent(conn, card.id)
        if not _born(conn, card.id) and not _asked(conn, card.id):
            found.append(card.id)
        elif parent and not _born(conn, parent) and not _asked(conn, parent):
            found.append(parent)
    return found


def _born(conn: Connection, card: str) -> bool:
    return _birth(conn, card) is not None


def _birth(conn: Connection, card: str) -> Move | None:
    history = happenings(cards.read_history(conn, card))
    return next((item for item in history if isinstance(item, Move) and item.how in BIRTHS), None)


def _parent(conn: Connection, card: str) -> str | None:
    birth = _birth(conn, card)
    return birth.parent if birth else None


def _asked(conn: Connection, card: str) -> bool:
    return kept.read_meta(conn, f"asked {card}") is not None


def _keep(conn: Connection, card: str, found: Sequence[Action], now: datetime) -> None:
    events: list[Event] = [replace(event_of(each, each.board or ""), judged=True) for each in found]
    cards.add_events(conn, [replace(event, card=event.card or card) for event in events])
    kept.write_meta(conn, f"asked {card}", now.isoformat())
