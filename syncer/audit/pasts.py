"""Gathering the pasts of all cards that came near a gate, for `syncer simulate`.

Trello is only read, and nothing is written to the state; a state file that is not there is not
made. What is read: which boards there are, each board whole with its feed since then, and where
a gate asks for authors, the births of cards that are older.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sqlalchemy.engine import make_url

from connectors.errors import ServiceError, TryLater
from connectors.trello.action import Action
from connectors.trello.query import BoardQuery
from connectors.trello.wire import BoardRead, BoardStub, Member
from rules.book import Book
from rules.facts import BIRTHS, Board, Card, Label, Move
from syncer.audit.replay import Past, comes_near
from syncer.history import BIRTH_KINDS, happenings
from syncer.intake import pins
from syncer.judge.select import protected_lists
from syncer.records import Event, Problem, Stop
from syncer.store import boards as kept
from syncer.store import cards as seen
from syncer.translate import card_of, event_of, label, roster_of

if TYPE_CHECKING:
    from syncer.app import App


class History(Protocol):
    """What is asked of Trello."""

    def me(self) -> Member: ...

    def boards(self) -> Sequence[BoardStub]: ...

    def read_boards(self, reads: Sequence[BoardQuery]) -> Sequence[BoardRead | ServiceError]: ...

    def cards_actions(
        self, ids: Sequence[str], types: Iterable[str]
    ) -> Sequence[Sequence[Action] | ServiceError]: ...


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a state file adds: pinned lists and people, and what snapshots showed."""

    lists: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    observed: Mapping[str, tuple[Event, ...]] = field(default_factory=dict)
    """by card"""


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One board: how it is, and the pasts of its cards."""

    board: Board
    pasts: tuple[Past, ...]


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """All that is judged: the boards, and the member ids that syncer acts as."""

    scenes: tuple[Scene, ...]
    ours: frozenset[str]
    known: Known

    @property
    def cards(self) -> int:
        """How many cards came near a gate."""
        return sum(len(scene.pasts) for scene in self.scenes)


def gather(app: App, books: Sequence[Book], since: datetime) -> Gathered:
    """Every board that one of the rule files names. Raises Stop when one cannot be read."""
    known = _known(app)
    try:
        return Gathered(
            scenes=tuple(_scenes(app.trello, known, books, since)),
            ours=frozenset({app.trello.me().id}),
            known=known,
        )
    except ServiceError as error:
        later = isinstance(error, TryLater)
        what = f"Trello's history could not be read: {error}."
        mend = "Try again later." if later else "Look at [trello] in config.toml."
        raise Stop(Problem(what=what, mend=mend, exit=3 if later else 2)) from error


def _known(app: App) -> Known:
    path = Path(make_url(app.config.state.url).database or "")
    if not path.is_file():
        return Known()
    with app.engine.begin() as conn:
        boards = kept.read_boards(conn)
        observed = {
            card: found
            for board in boards
            for card in seen.read_cards(conn, board)
            if (found := tuple(e for e in seen.read_history(conn, card) if e.observed))
        }
        return Known(
            lists={board: kept.read_pins(conn, "list", board) for board in boards},
            people=kept.read_pins(conn, "person"),
            observed=observed,
        )


def _scenes(
    trello: History, known: Known, books: Sequence[Book], since: datetime
) -> Iterator[Scene]:
    stubs = {stub.id: stub for stub in trello.boards()}
    there = [
        pins.Candidate(id=stub.id, name=stub.name or "", link=stub.short_link or "")
        for stub in stubs.values()
    ]
    wanted: dict[str, str] = {}
    for name in dict.fromkeys(board.name for book in books for board in book.boards):
        found = pins.board_pin(name, there)
        if isinstance(found, Problem):
            raise Stop(found)
        wanted[found] = name
    asks_authors = any(gate.not_by for book in books for gate in book.gates)
    reads = trello.read_boards([BoardQuery(id=board, since=since) for board in wanted])
    for name, read in zip(wanted.values(), reads, strict=True):
        if isinstance(read, ServiceError):
            raise read
        yield _scene(trello, known, books, name, read, since, births=asks_authors)


def _scene(
    trello: History,
    known: Known,
    books: Sequence[Book],
    name: str,
    read: BoardRead,
    since: datetime,
    *,
    births: bool,
) -> Scene:
    board = kept.board_of(kept.KnownBoard(id=read.id, name=name, roster=roster_of(read)))
    told: dict[str, list[Event]] = {}
    for action in read.actions or ():
        if action.card:
            told.setdefault(action.card, []).append(event_of(action, read.id))
    labels = {each.id: label(each) for each in read.labels or ()}
    pasts = []
    for found in read.cards or ():
        card = card_of(found, read.id, read.custom_fields or ())
        events = (*told.get(card.id, ()), *known.observed.get(card.id, ()))
        pasts.append(_past(card, events, since, labels))
    guarded = _guarded(books, board, known)
    near = [past for past in pasts if comes_near(past, guarded)]
    return Scene(board=board, pasts=tuple(_with_authors(trello, near) if births else near))


def _past(
    card: Card, events: tuple[Event, ...], since: datetime, labels: Mapping[str, Label]
) -> Past:
    return Past(card=card, events=events, since=since, labels=labels)


def _guarded(books: Sequence[Book], board: Board, known: Known) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    for book in books:
        here = staged(book, board, known)
        found |= protected_lists(book, here) if here else frozenset()
    return found


def staged(book: Book, board: Board, known: Known) -> Board | None:
    """The board with its stages as this rule file names them, None when it does not name it.
    Raises Stop for a list that cannot be found."""
    if all(each.name != board.name for each in book.boards):
        return None
    pinned = known.lists.get(board.id, {})
    found = pins.list_pins(board.name, pins.wanted_lists(book, board.name), pinned, board.lists)
    if isinstance(found, Problem):
        raise Stop(found)
    return replace(board, stages=found)


def _with_authors(trello: History, pasts: Sequence[Past]) -> list[Past]:
    """The pasts with who made each card, or the card that it was copied from."""
    births = {past.card.id: _birth(past.events) for past in pasts}
    unknown = [card for card, birth in births.items() if birth is None]
    births |= _ask_births(trello, unknown)
    parents = {birth.parent for birth in births.values() if birth and birth.parent}
    older = _ask_births(trello, [card for card in parents if card and card not in births])
    return [_authored(past, births, births | older) for past in pasts]


def _authored(
    past: Past, births: Mapping[str, Move | None], every: Mapping[str, Move | None]
) -> Past:
    birth = births[past.card.id]
    if birth is None:
        return past
    parent = every.get(birth.parent or "")
    if parent is None:
        return replace(past, author=birth.by)
    copier = frozenset({birth.by} if birth.by else ())
    return replace(past, author=parent.by or birth.by, contributors=copier)


def _ask_births(trello: History, ids: Sequence[str]) -> dict[str, Move | None]:
    if not ids:
        return {}
    answers = trello.cards_actions(ids, BIRTH_KINDS)
    return {
        card: None
        if isinstance(answer, ServiceError)
        else _birth(tuple(event_of(each, each.board or "") for each in answer))
        for card, answer in zip(ids, answers, strict=True)
    }


def _birth(events: Iterable[Event]) -> Move | None:
    return next(
        (item for item in happenings(events) if isinstance(item, Move) and item.how in BIRTHS),
        None,
    )
