"""What a road is: who takes it, and what syncer must see, name, mend and write down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from tests.acceptance.roads.play import Play

NOBODY = ""


class Seen(StrEnum):
    """What shows it to syncer."""

    FEED = "feed"
    """an action that polling returns, at the next run"""
    SNAPSHOT = "snapshot"
    """a difference to the card or board as it was, at the next run"""
    SWEEP = "sweep"
    """the same, but perhaps only when all boards are read anyway (`sweep_every`)"""
    RUN = "the run"
    """syncer's own run: it meets the obstacle, or compares its own files"""
    VERIFY = "audit verify"
    NEVER = "not at all"


class Mended(StrEnum):
    """What becomes of it."""

    BACK = "sent back"
    FROZEN = "frozen"
    TOLD = "recorded"
    """nothing is left to correct, or it is not syncer's to correct"""
    STOPPED = "stops, says so"
    NOT = "no"


@dataclass(frozen=True, kw_only=True)
class Road:
    """One road of THREATS.md.

    `play` does the people's acts and returns the card that they are about. Then syncer runs, and
    the row of the audit table that tells it must name `by` (a username) as its actor, have an
    Outcome that begins with `outcome`, hold each of `says` in its cells, and rest on what `seen`
    says. The card must stand in `stands`; a further run must write nothing.
    """

    number: int
    part: str = ""
    title: str
    seen: Seen
    by: str = NOBODY
    mended: Mended
    stands: str | None = None
    outcome: str = ""
    says: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    """what further rows must hold"""
    then: Callable[[Play, str], None] | None = None
    """what else must be true afterwards"""
    remark: str = ""
    """what is to be known beside: for the matrix"""
    rules: str | None = None
    """rules.toml, where it must be another than `RULES`"""
    play: Callable[[Play], str | None]

    @property
    def name(self) -> str:
        return f"{self.number}{self.part}"
