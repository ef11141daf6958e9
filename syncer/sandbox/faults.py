"""What can go wrong between a client and a service, on demand."""

from __future__ import annotations

import random
import re
import threading
from dataclasses import dataclass, replace

KINDS = frozenset(
    {
        "429",
        "429-billing",
        "500-before",
        "500-after",
        "503-before",
        "503-after",
        "hang",
        "drop-before",
        "drop-after",
        "html-502",
        "html-403",
        "stale",
        "late",
    }
)
SERVICES = frozenset({"trello", "airtable"})


_READS = {
    "stale": re.compile(r"/(cards|boards|lists|batch)"),
    "late": re.compile(r"/boards/[^/]+$|/actions$|/batch$"),
}
"""The reads that can lag behind, when a fault names no path."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Fault:
    """One fault and the requests that it meets.

    `-before`: the service never saw the request. `-after`: it was carried out, and the client is
    not told so. `hang` waits and then answers as usual. `stale` (Trello) answers card bodies as
    they were, beside fresh actions. `late` (Trello) holds the newest actions back from feeds; they
    appear afterwards, below those that came later.
    """

    kind: str
    service: str | None = None
    """None meets both services."""
    method: str | None = None
    """None meets all methods."""
    path: str | None = None
    """A regular expression searched in the path; None meets all paths."""
    times: int | None = 1
    """How many requests it meets; None: until cleared."""
    rate: float | None = None
    """The share of matching requests that it meets, 0 to 1; None: each."""
    seconds: float = 0.0
    """hang: how long. stale: how old the card bodies are (0: as before their last change).
    late: actions of so many seconds before the feed's newest are held back with it."""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no fault {self.kind!r}; there are {', '.join(sorted(KINDS))}")
        if self.service is not None and self.service not in SERVICES:
            raise ValueError(f"no service {self.service!r}: trello or airtable")
        if self.rate is not None and not 0 <= self.rate <= 1:
            raise ValueError(f"rate must be from 0 to 1, not {self.rate}")
        if self.path is not None:
            re.compile(self.path)

    def meets(self, service: str, method: str, path: str) -> bool:
        """Whether this fault is meant for such a request."""
        return (
            self.service in (None, service)
            and self.method in (None, method)
            and (self.path is None or re.search(self.path, path) is not None)
            and self._can_play(service, method, path)
        )

    def _can_play(self, service: str, method: str, path: str) -> bool:
        if self.kind not in _READS:
            return True
        known = self.path is not None or _READS[self.kind].search(path) is not None
        return service == "trello" and method == "GET" and known


@dataclass
class _Armed:
    fault: Fault
    left: int | None


class Faults:
    """The faults in force. Chance is seeded, so that a run can be repeated. Safe for threads."""

    def __init__(self, seed: int = 0) -> None:
        self._lock = threading.Lock()
        self._random = random.Random(seed)  # noqa: S311 - chance of a test, not a secret
        self._armed: list[_Armed] = []

    def add(self, fault: Fault) -> None:
        """Put a fault in force, behind those that are."""
        with self._lock:
            self._armed.append(_Armed(fault, fault.times))

    def clear(self) -> None:
        """Take all faults away."""
        with self._lock:
            self._armed.clear()

    def active(self) -> list[Fault]:
        """The faults in force; `times` shows what is left."""
        with self._lock:
            return [replace(armed.fault, times=armed.left) for armed in self._armed]

    def pick(self, service: str, method: str, path: str) -> Fault | None:
        """The first fault that meets this request, now used once, or None. It is the object that
        was added, so that what it made a service remember can be kept by it."""
        with self._lock:
            for armed in self._armed:
                if armed.fault.meets(service, method, path) and self._falls(armed.fault):
                    self._use(armed)
                    return armed.fault
            return None

    def _falls(self, fault: Fault) -> bool:
        return fault.rate is None or self._random.random() < fault.rate

    def _use(self, armed: _Armed) -> None:
        if armed.left is None:
            return
        armed.left -= 1
        if armed.left <= 0:
            self._armed.remove(armed)
