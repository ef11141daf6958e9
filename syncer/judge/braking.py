"""The brake, told: to the operator and in the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from rules.approval.brake import Braked
from rules.verdict import Remedy
from syncer.judge.court import Court
from syncer.judge.ruling import Ruling
from syncer.records import Entry, Problem


def braked_problem(held: Braked) -> Problem:
    """Why nothing was sent back, and what to do."""
    count = len(held.cards)
    return Problem(
        what=f"The brake is on: {count} cards would be sent back in one go; "
        f"the limit is {held.limit}. None was touched.",
        mend="Look whether a list was renamed or a rule went wrong; if all is as it should be, "
        f"run once with `syncer run --max-returns {count}`.",
        exit=2,
    )


@dataclass(frozen=True, kw_only=True)
class Movers:
    """Who brought the cards in that are held: member ids, and their names in the same order."""

    ids: tuple[str, ...]
    names: tuple[str, ...]


def movers(rulings: Iterable[Ruling]) -> Movers:
    """Who did what would be undone; an admin asks that first."""
    found = {
        each.mover: ruling.board.called(each.mover) or each.mover
        for ruling in rulings
        for each in ruling.decisions
        if each.remedy is Remedy.RETURN and each.mover
    }
    return Movers(ids=tuple(sorted(found)), names=tuple(found[each] for each in sorted(found)))


def brake_entry(court: Court, held: Braked, rulings: Iterable[Ruling]) -> Entry:
    """The ledger's entry: told once for the same cards."""
    who = movers(rulings)
    return Entry(
        key=f"brake:{name_of(held.cards)}",
        kind="brake",
        at=court.bench.now,
        actor=who.ids[0] if len(who.ids) == 1 else None,
        body={
            "held": sorted(held.cards),
            "limit": held.limit,
            "movers": list(who.ids),
            "names": {"actor": ", ".join(who.names)},
            "people": dict(zip(who.ids, who.names, strict=True)),
        },
    )


def name_of(cards: Iterable[str]) -> str:
    """Names a set of cards, however they are sorted."""
    return hashlib.sha256(" ".join(sorted(cards)).encode()).hexdigest()[:16]
