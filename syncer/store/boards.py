"""What is remembered of boards: pins, how far the feed was read, who and what is on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from rules.facts import Board, BoardList, Member
from syncer.records import moment, stamp
from syncer.store.codec import from_json, to_json
from syncer.store.rows import put
from syncer.store.schema import adoptions, boards, meta, pins


@dataclass(frozen=True, kw_only=True)
class Roster:
    """Lists, members and custom fields of a board as last read."""

    lists: tuple[BoardList, ...] = ()
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, kw_only=True)
class KnownBoard:
    """A board as remembered. `activity` is what the probe last said of it, `cursor` the newest
    moment of its feed that was read, `rules` the hash of the rules it was judged under."""

    id: str
    name: str
    activity: str = ""
    cursor: datetime | None = None
    read_at: datetime | None = None
    rules: str = ""
    roster: Roster = field(default_factory=Roster)


def board_of(known: KnownBoard, stages: Mapping[str, str] | None = None) -> Board:
    """A board in the rules' words, as last read, with its stages pinned."""
    return Board(
        id=known.id,
        name=known.name,
        stages=stages or {},
        lists={each.id: each for each in known.roster.lists},
        members={each.id: each for each in known.roster.members},
    )


def read_boards(conn: Connection) -> dict[str, KnownBoard]:
    """All boards that were ever read, by id."""
    return {row.id: _board(row) for row in conn.execute(select(boards))}


def write_board(conn: Connection, board: KnownBoard) -> None:
    """Remember a board."""
    row = {
        "id": board.id,
        "name": board.name,
        "activity": board.activity,
        "cursor": stamp(board.cursor) if board.cursor else None,
        "read_at": stamp(board.read_at) if board.read_at else None,
        "rules": board.rules,
        "body": to_json(board.roster),
    }
    put(conn, boards, row)


def mark_judged(conn: Connection, board: str, rules: str) -> None:
    """Note under which rules a board was last judged."""
    conn.execute(update(boards).where(boards.c.id == board).values(rules=rules))


def forget_activity(conn: Connection, board: str) -> None:
    """Read this board again at the next look, whatever the probe says."""
    conn.execute(update(boards).where(boards.c.id == board).values(activity=""))


def read_pins(conn: Connection, kind: str, scope: str = "") -> dict[str, str]:
    """Name to id, for what was resolved before."""
    query = select(pins.c.name, pins.c.id).where(pins.c.kind == kind, pins.c.scope == scope)
    return {row.name: row.id for row in conn.execute(query)}


def pin(
    conn: Connection, kind: str, name: str, found: str, *, now: datetime, scope: str = ""
) -> None:
    """Resolve a name once and for all."""
    row = {"kind": kind, "scope": scope, "name": name, "id": found, "at": stamp(now)}
    put(conn, pins, row)


@dataclass(frozen=True, kw_only=True)
class Pin:
    """A name that was resolved: `kind` board, list or person; `scope` a list's board."""

    kind: str
    scope: str
    name: str
    id: str = ""
    at: str = ""


def read_all_pins(conn: Connection) -> tuple[Pin, ...]:
    """Every name that was resolved, by kind, board and name."""
    query = select(pins).order_by(pins.c.kind, pins.c.scope, pins.c.name)
    return tuple(
        Pin(kind=row.kind, scope=row.scope, name=row.name, id=row.id, at=row.at)
        for row in conn.execute(query)
    )


def unpin(conn: Connection, known: Pin) -> None:
    """Forget what a name was resolved to."""
    wanted = (pins.c.kind == known.kind, pins.c.scope == known.scope, pins.c.name == known.name)
    conn.execute(delete(pins).where(*wanted))


def read_adoptions(conn: Connection, board: str) -> frozenset[str]:
    """The gates that have taken this board's cards as they found them."""
    query = select(adoptions.c.gate).where(adoptions.c.board == board)
    return frozenset(conn.execute(query).scalars())


def adopt(conn: Connection, board: str, gate: str, now: datetime) -> None:
    """Note that a gate has taken a board's cards as it found them."""
    put(conn, adoptions, {"board": board, "gate": gate, "at": stamp(now)})


def read_meta(conn: Connection, key: str) -> str | None:
    """A single remembered value."""
    return conn.execute(select(meta.c.value).where(meta.c.key == key)).scalar()


def write_meta(conn: Connection, key: str, value: str) -> None:
    """Remember a single value."""
    put(conn, meta, {"key": key, "value": value})


def _board(row: object) -> KnownBoard:
    got = row._mapping  # type: ignore[attr-defined]  # SQLAlchemy's public name for a row's columns
    return KnownBoard(
        id=got["id"],
        name=got["name"],
        activity=got["activity"],
        cursor=moment(got["cursor"]) if got["cursor"] else None,
        read_at=moment(got["read_at"]) if got["read_at"] else None,
        rules=got["rules"],
        roster=from_json(got["body"], Roster),
    )
