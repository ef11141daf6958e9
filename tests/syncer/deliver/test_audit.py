"""Rows to Airtable: every one exactly once, whatever the service answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from syncer.deliver.airtable.place import IN_FLIGHT
from syncer.sandbox.faults import Fault
from syncer.store import ledger
from syncer.store.schema import ledger as entries_table
from tests.syncer.deliver.tools import Desk, entry


def keys(desk: Desk) -> list[str]:
    return sorted(row["Event ID"] for row in desk.rows())


def wanted(count: int) -> list[str]:
    return sorted(f"event:{number}" for number in range(count))


def test_ten_rows_travel_in_one_call_and_an_idle_flush_makes_none(desk: Desk) -> None:
    desk.write(entry(number) for number in range(25))
    flushed = desk.flush()
    assert (flushed.rows, flushed.problems, flushed.reached) == (25, (), True)
    assert keys(desk) == wanted(25)
    assert len(desk.calls()) == 3
    desk.later(hours=2)
    assert desk.flush().reached is None
    assert len(desk.box.journal.entries("airtable")) == 3


def test_rows_carry_the_chain(desk: Desk) -> None:
    desk.write(entry(number) for number in range(3))
    desk.flush()
    rows = sorted(desk.rows(), key=lambda row: row["Seq"])
    assert rows[0]["Prev"] == ledger.GENESIS
    assert [row["Prev"] for row in rows[1:]] == [row["Hash"] for row in rows[:-1]]


@pytest.mark.parametrize("kind", ["500-before", "500-after", "503-before", "503-after", "html-502"])
def test_after_an_answer_the_next_run_tries_again(desk: Desk, kind: str) -> None:
    desk.box.faults.add(Fault(kind=kind, service="airtable"))
    desk.write(entry(number) for number in range(10))
    flushed = desk.flush()
    assert (flushed.rows, flushed.reached) == (0, False)
    assert [problem.exit for problem in flushed.problems] == [3]
    assert desk.flush().rows == 10
    assert keys(desk) == wanted(10)


@pytest.mark.parametrize("kind", ["drop-before", "drop-after"])
def test_without_an_answer_nothing_is_sent_while_the_first_may_be_under_way(
    desk: Desk, kind: str
) -> None:
    desk.box.faults.add(Fault(kind=kind, service="airtable"))
    desk.write(entry(number) for number in range(10))
    assert desk.flush().reached is False
    desk.now += IN_FLIGHT - timedelta(seconds=2)
    assert desk.flush().reached is None
    desk.later(seconds=3)
    assert desk.flush().rows == 10
    assert keys(desk) == wanted(10)


def test_a_hanging_reply_is_waited_out_before_the_second_try(desk: Desk) -> None:
    desk.timeout = (2, 0.2)
    desk.box.faults.add(Fault(kind="hang", service="airtable", seconds=0.6))
    desk.write(entry(number) for number in range(10))
    assert desk.flush().reached is False
    assert desk.flush().reached is None
    desk.now += IN_FLIGHT
    assert desk.flush().rows == 10
    assert keys(desk) == wanted(10)


def test_a_run_that_died_in_mid_call_is_waited_out_too(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.write(entry(number) for number in range(10))

    def die(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(desk.base(desk.settings.base), "upsert", die)
    with pytest.raises(KeyboardInterrupt):
        desk.flush()
    monkeypatch.undo()
    assert desk.flush().reached is None
    desk.now += IN_FLIGHT
    assert desk.flush().rows == 10


def test_the_rate_limit_is_left_alone_for_thirty_seconds(desk: Desk) -> None:
    desk.box.faults.add(Fault(kind="429", service="airtable"))
    desk.write(entry(number) for number in range(10))
    [problem] = desk.flush().problems
    assert (problem.exit, problem.about) == (3, "")
    desk.later(seconds=28)
    assert desk.flush().reached is None
    desk.later(seconds=3)
    assert desk.flush().rows == 10


@pytest.mark.parametrize("shape", ["list", "string", "object"])
def test_the_monthly_quota_is_tried_hourly_and_nothing_is_lost(desk: Desk, shape: str) -> None:
    desk.box.airtable.configure(billing_spent=True, billing_shape=shape)
    desk.write(entry(number) for number in range(30))
    [problem] = desk.flush().problems
    assert (problem.exit, problem.about) == (2, "airtable")
    assert "monthly limit" in problem.what
    desk.later(minutes=59)
    assert desk.flush().reached is None
    assert len(desk.calls()) == 1
    desk.box.airtable.configure(billing_spent=False)
    desk.later(minutes=2)
    assert desk.flush().rows == 30


def test_a_row_that_is_refused_is_given_up_alone_and_the_ledger_says_why(desk: Desk) -> None:
    desk.write([*(entry(number) for number in range(9)), _bad(9)])
    flushed = desk.flush()
    assert flushed.rows == 10, "nine rows, and the row that tells of the tenth"
    assert "entry 10 could not be written" in flushed.problems[0].what
    assert desk.states()["audit:10"] == "parked"
    told = [row for row in desk.rows() if row["Event ID"].startswith("parked:audit:10:")]
    assert [row["Outcome"] for row in told] == ["given up: row in Audit log"]
    assert desk.flush().reached is None


def _bad(number: int) -> Any:
    return entry(number, names={"card": "a post", "url": 7})


def test_a_batch_refused_to_the_last_row_is_kept_for_two_more_tries(desk: Desk) -> None:
    desk.write(_bad(number) for number in range(10))
    for _ in range(2):
        assert desk.flush().reached is False
        assert set(desk.states().values()) == {"waiting"}
    desk.flush()
    states = desk.states()
    assert {states[f"audit:{seq}"] for seq in range(1, 11)} == {"parked"}
    assert len(desk.rows()) == 10, "one row tells of each"


def test_a_row_duplicated_by_hand_is_mended_and_told(desk: Desk) -> None:
    desk.write(entry(number) for number in range(10))
    desk.flush()
    row = desk.box.airtable.rows(desk.settings.base, "Audit log")[3]
    desk.box.airtable.edit_row(desk.settings.base, "Audit log", row["id"], {"Card": "altered"})
    desk.box.clock.advance(5)
    desk.box.airtable.duplicate_row(desk.settings.base, "Audit log", row["id"])
    _again(desk, range(1, 11))
    flushed = desk.flush()
    assert flushed.rows == 10
    [problem] = flushed.problems
    assert "stands 2 times" in problem.what
    assert "Delete the other" in problem.mend
    mended = [each["Card"] for each in desk.rows() if each["Event ID"] == row["fields"]["Event ID"]]
    assert mended == [row["fields"]["Card"], "altered"]
    assert set(desk.states().values()) == {"done"}


def _again(desk: Desk, seqs: Any) -> None:
    from syncer.store.trail import requeue

    with desk.engine.begin() as conn:
        requeue(conn, seqs, desk.now)


def test_too_large_a_request_is_halved(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from connectors.errors import TooLarge

    line = desk.base(desk.settings.base)
    real = line.upsert

    def narrow(table: str, key: str, rows: Any) -> Any:
        if len(rows) > 3:
            raise TooLarge("413", status=413)
        return real(table, key, rows)

    monkeypatch.setattr(line, "upsert", narrow)
    desk.write(entry(number) for number in range(10))
    flushed = desk.flush()
    assert (flushed.rows, flushed.problems) == (10, ())
    assert keys(desk) == wanted(10)


def test_an_answer_for_fewer_rows_counts_for_none(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pyairtable import Table

    real = Table.batch_upsert

    def lossy(self: Table, *args: Any, **named: Any) -> Any:
        answer = real(self, *args, **named)
        return {**answer, "records": answer["records"][:-1]}

    monkeypatch.setattr(Table, "batch_upsert", lossy)
    desk.write(entry(number) for number in range(10))
    assert desk.flush().reached is False
    assert set(desk.states().values()) == {"waiting"}
    monkeypatch.undo()
    assert desk.flush().rows == 10
    assert keys(desk) == wanted(10)


def test_a_missing_table_keeps_the_rows_and_names_the_way_out(open_desk: Any) -> None:
    desk: Desk = open_desk(tables=False)
    desk.write(entry(number) for number in range(10))
    [problem] = desk.flush().problems
    assert (problem.exit, "syncer setup" in problem.mend) == (2, True)
    assert set(desk.states().values()) == {"waiting"}
    assert len(desk.calls()) == 1


def test_an_entry_cut_out_of_the_ledger_does_not_hold_up_the_others(desk: Desk) -> None:
    desk.write(entry(number) for number in range(10))
    with desk.engine.begin() as conn:
        conn.execute(entries_table.delete().where(entries_table.c.seq == 4))
    assert desk.flush().rows == 9
    assert desk.states()["audit:4"] == "parked"


def test_a_long_backlog_is_carried_in_pieces(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    line = desk.base(desk.settings.base)
    real = line.upsert

    def slow(*args: Any) -> Any:
        desk.later(seconds=10)
        return real(*args)

    monkeypatch.setattr(line, "upsert", slow)
    desk.write(entry(number) for number in range(100))
    assert desk.flush().rows == 30
    assert desk.flush().rows == 30


def test_long_texts_are_cut_with_the_hash_of_the_whole(desk: Desk) -> None:
    names = {"board": "b" * 5_000, "card": "ն" * 20_000}
    desk.write([entry(1, names=names, data="x" * 200_000)])
    desk.later(minutes=1)
    desk.flush()
    [row] = desk.rows()
    assert {len(row["Board"]), len(row["Card"])} == {1_000}
    assert len(row["Detail"]) == 10_000
    assert all("SHA-256 of the whole" in row[name] for name in ("Board", "Card", "Detail"))


def test_a_wrong_hash_changes_nothing_for_the_writer(desk: Desk) -> None:
    """Whether the ledger was altered is the verifier's question, not the writer's."""
    desk.write(entry(number) for number in range(10))
    with desk.engine.begin() as conn:
        conn.execute(update(entries_table).values(hash="0" * 64))
    assert desk.flush().rows == 10
