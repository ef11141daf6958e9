"""Budgets: what is counted, when people are told, when calls are saved, when rows move on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from syncer.config import Plan
from syncer.deliver.airtable import budget, place
from syncer.deliver.airtable.budget import CALLS, ROWS, is_ahead
from syncer.sandbox.faults import Fault
from tests.syncer.deliver.tools import NOW, Desk, Opened, entry, make_tables


def spent(desk: Desk, calls: int) -> None:
    with desk.engine.begin() as conn:
        budget.count_calls(conn, desk.now, calls - budget.calls_made(conn, desk.now))


def held(desk: Desk, rows: int) -> None:
    with desk.engine.begin() as conn:
        budget.set_rows(conn, desk.settings.base, rows)


def test_every_call_is_counted_and_the_count_outlives_the_run(desk: Desk) -> None:
    desk.box.faults.add(Fault(kind="503-before", service="airtable"))
    desk.write(entry(number) for number in range(25))
    desk.flush()
    desk.flush()
    with desk.engine.begin() as conn:
        assert budget.calls_made(conn, desk.now) == len(desk.box.journal.entries("airtable")) == 4
        assert budget.rows_in(conn, desk.settings.base) == 25
        assert budget.calls_made(conn, desk.now + timedelta(days=31)) == 0


def test_the_calls_of_a_refused_row_are_counted(desk: Desk) -> None:
    bad = entry(9, names={"card": "a post", "url": 7})
    desk.write([*(entry(number) for number in range(9)), bad])
    desk.flush()
    with desk.engine.begin() as conn:
        assert budget.calls_made(conn, desk.now) == len(desk.box.journal.entries("airtable"))


@pytest.mark.parametrize("kind", ["503-before", "503-after"])
def test_a_row_that_is_sent_twice_is_counted_once(desk: Desk, kind: str) -> None:
    desk.box.faults.add(Fault(kind=kind, service="airtable"))
    desk.write(entry(number) for number in range(10))
    desk.flush()
    desk.flush()
    with desk.engine.begin() as conn:
        assert budget.rows_in(conn, desk.settings.base) == len(desk.rows()) == 10


@pytest.mark.parametrize(
    ("percent", "told"), [(79, None), (80, "80 %"), (94, "94 %"), (95, "95 %"), (120, "120 %")]
)
@pytest.mark.parametrize("what", ["calls this month", "rows in base"])
def test_people_are_told_well_before_a_limit_and_once(
    open_desk: Opened, what: str, percent: int, told: str | None
) -> None:
    desk = open_desk(plan=Plan.TEAM)
    desk.now = NOW.replace(day=30)
    calls = CALLS[Plan.TEAM]
    assert calls is not None
    if what == "calls this month":
        spent(desk, calls * percent // 100)
    else:
        held(desk, ROWS[Plan.TEAM] * percent // 100)
    desk.write(entry(number) for number in range(10))
    alarms = [each for each in desk.flush().problems if what in each.what]
    assert [told in each.what for each in alarms if told] == ([True] if told else [])
    assert bool(alarms) is bool(told)
    desk.write(entry(number) for number in range(10, 20))
    assert [each for each in desk.flush().problems if "%" in each.what] == []


def test_an_alarm_is_an_entry(desk: Desk) -> None:
    held(desk, 41_000)
    desk.write(entry(number) for number in range(10))
    desk.flush()
    desk.later(minutes=2)
    desk.flush()
    [alarm] = [row for row in desk.rows() if row["Event ID"].startswith("alarm:")]
    assert alarm["Outcome"] == f"80 % of rows in base {desk.settings.base}"


def test_the_second_step_is_told_after_the_first(desk: Desk) -> None:
    for rows, told in ((40_000, 1), (45_000, 0), (47_500, 1)):
        held(desk, rows)
        desk.write([entry(rows + number) for number in range(10)])
        assert len([each for each in desk.flush().problems if "%" in each.what]) == told


@pytest.mark.parametrize(
    ("day", "used", "ahead"),
    [(1, 100, False), (1, 140, True), (16, 590, False), (16, 700, True), (30, 1000, False)],
)
def test_calls_are_saved_when_they_go_faster_than_the_month(
    day: int, used: int, ahead: bool
) -> None:
    assert is_ahead(used, 1_000, datetime(2026, 11, day, 12, tzinfo=UTC)) is ahead


def test_while_calls_are_saved_rows_wait_for_full_loads(open_desk: Opened) -> None:
    desk = open_desk(plan=Plan.FREE)
    desk.now = NOW.replace(day=1)
    spent(desk, 300)
    desk.write([entry(0)])
    desk.later(minutes=30)
    assert desk.flush().reached is None
    desk.write(entry(number) for number in range(1, 10))
    assert desk.flush().rows == 10
    desk.write([entry(10)])
    desk.later(minutes=60)
    assert desk.flush().rows == 1


def test_business_has_no_limit_of_calls(open_desk: Opened) -> None:
    desk = open_desk(plan=Plan.BUSINESS)
    spent(desk, 10_000_000)
    desk.write([entry(0)])
    desk.later(seconds=1)
    assert desk.flush().rows == 1


def test_a_full_base_takes_no_row_and_nothing_is_lost(open_desk: Opened) -> None:
    desk = open_desk(plan=Plan.FREE)
    desk.box.airtable.configure(record_cap=1_000)
    held(desk, 985)
    desk.write(entry(number) for number in range(20))
    flushed = desk.flush()
    assert flushed.rows == 0
    assert any("next_base" in each.mend for each in flushed.problems)
    assert set(desk.states().values()) == {"waiting"}
    assert desk.calls() == []


def test_rows_go_on_to_the_next_base(open_desk: Opened) -> None:
    spare = open_desk(tables=False)
    desk = open_desk(plan=Plan.FREE, more=spare.settings.base)
    make_tables(desk.box, desk.settings, spare.settings.base)
    held(desk, 975)
    desk.write(entry(number) for number in range(30))
    desk.flush()
    first, second = desk.rows(), desk.rows(base=spare.settings.base)
    keys = [row["Event ID"] for row in (*first, *second) if row["Event ID"].startswith("event:")]
    assert sorted(keys) == sorted(f"event:{number}" for number in range(30))
    assert (len(first), len(keys)) == (10, 30)


@pytest.mark.parametrize("kind", ["503-after", "drop-after"])
def test_rows_whose_outcome_is_unknown_do_not_change_the_base(open_desk: Opened, kind: str) -> None:
    spare = open_desk(tables=False)
    desk = open_desk(plan=Plan.FREE, more=spare.settings.base)
    make_tables(desk.box, desk.settings, spare.settings.base)
    desk.write(entry(number) for number in range(10))
    desk.box.faults.add(Fault(kind=kind, service="airtable"))
    desk.flush()
    held(desk, 999)
    desk.now += place.IN_FLIGHT
    desk.flush()
    assert len(desk.rows()) == 10
    after = [row["Event ID"].partition(":")[0] for row in desk.rows(base=spare.settings.base)]
    assert after == ["alarm"]


def test_refusals_are_asked_rarely_while_calls_are_saved(open_desk: Opened) -> None:
    desk = open_desk(plan=Plan.FREE, tables=False)
    desk.now = NOW.replace(day=1)
    spent(desk, 300)
    desk.write(entry(number) for number in range(10))
    results: list[Any] = []
    for _ in range(5):
        results.append(desk.flush().reached)
        desk.later(minutes=5)
    assert results == [False, None, None, None, None]
