"""Holds and rejections, overrides and waivers: who may say them, and what ends them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from rules.book import Need
from rules.facts import Comment, Happening
from rules.verdict import Remedy, Verdict
from tests.rules.approval.tools import (
    admitted,
    at,
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
LEGAL = gate(approvals=(Need(role="managers"), Need(role="legal", by="comment:/approve")))
YES = comment(3, "narek", "/approve")


def said(number: int, who: str, text: str, **keys: Any) -> Comment:
    return comment(number, who, text, **keys)


STANDS: list[tuple[list[Happening], str | None]] = [
    ([said(5, "kim", "/hold")], "held"),
    ([said(5, "kim", "/HOLD until Monday")], "held"),
    ([said(5, "ana", "/hold")], None),
    ([said(5, "kim", "/hold", app="zap")], None),
    ([said(5, "kim", "/hold", by_us=True)], None),
    ([said(5, "kim", "/hold", gone=True)], "held"),
    ([said(5, "kim", "nothing", edited=True, original="/hold")], "held"),
    ([said(5, "kim", "/hold", edited=True)], "held"),
    ([said(5, "kim", "/hold"), said(6, "kim", "/unhold")], None),
    ([said(5, "kim", "/hold"), said(6, "mary", "/unhold")], None),
    ([said(5, "kim", "/hold"), said(6, "ana", "/unhold")], "held"),
    ([said(5, "kim", "/hold"), said(6, "mary", "/unhold", edited=True)], "held"),
    ([said(5, "kim", "/hold"), said(6, "mary", "/unhold", app="zap")], "held"),
    ([said(6, "kim", "/hold"), said(5, "kim", "/unhold")], "held"),
    ([said(5, "kim", "/reject too long")], None),
    ([said(15, "kim", "/reject too long")], "rejected"),
    ([said(15, "kim", "/reject")], None),
    ([said(15, "ana", "/reject too long")], None),
    ([said(15, "narek", "/reject too long"), said(16, "narek", "/approve")], None),
    ([said(15, "kim", "/reject too long"), said(16, "narek", "/approve")], None),
    ([said(15, "kim", "/reject too long"), said(16, "narek", "/approve it")], "rejected"),
    ([said(15, "kim", "/reject too long"), said(16, "ana", "/approve")], "rejected"),
    ([said(15, "kim", "/reject too long"), said(16, "kim", "/unhold")], None),
    ([said(15, "kim", "/reject too long", gone=True)], "rejected"),
]


@pytest.mark.parametrize(("acts", "code"), STANDS)
def test_a_no_stands_until_someone_with_the_right_takes_it_back(
    acts: list[Happening], code: str | None
) -> None:
    decision = told(case(BORN, YES, *acts, IN), LEGAL)
    assert codes(decision) == ({code} if code else set())


def test_a_no_reaches_a_card_that_was_let_in() -> None:
    stop = said(20, "narek", "/hold the claim is wrong")
    decision = told(
        admitted(case(BORN, IN, stop, new=frozenset({stop.id})), admitted_at=at(9)), LEGAL
    )
    assert (decision.verdict, decision.remedy) == (Verdict.DENY, Remedy.RETURN)
    assert facts(decision, "held") == {"by": mid("narek"), "why": "the claim is wrong"}
    assert decision.reasons[0].can == (mid("kim"), mid("mary"), mid("narek"))
    assert (decision.cause, decision.mover) == ("a020", mid("kim"))
    born_inside = admitted(case(stop, new=frozenset({stop.id})), admitted_at=at(9))
    assert told(born_inside, LEGAL).mover == mid("ana")


def test_who_is_barred_lifts_nobody_elses_no() -> None:
    the_case = case(BORN, YES, said(15, "kim", "/hold"), said(16, "mary", "/unhold"), IN)
    assert told(the_case, LEGAL).verdict is Verdict.ALLOW
    barred = told(replace(the_case, author=mid("mary")), LEGAL)
    assert codes(barred) == {"held"}
    own = case(BORN, YES, said(15, "mary", "/hold"), said(16, "mary", "/unhold"), IN)
    assert told(replace(own, author=mid("mary")), LEGAL).verdict is Verdict.ALLOW


def test_only_hold_by_may_hold_when_it_is_given() -> None:
    the_gate = replace(LEGAL, hold_by=("editors",))
    assert codes(told(case(BORN, YES, said(5, "lilit", "/hold"), IN), the_gate)) == {"held"}
    decision = told(case(BORN, YES, said(5, "kim", "/hold"), IN), the_gate)
    assert decision.verdict is Verdict.ALLOW
    (note,) = decision.notes
    assert note.facts == {
        "command": "/hold",
        "by": mid("kim"),
        "because": "enter_by",
        "can": mid("lilit"),
    }


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (said(15, "kim", "/reject"), "no_reason"),
        (said(15, "ana", "/unhold"), "enter_by"),
        (said(15, "kim", "/unhold", edited=True), "edited"),
        (said(15, "kim", "/override now"), "not_asked"),
        (said(15, "kim", "/ignore no-hype why not"), "not_asked"),
        (said(15, "ana", "/approve"), "enter_by"),
    ],
)
def test_a_command_that_does_not_count_is_answered(act: Comment, why: str) -> None:
    decision = told(case(BORN, YES, IN, act), LEGAL)
    assert [note.facts["because"] for note in decision.notes] == [why]
    assert decision.remedy is Remedy.TELL


def test_an_approval_that_only_takes_a_no_back_counts() -> None:
    the_case = case(
        BORN, said(5, "kim", "/reject dull"), said(6, "mary", "/approve"), card=card("Review")
    )
    assert told(the_case).notes == ()
    assert [n.facts["because"] for n in told(case(said(6, "mary", "/approve"))).notes] == [
        "not_asked"
    ]


def test_why_is_answered() -> None:
    (note,) = told(case(BORN, said(5, "ana", "/why"), card=card("Review"))).notes
    assert (note.code, note.answer, note.by, note.facts) == (
        "why",
        True,
        mid("ana"),
        {"by": mid("ana")},
    )
