"""What the stages hand to each other through the store: frozen, keyword-only records.

Times are aware datetimes in UTC; in the store they are ISO text with milliseconds, which sorts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any


def stamp(moment: datetime) -> str:
    """Write a moment as the store and the services do: 2026-11-23T06:00:00.000Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment(text: str) -> datetime:
    """Read what `stamp` wrote."""
    return datetime.fromisoformat(text)


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """Something that happened on a board: an action of the feed, or a difference between two
    snapshots (`observed`), which names nobody. `data` is as the service sent it."""

    id: str
    board: str
    card: str | None
    kind: str
    at: datetime
    by: str | None = None
    by_name: str = ""
    app: str | None = None
    observed: bool = False
    by_us: bool = False
    judged: bool = False
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One line of the ledger. `key` says what it is about, so that a replay adds nothing twice;
    `body` holds only text, whole numbers, true, false, null, lists and mappings."""

    key: str
    kind: str
    at: datetime
    board: str | None = None
    card: str | None = None
    actor: str | None = None
    body: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Chained:
    """A ledger entry in its place in the chain: `hash` covers `prev` and `text`."""

    seq: int
    key: str
    text: str
    """the canonical JSON that is hashed"""
    prev: str
    hash: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """An effect to be brought about, as it waits in the outbox.

    `key` is derived from what caused it. Deliveries of one `lane` go in order of `id`;
    `after` names a delivery without whose success this one is void.
    """

    key: str
    lane: str
    kind: str
    """return | comment | audit | post | version | notify"""
    payload: Mapping[str, Any]
    after: str | None = None
    id: int = 0
    attempts: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """What came of a delivery. `state`: done | void | parked."""

    state: str
    note: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """Something an operator must know: what, where, how to mend it. `exit` is the exit code that
    it asks for (RULES.md): 2 yours to mend, 3 theirs and tried again, 4 a bug of ours. `about`
    names what could not be seen or reached because of it (store.outages), "" for nothing."""

    what: str
    mend: str = ""
    exit: int = 3
    about: str = ""

    def __str__(self) -> str:
        return f"{self.what} {self.mend}".strip()


class Stop(Exception):
    """The run cannot go on; nothing was touched."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem
