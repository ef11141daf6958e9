"""The tables of posts and versions: current, cheap, and silent when nothing changed."""

from __future__ import annotations

from typing import Any

import pytest

from syncer.records import Delivery
from syncer.sandbox.faults import Fault
from syncer.store import outbox
from syncer.store.lanes import first_waiting, renew
from tests.syncer.deliver.tools import Desk, Opened


@pytest.fixture
def desk(open_desk: Opened) -> Desk:
    return open_desk(posts_table="Posts", versions_table="Versions")


def post(card: str, **more: Any) -> Delivery:
    payload = {
        "card": card,
        "name": f"Post {card}",
        "board": "b1",
        "board_name": "Social media",
        "url": "https://trello.com/c/x",
        "stage": "Review",
        "verdict": "",
        "version": "f" * 64,
        "approvals": [],
        "blocked": ["approved: needs managers"],
        "can": ["Kim Lee"],
        "due": "2026-12-01T09:00:00.000Z",
        "returned": 0,
        "changed": "2026-11-23T06:00:00.000Z",
        **more,
    }
    return Delivery(key=f"post:{card}", lane="posts", kind="post", payload=payload)


def put(desk: Desk, delivery: Delivery) -> bool:
    with desk.engine.begin() as conn:
        return renew(conn, delivery, desk.now)


def test_only_the_newest_row_of_a_card_travels(desk: Desk) -> None:
    assert put(desk, post("c1"))
    assert put(desk, post("c1", stage="Approved"))
    assert put(desk, post("c2"))
    assert desk.flush().rows == 2
    assert {row["Card ID"]: row["Stage"] for row in desk.rows("Posts")} == {
        "c1": "Approved",
        "c2": "Review",
    }


def test_the_same_again_makes_no_call(desk: Desk) -> None:
    put(desk, post("c1"))
    desk.flush()
    assert not put(desk, post("c1"))
    desk.later(hours=1)
    assert desk.flush().reached is None
    assert len(desk.calls()) == 1


def test_a_cell_that_became_empty_is_emptied(desk: Desk) -> None:
    put(desk, post("c1"))
    desk.flush()
    put(desk, post("c1", blocked=[], due=None, returned=1))
    desk.flush()
    [row] = desk.rows("Posts")
    assert "Blocked by" not in row
    assert "Due" not in row
    assert row["Times sent back"] == 1


def test_a_change_while_the_first_is_unknown_wins(desk: Desk) -> None:
    desk.box.faults.add(Fault(kind="503-after", service="airtable"))
    put(desk, post("c1"))
    desk.flush()
    put(desk, post("c1", stage="Approved"))
    desk.flush()
    assert [row["Stage"] for row in desk.rows("Posts")] == ["Approved"]


def test_versions_are_rows_of_their_own_and_long_texts_are_cut(desk: Desk) -> None:
    versions = [
        Delivery(
            key=f"version:c1:{mark}",
            lane="versions",
            kind="version",
            payload={
                "card": "c1",
                "name": "A post",
                "board_name": "Social media",
                "url": "https://trello.com/c/x",
                "fingerprint": mark,
                "values": {"name": "A post", "desc": "d" * length, "due": ""},
                "at": "2026-11-23T06:00:00.000Z",
                "by": "Ana",
            },
        )
        for mark, length in (("a1", 10), ("b2", 95_000), ("a1", 10))
    ]
    with desk.engine.begin() as conn:
        outbox.enqueue(conn, versions, desk.now)
    assert desk.flush().rows == 2
    found = {row["Version ID"]: row for row in desk.rows("Versions")}
    assert set(found) == {"c1:a1", "c1:b2"}
    assert found["c1:a1"]["Description"] == "d" * 10
    assert len(found["c1:b2"]["Description"]) == 90_000
    assert "SHA-256 of the whole" in found["c1:b2"]["Description"]


def test_each_lane_stops_for_itself_only_when_its_table_is_missing(desk: Desk) -> None:
    tables = desk.box.airtable.base(desk.settings.base).tables
    tables[:] = [table for table in tables if table.name != "Versions"]
    put(desk, post("c1"))
    flushed = desk.flush()
    assert (flushed.rows, flushed.problems) == (1, ())


def test_what_waits_is_asked_for_without_counting_all(desk: Desk) -> None:
    for number in range(30):
        put(desk, post(f"c{number}"))
    with desk.engine.begin() as conn:
        assert first_waiting(conn, "post", 10) == (10, desk.now)
        assert first_waiting(conn, "version", 10) == (0, None)
