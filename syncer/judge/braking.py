"""The brake, told: to the operator and in the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from rules.approval.brake import Braked
from syncer.judge.court import Court
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


def brake_entry(court: Court, held: Braked) -> Entry:
    """The ledger's entry: told once for the same cards."""
    cards = sorted(held.cards)
    return Entry(
        key=f"brake:{_name_of(cards)}",
        kind="brake",
        at=court.bench.now,
        body={"held": cards, "limit": held.limit, "names": {}},
    )


def _name_of(cards: Iterable[str]) -> str:
    return hashlib.sha256(" ".join(cards).encode()).hexdigest()[:16]
