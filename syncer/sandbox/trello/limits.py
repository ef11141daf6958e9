"""Trello's documented rate limits, and the headers that tell how much of them is left.

Source: developer.atlassian.com/cloud/trello/guides/rest-api/rate-limits; header names as recorded.
A window opens with its first request. A batch counts as its routes: nobody says how Trello counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Bucket:
    header: str | None
    allowed: int
    seconds: int
    error: str
    message: str = "Rate limit exceeded"


KEY = Bucket("Api-Key", 300, 10, "API_KEY_LIMIT_EXCEEDED")
TOKEN = Bucket("Api-Token", 100, 10, "API_TOKEN_LIMIT_EXCEEDED")
MEMBER = Bucket("Member", 375, 10, "API_TOKEN_LIMIT_EXCEEDED")
SLOW = Bucket(None, 100, 900, "RATE_LIMIT_EXCEEDED", "Exceeded rate limit to /1/member")
"""/1/members/…, by token."""
LOCK_OUT_AFTER = 200
"""More 429s than this within a key's window: everything is refused until it ends."""


@dataclass
class Window:
    opened: datetime
    used: int = 0
    refused: int = 0


class Limits:
    """Counts requests. `on` False: nothing is refused, the headers are sent all the same."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._windows: dict[tuple[str | None, str], Window] = {}
        self.on = True

    def charge(self, key: str, token: str, member: str, *, cost: int, slow: int) -> Bucket | None:
        """Count a request, `slow` of whose `cost` routes are under /members/. The bucket that
        refuses it, or None."""
        wanted = [(KEY, key, cost), (TOKEN, token, cost)]
        if slow:
            wanted.append((SLOW, token, slow))
        by_key = self._window(KEY, key)
        full = next((b for b, who, n in wanted if self._window(b, who).used + n > b.allowed), None)
        if self.on and by_key.refused > LOCK_OUT_AFTER:
            full = KEY
        if self.on and full is not None:
            by_key.refused += 1
            return full
        for bucket, who, count in [*wanted, (MEMBER, member, cost)]:
            self._window(bucket, who).used += count
        return None

    def headers(self, key: str, token: str, member: str) -> list[tuple[str, str]]:
        """X-Rate-Limit-… for this caller."""
        found = []
        for bucket, who in ((KEY, key), (TOKEN, token), (MEMBER, member)):
            left = max(0, bucket.allowed - self._window(bucket, who).used)
            name = f"X-Rate-Limit-{bucket.header}"
            found += [
                (f"{name}-Interval-Ms", str(bucket.seconds * 1000)),
                (f"{name}-Max", str(bucket.allowed)),
                (f"{name}-Remaining", str(left)),
            ]
        return found

    def _window(self, bucket: Bucket, who: str) -> Window:
        now = self._clock()
        window = self._windows.get((bucket.header, who))
        if window is None or not (
            timedelta() <= now - window.opened < timedelta(seconds=bucket.seconds)
        ):
            window = self._windows[bucket.header, who] = Window(now)
        return window
