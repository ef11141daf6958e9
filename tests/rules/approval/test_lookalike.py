"""Which lists people take for a protected one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.approval.lookalike import look_alike
from rules.facts import BoardList
from tests.rules.approval.tools import board, card, case, notes, told


@pytest.mark.parametrize(
    ("name", "twin"),
    [
        ("Approved", "approved"),
        ("Approved", "  Approved\u200b "),
        ("Approved", "Аррroved"),  # Cyrillic А, р, р
        ("Approved", "АPPRОVЕD"),  # Cyrillic А, О, Е
        ("Approved", "Αpprονed"),  # Greek Α, ο, ν
        ("Published", "Publisհed"),  # Armenian հ
        ("Approved", "𝐀pproved"),
        ("Ready to go", "Ready  to gо"),  # Cyrillic о
        ("TOP", "ТОР"),  # all Cyrillic
        ("Top", "ТОР"),  # all Cyrillic, and in capitals
        ("ВЫШЛО", "вышло"),
        ("Inbox", "lnbox"),
        ("Idea 10", "ldea l0"),
        ("Հաստատված", "Հաuտատված"),  # Latin u
    ],
)
def test_a_name_that_looks_the_same(name: str, twin: str) -> None:
    assert look_alike(name, twin)
    assert look_alike(twin, name)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Approved", "Approved 2"),
        ("Approved", "Unapproved"),
        ("Post", "Posts"),
        ("Approved", "Одобрено"),
        ("Ready to go", "Readytogo"),
        ("Approved", ""),
    ],
)
def test_a_name_that_does_not(name: str, other: str) -> None:
    assert not look_alike(name, other)


def test_a_masked_twin_of_a_protected_list_is_noted() -> None:
    lists = dict(board().lists) | {"l-x": BoardList(id="l-x", name="Ѕсheduled")}
    decision = told(case(card=replace(card(), list="l-x"), board=board(lists=lists)))
    (note,) = decision.notes
    assert (note.code, note.facts) == ("twin", {"list": "Ѕсheduled", "stage": "Scheduled"})
    named = told(
        case(
            card=replace(card(), list="l-x"),
            board=board(lists=lists, stages=board().stages | {"Parked": "l-x"}),
        )
    )
    assert "twin" not in notes(named)
