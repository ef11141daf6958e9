"""Lanes in order, attempts counted before anything is sent, waits that grow, second chances."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from syncer.records import Delivery, Receipt
from syncer.store import outbox
from syncer.store.schema import outbox as table

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
KINDS = ("return", "comment")


def effect(key: str, card: str = "c1", kind: str = "return", after: str | None = None) -> Delivery:
    return Delivery(key=key, lane=f"card:{card}", kind=kind, payload={"card": card}, after=after)


def due(conn: Connection, now: datetime = NOW) -> str | None:
    found = outbox.next_due(conn, KINDS, now)
    return found.key if found else None


def ended(conn: Connection, state: str) -> None:
    found = outbox.next_due(conn, KINDS, NOW)
    assert found is not None
    outbox.close(conn, [found.id], Receipt(state=state, note="so it went"))


def test_a_lane_goes_in_order_and_lanes_do_not_wait_for_each_other(conn: Connection) -> None:
    outbox.enqueue(conn, [effect("a1"), effect("a2"), effect("b1", "c2")], NOW)
    first = outbox.next_due(conn, KINDS, NOW)
    assert first is not None
    outbox.postpone(conn, first, NOW, 60)
    assert due(conn) == "b1"
    ended(conn, "done")
    assert due(conn) is None
    assert due(conn, NOW + timedelta(seconds=61)) == "a1"


def test_other_kinds_are_not_served(conn: Connection) -> None:
    outbox.enqueue(conn, [outbox.audit_row(1), effect("a")], NOW)
    assert due(conn) == "a"
    ended(conn, "done")
    assert due(conn) is None
    assert [each.key for each in outbox.batch_due(conn, "audit", NOW, 10)] == ["audit:1"]


@pytest.mark.parametrize("state", ["waiting", "done"])
def test_what_waits_or_is_done_is_not_queued_again(conn: Connection, state: str) -> None:
    outbox.enqueue(conn, [effect("a")], NOW)
    if state == "done":
        ended(conn, "done")
    assert outbox.enqueue(conn, [effect("a")], NOW) == 0
    assert outbox.state_of(conn, "a") == state


@pytest.mark.parametrize("state", ["void", "parked"])
def test_what_came_to_nothing_gets_another_try_that_looks_first(
    conn: Connection, state: str
) -> None:
    outbox.enqueue(conn, [effect("a")], NOW)
    found = outbox.next_due(conn, KINDS, NOW)
    assert found is not None
    outbox.count_attempt(conn, [found.id])
    outbox.close(conn, [found.id], Receipt(state=state))
    outbox.enqueue(conn, [effect("a")], NOW)
    again = outbox.next_due(conn, KINDS, NOW)
    assert again is not None
    assert (again.key, again.attempts) == ("a", 1)


@pytest.mark.parametrize(
    ("attempts", "asked", "waits"),
    [(0, 0, 1), (1, 0, 2), (5, 0, 32), (1, 30, 30), (12, 0, 3600), (40, 0, 3600), (1, 9999, 3600)],
)
def test_waits_grow_up_to_an_hour(
    conn: Connection, attempts: int, asked: float, waits: int
) -> None:
    outbox.enqueue(conn, [effect("a")], NOW)
    for _ in range(attempts):
        outbox.count_attempt(conn, [1])
    found = outbox.next_due(conn, KINDS, NOW)
    assert found is not None
    outbox.postpone(conn, found, NOW, asked)
    assert due(conn, NOW + timedelta(seconds=waits - 0.5)) is None
    assert due(conn, NOW + timedelta(seconds=waits)) == "a"


def test_an_attempt_that_never_left_us_is_taken_back(conn: Connection) -> None:
    outbox.enqueue(conn, [effect("a")], NOW)
    outbox.count_attempt(conn, [1])
    found = outbox.next_due(conn, KINDS, NOW)
    assert found is not None
    outbox.postpone(conn, found, NOW, 0, sent=False)
    assert conn.execute(select(table.c.attempts)).scalar() == 0


def test_what_waits_is_counted_by_kind(conn: Connection) -> None:
    rows = [outbox.audit_row(seq) for seq in range(12)]
    outbox.enqueue(conn, [effect("a"), *rows], NOW)
    assert outbox.waiting(conn) == {"return": 1, "audit": 12}
    assert len(outbox.batch_due(conn, "audit", NOW, 10)) == 10
