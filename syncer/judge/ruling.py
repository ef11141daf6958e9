"""What the rules said of one card, and the names of what follows from it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from rules.facts import Board, Card, Case
from rules.verdict import Decision, Remedy
from syncer.records import stamp
from syncer.store.codec import to_json
from syncer.store.standing import Talk


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """What the rules said of one card, and what was known of it when they did."""

    case: Case
    decisions: tuple[Decision, ...]
    digests: Mapping[str, str] = field(default_factory=dict)
    """by gate: the digest of the decision that was in force"""
    talk: Talk | None = None

    @property
    def card(self) -> Card:
        return self.case.card

    @property
    def board(self) -> Board:
        return self.case.board

    @property
    def returns(self) -> bool:
        """Would this ruling send the card back?"""
        return any(each.remedy is Remedy.RETURN for each in self.decisions)


def digest(decision: Decision) -> str:
    """Names what a decision says, so that saying it again is known as such."""
    return hashlib.sha256(to_json(replace(decision, trace=(), notes=())).encode()).hexdigest()


def cause_of(ruling: Ruling, decision: Decision) -> str:
    """Names what an effect answers: the happening, or the state in which the card was found."""
    cause = decision.cause or f"{digest(decision)[:16]}@{stamp(ruling.case.at)}"
    return f"{decision.card}:{decision.gate}:{cause}:{digest(decision)[:8]}"
