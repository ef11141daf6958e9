"""What a run costs, asserted from the journal of the services that it ran against."""

from __future__ import annotations

from pathlib import Path

import pytest

from syncer.demo.office import Office
from tests.acceptance.tools import (
    add_board,
    asked,
    card_in,
    drag,
    kinds,
    rows_match_ledger,
    rules,
    team,
    write_rules,
)

IDLE = {"GET /members/me/boards": 1}


@pytest.mark.parametrize("boards", [1, 10, 30])
def test_an_idle_run_is_one_request_at_any_number_of_boards(tmp_path: Path, boards: int) -> None:
    names = [f"Posts {number}" for number in range(boards)]
    with team(tmp_path, rules(names)) as office:
        for name in names:
            lists = add_board(office, name)
            card_in(office, lists["Review"])
            card_in(office, lists["Approved"])
        assert office.run().problems == ()
        settle(office)
        for _ in range(3):
            office.box.journal.clear()
            assert office.run().boards == 0
            assert kinds(asked(office)) == IDLE
            assert asked(office, "airtable") == []


@pytest.mark.parametrize(
    ("changed", "batches", "alone"), [(1, 0, 1), (2, 1, 0), (10, 1, 0), (11, 1, 1), (20, 2, 0)]
)
def test_changed_boards_are_read_ten_to_a_request(
    tmp_path: Path, changed: int, batches: int, alone: int
) -> None:
    names = [f"Posts {number}" for number in range(21)]
    with team(tmp_path, rules(names)) as office:
        boards = [add_board(office, name) for name in names]
        found = [card_in(office, lists["Drafting"]) for lists in boards]
        office.run()
        settle(office)
        for card in found[:changed]:
            office.edit("ana", card, desc="Another text.")
        office.box.journal.clear()
        report = office.run()
        assert report.boards == changed
        made = kinds(asked(office))
        assert made.pop("GET /members/me/boards") == 1
        assert made == {
            path: count
            for path, count in {"GET /batch": batches, "GET /boards/…": alone}.items()
            if count
        }


@pytest.mark.parametrize("violations", [1, 3, 7])
def test_a_violation_is_one_look_one_put_and_one_comment(office: Office, violations: int) -> None:
    found = [card_in(office, office.list_ids["Review"]) for _ in range(violations)]
    office.run()
    settle(office)
    for card in found:
        drag(office, card, office.list_ids["Approved"])
    office.box.journal.clear()
    report = office.run()
    assert report.returns == violations
    assert kinds(asked(office)) == IDLE | {
        "GET /boards/…": 1,
        "GET /cards/…": violations,
        "PUT /cards/…": violations,
        "POST /cards/…/actions/comments": violations,
    }
    assert {e.status for e in asked(office)} == {200}
    settle(office)


@pytest.mark.parametrize("moves", [1, 9, 10, 11, 25])
def test_audit_rows_travel_ten_a_call(office: Office, moves: int) -> None:
    found = [card_in(office, office.list_ids["Drafting"]) for _ in range(moves)]
    office.run()
    drag(office, card_in(office, office.list_ids["Drafting"]), office.list_ids["Review"])
    office.run()  # the ledger's first entry is anchored, which is a row of its own
    settle(office)
    before = len(office.rows())
    for card in found:
        drag(office, card, office.list_ids["Review"])
    office.box.journal.clear()
    report = office.run()
    rows = len(office.rows()) - before
    assert rows == report.rows == moves
    calls = asked(office, "airtable")
    assert [call.method for call in calls] == ["PATCH"] * -(-rows // 10)
    assert sum(len(call.body["records"]) for call in calls) == rows
    rows_match_ledger(office)


def test_a_change_of_the_board_itself_is_one_reading_and_one_row(office: Office) -> None:
    card_in(office, office.list_ids["Approved"])
    office.run()
    settle(office)
    office.call("ana", "PUT", f"/boards/{office.board}", desc="Our posts.")
    office.box.journal.clear()
    office.run()
    assert kinds(asked(office)) == IDLE | {"GET /boards/…": 1}
    assert [len(call.body["records"]) for call in asked(office, "airtable")] == [1]


def test_new_rules_are_applied_with_one_reading_of_each_board(office: Office) -> None:
    card_in(office, office.list_ids["Review"])
    office.run()
    settle(office)
    write_rules(office, rules() + "\n[brake]\nmax_returns = 3\n")
    office.box.journal.clear()
    office.run()
    assert kinds(asked(office)) == IDLE | {"GET /boards/…": 1}
    settle(office)


def settle(office: Office) -> None:
    """Our own writes come back as a change once; then there is nothing left to read."""
    office.run()
    office.box.journal.clear()
    assert office.run().boards == 0
    assert kinds(asked(office)) == IDLE
    assert asked(office, "airtable") == []
