"""What one question to a card comes to."""

from __future__ import annotations

from dataclasses import dataclass

from rules.facts import Approval
from rules.verdict import Finding, Note, Reason, Step


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What one question found. `reasons` deny, `doubts` make the verdict unsure at best."""

    reasons: tuple[Reason, ...] = ()
    doubts: tuple[Reason, ...] = ()
    notes: tuple[Note, ...] = ()
    findings: tuple[Finding, ...] = ()
    approvals: tuple[Approval, ...] = ()
    steps: tuple[Step, ...] = ()


FINE = Answer()
