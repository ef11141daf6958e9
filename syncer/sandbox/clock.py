"""The sandbox's clock: real UTC, moved ahead on demand."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta


class Clock:
    """Calling it gives the aware UTC time of the sandbox. Both services share one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._offset = timedelta()

    def __call__(self) -> datetime:
        with self._lock:
            return datetime.now(UTC) + self._offset

    def advance(self, seconds: float) -> None:
        """Move the clock by `seconds` (negative: back, as when a clock is put right)."""
        with self._lock:
            self._offset += timedelta(seconds=seconds)
