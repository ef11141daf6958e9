"""What is done about a verdict: returns, freezes, words, and the brake."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from rules.approval.brake import brake
from rules.book import Person, Require
from rules.facts import (
    Case,
    Standing,
)
from rules.judge import judge
from rules.verdict import Mode, Remedy, Verdict
from tests.rules.approval.tools import (
    NOON,
    PEOPLE,
    Silent,
    at,
    book,
    card,
    case,
    codes,
    created,
    edit,
    facts,
    gate,
    lid,
    mid,
    move,
    told,
)

BORN = created(1, "Drafting", "ana")
IN = move(9, "Review", "Approved", "kim")


def frozen_case(*minutes: float, **keys: Any) -> Case:
    wrong = replace(IN, by=mid("ana"))
    returned = tuple(at(m) for m in minutes)
    standing = {"approved": Standing(returned=returned, last_list=lid("Review"), **keys)}
    return case(BORN, replace(wrong, id="a008", app="butler"), wrong, standing=standing)


@pytest.mark.parametrize(
    ("minutes", "tries", "remedy"),
    [
        ((10, 20), 3, Remedy.RETURN),
        ((10, 20, 30), 3, Remedy.FREEZE),
        ((0, 20, 30), 3, Remedy.RETURN),
        ((0.1, 20, 30), 3, Remedy.FREEZE),
        ((50,), 1, Remedy.FREEZE),
        ((), 1, Remedy.RETURN),
    ],
)
def test_an_undo_war_ends_in_a_freeze(
    minutes: tuple[float, ...], tries: int, remedy: Remedy
) -> None:
    decision = told(frozen_case(*minutes), gate(max_tries=tries))
    assert decision.remedy is remedy
    assert ("frozen" in codes(decision)) is (remedy is Remedy.FREEZE)
    warned = told(frozen_case(*minutes), gate(max_tries=tries, mode=Mode.WARN))
    assert (warned.remedy, warned.would) == (Remedy.TELL, remedy)


def test_a_freeze_names_the_other_side_and_stays() -> None:
    decision = told(frozen_case(10, 20, 30))
    assert facts(decision, "frozen") == {"times": "3", "others": mid("ana")}
    assert decision.again == at(70)
    assert told(frozen_case(frozen=True)).remedy is Remedy.FREEZE
    nameless = replace(frozen_case(10, 20, 30))
    nameless = replace(nameless, history=(BORN, replace(IN, by=None, app="butler")))
    assert facts(told(nameless), "frozen")["others"] == "butler"


def test_a_card_that_was_answered_before_is_kept_up_to_date() -> None:
    standing = {"approved": Standing(returned=(at(0) - timedelta(days=1),))}
    assert told(case(BORN, card=card("Review"), standing=standing)).remedy is Remedy.TELL
    assert told(case(BORN, IN, standing=standing)).remedy is Remedy.TELL
    observed = gate(mode=Mode.OBSERVE)
    assert told(case(BORN, IN, standing=standing), observed).remedy is Remedy.NONE


def test_the_brake_counts_cards() -> None:
    wrong = case(BORN, replace(IN, by=mid("ana")))
    two = judge(book(gate(), gate(name="two")), wrong, Silent())
    braked = brake(two, 0)
    assert (braked.cards, braked.limit, braked.over) == (("c1",), 0, True)
    assert brake(two, 1).over is False
    assert brake([told(frozen_case(10, 20, 30)), told(case(BORN, IN))], 0).cards == ()


def test_a_freeze_names_only_whom_it_can() -> None:
    nameless = replace(IN, id="a008", by=None)
    both = replace(frozen_case(10, 20, 30), history=(BORN, nameless, replace(IN, by=mid("ana"))))
    assert facts(told(both), "frozen")["others"] == mid("ana")


def test_a_change_that_nobody_is_named_for_is_not_what_a_certain_no_answers() -> None:
    strict = gate(not_by=("last_editor",), require=Require(due=True))
    unnamed = edit(5, None, "due", observed=True)
    decision = told(case(BORN, unnamed, IN), strict)
    assert codes(decision) == {"due", "unknown_editor"}
    assert (decision.verdict, decision.cause, decision.mover) == (
        Verdict.DENY,
        IN.id,
        mid("kim"),
    )
    unsure = told(case(BORN, unnamed, IN), gate(not_by=("last_editor",)))
    assert (unsure.verdict, unsure.cause, unsure.mover) == (Verdict.UNSURE, unnamed.id, None)


def test_a_list_that_nobody_is_known_to_have_moved_it_to_is_no_home() -> None:
    open_door = gate(enter_by=(), not_by=())
    into = move(8, "Review", "Approved", None)
    on = move(9, "Approved", "Scheduled", "kim", app="butler")
    decision = told(case(BORN, into, on, card=card("Scheduled")), open_door)
    assert codes(decision) == {"automation"}
    assert decision.return_to == lid("Review")
    named = told(case(BORN, replace(into, by=mid("mary")), on, card=card("Scheduled")), open_door)
    assert named.return_to == lid("Approved")


def test_a_freeze_that_lasts_names_who_brought_it_in_last() -> None:
    by_kim = replace(IN, id="a008", by=mid("kim"), app="butler")
    lasting = replace(frozen_case(frozen=True), history=(BORN, by_kim, replace(IN, by=mid("ana"))))
    assert facts(told(lasting), "frozen") == {"times": "0", "others": mid("ana")}


def test_a_card_that_came_in_unlawfully_has_no_home_inside() -> None:
    into = move(8, "Review", "Approved", "ana")
    on = move(9, "Approved", "Scheduled", "ana")
    decision = told(case(BORN, into, on, card=card("Scheduled")))
    assert codes(decision) == {"enter_by"}
    assert decision.return_to == lid("Review")


def test_it_never_goes_back_to_a_list_that_is_protected_by_now() -> None:
    remembered = {"approved": Standing(last_list=lid("Scheduled"))}
    decision = told(case(standing=remembered), gate(enter_from=()))
    assert decision.return_to == lid("Ideas")


def test_what_somebody_who_left_moved_on_goes_back_to_where_it_was_let_in() -> None:
    people = {name: Person(name=name, trello=name) for name in PEOPLE}
    people["kim"] = replace(people["kim"], until=NOON.date())
    into, on = move(8, "Review", "Approved", "mary"), move(9, "Approved", "Scheduled", "kim")
    decision = told(case(BORN, into, on, card=card("Scheduled")), people=people)
    assert codes(decision) == {"left"}
    assert decision.return_to == lid("Approved")
