"""Overrides and waivers: who may say them, how far they reach, and what ends them."""

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
from rules.verdict import Finding, Level, Mode, Verdict
from tests.rules.approval.tools import (
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


def said(number: int, who: str, text: str, **keys: Any) -> Comment:
    return comment(number, who, text, **keys)


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
    known = told(later, BREAK)
    assert (known.verdict, known.notes) == (Verdict.ALLOW, ())
    over = replace(later, at=at(130))
    decision = told(over, BREAK)
    assert codes(decision) == {"enter_by", "enter_from", "due"}
    assert notes(decision) == {"override_expired"}
    (note,) = decision.notes
    assert note.facts == {"by": mid("lilit"), "until": "2026-11-02T14:10+00:00"}
    abolished = told(later, replace(BREAK, override=None))
    assert abolished.verdict is Verdict.DENY
    (note,) = abolished.notes
    assert note.facts == {"by": mid("lilit"), "until": "2026-11-02T12:10+00:00"}
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
        assert (note.code, note.answer, note.by) == ("waived", True, mid("lilit"))
        assert note.facts == {
            "by": mid("lilit"),
            "rule": act.text.split()[1],
            "why": "the client's own words",
        }
        again = told(replace(the_case, new=frozenset()), BREAK, report=report, style=(HYPE,))
        assert (again.verdict, again.notes) == (Verdict.ALLOW, ())
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


def test_an_override_whose_words_are_gone_holds_no_longer() -> None:
    first = case(BORN, WRONG, OVER)
    standing = standing_after(Standing(), first, told(first, BREAK))
    gone = replace(
        first,
        history=(BORN, WRONG, replace(OVER, gone=True)),
        standing={"approved": standing},
        new=frozenset(),
    )
    decision = told(gone, BREAK)
    assert codes(decision) == {"enter_by", "enter_from", "due"}
    assert notes(decision) == set()


def test_an_approval_whose_words_are_gone_counts_no_longer_after_the_card_was_let_in() -> None:
    the_gate = gate(approvals=(Need(role="legal", by="comment:/approve"),))
    yes = said(5, "narek", "/approve")
    first = case(BORN, yes, IN)
    standing = {"approved": standing_after(Standing(), first, told(first, the_gate))}
    gone = replace(
        first, history=(BORN, replace(yes, edited=True), IN), standing=standing, new=frozenset()
    )
    assert codes(told(gone, the_gate)) == {"approvals"}


def test_a_hold_in_the_same_words_stops_an_override() -> None:
    holder = replace(BREAK, hold_by=("editors",))
    both = replace(OVER, text=f"{OVER.text}\n/hold")
    assert codes(told(case(BORN, WRONG, both), holder)) == {"held"}
    assert told(case(BORN, WRONG, OVER), holder).verdict is Verdict.ALLOW


def test_one_word_is_reason_enough() -> None:
    assert told(case(BORN, WRONG, replace(OVER, text="/override late")), BREAK).verdict is (
        Verdict.ALLOW
    )


def test_an_override_is_given_in_the_role_that_gives_the_right() -> None:
    rule = Override(by=("managers", "editors"), hours=2)
    (yes,) = told(case(BORN, WRONG, OVER), replace(BREAK, override=rule)).approvals
    assert yes.role == "editors"


def test_an_override_outlasts_the_seat_of_whom_it_was_counted_for() -> None:
    first = case(BORN, WRONG, said(3, "kim", "/approve"), OVER)
    standing = standing_after(Standing(), first, told(first, BREAK))
    other = replace(standing.approvals[0], evidence="a003", by="comment:/approve")
    members = {key: each for key, each in first.board.members.items() if key != mid("lilit")}
    gone = replace(
        first,
        board=replace(first.board, members=members),
        standing={"approved": replace(standing, approvals=(other, *standing.approvals))},
        new=frozenset(),
    )
    assert told(gone, BREAK).verdict is Verdict.ALLOW
    assert told(replace(gone, standing={}), BREAK).verdict is Verdict.DENY


def test_who_may_override_and_who_may_waive_are_two_questions() -> None:
    apart = replace(BREAK, override=Override(by=("editors",)), ignore_by=("managers",))
    waiver = said(11, "lilit", "/ignore no-hype because")
    report = Report(findings=(FINDING,))
    dated = card(due=at(0))
    decision = told(case(BORN, IN, waiver, card=dated), apart, report=report, style=(HYPE,))
    assert codes(decision) == {"style"}
    (note,) = decision.notes
    assert note.facts["because"] == "enter_by"
    assert note.facts["can"] == f"{mid('kim')}, {mid('mary')}"
    by_kim = replace(waiver, by=mid("kim"))
    decision = told(case(BORN, IN, by_kim, card=dated), apart, report=report, style=(HYPE,))
    assert decision.verdict is Verdict.ALLOW
    assert told(case(BORN, WRONG, OVER), apart).verdict is Verdict.ALLOW
    assert told(case(BORN, WRONG, replace(OVER, by=mid("kim"))), apart).verdict is Verdict.DENY


def test_the_latest_of_several_overrides_counts() -> None:
    decision = told(case(BORN, WRONG, OVER, said(20, "lilit", "/override again")), BREAK)
    assert decision.again == at(140)
