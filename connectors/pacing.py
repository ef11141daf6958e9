"""Stays under a service's rate limits, so that it never has to say 429.

A limit is a number of calls in any window of some seconds. A call holds its place from before
it is sent until a whole window after its answer came: wherever in between the service counted
it, it has forgotten it by then, whether its window slides or jumps. What the service says of
its own count (`Reading`) corrects ours, since another process may share the credentials.
"""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from connectors.errors import TryLater

RESERVE = 0.05
"""Share of each limit that stays unused: a process that starts just after another was killed can
make its first call, and learns from the answer how little is left."""

_GLANCE = 0.05
"""Seconds until another look when all places are held by calls that have no answer yet."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `calls` in any `seconds`, for the calls that are charged to `lane`."""

    lane: str
    calls: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Reading:
    """A limit as the service states it in an answer, with what is left of it (None: not said)."""

    limit: Limit
    remaining: int | None = None


@dataclass(slots=True)
class Window:
    """One limit's sliding window. It has no clock of its own: `now` is an argument, in seconds."""

    limit: Limit
    in_flight: int = 0
    _ended: deque[tuple[float, int]] = field(default_factory=deque)

    @property
    def usable(self) -> int:
        """How many calls of the limit are used at most."""
        return max(1, self.limit.calls - math.ceil(self.limit.calls * RESERVE))

    def wait(self, now: float, cost: int) -> float:
        """Seconds until `cost` calls fit; 0.0 when they fit now. A cost larger than the limit
        itself is let through when the window is empty."""
        self._forget(now)
        excess = self.used + min(cost, self.usable) - self.usable
        if excess <= 0:
            return 0.0
        for ended, calls in self._ended:
            excess -= calls
            if excess <= 0:
                return ended + self.limit.seconds - now
        return _GLANCE  # the rest is in flight on other threads

    @property
    def used(self) -> int:
        """Calls that the service may still be counting."""
        return self.in_flight + sum(calls for _, calls in self._ended)

    def begin(self, cost: int) -> None:
        """`cost` calls are about to be sent."""
        self.in_flight += cost

    def end(self, now: float, cost: int) -> None:
        """They were answered, or given up, at `now`."""
        self.in_flight -= cost
        self._ended.append((now, cost))

    def learn(self, now: float, reading: Reading) -> None:
        """Takes over the service's own numbers; calls that are not ours are counted from `now`."""
        self.limit = reading.limit
        if reading.remaining is None:
            return
        self._forget(now)
        foreign = reading.limit.calls - reading.remaining - self.used
        if foreign > 0:
            self._ended.append((now, foreign))

    def _forget(self, now: float) -> None:
        while self._ended and self._ended[0][0] + self.limit.seconds <= now:
            self._ended.popleft()


class Pacer:
    """Makes calls wait for their turn, in each lane that they are charged to; safe for threads.

    `patience` is how many seconds a call may wait: one that would have to wait longer is refused
    with TryLater, so that a quarter-hour limit does not hang the program.
    """

    def __init__(
        self,
        limits: Iterable[Limit],
        *,
        patience: float = 60.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._windows = {limit.lane: Window(limit) for limit in limits}
        self._patience = patience
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, cost: Mapping[str, int]) -> Iterator[None]:
        """Waits until `cost` (calls by lane) fits everywhere, and holds the places while the
        call is made. Raises TryLater when that would take more than `patience`."""
        held = self._await(cost)
        try:
            yield
        finally:
            with self._lock:
                for window, calls in held:
                    window.end(self._clock(), calls)

    def learn(self, readings: Iterable[Reading]) -> None:
        """Corrects the windows by what an answer said; a limit that was not known is added."""
        with self._lock:
            for reading in readings:
                lane = reading.limit.lane
                window = self._windows.setdefault(lane, Window(reading.limit))
                window.learn(self._clock(), reading)

    def _await(self, cost: Mapping[str, int]) -> list[tuple[Window, int]]:
        start = self._clock()
        while True:
            wait, held = self._begin(cost)
            if wait <= 0:
                return held
            if self._clock() + wait - start > self._patience:
                raise TryLater(
                    f"the service's rate limit is used up for {wait:.0f} s more", after=wait
                )
            # A floor, because a float's last digit must not make this loop spin.
            self._sleep(max(wait, 0.001))

    def _begin(self, cost: Mapping[str, int]) -> tuple[float, list[tuple[Window, int]]]:
        with self._lock:
            now = self._clock()
            lanes = self._windows
            charged = [(lanes[lane], calls) for lane, calls in cost.items() if lane in lanes]
            wait = max((window.wait(now, calls) for window, calls in charged), default=0.0)
            if wait <= 0:
                for window, calls in charged:
                    window.begin(calls)
            return wait, charged
