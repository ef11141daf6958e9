"""What is one yes, and by which act."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.book import Need
from rules.facts import CheckItem, Checklist, Standing
from rules.verdict import Verdict
from tests.rules.approval.tools import (
    admitted,
    at,
    card,
    case,
    codes,
    comment,
    created,
    gate,
    move,
    notes,
    tick,
    told,
)

BORN = created(1, "Drafting", "ana")
IN = move(9, "Review", "Approved", "kim")
SIGN = gate(approvals=(Need(role="legal", by="checklist:Legal"),))
ITEM = CheckItem(id="i-Legal", name="Legal", done=True)
LISTED = card(checklists=(Checklist(id="k", name="Sign-off", items=(ITEM,)),))


@pytest.mark.parametrize("done", [{"by": None}, {"by_us": True}])
def test_a_tick_by_nobody_or_by_us_is_nobody_s_yes(done: dict[str, object]) -> None:
    ticked = replace(tick(5, "narek", "Legal"), **done)  # type: ignore[arg-type]
    decision = told(case(BORN, ticked, IN, card=LISTED), SIGN)
    assert "approvals" in codes(decision)
    assert "not_counted" not in notes(decision)
    by_narek = case(BORN, tick(5, "narek", "Legal"), IN, card=LISTED)
    assert told(by_narek, SIGN).verdict is Verdict.ALLOW


def test_what_the_ledger_remembers_counts_for_the_way_in_which_it_was_given() -> None:
    by_move = gate(approvals=(Need(role="managers"),))
    (remembered,) = told(case(BORN, IN), by_move).approvals
    older = replace(remembered, evidence="a000")
    known = {"approved": Standing(approvals=(older,))}
    by_ana = replace(IN, by="m-ana")
    said = gate(approvals=(Need(role="managers", by="comment:/ok"),))
    assert "approvals" in codes(told(case(BORN, by_ana, standing=known), said))
    assert "approvals" not in codes(told(case(BORN, by_ana, standing=known), by_move))


def test_a_yes_that_is_said_after_an_untold_change_is_said_to_what_stands() -> None:
    asks = gate(approvals=(Need(role="legal", by="comment:/approve"),))
    old = case(BORN, IN, card=card(desc="old"))
    yes = comment(20, "narek", "/approve")
    let_in = admitted(old, asks, admitted_at=at(9))
    now = replace(let_in, card=card(desc="new"), history=(BORN, IN, yes), new=frozenset({yes.id}))
    decision = told(now, asks)
    assert (decision.verdict, decision.reasons) == (Verdict.ALLOW, ())
