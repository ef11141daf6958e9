"""What is told of votes that are counted, spoilt or out of place: to whom, how often, and why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.approval.version import version_of
from rules.book import Need
from rules.facts import Approval, Case, Happening, How, Label, Standing
from rules.rule import When
from rules.verdict import Decision, Step, Verdict
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
    lid,
    mid,
    move,
    notes,
    told,
)

BORN = created(1, "Drafting", "ana")
IN = move(9, "Review", "Approved", "kim")
LEGAL = Need(role="legal", by="comment:/approve")
BOTH = gate(approvals=(Need(role="managers"), LEGAL))
OWNERS = gate(
    not_by=("contributor",),
    approvals=(Need(role="managers", owns=("desc",)), replace(LEGAL, owns=("due",))),
)


def stale(decision: Decision) -> list[tuple[str, str]]:
    """What is stale: whose approval, and by which change."""
    return [
        (reason.facts["approver"], reason.facts["what"])
        for reason in decision.reasons
        if reason.code == "stale"
    ]


def asked(decision: Decision) -> dict[str, Step]:
    """The steps of the approvals that were asked for, by their names."""
    (step,) = (each for each in decision.trace if each.rule == "approvals")
    return {each.rule: each for each in step.under}


def remembered(the_case: Case, text: str) -> Case:
    """The same, of a card that was let in with this text by kim and narek."""
    version = version_of(replace(the_case.card, desc=text), OWNERS.guards)
    yes = {
        "card": "c1",
        "gate": "approved",
        "fingerprint": version.fingerprint,
        "rules": "rules-1",
    }
    approvals = (
        Approval(**yes, approver=mid("kim"), role="managers", by="move", evidence=IN.id, at=IN.at),
        Approval(
            **yes,
            approver=mid("narek"),
            role="legal",
            by="comment:/approve",
            evidence="a005",
            at=at(5),
        ),
    )
    standing = Standing(
        admitted=version,
        admitted_list=lid("Approved"),
        admitted_at=at(9),
        approvals=approvals,
        last_list=lid("Review"),
    )
    return replace(the_case, standing={"approved": standing})


def test_a_change_of_what_another_role_owns_spoils_only_theirs() -> None:
    change = edit(20, "narek", "desc")
    yes = comment(5, "narek", "/approve")
    the_case = case(BORN, yes, IN, change, card=card(desc="new"), new=frozenset({change.id}))
    decision = told(remembered(the_case, "old"), OWNERS)
    assert stale(decision) == [(mid("kim"), "desc")]
    under = asked(decision)["approvals of legal"].under
    assert [(step.outcome, step.because) for step in under] == [
        ("does not count", f"{mid('narek')}: contributor")
    ]


def test_a_change_that_no_action_tells_spoils_it_too() -> None:
    change = edit(20, "kim", "due")
    yes = comment(5, "narek", "/approve")
    the_case = case(BORN, yes, IN, change, card=card(desc="new"), new=frozenset({change.id}))
    decision = told(remembered(the_case, "old"), OWNERS)
    assert (mid("kim"), "desc") in stale(decision)
    (reason,) = (r for r in decision.reasons if r.facts.get("what") == "desc")
    assert (reason.evidence, reason.facts["by"]) == (None, "")
    assert reason.facts["difference"] == "[-old-] {+new+}"


def test_each_change_is_told_with_those_whose_approval_it_spoilt() -> None:
    two = gate(approvals=(Need(role="managers", count=2, by="comment:/ok"),), enter_by=("legal",))
    history: list[Happening] = [
        BORN,
        comment(3, "kim", "/ok"),
        edit(4, "ana", "desc"),
        comment(5, "mary", "/ok"),
        edit(6, "ana", "name"),
        replace(IN, by=mid("narek")),
    ]
    decision = told(case(*history), two)
    assert stale(decision) == [(mid("kim"), "desc"), (mid("mary"), "name")]


def test_that_an_approval_fell_is_noted_when_it_is_learnt_and_once() -> None:
    change = edit(20, "ana", "desc")
    stands = remembered(case(BORN, IN, change, card=card(desc="new")), "old")
    learnt = told(replace(stands, new=frozenset({change.id})))
    assert "stale_approval" in notes(learnt)
    assert "stale_approval" not in notes(told(replace(stands, new=frozenset())))


def test_the_trace_says_which_approval_is_there() -> None:
    steps = asked(told(case(BORN, IN), BOTH))
    assert steps["approvals of managers"].outcome == "yes"
    assert steps["approvals of managers"].because == "1 of 1 by move"
    assert steps["approvals of legal"].outcome == "no"
    under = steps["approvals of managers"].under
    assert [(step.rule, step.because) for step in under] == [("move", mid("kim"))]


def test_only_a_label_or_a_field_asks_anew_of_a_card_that_was_let_in() -> None:
    the_gate = gate(approvals=(Need(role="managers"), replace(LEGAL, when=When(label="Claim"))))
    claim = card(labels=(Label(id="1", name="Claim"),))
    for what, anew in (("members", False), ("labels", True), ("field:Risk", True)):
        change = edit(20, "ana", what)
        stands = admitted(case(BORN, IN, change, card=claim), the_gate, admitted_at=at(9))
        decision = told(replace(stands, new=frozenset({change.id})), the_gate)
        assert (decision.verdict is Verdict.DENY) is anew, what


def test_an_application_is_trusted_by_its_whole_id() -> None:
    by_app = replace(IN, app="de")
    assert codes(told(case(BORN, by_app), gate(automation="deny"))) >= {"automation"}
    assert codes(told(case(BORN, by_app), gate(automation=("dead", "beef")))) >= {"automation"}
    assert told(case(BORN, by_app), gate(automation=("de",))).verdict is Verdict.ALLOW


def test_a_move_inside_whose_beginning_is_not_known_is_not_explained() -> None:
    inside = move(10, "Approved", "Published", "kim")
    assert codes(told(case(inside, card=card("Published")))) == {"unseen"}


def test_a_move_on_is_judged_though_the_way_from_home_is_not_known() -> None:
    on = move(10, "Scheduled", "Published", "ana")
    stands = admitted(case(on, card=card("Published")), admitted_list=lid("Approved"))
    decision = told(stands)
    assert codes(decision) == {"enter_by"}
    assert decision.cause == on.id


def test_every_move_since_it_was_let_in_is_judged_though_the_arrival_is_not_known() -> None:
    on = move(10, "Approved", "Scheduled", "kim")
    further = move(11, "Scheduled", "Published", "ana")
    stands = admitted(case(on, further, card=card("Published")), admitted_list=lid("Approved"))
    decision = told(stands)
    assert codes(decision) == {"enter_by"}
    assert (decision.cause, decision.return_to) == (further.id, lid("Approved"))
    lawful = replace(further, by=mid("mary"))
    stands = admitted(case(on, lawful, card=card("Published")), admitted_list=lid("Approved"))
    assert told(stands).verdict is Verdict.ALLOW


def test_a_reopening_is_no_move_from_one_list_to_another() -> None:
    reopened = move(20, None, "Published", "ana", how=How.UNARCHIVED)
    stands = admitted(
        case(BORN, IN, reopened, card=card("Published")),
        admitted_list=lid("Approved"),
        admitted_at=at(30),
    )
    decision = told(replace(stands, new=frozenset()))
    assert codes(decision) == {"unseen"}


@pytest.mark.parametrize("text", ["/aprove", "/why", "/approve"])
def test_words_that_nobody_is_named_for_are_answered_to_nobody(text: str) -> None:
    decision = told(case(BORN, comment(5, None, text), IN), BOTH)
    assert all(isinstance(each, str) for note in decision.notes for each in note.facts.values())
    assert {note.facts["by"] for note in decision.notes} <= {""}
    assert "not_counted" not in notes(decision)


def test_an_approval_that_nothing_asks_for_is_answered() -> None:
    for before in ("/why", "fine"):
        decision = told(case(BORN, comment(4, "kim", before), comment(5, "kim", "/approve"), IN))
        (note,) = (each for each in decision.notes if each.code == "not_counted")
        assert note.facts["because"] == "not_asked"


@pytest.mark.parametrize("words", [("/hold", "/approve"), ("/hold\n/approve",)])
def test_an_approval_that_takes_back_a_no_is_not_told_that_it_counts_for_nothing(
    words: tuple[str, ...],
) -> None:
    said = [comment(4 + n, "kim", text) for n, text in enumerate(words)]
    decision = told(case(BORN, *said, IN))
    assert decision.verdict is Verdict.ALLOW
    assert "not_counted" not in notes(decision)


def test_a_hold_by_an_application_is_answered() -> None:
    decision = told(case(BORN, comment(5, "kim", "/hold", app="zap"), IN))
    (note,) = (each for each in decision.notes if each.code == "not_counted")
    assert note.facts["because"] == "automation"
    assert decision.verdict is Verdict.ALLOW


def test_saying_no_again_is_one_no_and_leaves_those_of_others() -> None:
    said = [
        comment(3, "kim", "/hold first"),
        comment(4, "mary", "/hold too"),
        comment(5, "kim", "/hold again"),
    ]
    decision = told(case(BORN, *said, IN))
    assert [(r.facts["by"], r.facts["why"]) for r in decision.reasons] == [
        (mid("mary"), "too"),
        (mid("kim"), "again"),
    ]
    assert facts(told(case(BORN, *said[:1], IN)), "held")["why"] == "first"


@pytest.mark.parametrize("first", ["/why", "/aprove", "/approve now", "fine"])
def test_words_that_gave_nothing_are_not_answered_again_when_they_are_edited(first: str) -> None:
    edited = comment(5, "narek", "good", edited=True, original=first)
    assert told(case(BORN, edited, IN), BOTH).notes == ()


def test_what_spoils_an_adoption_is_told_in_the_trace() -> None:
    change = edit(20, "ana", "desc")
    shown = card(desc="new")
    old = version_of(card(desc="old"), BOTH.guards)
    known = Standing(adopted=True, admitted=old, admitted_at=at(9), admitted_list=shown.list)
    stands = case(
        BORN, change, card=shown, new=frozenset({change.id}), standing={"approved": known}
    )
    step = asked(told(stands))["approvals of managers"]
    assert [(each.rule, each.outcome, each.because) for each in step.under] == [
        ("adopted", "stale", ": desc changed")
    ]


def test_words_that_are_gone_are_told_as_gone_whatever_changed_since() -> None:
    the_gate = replace(OWNERS, not_by=())
    change = edit(20, "ana", "due")
    yes = comment(5, "narek", "/approve", gone=True)
    stands = remembered(case(BORN, yes, IN, change), "")
    decision = told(replace(stands, new=frozenset({change.id})), the_gate)
    assert [each.because for each in asked(decision)["approvals of legal"].under] == [
        f"{mid('narek')}: deleted"
    ]


def test_what_is_wrong_with_a_yes_is_told_before_that_it_was_not_its_turn() -> None:
    turns = gate(approvals=(LEGAL, Need(role="managers", by="comment:/ok")), order="sequence")
    for state, because in (({"edited": True}, "edited"), ({}, "out_of_turn")):
        decision = told(case(BORN, comment(5, "kim", "/ok", **state), IN), turns)
        (note,) = (each for each in decision.notes if each.code == "not_counted")
        assert note.facts["because"] == because
