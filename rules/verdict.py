"""What the rules answer: findings, reasons, and one decision per card and gate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from rules.facts import Approval, Version


class Level(StrEnum):
    """How grave a finding is; only an error breaks a gate."""

    SUGGESTION = "suggestion"
    WARNING = "warning"
    ERROR = "error"


class Mode(StrEnum):
    """observe: ledger only; warn: also comments; enforce: also sends back."""

    OBSERVE = "observe"
    WARN = "warn"
    ENFORCE = "enforce"


class Verdict(StrEnum):
    """May the card stand where it stands? unsure is never a yes."""

    ALLOW = "allow"
    DENY = "deny"
    UNSURE = "unsure"


class Remedy(StrEnum):
    """What is to be done about it."""

    NONE = "none"
    TELL = "tell"
    """say it on the card, leave the card"""
    RETURN = "return"
    """send the card back and say why"""
    WAIT = "wait"
    """unsure: look again at the next tick"""
    FREEZE = "freeze"
    """sent back too often: leave it, say so loudly, wait for a person"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where in which file a rule stands; line is 1-based."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One style rule's complaint about one spot.

    `line` and `column` are 1-based in code points, `end_column` exclusive; they count within
    the text that `scope` names (name, desc, comment, an attachment's name, a section of the
    description). `replacements` are ready to be put in for `match`, best first.
    """

    set: str
    rule: str
    kind: str
    level: Level
    message: str
    scope: str
    line: int
    column: int
    end_column: int
    match: str
    replacements: tuple[str, ...] = ()
    link: str = ""
    mode: Mode | None = None
    """the rule's own mode, None when it follows the gate's"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """Why a verdict is not allow. `code` is the stable word that tests and the audit use
    (see rules.approval), `facts` fill the message template of that code in any language,
    `mend` says what would make it pass, `can` names who can do that now (member ids)."""

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)
    evidence: str | None = None
    """id of the happening it rests on"""
    can: tuple[str, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """Something seen that needs no correction now but belongs in the audit (a passage through
    the gate between two ticks, an approval that does not count). `key` makes it unique."""

    key: str
    code: str
    facts: Mapping[str, str] = field(default_factory=dict)
    by: str | None = None
    answer: bool = False
    """it is answered to the person on the card"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One line of the trace: what was asked, what came out, why; with the questions under it."""

    rule: str
    outcome: str
    because: str = ""
    place: Place | None = None
    under: tuple[Step, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """What one gate says of one card, with everything needed to explain it later."""

    card: str
    gate: str
    verdict: Verdict
    mode: Mode
    remedy: Remedy
    """what is done in this mode"""
    would: Remedy
    """what enforce would do"""
    inside: bool
    """the card stands in a protected list"""
    mover: str | None
    """member id of who is told: who brought it in, or changed it"""
    road: str | None
    """How it came in (facts.How), None when it has been there"""
    cause: str | None
    """id of the happening that it answers, None for a snapshot"""
    return_to: str | None
    """list id, when the remedy is (or would be) a return"""
    version: Version
    reasons: tuple[Reason, ...] = ()
    findings: tuple[Finding, ...] = ()
    approvals: tuple[Approval, ...] = ()
    """those that count for this version"""
    notes: tuple[Note, ...] = ()
    trace: tuple[Step, ...] = ()
    can: tuple[str, ...] = ()
    """member ids of who may bring the card in now"""
    kept: bool = False
    """the admission that the ledger remembers is of this stay, whatever became of the version"""
    again: datetime | None = None
    """when the answer may change by the passing of time alone, None when it does not"""
