"""When a run cannot see, the ledger says so: an entry when it begins, and one when it is over.

What keeps us from looking is a "gap", what keeps us from acting an "outage"; the end of either
is "sight". A run tells what it found shut and what open; what it did not ask stays as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from syncer.notices import Address, told_of
from syncer.records import Entry, Problem, stamp
from syncer.store import outbox
from syncer.store.enter import enter
from syncer.store.outages import Outage, forget_outage, read_outages, write_outage

DEEDS = frozenset({"airtable", "trello writes"})


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What one run learnt: what is shut, with the reason, and what is open."""

    shut: Mapping[str, Problem] = field(default_factory=dict)
    open: frozenset[str] = frozenset()


def sight(problems: Iterable[Problem], found_open: Iterable[str]) -> Sight:
    """From a run's problems. What has one is not open, whatever else of it worked."""
    shut: dict[str, Problem] = {}
    for problem in problems:
        if problem.about:
            shut.setdefault(problem.about, problem)
    return Sight(shut=shut, open=frozenset(found_open) - shut.keys())


def changes(known: Mapping[str, Outage], seen: Sight, now: datetime) -> tuple[Entry, ...]:
    """The entries that tell what is shut or open and was not so before."""
    begun = [
        Outage(about=about, since=now, what=problem.what)
        for about, problem in seen.shut.items()
        if about not in known
    ]
    over = [known[about] for about in known if about in seen.open]
    return (*map(_begun, begun), *(_over(each, now) for each in over))


def note(
    conn: Connection, seen: Sight, now: datetime, *, rows: bool, admins: Iterable[Address] = ()
) -> None:
    """Write down what begins and what is over; the admins are told of the beginning of what only
    a person can mend."""
    known = read_outages(conn)
    enter(conn, changes(known, seen, now), now, rows=rows)
    to = tuple(admins)
    for about, problem in seen.shut.items():
        if about in known:
            continue
        write_outage(conn, Outage(about=about, since=now, what=problem.what))
        if problem.exit == 2:
            outbox.enqueue(conn, told_of(f"outage:{about}:{stamp(now)}", problem, to), now)
    for about in known.keys() & seen.open:
        forget_outage(conn, about)


def _begun(outage: Outage) -> Entry:
    return Entry(
        key=f"gap:{outage.about}:{stamp(outage.since)}",
        kind="outage" if outage.about in DEEDS else "gap",
        at=outage.since,
        body={"about": outage.about, "what": outage.what, "names": _names(outage)},
    )


def _over(outage: Outage, now: datetime) -> Entry:
    return Entry(
        key=f"sight:{outage.about}:{stamp(outage.since)}",
        kind="sight",
        at=now,
        body={"about": outage.about, "since": stamp(outage.since), "names": _names(outage)},
    )


def _names(outage: Outage) -> dict[str, str]:
    kind, _, name = outage.about.partition(":")
    return {"board": name} if kind in ("board", "feed") else {}
