"""What every client really asked, and what really happened: the truth that tests compare with."""

from __future__ import annotations

import threading
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Entry:
    """One request. `seq` counts from 1 over both services."""

    seq: int
    at: datetime
    """When it arrived, on the sandbox's clock."""
    service: str
    """"trello" or "airtable"."""
    method: str
    path: str
    query: dict[str, str]
    """Without the values of `key` and `token`, which read "…"."""
    body: Any
    """Parsed JSON, a form as a dict, other text as it came, or None."""
    user: str
    """Who asked: a Trello username, an Airtable token's name; "" when not known."""
    status: int | None
    """What the client was answered; None when the connection was closed without an answer."""
    applied: bool
    """Whether the service took the request (it was carried out and would have been answered 2xx),
    whatever the client was then told."""

    def as_json(self) -> dict[str, Any]:
        """The entry for the control endpoint; `at` in ISO 8601."""
        return {**asdict(self), "at": self.at.isoformat()}


class Journal:
    """All requests in the order in which they were finished. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: list[Entry] = []
        self._seq = 0

    def record(
        self,
        *,
        at: datetime,
        service: str,
        method: str,
        path: str,
        query: dict[str, str],
        body: Any,
        user: str,
        status: int | None,
        applied: bool,
    ) -> Entry:
        """Append one request and return its entry."""
        with self._lock:
            self._seq += 1
            entry = Entry(self._seq, at, service, method, path, query, body, user, status, applied)
            self._entries.append(entry)
            return entry

    def entries(self, service: str | None = None) -> list[Entry]:
        """The entries so far, of one service or of both."""
        with self._lock:
            return [e for e in self._entries if service is None or e.service == service]

    def clear(self) -> None:
        """Forget all entries; `seq` goes on counting."""
        with self._lock:
            self._entries.clear()
