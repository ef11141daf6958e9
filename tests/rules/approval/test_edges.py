"""Where one step further would be wrong: whom a word reaches, what a move ends, what is missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.approval.version import version_of
from rules.book import Need, Override, Require
from rules.facts import Approval, How, Label, Standing
from rules.rule import When
from rules.verdict import Remedy, Verdict
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


def test_only_bringing_it_in_takes_a_rejection_back() -> None:
    said = comment(5, "kim", "/reject dull")
    on = move(6, "Drafting", "Review", "mary")
    assert "rejected" in codes(told(case(BORN, said, on, card=card("Review"))))
    assert "rejected" not in codes(told(case(BORN, said, on, replace(IN, by=mid("mary")))))
    by_us = replace(IN, by_us=True, by=mid("mary"))
    assert "rejected" in codes(told(case(BORN, said, on, by_us)))


def test_that_nobody_knows_the_author_says_no_more() -> None:
    decision = told(case(BORN, IN, author=None))
    assert facts(decision, "unknown_author") == {}


@pytest.mark.parametrize(
    ("before", "after", "difference"),
    [(None, "new", "{+new+}"), ("old", None, "[-old-]"), (None, None, "")],
)
def test_the_difference_of_what_was_not_there(
    before: str | None, after: str | None, difference: str
) -> None:
    change = edit(6, "ana", "due", before=before, after=after)
    asks = gate(approvals=(Need(role="managers"), LEGAL))
    decision = told(case(BORN, comment(5, "narek", "/approve"), change, IN), asks)
    assert facts(decision, "stale")["difference"] == difference


def test_words_that_were_altered_ask_for_their_own_approval_only() -> None:
    by_word = Need(role="managers", by="comment:/ok")
    the_gate = gate(approvals=(by_word, replace(LEGAL, when=When(label="Claim"))))
    claim = card(labels=(Label(id="1", name="Claim"),))
    version = version_of(claim, the_gate.guards)
    yes = Approval(
        card="c1",
        gate="approved",
        fingerprint=version.fingerprint,
        approver=mid("kim"),
        role="managers",
        by="comment:/ok",
        evidence="a005",
        at=at(5),
        rules="rules-1",
    )
    altered = comment(5, "kim", "/ok", edited=True)
    stands = admitted(
        case(BORN, altered, IN, card=claim, new=frozenset()),
        the_gate,
        admitted_at=at(9),
        approvals=(yes,),
    )
    decision = told(stands, the_gate)
    assert [reason.facts["role"] for reason in decision.reasons] == ["managers"]
    whole = replace(stands, history=(BORN, replace(altered, edited=False), IN))
    assert told(whole, the_gate).approvals == (yes,)


def test_bringing_it_in_is_for_those_who_may_though_others_hold() -> None:
    the_gate = gate(hold_by=("legal",))
    said = comment(5, "narek", "/reject dull")
    assert "rejected" not in codes(told(case(BORN, said, IN), the_gate))
    assert "rejected" in codes(told(case(BORN, said, replace(IN, by=mid("ana"))), the_gate))


def test_a_word_that_counts_for_one_is_not_refused_by_another() -> None:
    both = gate(
        approvals=(Need(role="legal", by="comment:/ok"), Need(role="managers", by="comment:/ok"))
    )
    decision = told(case(BORN, comment(5, "kim", "/ok"), IN), both)
    assert "not_counted" not in notes(decision)
    assert [each.role for each in decision.approvals] == ["managers"]
    assert "not_counted" in notes(told(case(BORN, comment(5, "davit", "/ok"), IN), both))


def test_a_hold_that_is_lifted_is_no_more_talked_of() -> None:
    decision = told(case(BORN, comment(5, "kim", "/hold"), comment(6, "mary", "/unhold"), IN))
    assert (decision.reasons, decision.notes) == ((), ())
    refused = told(case(BORN, comment(5, "kim", "/hold"), comment(6, "ana", "/unhold"), IN))
    (note,) = refused.notes
    assert (note.facts["because"], note.facts["can"]) == (
        "enter_by",
        f"{mid('kim')}, {mid('mary')}",
    )


def test_each_yes_keeps_the_role_and_the_rules_it_was_counted_under() -> None:
    asks = gate(approvals=(Need(role="managers"), LEGAL))
    the_case = case(BORN, comment(5, "narek", "/approve"), IN)
    first = told(the_case, asks)
    old = tuple(
        replace(each, rules="rules-0", role="counsel")
        for each in first.approvals
        if each.approver == mid("narek")
    )
    again = replace(the_case, standing={"approved": Standing(approvals=old)})
    assert [(each.role, each.rules) for each in told(again, asks).approvals] == [
        ("managers", "rules-1"),
        ("counsel", "rules-0"),
    ]


def test_whose_text_it_is_was_settled_at_the_door() -> None:
    on = move(12, "Approved", "Scheduled", "kim")
    by_mary = replace(IN, by=mid("mary"))
    decision = told(case(BORN, by_mary, on, card=card("Scheduled"), author=mid("kim")))
    assert decision.verdict is Verdict.ALLOW


def test_what_came_before_it_was_let_in_is_not_asked_again() -> None:
    first = move(7, "Review", "Scheduled", "kim")
    home = move(8, "Scheduled", "Approved", "ana")
    on = move(12, "Approved", "Published", "mary")
    stands = admitted(
        case(BORN, first, home, on, card=card("Published"), new=frozenset({on.id})),
        admitted_list=lid("Approved"),
        admitted_at=at(9),
    )
    assert told(stands).verdict is Verdict.ALLOW


def test_a_card_that_comes_out_of_the_archive_elsewhere_has_come_in_anew() -> None:
    opened = move(10, None, "Published", "ana", how=How.UNARCHIVED)
    stands = admitted(
        case(opened, card=card("Published")), admitted_list=lid("Approved"), admitted_at=at(9)
    )
    assert "enter_by" in codes(told(stands))
    at_home = replace(opened, target=lid("Approved"))
    stands = admitted(case(at_home), admitted_list=lid("Approved"), admitted_at=at(9))
    assert told(stands).verdict is Verdict.ALLOW


def test_a_card_that_stands_elsewhere_than_its_last_move_says_is_not_what_was_let_in() -> None:
    away = move(20, "Approved", "Review", "ana")
    stands = admitted(case(BORN, IN, away), admitted_at=at(9), admitted_list=lid("Approved"))
    decision = told(replace(stands, new=frozenset({away.id}), at=at(25)))
    assert decision.verdict is Verdict.UNSURE
    assert "unseen" in codes(decision)
    assert decision.kept is False


def test_a_move_that_nobody_saw_is_named_by_its_happening() -> None:
    unseen = move(9, "Review", "Approved", None, how=How.UNSEEN, observed=True)
    decision = told(case(BORN, unseen))
    (reason,) = (each for each in decision.reasons if each.code == "unseen")
    assert reason.evidence == unseen.id


def test_nothing_is_certain_while_the_card_shows_less_than_its_feed() -> None:
    late = edit(20, "ana", "name", before="A post", after="Another post")
    decision = told(case(BORN, IN, late), gate(require=Require(due=True)))
    assert codes(decision) >= {"due", "snapshot"}
    assert decision.verdict is Verdict.UNSURE
    doubted = {step.rule: step for step in decision.trace}["facts"]
    assert (doubted.outcome, [each.outcome for each in doubted.under]) == ("unsure", ["unsure"])
    refused = {step.rule: step for step in decision.trace}["card"]
    assert (refused.outcome, [each.outcome for each in refused.under]) == ("no", ["no"])


def test_a_change_that_nobody_is_named_for_spoils_a_yes_by_nobody() -> None:
    asks = gate(approvals=(Need(role="managers"), LEGAL))
    change = edit(6, None, "due", observed=True)
    decision = told(case(BORN, comment(5, "narek", "/approve"), change, IN), asks)
    assert facts(decision, "stale")["by"] == ""


def test_a_change_after_the_yes_is_no_haste() -> None:
    asks = gate(approvals=(LEGAL,), may_edit={"creators": ("due",)})
    yes, later = comment(5, "narek", "/approve"), edit(6, "ana", "due")
    decision = told(case(BORN, yes, later, replace(IN, by=mid("kim"))), asks)
    assert decision.verdict is Verdict.ALLOW
    assert "hasty" not in notes(decision)


def test_a_passage_that_nobody_is_named_for_is_nobody_s() -> None:
    through = move(5, "Review", "Approved", None), move(6, "Approved", "Review", None)
    decision = told(case(BORN, *through, card=card("Review")))
    (note,) = (each for each in decision.notes if each.code == "passage")
    assert (note.by, note.facts["by"], note.facts["why"]) == (None, "", "enter_by")


def test_a_move_that_nobody_is_named_for_is_by_nobody_with_the_right() -> None:
    decision = told(case(BORN, replace(IN, by=None)))
    assert facts(decision, "enter_by")["by"] == ""


def test_of_a_card_outside_nobody_is_accused() -> None:
    said = comment(5, "kim", "/hold")
    decision = told(case(BORN, said, move(6, "Drafting", "Review", "ana"), card=card("Review")))
    assert "held" in codes(decision)
    assert (decision.cause, decision.mover) == (None, None)


def test_what_a_card_that_was_let_in_lacks_is_laid_to_its_latest_change() -> None:
    asks = gate(require=Require(due=True), may_edit={"creators": ("due", "attachments")})
    changes = edit(20, "davit", "due"), edit(21, "ana", "attachments")
    dated = case(BORN, IN, *changes, card=card(due=at(0)))
    stands = admitted(dated, asks, admitted_at=at(9))
    new = frozenset(each.id for each in changes)
    decision = told(replace(stands, card=card(), new=new), asks)
    assert "due" in codes(decision) and "stale" not in codes(decision)
    assert (decision.cause, decision.mover) == (changes[1].id, mid("ana"))


def test_it_is_looked_at_again_at_the_first_moment_that_matters() -> None:
    asks = gate(override=Override(by=("editors",), hours=2))
    over = comment(10, "lilit", "/override late")
    decision = told(case(BORN, IN, over, gap="cut", at=at(12)), asks)
    assert decision.remedy is Remedy.WAIT
    assert decision.again == at(19)
    assert told(case(BORN, IN, over, at=at(12)), asks).again == at(130)


@pytest.mark.parametrize(
    ("how", "counts"),
    [
        (how, how in {How.MOVED, How.CROSSED, How.CREATED, How.COPIED})
        for how in How
        if how != "left"
    ],
)
def test_putting_this_one_card_into_the_list_is_a_yes(how: How, counts: bool) -> None:
    asks = gate(enter_from=(), not_by=(), approvals=(Need(role="managers"),))
    came = move(9, "Review" if how is How.MOVED else None, "Approved", "kim", how=how)
    decision = told(case(came, at=at(30)), asks)
    assert (decision.verdict is Verdict.ALLOW) is counts
    assert ("approvals" in codes(decision)) is not counts


def test_each_yes_is_held_to_the_version_that_it_was_said_to() -> None:
    asks = gate(approvals=(Need(role="managers"), LEGAL))
    the_case = case(BORN, comment(5, "narek", "/approve"), IN)
    by_kim, by_narek = told(the_case, asks).approvals
    other = replace(by_kim, evidence="a002", fingerprint="another version")
    for known, verdict in (
        ((other, by_narek), Verdict.ALLOW),
        ((other, replace(by_narek, fingerprint="another version")), Verdict.DENY),
    ):
        again = replace(the_case, standing={"approved": Standing(approvals=known)})
        decision = told(again, asks)
        assert decision.verdict is verdict
    assert facts(decision, "stale") == {
        "by": "",
        "what": "?",
        "approver": mid("narek"),
        "difference": "",
    }
