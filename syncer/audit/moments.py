"""Moments as people type them: 90d, 2h, 2026-11-23, 2026-11-23T10:00."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_AGO = re.compile(r"(\d{1,6})([smhdw])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def read_moment(text: str, now: datetime, zone: str, *, end: bool = False) -> datetime:
    """What is meant. "90d" counts back from `now`; a date is its midnight in `zone`, or with
    `end` the midnight after it. Raises ValueError for what is no moment."""
    ago = _AGO.fullmatch(text.strip())
    try:
        if ago:
            return now - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
        return _calendar(text.strip(), ZoneInfo(zone), end=end)
    except (ValueError, OverflowError):
        example = "90d, 2h, 2026-11-23 or 2026-11-23T10:00"
        raise ValueError(f"{text!r} is no moment; it may look like {example}") from None


def _calendar(text: str, zone: ZoneInfo, *, end: bool) -> datetime:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        day = date.fromisoformat(text) + timedelta(days=1 if end else 0)
        return datetime.combine(day, time(), zone)
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=zone)
