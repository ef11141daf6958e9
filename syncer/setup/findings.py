"""What the doctor says of one thing."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Health(StrEnum):
    """good; warn: works, and a person should know; bad: a person must mend it; away: it could not
    be asked just now."""

    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    AWAY = "away"


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """`about` is what was looked at, `what` what was found, `mend` what to do about it."""

    about: str
    health: Health
    what: str
    mend: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"health": str(self.health)}

    def __str__(self) -> str:
        return f"{self.health:<4} {self.about}: {self.what}" + (f" {self.mend}" * bool(self.mend))


def good(about: str, what: str) -> Finding:
    return Finding(about=about, health=Health.GOOD, what=what)


def warn(about: str, what: str, mend: str = "") -> Finding:
    return Finding(about=about, health=Health.WARN, what=what, mend=mend)


def bad(about: str, what: str, mend: str) -> Finding:
    return Finding(about=about, health=Health.BAD, what=what, mend=mend)


def away(about: str, what: str) -> Finding:
    return Finding(about=about, health=Health.AWAY, what=what, mend="Try again later.")


def exit_code(findings: list[Finding]) -> int:
    """RULES.md: 2 a person must mend something, 3 a service could not be asked, 0 else."""
    found = {each.health for each in findings}
    return 2 if Health.BAD in found else 3 if Health.AWAY in found else 0
