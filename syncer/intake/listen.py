"""Intake: ask Trello what changed, and store it. Nothing is judged here.

One request tells which boards moved; those are read ten to a batch; now and then all are, since
no vendor timestamp is a promise. Each board's answer is stored in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Connection, Engine

from connectors.errors import NotAllowed, ServiceError
from connectors.trello.query import BoardQuery
from connectors.trello.wire import BoardRead, BoardStub
from rules.book import Book
from syncer.intake import pins
from syncer.intake.remember import remember
from syncer.records import Problem
from syncer.store import boards as kept

OVERLAP = timedelta(hours=1)
"""The feed is read again this far back: actions can appear late, below a cursor; ids tell which
are known."""


class Feed(Protocol):
    """What intake asks of Trello."""

    def read_boards(self, reads: Sequence[BoardQuery]) -> Sequence[BoardRead | ServiceError]: ...


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What intake learnt: boards read (ids), all watched boards (id by name), and problems."""

    read: tuple[str, ...] = ()
    swept: frozenset[str] = frozenset()
    """those of them that were read although nothing seemed to have changed"""
    watched: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def listen(
    engine: Engine,
    trello: Feed,
    book: Book,
    visible: Sequence[BoardStub],
    *,
    now: datetime,
    sweep_every: timedelta,
) -> Heard:
    """Read those of the visible boards that are watched and changed."""
    stubs = {stub.id: stub for stub in visible}
    with engine.begin() as conn:
        watched, problems = _resolve(conn, book, stubs, now)
        known = kept.read_boards(conn)
    due = [
        (name, stubs[board])
        for name, board in watched.items()
        if is_due(stubs[board], known.get(board), book.hash, now, sweep_every)
    ]
    answers = trello.read_boards([_query(stub, known.get(stub.id)) for _name, stub in due])
    read: list[str] = []
    for (name, stub), answer in zip(due, answers, strict=True):
        problem = _store(engine, name, stub, answer, known.get(stub.id), now)
        if problem:
            problems.append(replace(problem, about=f"board:{name}"))
        else:
            read.append(stub.id)
    swept = frozenset(board for board in read if _is_swept(stubs[board], known.get(board)))
    return Heard(read=tuple(read), swept=swept, watched=watched, problems=tuple(problems))


def _is_swept(stub: BoardStub, known: kept.KnownBoard | None) -> bool:
    return known is None or activity_of(stub) == known.activity


def is_due(
    stub: BoardStub,
    known: kept.KnownBoard | None,
    rules: str,
    now: datetime,
    sweep_every: timedelta,
) -> bool:
    """Must this board be read? Yes when anything about it differs, when the rules do, or when it
    was last read too long ago."""
    if known is None or known.read_at is None or known.rules != rules:
        return True
    if stub.last_activity is None or activity_of(stub) != known.activity:
        return True
    return now - known.read_at >= sweep_every


def activity_of(stub: BoardStub) -> str:
    """What is compared, for inequality only, to tell whether a board moved."""
    return f"{stub.last_activity} {stub.index} {stub.name} {stub.closed}"


def _resolve(
    conn: Connection, book: Book, stubs: Mapping[str, BoardStub], now: datetime
) -> tuple[dict[str, str], list[Problem]]:
    """Watched boards by name; a board that cannot be found or seen is a problem, not an end."""
    pinned = kept.read_pins(conn, "board")
    seen = [
        pins.Candidate(id=stub.id, name=stub.name or "", link=stub.short_link or "")
        for stub in stubs.values()
    ]
    watched: dict[str, str] = {}
    problems: list[Problem] = []
    for rules in book.boards:
        found = pinned.get(rules.name) or pins.board_pin(rules.name, seen)
        if isinstance(found, Problem):
            problems.append(replace(found, about=f"board:{rules.name}"))
        elif found not in stubs:
            problems.append(replace(_unseen(rules.name), about=f"board:{rules.name}"))
        else:
            watched[rules.name] = found
            if rules.name not in pinned:
                kept.pin(conn, "board", rules.name, found, now=now)
    return watched, problems


def _unseen(name: str) -> Problem:
    return Problem(
        what=f'Board "{name}" is no longer visible to syncer\'s token; nothing was touched there.',
        mend="Add syncer's Trello account to the board again; or, if another board took its name, "
        f'say `syncer pins forget "{name}"`.',
        exit=2,
    )


def _query(stub: BoardStub, known: kept.KnownBoard | None) -> BoardQuery:
    cursor = known.cursor if known else None
    return BoardQuery(id=stub.id, since=cursor - OVERLAP if cursor else None)


def _store(
    engine: Engine,
    name: str,
    stub: BoardStub,
    answer: BoardRead | ServiceError,
    known: kept.KnownBoard | None,
    now: datetime,
) -> Problem | None:
    if isinstance(answer, ServiceError):
        return _failed(name, answer)
    before = known or kept.KnownBoard(id=stub.id, name=name)
    before = replace(before, name=name, activity=activity_of(stub))
    with engine.begin() as conn:
        return remember(conn, before, answer, now)


def _failed(name: str, error: ServiceError) -> Problem:
    if isinstance(error, NotAllowed):
        return Problem(
            what=f'Board "{name}" may not be read: {error}.',
            mend="Add syncer's Trello account to that board; the other boards were served.",
            exit=2,
        )
    return Problem(
        what=f'Board "{name}" could not be read: {error}.',
        mend="It will be tried again; the other boards were served.",
        exit=3,
    )
