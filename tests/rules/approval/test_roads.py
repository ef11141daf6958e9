"""Roads around the gate: whatever way a card came, it stands there lawfully or not at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.facts import BoardList, Case, Happening, How, Standing
from rules.verdict import Remedy, Verdict
from tests.rules.approval.tools import (
    admitted,
    at,
    board,
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
    notes,
    told,
)

BORN = created(1, "Drafting", "ana")
IN = move(9, "Review", "Approved", "kim")
PUBLISHED = card("Published")


def test_draft_to_approved_to_published_by_a_creator_goes_back_to_draft() -> None:
    hops = move(2, "Drafting", "Approved", "ana"), move(3, "Approved", "Published", "ana")
    decision = told(case(BORN, *hops, card=PUBLISHED))
    assert codes(decision) == {"enter_by", "enter_from"}
    assert (decision.return_to, decision.cause, decision.mover) == (
        lid("Drafting"),
        "a002",
        mid("ana"),
    )


def test_a_lawful_arrival_does_not_cover_an_unlawful_hop() -> None:
    decision = told(case(BORN, IN, move(10, "Approved", "Published", "ana"), card=PUBLISHED))
    assert codes(decision) == {"enter_by"}
    assert (decision.return_to, decision.mover) == (lid("Approved"), mid("ana"))
    lawful = case(
        BORN,
        IN,
        move(10, "Approved", "Scheduled", "mary"),
        move(11, "Scheduled", "Published", "ana"),
        card=PUBLISHED,
    )
    assert told(lawful).return_to == lid("Scheduled")


def test_managers_move_on_freely() -> None:
    hop = move(10, "Approved", "Published", "mary")
    assert told(case(BORN, IN, hop, card=PUBLISHED)).verdict is Verdict.ALLOW


def moved_on(*hops: Happening, here: str = "Published") -> Case:
    """A card that was let into Approved and has been moved on since."""
    stands = case(BORN, IN, *hops, new=frozenset(each.id for each in hops))
    stands = admitted(stands, admitted_at=at(9))
    return replace(stands, card=card(here))


def test_after_it_was_let_in_only_managers_move_it_on() -> None:
    assert told(moved_on(move(10, "Approved", "Published", "kim"))).verdict is Verdict.ALLOW
    decision = told(moved_on(move(10, "Approved", "Published", "ana")))
    assert (codes(decision), decision.return_to) == ({"enter_by"}, lid("Approved"))
    assert decision.kept
    back = moved_on(
        move(10, "Approved", "Published", "ana"),
        move(11, "Published", "Approved", "ana"),
        here="Approved",
    )
    decision = told(back)
    assert (decision.verdict, notes(decision)) == (Verdict.ALLOW, {"passage"})


def test_an_unseen_hop_after_it_was_let_in() -> None:
    hop = move(55, "Approved", "Published", None, how=How.UNSEEN, observed=True)
    decision = told(moved_on(hop))
    assert (codes(decision), decision.verdict) == ({"unseen"}, Verdict.UNSURE)
    late = replace(moved_on(hop), at=at(66))
    assert (told(late).verdict, told(late).return_to) == (Verdict.DENY, lid("Approved"))


def test_out_and_in_again_between_two_looks_needs_a_new_yes() -> None:
    out, again = move(10, "Approved", "Drafting", "ana"), move(11, "Drafting", "Approved", "ana")
    decision = told(moved_on(out, again, here="Approved"))
    assert codes(decision) == {"enter_by", "enter_from"}
    assert (decision.return_to, decision.kept) == (lid("Drafting"), False)


def test_through_the_gate_and_out_again_is_audited() -> None:
    through = move(2, "Drafting", "Published", "ana"), move(3, "Published", "Drafting", "ana")
    decision = told(case(BORN, *through, card=card("Drafting")))
    (note,) = decision.notes
    assert (note.code, note.by, note.answer) == ("passage", mid("ana"), False)
    assert note.facts == {"to": "Published", "by": mid("ana"), "why": "enter_by, enter_from"}
    assert note.key == "passage:approved:a002"
    lawful = case(IN, move(10, "Approved", "Review", "ana"), card=card("Review"))
    assert told(lawful).notes == ()
    old = case(BORN, *through, card=card("Drafting"), new=frozenset())
    assert told(old).notes == ()


def test_what_we_moved_is_no_evidence() -> None:
    decision = told(case(BORN, replace(IN, by_us=True)))
    assert codes(decision) >= {"ours"}
    assert decision.mover is None
    out = move(10, "Approved", "Review", "kim", by_us=True)
    assert told(case(BORN, IN, out, card=card("Review"))).notes == ()


@pytest.mark.parametrize(
    ("minutes", "policy", "verdict", "remedy"),
    [
        (50, "wait", Verdict.UNSURE, Remedy.WAIT),
        (50, "return", Verdict.UNSURE, Remedy.RETURN),
        (49.9, "wait", Verdict.DENY, Remedy.RETURN),
    ],
)
def test_an_arrival_without_an_action_is_given_ten_minutes(
    minutes: float, policy: str, verdict: Verdict, remedy: Remedy
) -> None:
    seen = move(9, "Review", "Approved", None, minutes=minutes, how=How.UNSEEN, observed=True)
    decision = told(case(BORN, seen), gate(on_unsure=policy))
    assert (decision.verdict, decision.remedy, decision.mover) == (verdict, remedy, None)
    assert facts(decision, "unseen") == {"to": "Approved"}
    assert decision.again == (at(60) if remedy is Remedy.WAIT and minutes > 50 else None) or (
        minutes == 50
    )


def test_an_action_that_comes_late_explains_what_was_seen() -> None:
    seen = move(50, "Review", "Approved", None, how=How.UNSEEN, observed=True)
    decision = told(case(BORN, IN, seen))
    assert (decision.verdict, decision.mover) == (Verdict.ALLOW, mid("kim"))


def test_a_card_whose_moves_end_elsewhere_is_waited_for() -> None:
    decision = told(case(BORN, move(55, "Drafting", "Review", "ana")))
    assert (codes(decision) >= {"unseen"}, decision.verdict) == (True, Verdict.UNSURE)
    assert told(case(BORN, move(40, "Drafting", "Review", "ana"))).verdict is Verdict.DENY


def test_a_card_with_no_history_was_let_in_by_nobody() -> None:
    decision = told(case())
    assert (decision.verdict, codes(decision)) == (Verdict.DENY, {"unseen"})
    assert decision.return_to == lid("Review")


def test_a_gap_is_no_yes_and_no_no() -> None:
    assert told(case(BORN, IN, gap="the feed was cut")).verdict is Verdict.UNSURE
    wrong = case(BORN, replace(IN, by=mid("ana")), gap="the feed was cut")
    decision = told(wrong)
    assert (decision.verdict, decision.remedy, decision.mover) == (
        Verdict.UNSURE,
        Remedy.WAIT,
        None,
    )
    assert facts(decision, "gap") == {"why": "the feed was cut"}
    assert told(admitted(case(gap="x", new=frozenset()))).verdict is Verdict.ALLOW
    undated = told(replace(wrong, card=card()), gate(require=gate().require.__class__(due=True)))
    assert undated.verdict is Verdict.DENY


@pytest.mark.parametrize(("name", "unsure"), [("Old", True), ("New ", False), ("New", False)])
def test_a_card_that_lags_behind_its_feed_is_looked_at_again(name: str, unsure: bool) -> None:
    renamed = edit(2, "ana", "name", before="Old", after="New")
    decision = told(case(BORN, renamed, IN, card=card(name=name)))
    assert (decision.verdict is Verdict.UNSURE) is unsure
    if unsure:
        assert facts(decision, "snapshot") == {"what": "name"}
    crossed = move(3, None, "Review", "ana", how=How.CROSSED)
    elsewhere = case(BORN, renamed, crossed, IN, card=card(name="Edited elsewhere"))
    assert told(elsewhere).verdict is Verdict.ALLOW


@pytest.mark.parametrize("how", [How.UNARCHIVED, How.LIST_REOPENED])
def test_reopening_lets_nothing_in_and_puts_nothing_out(how: How) -> None:
    opened = move(20, None, "Approved", "ana", how=how)
    assert told(case(BORN, IN, opened)).verdict is Verdict.ALLOW
    decision = told(case(opened))
    assert codes(decision) >= {"enter_by"}
    assert decision.road == str(how)
    assert told(admitted(case(opened))).verdict is Verdict.ALLOW
    by_manager = told(case(replace(opened, by=mid("kim"))), gate(enter_from=()))
    assert codes(by_manager) == {"approvals"}


def test_a_list_that_came_from_another_board_brings_no_approvals() -> None:
    came = move(20, None, "Approved", "kim", how=How.WITH_LIST)
    assert codes(told(case(came), gate(enter_from=()))) == {"approvals"}
    stands = admitted(case(BORN, IN, came, new=frozenset({came.id})), admitted_at=at(9))
    assert told(stands).verdict is Verdict.DENY


@pytest.mark.parametrize(
    ("policy", "allowed"),
    [("deny", False), ("allow", True), (("butler",), True), (("zap",), False)],
)
def test_an_application_acts_for_people_only_if_the_gate_lets_it(
    policy: str | tuple[str, ...], allowed: bool
) -> None:
    by_app = replace(IN, app="butler")
    decision = told(case(BORN, by_app), gate(automation=policy))
    assert (decision.verdict is Verdict.ALLOW) is allowed
    if not allowed:
        assert facts(decision, "automation") == {"app": "butler", "by": mid("kim")}
    anybody = told(case(BORN, by_app), gate(automation=policy, enter_by=(), not_by=()))
    assert (anybody.verdict is Verdict.ALLOW) is allowed


@pytest.mark.parametrize("state", [{"closed": True}, {"template": True}])
def test_archived_cards_and_templates_are_judged_the_same(state: dict[str, bool]) -> None:
    wrong = replace(IN, by=mid("ana"))
    decision = told(case(BORN, wrong, card=replace(card(), **state)))  # type: ignore[arg-type]
    assert (decision.verdict, decision.remedy) == (Verdict.DENY, Remedy.RETURN)


def test_a_list_that_only_looks_protected_is_noted() -> None:
    lists = dict(board().lists) | {"l-x": BoardList(id="l-x", name=" approved\u200b ")}
    decision = told(case(card=replace(card(), list="l-x"), board=board(lists=lists)))
    assert decision.inside is False
    assert [(note.code, note.facts) for note in decision.notes] == [
        ("twin", {"list": " approved\u200b ", "stage": "Approved"})
    ]


def test_a_protected_stage_that_is_not_pinned_makes_unknown_lists_doubtful() -> None:
    stages = {name: pinned for name, pinned in board().stages.items() if name != "Scheduled"}
    lost = board(stages=stages)
    decision = told(case(card=card("Scheduled"), board=lost))
    assert facts(decision, "unpinned") == {"stages": "Scheduled"}
    assert decision.verdict is Verdict.UNSURE
    assert told(case(BORN, IN, board=lost)).verdict is Verdict.ALLOW


def test_the_last_lawful_list_is_the_ledgers_unless_newer_moves_tell_more() -> None:
    wrong = replace(IN, source=None, by=mid("ana"))
    remembered = {"approved": Standing(last_list=lid("Editing"))}
    assert told(case(wrong, standing=remembered)).return_to == lid("Editing")
    newer = case(move(5, "Editing", "Ideas", "ana"), wrong, standing=remembered)
    assert told(newer).return_to == lid("Ideas")
    named = told(newer, gate(return_to="Drafting"))
    assert named.return_to == lid("Drafting")
    assert told(case(wrong), gate(enter_from=())).return_to == lid("Ideas")


def test_with_no_open_list_outside_nothing_is_moved() -> None:
    closed = {i: replace(each, closed=True) for i, each in board().lists.items()}
    decision = told(case(BORN, replace(IN, by=mid("ana")), board=board(lists=closed)))
    assert (decision.remedy, decision.return_to) == (Remedy.TELL, None)
    assert "nowhere" in codes(decision)


def test_an_unseen_hop_after_a_lawful_arrival_is_waited_for() -> None:
    hop = move(55, "Approved", "Published", None, how=How.UNSEEN, observed=True)
    decision = told(case(BORN, IN, hop, card=PUBLISHED))
    assert (codes(decision), decision.verdict) == ({"unseen"}, Verdict.UNSURE)
    ours = move(10, "Approved", "Published", None, by_us=True)
    assert told(case(BORN, IN, ours, card=PUBLISHED)).verdict is Verdict.ALLOW


def test_a_way_round_within_the_gate_leads_back_to_where_it_was() -> None:
    hops = (
        move(10, "Approved", "Scheduled", "kim"),
        move(11, "Scheduled", "Published", "ana"),
        move(12, "Published", "Scheduled", "kim"),
    )
    decision = told(case(BORN, IN, *hops, card=card("Scheduled")))
    assert (decision.verdict, notes(decision)) == (Verdict.ALLOW, {"passage"})


def test_a_card_that_nobody_named_brought_in_goes_back_to_the_outside() -> None:
    unnamed = replace(IN, by=None), move(10, "Approved", "Published", "ana")
    decision = told(case(BORN, *unnamed, card=PUBLISHED))
    assert (decision.verdict, decision.return_to) == (Verdict.DENY, lid("Review"))


def test_what_was_observed_and_is_told_by_name_is_the_namers() -> None:
    told_by_name = edit(5, "ana", after="A text")
    observed = edit(7, None, after="A text ", observed=True)
    barred = gate(not_by=("last_editor",))
    shown = card(desc="A text")
    assert told(case(BORN, told_by_name, observed, IN, card=shown), barred).can == (
        mid("kim"),
        mid("mary"),
    )
    assert told(case(BORN, told_by_name, observed, IN, card=shown), barred).verdict is Verdict.ALLOW
    other = replace(observed, after="Another")
    decision = told(case(BORN, told_by_name, other, IN, card=card(desc="Another")), barred)
    assert codes(decision) == {"unknown_editor"}
