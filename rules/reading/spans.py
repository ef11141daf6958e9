"""Lengths of time as people write them: "2h", "30s", "1 day", "3 business days"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

UNITS: Final = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
SHORT: Final = {"s": "second", "m": "minute", "min": "minute", "h": "hour", "d": "day", "w": "week"}
SPAN: Final = re.compile(r"(?P<amount>[0-9]{1,5}) ?(?P<business>business )?(?P<unit>[a-z]+)")

EXAMPLES: Final = '"30s", "15m", "2h", "1 day", "2 weeks"'


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """So many of a unit: second, minute, hour, day, week. `business` days are counted by a
    calendar; only days can be."""

    amount: int
    unit: str
    business: bool = False

    @property
    def length(self) -> timedelta:
        """Raises ValueError for business days, whose length depends on the calendar."""
        if self.business:
            raise ValueError(f"{self.amount} business days have no fixed length")
        return self.amount * UNITS[self.unit]


def read_span(text: str) -> Span:
    """Read a length of time. Raises ValueError, with a sentence for the writer."""
    said = SPAN.fullmatch(text.strip().lower())
    if said is None:
        raise ValueError(f"'{text}' is not a length of time such as {EXAMPLES}")
    unit = SHORT.get(said["unit"], said["unit"].removesuffix("s"))
    if unit not in UNITS:
        raise ValueError(f"'{said['unit']}' is no unit of time; use s, m, h, day, week")
    if said["business"] and unit != "day":
        raise ValueError(f"'{text}': only days can be business days")
    return Span(amount=int(said["amount"]), unit=unit, business=bool(said["business"]))


def read_length(text: str) -> timedelta:
    """Read a length of time that needs no calendar. Raises ValueError likewise."""
    return read_span(text).length
