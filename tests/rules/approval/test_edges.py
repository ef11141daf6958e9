"""Where one step further would be wrong: whom a word reaches, what a move ends, what is missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.approval.version import version_of
from rules.book import Need
from rules.facts import Approval, Label, Standing
from rules.rule import When
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
