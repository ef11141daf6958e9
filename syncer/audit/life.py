"""Gathering a card's life: as it is now, and all that is known to have happened to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from connectors.errors import Gone, ServiceError
from connectors.trello.action import Action
from connectors.trello.wire import Card as WireCard
from rules.facts import Card, Label
from syncer.audit.naming import find_card, short_link
from syncer.audit.rewind import KINDS
from syncer.history import BIRTH_KINDS
from syncer.records import Event, Problem, Stop
from syncer.store import cards
from syncer.translate import card_of, event_of

if TYPE_CHECKING:
    from sqlalchemy import Engine


class CardSource(Protocol):
    """What is asked of Trello."""

    def card(self, card_id: str) -> WireCard: ...

    def card_actions(self, card_id: str, types: Iterable[str]) -> Sequence[Action]: ...


@dataclass(frozen=True, kw_only=True)
class Life:
    """A card, its events, the labels that are known by id. `unread` is why Trello could not be
    asked, so that only what syncer saw itself is here."""

    card: Card
    events: tuple[Event, ...]
    labels: Mapping[str, Label] = field(default_factory=dict)
    gone: bool = False
    unread: ServiceError | None = None


def life_of(engine: Engine, trello: CardSource, wanted: str) -> Life:
    """The life of the card that is meant by its id, short link, address or exact name. Two
    requests. Raises Stop when nobody knows it."""
    with engine.begin() as conn:
        stored = find_card(conn, wanted)
        told = cards.read_history(conn, stored.id) if stored else ()
    reference = stored.id if stored else _reference(wanted)
    try:
        live, feed = _ask(trello, reference) if reference else (None, ())
    except ServiceError as error:
        if stored is None:
            raise _unreached(wanted, error) from error
        return _life(stored, told, unread=error)
    if live is None:
        if stored is None:
            raise _unknown(wanted)
        return replace(_life(stored, told), gone=True)
    now = card_of(live, stored.board if stored else "", (), stored)
    fresh = {each.id: event_of(each, now.board) for each in feed}
    # What we stored says more of an event than the feed: an edited comment, our own moves.
    events = fresh | {event.id: event for event in told}
    return _life(now, tuple(events.values()))


def _ask(trello: CardSource, card: str) -> tuple[WireCard | None, Sequence[Action]]:
    try:
        live = trello.card(card)
        return live, trello.card_actions(live.id, (*BIRTH_KINDS, *KINDS))
    except Gone:
        return None, ()


def _life(card: Card, events: tuple[Event, ...], unread: ServiceError | None = None) -> Life:
    labels = {label.id: label for label in card.labels}
    return Life(card=card, events=events, labels=labels, unread=unread)


def _reference(wanted: str) -> str:
    """The part of what was typed that Trello can be asked for, "" for a mere name."""
    link = short_link(wanted)
    return link or (wanted if re.fullmatch(r"[0-9a-f]{24}|[A-Za-z0-9]{8}", wanted) else "")


def _unknown(wanted: str) -> Stop:
    mend = "Give its short link or address; names are known of cards that a run has read."
    return Stop(Problem(what=f'No card "{wanted}" is known.', mend=mend, exit=2))


def _unreached(wanted: str, error: ServiceError) -> Stop:
    what = f'The card "{wanted}" is not known here, and Trello could not be asked: {error}.'
    return Stop(Problem(what=what, mend="Try again later.", exit=3))
