"""Looking again at comments that say yes: an edit or a deletion is never in Trello's feed.

Only comments with a command line are looked at, and only where a gate takes a command for a yes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import Connection, Engine

from connectors.errors import ServiceError
from connectors.trello.action import Action
from rules.book import Book, Gate
from syncer.records import Event
from syncer.store import cards

MOST = 50
"""Cards looked at for one board in one pass, those with the newest commands first: five requests.
A full sweep looks at all."""

_COMMAND = re.compile(r"^ {0,3}/[A-Za-z]", re.MULTILINE)


class CardFeeds(Protocol):
    """What is asked of Trello."""

    def cards_actions(
        self, ids: Sequence[str], types: Iterable[str]
    ) -> Sequence[Sequence[Action] | ServiceError]: ...


def takes_commands(gate: Gate) -> bool:
    """Can a comment say yes to this gate?"""
    said = any(need.by.startswith("comment:") for need in gate.approvals)
    return said or gate.override is not None or bool(gate.ignore_by)


def look_again(
    engine: Engine, trello: CardFeeds, book: Book, boards: Mapping[str, str], *, all_of: set[str]
) -> None:
    """Note which command comments were edited or deleted since; the first text is kept, since
    what it forbade holds. `boards` maps the names of the
    boards that were read to their ids; of those in `all_of` every card is looked at."""
    wanted: dict[str, list[Event]] = {}
    with engine.begin() as conn:
        for name, board in boards.items():
            if any(takes_commands(gate) for gate in book.gates_on(name)):
                wanted |= _commanded(conn, board, None if board in all_of else MOST)
    if not wanted:
        return
    answers = trello.cards_actions(list(wanted), ["commentCard"])
    with engine.begin() as conn:
        for (card, comments), answer in zip(wanted.items(), answers, strict=True):
            if not isinstance(answer, ServiceError):
                _compare(conn, card, comments, {each.id: each for each in answer})


def _commanded(conn: Connection, board: str, most: int | None) -> dict[str, list[Event]]:
    """Comments with a command line, by card, newest first."""
    found: dict[str, list[Event]] = {}
    for event in reversed(cards.read_comments(conn, board)):
        if _COMMAND.search(str(event.data.get("text") or "")) and event.card:
            found.setdefault(event.card, []).append(event)
    return dict(list(found.items())[:most])


def _compare(
    conn: Connection, card: str, kept: Iterable[Event], there: Mapping[str, Action]
) -> None:
    for event in kept:
        now = there.get(event.id)
        change: dict[str, Any] = {}
        if now is None:
            change = {"syncerGone": True}
        elif now.text != event.data.get("text") or now.data.get("dateLastEdited"):
            edited = now.data.get("dateLastEdited") or "unknown"
            change = {"dateLastEdited": edited, "syncerText": now.text or ""}
        if any(event.data.get(key) != value for key, value in change.items()):
            cards.change_event(conn, event.id, {**event.data, **change})
            cards.unsettle(conn, card)
