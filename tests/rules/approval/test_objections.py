"""Holds and rejections, overrides and waivers: who may say them, and what ends them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from rules.approval.standing import standing_after
from rules.approval.version import version_of
from rules.book import Need, Override, Require
from rules.facts import Approval, Case, Comment, Happening, How, Standing
from rules.style.existence import Existence
from rules.style.sheet import Report
from rules.verdict import Finding, Level, Mode, Remedy, Verdict
from tests.rules.approval.tools import (
    admitted,
    at,
    card,
    case,
    codes,
    comment,
    created,
    edit,
    facts,
    gate,
    mid,
    move,
    notes,
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


BREAK = gate(
    override=Override(by=("editors",), hours=2),
    require=Require(due=True),
    ignore_by=("editors",),
    style=("house",),
)
WRONG = replace(IN, by=mid("ana"), source="l-Drafting")
OVER = said(10, "lilit", "/override the client is waiting")


def test_an_override_lets_one_version_in_for_a_while() -> None:
    decision = told(case(BORN, WRONG, OVER), BREAK)
    assert (decision.verdict, decision.reasons) == (Verdict.ALLOW, ())
    (yes,) = decision.approvals
    assert (yes.by, yes.approver, yes.role, yes.evidence) == (
        "override",
        mid("lilit"),
        "editors",
        "a010",
    )
    (note,) = decision.notes
    assert (note.code, note.answer) == ("override", True)
    assert note.facts == {
        "by": mid("lilit"),
        "until": "2026-11-02T14:10+00:00",
        "why": "the client is waiting",
    }
    assert decision.again == at(130)


@pytest.mark.parametrize(
    ("history", "keys", "why"),
    [
        ((replace(OVER, by=mid("kim")),), {}, "enter_by"),
        ((replace(OVER, text="/override"),), {}, "no_reason"),
        ((replace(OVER, edited=True),), {}, "edited"),
        ((replace(OVER, gone=True),), {}, "deleted"),
        ((replace(OVER, app="zap"),), {}, "automation"),
        ((OVER, edit(11, "ana")), {}, "stale"),
        ((OVER, move(12, None, "Approved", "ana", how=How.CROSSED)), {}, "elsewhere"),
        ((OVER,), {"at": at(130)}, None),
        ((OVER, said(11, "kim", "/hold")), {}, None),
        ((OVER,), {"gap": "cut"}, None),
        ((OVER,), {"card": card(role="mirror")}, None),
    ],
)
def test_what_an_override_does_not_reach(
    history: tuple[Happening, ...], keys: dict[str, Any], why: str | None
) -> None:
    decision = told(case(BORN, WRONG, *history, **keys), BREAK)
    assert decision.verdict is not Verdict.ALLOW
    answers = [n.facts["because"] for n in decision.notes if n.code == "not_counted"]
    assert answers == ([why] if why else [])


def test_an_override_lifts_a_hold_that_was_there_before_it() -> None:
    decision = told(case(BORN, WRONG, said(9.5, "kim", "/hold"), OVER), BREAK)  # type: ignore[arg-type]
    assert decision.verdict is Verdict.ALLOW


def test_when_its_time_is_over_the_card_needs_what_every_card_needs() -> None:
    first = case(BORN, WRONG, OVER)
    standing = standing_after(Standing(), first, told(first, BREAK))
    later = replace(first, standing={"approved": standing}, new=frozenset(), at=at(129))
    assert told(later, BREAK).verdict is Verdict.ALLOW
    over = replace(later, at=at(130))
    decision = told(over, BREAK)
    assert codes(decision) == {"enter_by", "enter_from", "due"}
    assert notes(decision) == {"override_expired"}
    assert told(over, replace(BREAK, override=None)).verdict is Verdict.DENY
    again = move(30, "Approved", "Review", "kim"), move(31, "Review", "Approved", "kim")
    rightful = replace(
        over, history=(*first.history, *again), new=frozenset(each.id for each in again)
    )
    decision = told(rightful, replace(BREAK, require=Require()))
    assert decision.verdict is Verdict.ALLOW
    after = standing_after(standing, rightful, decision)
    assert [each.by for each in after.approvals] == ["move"]


def test_a_remembered_override_is_of_its_version() -> None:
    first = case(BORN, WRONG, OVER)
    standing = standing_after(Standing(), first, told(first, BREAK))
    changed = replace(first, card=card(desc="x"), standing={"approved": standing}, new=frozenset())
    assert told(changed, BREAK).verdict is Verdict.DENY


HYPE = Existence(set="house", name="no-hype", tokens=("x",), level=Level.ERROR)
FINDING = Finding(
    set="house",
    rule="no-hype",
    kind="existence",
    level=Level.ERROR,
    message="m",
    scope="desc",
    line=1,
    column=1,
    end_column=2,
    match="x",
)


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (said(5, "lilit", "/ignore no-hype the client's own words"), ""),
        (said(5, "lilit", "/ignore house.no-hype the client's own words"), ""),
        (said(5, "lilit", "/ignore no-hype"), "no_reason"),
        (said(5, "lilit", "/ignore"), "no_reason"),
        (said(5, "lilit", "/ignore no-hope because"), "no_such_rule"),
        (said(5, "kim", "/ignore no-hype because"), "enter_by"),
        (said(5, "lilit", "/ignore no-hype because", edited=True), "edited"),
    ],
)
def test_a_rule_is_waived_for_one_version(act: Comment, why: str) -> None:
    dated = card(due=at(0))
    report = Report(findings=(FINDING,))
    the_case: Case = case(BORN, act, IN, card=dated)
    decision = told(the_case, BREAK, report=report, style=(HYPE,))
    assert (decision.verdict is Verdict.ALLOW) is (not why)
    (note,) = decision.notes
    if why:
        assert (note.code, note.facts["because"]) == ("not_counted", why)
    else:
        assert note.facts == {
            "by": mid("lilit"),
            "rule": act.text.split()[1],
            "why": "the client's own words",
        }
        later = case(BORN, act, edit(6, "ana", "attachments"), IN, card=dated)
        assert codes(told(later, BREAK, report=report, style=(HYPE,))) == {"style"}


@pytest.mark.parametrize(
    ("finding", "waived", "breaks"),
    [
        (FINDING, {}, True),
        (replace(FINDING, level=Level.WARNING), {}, False),
        (replace(FINDING, mode=Mode.WARN), {}, False),
        (replace(FINDING, mode=Mode.OBSERVE), {}, False),
        (replace(FINDING, mode=Mode.ENFORCE), {}, True),
        (FINDING, {"no-hype": "m-kim"}, False),
        (FINDING, {"house.no-hype": "m-kim"}, False),
        (FINDING, {"other": "m-kim"}, True),
    ],
)
def test_only_errors_that_nobody_waived_break_the_gate(
    finding: Finding, waived: dict[str, str], breaks: bool
) -> None:
    the_case = case(BORN, IN, card=card(due=at(0)), waived=waived)
    decision = told(the_case, BREAK, report=Report(findings=(finding,)))
    assert (codes(decision) == {"style"}) is breaks
    assert decision.findings == (finding,)
    if breaks:
        assert facts(decision, "style") == {"rules": "house.no-hype"}
    assert told(the_case, gate(), report=Report(findings=(finding,))).findings == ()


def test_the_version_of_an_override_is_the_one_that_stands() -> None:
    decision = told(case(BORN, WRONG, OVER), BREAK)
    yes: Approval = decision.approvals[0]
    assert yes.fingerprint == version_of(card(), BREAK.guards).fingerprint
