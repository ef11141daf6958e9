"""`syncer explain CARD --what-if …`: the same judge, and nothing is written."""

from __future__ import annotations

from typing import Any

import pytest

from tests.syncer.explain.conftest import Desk
from tests.syncer.explain.tools import explain, memory, refused, told


def supposed(desk: Desk, saying: str, card: str = "") -> dict[str, Any]:
    (row,) = told(desk.office, card or desk.waiting, "--what-if", saying)
    return row


def reasons(row: dict[str, Any]) -> dict[str, dict[str, str]]:
    return {reason["code"]: reason["facts"] for reason in row["reasons"]}


def test_a_move_by_whom_it_is_not_for(desk: Desk) -> None:
    row = supposed(desk, "ana moves to Approved")
    assert (row["inside"], row["verdict"], row["remedy"]) == (True, "deny", "return")
    assert (row["cause"], row["mover"]) == ("supposed", desk.office.member("ana"))
    assert {"enter_by", "approvals"} <= reasons(row).keys()
    assert row["return_to"] == desk.office.list_ids["Review"]


def test_a_move_by_whom_it_is_for(desk: Desk) -> None:
    row = supposed(desk, "kim moves it to Approved")
    assert reasons(row).keys() == {"approvals"}
    assert reasons(row)["approvals"]["role"] == "creators"
    assert [each["approver"] for each in row["approvals"]] == [desk.office.member("kim")]


@pytest.mark.parametrize("saying", ["ana ticks Pictures checked", 'ana ticks "Pictures checked"'])
def test_a_tick_by_whom_it_is_for(desk: Desk, saying: str) -> None:
    row = supposed(desk, saying)
    assert reasons(row) == {}
    assert [each["by"] for each in row["approvals"]] == ["checklist:Pictures checked"]


def test_a_tick_by_whom_it_is_not_for(desk: Desk) -> None:
    row = supposed(desk, "kim ticks Pictures checked")
    assert "approvals" in reasons(row)
    (note,) = (each for each in row["notes"] if each["code"] == "not_counted")
    assert note["facts"]["because"] == "enter_by"


@pytest.mark.parametrize(
    ("saying", "broken"),
    [
        ('ana edits name to "A revolutionary idea"', True),
        ("ana edits desc to revolutionary", True),
        ("ana edits desc to new", False),
        ("ana edits desc", False),
        ("ana edits due", False),
        ("ana edits labels", False),
        ("ana edits field:Budget to 5", False),
    ],
)
def test_an_edit(desk: Desk, saying: str, broken: bool) -> None:
    row = supposed(desk, saying)
    assert ("style" in reasons(row)) is broken
    assert row["inside"] is False


def test_an_edit_that_mends(desk: Desk) -> None:
    row = supposed(desk, 'ana edits name to "A plain post"', desk.strayed)
    assert "style" not in reasons(row)
    assert row["version"]["values"]["name"] == "A plain post"


@pytest.mark.parametrize(
    ("saying", "code"),
    [
        ("kim says /hold until Monday", "held"),
        ('kim says "/reject too long"', "rejected"),
        ("kim says fine", None),
        ("ana says /hold", "held"),
    ],
)
def test_words(desk: Desk, saying: str, code: str | None) -> None:
    found = reasons(supposed(desk, saying)).keys() & {"held", "rejected"}
    assert found == ({code} if code else set())


@pytest.mark.parametrize(
    ("saying", "why"),
    [
        ("nonsense", "'nonsense' is not understood. These are:\n  lilit edits desc"),
        ("", "'' is not understood"),
        ("kim", "is not understood"),
        ("kim moves", "is not understood"),
        ("kim eats desc", "is not understood"),
        ("nobody moves to Approved", "nobody is called 'nobody' in rules.toml; there are ana, kim"),
        ("kim moves to Aproved", "no stage is called 'Aproved'; there are Approved, Drafting"),
        ("kim moves to Review", "as far as syncer knows the card is in 'Review'"),
        ("kim edits nonsense", "nothing on a card is called 'nonsense'; there are name, desc"),
        ("kim ticks Nothing", "no checklist item is called 'Nothing'; there are Pictures checked"),
    ],
)
def test_what_is_not_understood_is_said(desk: Desk, saying: str, why: str) -> None:
    problem = refused(desk.office, desk.waiting, "--what-if", saying)
    assert why in problem.what
    assert problem.exit == 2


def test_the_text_says_that_it_is_a_supposition(desk: Desk) -> None:
    text = explain(desk.office, desk.waiting, "--what-if", "kim moves to Approved")
    assert text.startswith("If now kim moves to Approved (nothing was changed):\n")


def test_nothing_is_asked_and_nothing_is_written(desk: Desk) -> None:
    before = memory(desk.office)
    explain(desk.office, desk.strayed)
    for saying in ("kim moves to Approved", "ana edits desc", "kim says /hold"):
        explain(desk.office, desk.waiting, "--what-if", saying)
    refused(desk.office, desk.waiting, "--what-if", "nonsense")
    assert memory(desk.office) == before
    ours = [each for each in desk.office.box.journal.entries("trello") if each.user != "ana"]
    assert ours == []
    assert desk.office.box.journal.entries("airtable") == []
