"""What a test or a person can make this Airtable do, and the limits it then keeps."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, fields, replace
from typing import Any

PER_BASE = 5
"""Requests a second to one base, on every plan [DOC /rate-limits]."""
PER_USER = 50
"""Requests a second by one user over all bases [DOC]."""
LOCK_OUT = 30.0
"""Seconds that all requests are refused after a 429 [DOC /errors]."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The knobs; `Settings.changed` checks what comes over HTTP."""

    limits: str = "strict"
    """`off`; `soft`: requests over the rate are refused; `strict`: and 30 s of silence follow."""
    billing_spent: bool = False
    """The month's calls are spent: data calls are refused, metadata goes on [REP]."""
    billing_shape: str = "list"
    """How that refusal looks, since reports differ: `list`, `string` or `object`."""
    record_cap: int | None = None
    """Rows a base may hold, all tables together; None: no limit."""
    call_quota: int | None = None
    """Calls before the month counts as spent; None: no limit."""
    offset_life: float = 300.0
    """Seconds an unused offset lives; Airtable does not say how long."""

    def changed(self, changes: dict[str, Any]) -> Settings:
        """A copy with some settings changed; ValueError names every one that does not fit."""
        wrong = [text for key, value in changes.items() if (text := _objection(key, value))]
        if wrong:
            raise ValueError("; ".join(wrong))
        return replace(self, **changes)


_WORDS = {"limits": ("off", "soft", "strict"), "billing_shape": ("list", "string", "object")}


def _objection(key: str, value: Any) -> str | None:
    if key not in {f.name for f in fields(Settings)}:
        known = ", ".join(f.name for f in fields(Settings))
        return f"no setting {key!r}; there are: {known}"
    if key in _WORDS:
        good = value in _WORDS[key]
        return None if good else f"{key} must be one of {', '.join(_WORDS[key])}, not {value!r}"
    if key == "billing_spent":
        return None if isinstance(value, bool) else f"{key} must be true or false, not {value!r}"
    if value is None and key != "offset_life":
        return None
    number = isinstance(value, int) or (key == "offset_life" and isinstance(value, float))
    if not number or isinstance(value, bool) or value < 0:
        return f"{key} must be a number of at least 0, not {value!r}"
    return None


class RateLimiter:
    """Counts admitted requests over a sliding second, and remembers who is locked out."""

    def __init__(self) -> None:
        self._admitted: defaultdict[str, deque[float]] = defaultdict(deque)
        self._locked_until: dict[str, float] = {}

    def admit(self, who: str, most: int, now: float, *, lock_out: bool) -> bool:
        """Whether `who` may make one more request at `now` (epoch seconds), which then counts.

        A refused request does not count, and does not lengthen a lock-out that is running.
        """
        if lock_out and now < self._locked_until.get(who, now):
            return False
        recent = self._admitted[who]
        while recent and recent[0] <= now - 1.0:
            recent.popleft()
        if len(recent) >= most:
            if lock_out:
                self._locked_until[who] = now + LOCK_OUT
            return False
        recent.append(now)
        return True
