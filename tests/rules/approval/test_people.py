"""Whose word counts on which day: leavers, deputies, empty seats; and when nobody is left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rules.book import Absence, Gate, Need, Person, Role
from rules.facts import Approval, Standing
from rules.verdict import Verdict
from tests.rules.approval.tools import (
    PEOPLE,
    ROLES,
    at,
    board,
    card,
    case,
    codes,
    comment,
    created,
    facts,
    gate,
    mid,
    move,
    told,
)

BORN = created(1, "Drafting", "ana")
IN = move(9, "Review", "Approved", "kim")
LEGAL = Need(role="legal", by="comment:/approve")
MANAGERS = Need(role="managers", by="move")
BOTH = gate(approvals=(MANAGERS, LEGAL))


@pytest.mark.parametrize(
    ("until", "counts"),
    [(None, True), (date(2026, 11, 3), True), (date(2026, 11, 2), False)],
)
def test_a_leaver_loses_every_right_on_that_day(until: date | None, counts: bool) -> None:
    people = {name: Person(name=name, trello=name) for name in PEOPLE}
    people["narek"] = replace(people["narek"], until=until)
    decision = told(case(BORN, comment(5, "narek", "/approve"), IN), BOTH, people=people)
    assert (decision.verdict is Verdict.ALLOW) is counts
    if not counts:
        assert decision.notes[0].facts["because"] == "left"
        assert "nobody_can" in codes(decision)


def test_the_day_is_that_of_the_team() -> None:
    people = {name: Person(name=name, trello=name) for name in PEOPLE}
    people["narek"] = replace(people["narek"], until=date(2026, 11, 3))
    late = case(
        BORN,
        comment(5, "narek", "/approve", at=at(8.5 * 60)),
        move(600, "Review", "Approved", "kim"),
        at=at(700),
    )
    assert told(late, BOTH, people=people).verdict is Verdict.ALLOW
    assert told(late, BOTH, people=people, timezone="Asia/Yerevan").verdict is Verdict.DENY


@pytest.mark.parametrize("seat", [None, {"active": False}, {"kind": "observer"}])
def test_who_is_not_at_the_table_has_no_say(seat: dict[str, object] | None) -> None:
    members = dict(board().members)
    if seat is None:
        del members[mid("narek")]
    else:
        members[mid("narek")] = replace(members[mid("narek")], **seat)  # type: ignore[arg-type]
    the_case = case(BORN, comment(5, "narek", "/approve"), IN, board=board(members=members))
    decision = told(the_case, BOTH)
    assert codes(decision) == {"approvals", "nobody_can"}
    counted = Approval(
        card="c1",
        gate="approved",
        fingerprint=decision.version.fingerprint,
        approver=mid("narek"),
        role="legal",
        by="comment:/approve",
        evidence="a005",
        at=at(5),
        rules="rules-0",
    )
    remembered = replace(the_case, standing={"approved": Standing(approvals=(counted,))})
    decision = told(remembered, BOTH)
    assert decision.verdict is Verdict.ALLOW
    assert {each.rules for each in decision.approvals} == {"rules-0", "rules-1"}


AWAY = Absence(start=date(2026, 11, 2), end=date(2026, 11, 4))


@pytest.mark.parametrize(
    ("absence", "counts"),
    [
        (AWAY, True),
        (replace(AWAY, start=date(2026, 11, 3)), False),
        (Absence(start=date(2026, 11, 1), end=date(2026, 11, 2)), True),
        (Absence(start=date(2026, 10, 1), end=date(2026, 11, 1)), False),
    ],
)
def test_a_deputy_counts_on_the_days_of_an_absence(absence: Absence, counts: bool) -> None:
    roles = {name: Role(name=name, people=people) for name, people in ROLES.items()}
    roles["legal"] = replace(roles["legal"], deputies=("davit",), away=(absence,))
    decision = told(case(BORN, comment(5, "davit", "/approve"), IN), BOTH, roles=roles)
    assert (decision.verdict is Verdict.ALLOW) is counts
    if not counts:
        assert decision.notes[0].facts["because"] == "deputy"


def test_nobody_left_who_could_approve() -> None:
    only: Gate = gate(approvals=(LEGAL,), not_by=("author",))
    decision = told(case(BORN, IN, author=mid("narek")), only)
    assert facts(decision, "nobody_can") == {"role": "legal", "short": "1"}
    two = gate(approvals=(Need(role="managers", count=3, by="comment:/ok"),))
    decision = told(case(BORN, comment(4, "mary", "/ok"), IN), two)
    assert facts(decision, "nobody_can") == {"role": "managers", "short": "1"}
    outside = told(case(BORN, card=card("Review"), author=mid("kim")), gate(enter_by=("kim",)))
    assert facts(outside, "nobody_can") == {"role": "kim", "short": "1"}


@pytest.mark.parametrize(
    ("seat", "why"),
    [
        (None, "not on the board"),
        ({"active": False}, "deactivated"),
        ({"kind": "observer"}, "an observer"),
    ],
)
def test_why_a_mover_has_no_seat_is_said(seat: dict[str, object] | None, why: str) -> None:
    members = dict(board().members)
    kim = members.pop(mid("kim"))
    if seat is not None:
        members[kim.id] = replace(kim, **seat)  # type: ignore[arg-type]
    decision = told(case(BORN, IN, board=board(members=members)))
    assert facts(decision, "left") == {"by": mid("kim"), "why": why, "roles": "managers"}


def test_a_right_may_be_one_person_s_by_name() -> None:
    kim_only = gate(enter_by=("kim",))
    assert told(case(BORN, IN), kim_only).verdict is Verdict.ALLOW
    by_mary = told(case(BORN, replace(IN, by=mid("mary"))), kim_only)
    assert by_mary.reasons[0].code == "enter_by"
    assert by_mary.can == (mid("kim"),)


def test_an_approval_is_given_in_the_role_that_gives_the_right() -> None:
    both = gate(enter_by=("editors", "managers", "kim"))
    (yes,) = told(case(BORN, IN), both).approvals
    assert yes.role == "managers"
    (by_lilit,) = told(case(BORN, replace(IN, by=mid("lilit"))), both).approvals
    assert by_lilit.role == "editors"


def test_a_name_that_nobody_bears_gives_nobody_a_right() -> None:
    roles = {name: Role(name=name, people=people) for name, people in ROLES.items()}
    roles["managers"] = replace(roles["managers"], people=("ghost", "kim"))
    decision = told(case(BORN, IN), gate(enter_by=("managers", "ghost")), roles=roles)
    assert (decision.verdict, decision.can) == (Verdict.ALLOW, (mid("kim"),))


def test_any_one_of_several_absences_is_enough() -> None:
    roles = {name: Role(name=name, people=people) for name, people in ROLES.items()}
    long_ago = Absence(start=date(2026, 1, 1), end=date(2026, 1, 9))
    roles["legal"] = replace(roles["legal"], deputies=("davit",), away=(long_ago, AWAY))
    the_case = case(BORN, comment(5, "davit", "/approve"), IN)
    assert told(the_case, BOTH, roles=roles).verdict is Verdict.ALLOW


def test_nobody_left_to_open_the_door() -> None:
    the_gate = gate(enter_by=("kim",), approvals=(LEGAL,))
    decision = told(case(BORN, card=card("Review"), author=mid("kim")), the_gate)
    assert facts(decision, "nobody_can") == {"role": "kim", "short": "1"}
