from __future__ import annotations

import threading
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.errors import TryLater
from connectors.pacing import Limit, Pacer, Reading


@dataclass
class Time:
    """A clock that only moves when somebody waits."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.slept.append(seconds)
        self.now += seconds


def pacer(time: Time, *limits: Limit, patience: float = 1e6) -> Pacer:
    return Pacer(limits, patience=patience, clock=time.clock, sleep=time.sleep)


steps = st.tuples(
    st.floats(0, 4, allow_nan=False),  # idle before
    st.integers(1, 10),  # cost
    st.floats(0, 3, allow_nan=False),  # until the service counts it
    st.floats(0, 3, allow_nan=False),  # until the answer is here
)


@settings(deadline=None, max_examples=60)
@given(st.lists(steps, max_size=60), st.integers(10, 40), st.floats(0.5, 10))
def test_no_window_ever_holds_more_than_the_limit(
    calls: list[tuple[float, int, float, float]], most: int, seconds: float
) -> None:
    """Whenever the service counts a call between its sending and its answer."""
    time = Time()
    paced = pacer(time, Limit("a", most, seconds))
    counted: list[tuple[float, int]] = []
    for idle, cost, outward, back in calls:
        time.now += idle
        with paced.turn({"a": cost}):
            time.now += outward
            counted.append((time.now, cost))
            time.now += back
    for start, _ in counted:
        inside = sum(cost for at, cost in counted if start <= at < start + seconds)
        assert inside <= most


def test_a_batch_is_charged_as_its_routes_and_the_tightest_lane_decides() -> None:
    time = Time()
    paced = pacer(time, Limit("token", 100, 10.0), Limit("members", 2, 900.0))
    for _ in range(9):
        with paced.turn({"token": 10}):
            pass
    assert time.slept == []
    with paced.turn({"token": 10}):
        pass
    assert time.slept == [10.0]
    with paced.turn({"token": 1, "members": 1}):
        pass
    with paced.turn({"token": 1}):
        pass
    assert time.now == 1010.0
    with paced.turn({"token": 1, "members": 1}):
        pass
    assert time.now == 1910.0


def test_a_cost_over_the_whole_limit_waits_for_an_empty_window_and_goes() -> None:
    time = Time()
    paced = pacer(time, Limit("a", 5, 10.0))
    with paced.turn({"a": 1}):
        pass
    with paced.turn({"a": 50}):
        pass
    assert time.now == 1010.0


def test_what_others_used_is_learnt_from_the_answer() -> None:
    time = Time()
    paced = pacer(time, Limit("token", 100, 10.0))
    with paced.turn({"token": 1}):
        paced.learn([Reading(Limit("token", 100, 10.0), remaining=4)])
    with paced.turn({"token": 1}):
        pass
    assert time.now == 1010.0


def test_a_stated_limit_replaces_the_documented_one_and_a_new_one_counts() -> None:
    time = Time()
    paced = pacer(time, Limit("token", 100, 10.0))
    with paced.turn({"token": 1, "member": 1}):
        paced.learn([Reading(Limit("token", 4, 2.0), 3), Reading(Limit("member", 2, 50.0), 1)])
    with paced.turn({"token": 1}):
        pass
    assert time.slept == []
    for _ in range(2):
        with paced.turn({"token": 1}):
            pass
    assert time.now == 1002.0
    with paced.turn({"member": 1}):
        pass
    assert time.now == 1050.0


def test_a_wait_beyond_patience_is_refused_with_the_time_it_would_take() -> None:
    time = Time()
    paced = pacer(time, Limit("members", 2, 900.0), patience=60.0)
    with paced.turn({"members": 1}):
        pass
    time.now += 100
    with pytest.raises(TryLater) as caught, paced.turn({"members": 1}):
        pass
    assert caught.value.after == 800.0
    assert not caught.value.unknown
    assert time.slept == []


def test_a_call_that_failed_still_counts() -> None:
    time = Time()
    paced = pacer(time, Limit("a", 2, 10.0))
    with pytest.raises(RuntimeError), paced.turn({"a": 1}):
        raise RuntimeError
    with paced.turn({"a": 1}):
        pass
    assert time.now == 1010.0


def test_threads_share_one_limit() -> None:
    paced = Pacer([Limit("a", 11, 0.2)])
    running, most = 0, 0
    lock = threading.Lock()

    def call() -> None:
        nonlocal running, most
        with paced.turn({"a": 1}):
            with lock:
                running += 1
                most = max(most, running)
            threading.Event().wait(0.02)
            with lock:
                running -= 1

    threads = [threading.Thread(target=call) for _ in range(15)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 1 < most <= 10
