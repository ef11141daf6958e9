"""Who may bring a card into the gate, from where, and by which road."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.book import Need, Require
from rules.facts import BIRTHS, How, Label
from rules.rule import When
from rules.verdict import Mode, Remedy, Verdict
from tests.rules.approval.tools import (
    admitted,
    at,
    board,
    card,
    case,
    codes,
    comment,
    created,
    edit,
    facts,
    gate,
    lid,
    matter,
    mid,
    move,
    notes,
    told,
)

CREATED = created(1, "Drafting", "ana")
IN = move(9, "Review", "Approved", "kim")
TO_REVIEW = move(2, "Drafting", "Review", "ana")


def test_a_manager_brings_a_card_in_from_review() -> None:
    decision = told(case(CREATED, TO_REVIEW, move(3, "Review", "Approved", "kim")))
    assert decision.verdict is Verdict.ALLOW
    assert decision.reasons == ()
    assert (decision.remedy, decision.would) == (Remedy.NONE, Remedy.NONE)
    assert (decision.mover, decision.cause, decision.road) == (mid("kim"), "a003", "moved")
    assert decision.inside and decision.return_to is None


def test_a_creator_is_sent_back_to_where_the_card_was() -> None:
    decision = told(case(CREATED, TO_REVIEW, move(3, "Review", "Approved", "ana")))
    assert decision.verdict is Verdict.DENY
    assert codes(decision) == {"enter_by"}
    assert facts(decision, "enter_by") == {
        "by": mid("ana"),
        "to": "Approved",
        "roles": "managers",
    }
    (reason,) = decision.reasons
    assert (reason.can, reason.evidence) == ((mid("kim"), mid("mary")), "a003")
    assert (decision.remedy, decision.return_to) == (Remedy.RETURN, lid("Review"))
    assert (decision.mover, decision.cause, decision.road) == (mid("ana"), "a003", "moved")


def test_an_author_may_not_bring_in_her_own_post() -> None:
    history = created(1, "Drafting", "kim"), move(3, "Review", "Approved", "kim")
    decision = told(case(*history, author=mid("kim")))
    assert codes(decision) == {"author"}
    assert facts(decision, "author") == {"by": mid("kim")}
    assert decision.reasons[0].can == (mid("mary"),)


@pytest.mark.parametrize("how", sorted(BIRTHS))
def test_a_card_born_behind_the_gate_goes_to_the_first_of_enter_from(how: How) -> None:
    decision = told(
        case(created(1, "Published", "ana", how)), gate(enter_from=("Editing", "Review"))
    )
    assert decision.verdict is Verdict.DENY or decision.inside is False
    decision = told(
        case(created(1, "Published", "ana", how), card=card("Published")),
        gate(enter_from=("Editing", "Review")),
    )
    assert codes(decision) == {"enter_by", "enter_from"}
    assert (decision.remedy, decision.return_to) == (Remedy.RETURN, lid("Editing"))
    assert decision.road == str(how)
    assert facts(decision, "enter_from") == {"source": str(how), "wanted": "Editing, Review"}


def test_from_elsewhere_than_enter_from_is_denied_even_to_a_manager() -> None:
    decision = told(case(CREATED, move(3, "Drafting", "Approved", "kim")))
    assert codes(decision) == {"enter_from"}
    assert facts(decision, "enter_from") == {"source": "Drafting", "wanted": "Review"}
    assert decision.return_to == lid("Drafting")


@pytest.mark.parametrize(
    ("own", "books", "remedy"),
    [
        (None, Mode.ENFORCE, Remedy.RETURN),
        (None, Mode.WARN, Remedy.TELL),
        (None, Mode.OBSERVE, Remedy.NONE),
        (Mode.ENFORCE, Mode.OBSERVE, Remedy.RETURN),
        (Mode.WARN, Mode.ENFORCE, Remedy.TELL),
    ],
)
def test_the_mode_says_what_is_done_and_would_what_enforce_does(
    own: Mode | None, books: Mode, remedy: Remedy
) -> None:
    the_case = case(CREATED, TO_REVIEW, move(3, "Review", "Approved", "ana"))
    decision = told(the_case, gate(mode=own), mode=books)
    assert (decision.remedy, decision.would) == (remedy, Remedy.RETURN)
    assert decision.mode is (own or books)


def test_outside_it_says_what_is_still_missing() -> None:
    decision = told(case(CREATED, card=card("Drafting")))
    assert (decision.inside, decision.verdict) == (False, Verdict.DENY)
    assert codes(decision) == {"enter_from"}
    assert (decision.remedy, decision.would, decision.mover) == (Remedy.NONE, Remedy.NONE, None)
    ready = told(case(CREATED, TO_REVIEW, card=card("Review")))
    assert (ready.inside, ready.verdict, ready.reasons) == (False, Verdict.ALLOW, ())
    assert ready.can == (mid("kim"), mid("mary"))


def test_what_was_let_in_stays() -> None:
    decision = told(admitted(case(new=frozenset())))
    assert (decision.verdict, decision.remedy) == (Verdict.ALLOW, Remedy.NONE)


def test_a_gate_of_another_board_says_nothing() -> None:
    from rules.judge import judge
    from tests.rules.approval.tools import Silent, book

    assert judge(book(gate(board="Blog")), case(), Silent()) == ()
    assert len(judge(book(gate(board="Social media"), gate(name="two")), case(), Silent())) == 2


def test_the_way_back_skips_lists_that_are_closed_or_gone() -> None:
    lists = dict(board().lists)
    del lists[lid("Review")]
    history = CREATED, TO_REVIEW, move(3, "Review", "Approved", "ana")
    decision = told(case(*history, board=board(lists=lists)))
    assert decision.return_to == lid("Drafting")


@pytest.mark.parametrize(
    ("source", "lawful"), [("Review", True), ("Editing", True), ("Ideas", False)]
)
def test_any_of_the_stages_that_are_named_will_do(source: str, lawful: bool) -> None:
    decision = told(
        case(CREATED, replace(IN, source=lid(source))), gate(enter_from=("Review", "Editing"))
    )
    assert (decision.verdict is Verdict.ALLOW) is lawful


def test_where_moving_is_one_of_the_approvals_the_author_may_not_bring_it_in() -> None:
    asks = gate(enter_by=(), approvals=(Need(role="managers", by="move"),))
    decision = told(case(CREATED, IN, author=mid("kim")), asks)
    assert "author" in codes(decision)


def test_whoever_wrote_what_was_let_in_undated_is_no_contributor_since() -> None:
    asks = gate(not_by=("contributor",))
    known = admitted(case(CREATED, IN, new=frozenset()), asks, admitted_at=None)
    assert matter(known, asks).hands.barred == {}
    assert matter(case(CREATED, IN), asks).hands.barred == {mid("ana"): "contributor"}


def test_who_said_no_and_may_not_bring_it_in_takes_nothing_back_by_moving() -> None:
    said = comment(5, "kim", "/reject dull")
    assert "rejected" not in codes(told(case(CREATED, said, IN)))
    assert "rejected" in codes(told(case(CREATED, said, IN, author=mid("kim"))))


def test_a_label_from_before_it_was_let_in_asks_for_nothing_anew() -> None:
    claim = Need(role="legal", by="comment:/approve", when=When(label="Claim"))
    asks = gate(approvals=(Need(role="managers"), claim))
    labelled = card(labels=(Label(id="1", name="Claim"),))
    history = CREATED, edit(5, "ana", "labels"), IN
    known = admitted(case(*history, card=labelled, new=frozenset()), asks, admitted_at=at(9))
    assert told(known, asks).verdict is Verdict.ALLOW


def test_a_small_change_is_one_of_what_was_let_in() -> None:
    asks = gate(may_edit={"editors": ("due",)})
    change = edit(5, "lilit", "due")
    assert notes(told(case(CREATED, change, IN), asks)) == set()
    late = replace(change, at=at(20))
    known = admitted(case(CREATED, IN, late, new=frozenset({late.id})), asks, admitted_at=at(9))
    dated = replace(known, card=card(due=at(500)))
    assert "small_edit" in notes(told(dated, asks))


def test_a_change_of_what_was_let_in_undated_was_not_changed_back() -> None:
    change = edit(20, "ana", "due")
    known = admitted(case(CREATED, IN, change, new=frozenset({change.id})), admitted_at=at(9))
    assert notes(told(known)) == {"reverted"}
    undated = admitted(case(CREATED, change, new=frozenset({change.id})), admitted_at=None)
    assert "reverted" not in notes(told(undated))


def test_that_nobody_may_open_the_door_is_said_of_a_card_that_was_forced_in() -> None:
    asks = gate(enter_by=("kim",), approvals=(Need(role="legal", by="comment:/approve"),))
    forced = told(case(CREATED, replace(IN, by=mid("ana")), author=mid("kim")), asks)
    assert facts(forced, "nobody_can") == {"role": "kim", "short": "1"}


def test_an_altered_yes_takes_no_hold_back_and_is_told_so() -> None:
    said = comment(5, "kim", "/hold"), comment(6, "kim", "/approve", edited=True)
    decision = told(case(CREATED, *said, IN))
    assert "held" in codes(decision)
    (note,) = (each for each in decision.notes if each.code == "not_counted")
    assert note.facts["because"] == "not_asked"


def test_a_card_that_went_out_comes_in_anew_out_of_the_archive() -> None:
    out = move(10, "Approved", "Review", "kim")
    back = move(11, None, "Approved", "ana", how=How.UNARCHIVED)
    decision = told(case(CREATED, IN, out, back))
    assert (decision.road, decision.cause, decision.mover) == ("unarchived", back.id, mid("ana"))
    assert codes(decision) >= {"enter_by", "enter_from"}


def test_what_was_changed_before_it_was_let_in_is_not_to_blame() -> None:
    asks = gate(require=Require(due=True))
    old = edit(5, "ana", "due")
    known = admitted(case(CREATED, old, IN, card=card(due=at(0))), asks, admitted_at=at(9))
    decision = told(replace(known, card=card(), new=frozenset()), asks)
    assert "due" in codes(decision)
    assert (decision.cause, decision.mover) == (None, None)
