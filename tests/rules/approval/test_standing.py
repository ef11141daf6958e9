"""What is remembered, and that remembering it makes the next look say the same."""

from __future__ import annotations

from dataclasses import replace

from rules.approval.standing import standing_after
from rules.approval.version import version_of
from rules.book import Gate, Need
from rules.facts import Case, Happening, How, Label, Standing
from rules.rule import When
from rules.verdict import Decision, Remedy, Verdict
from tests.rules.approval.tools import (
    admitted,
    at,
    card,
    case,
    codes,
    comment,
    created,
    edit,
    gate,
    lid,
    mid,
    move,
    told,
)

BORN = created(1, "Drafting", "ana")
IN = move(9, "Review", "Approved", "kim")


def after(the_case: Case, the_gate: Gate | None = None) -> tuple[Decision, Case]:
    """The decision, and the case at the next look when nothing new happened."""
    decision = told(the_case, the_gate)
    before = the_case.standing.get("approved", Standing())
    standing = standing_after(before, the_case, decision)
    return decision, replace(the_case, standing={"approved": standing}, new=frozenset())


def then(the_case: Case, *news: Happening, stage: str = "Approved") -> Case:
    """The next look, with news and the card elsewhere."""
    return replace(
        the_case,
        history=(*the_case.history, *news),
        new=frozenset(each.id for each in news),
        card=replace(the_case.card, list=lid(stage)),
    )


def test_what_was_let_in_is_remembered() -> None:
    decision, later = after(case(BORN, IN))
    standing = later.standing["approved"]
    assert standing.admitted == decision.version
    assert (standing.admitted_list, standing.admitted_at) == (lid("Approved"), at(9))
    assert standing.approvals == decision.approvals
    again, same = after(later)
    assert again.verdict is Verdict.ALLOW and same.standing == later.standing


def test_outside_the_last_list_is_remembered_and_the_admission_forgotten() -> None:
    _, inside = after(case(BORN, IN))
    out = replace(then(inside, move(10, "Approved", "Editing", "ana"), stage="Editing"))
    out = replace(out, card=replace(out.card, pos=7.0))
    decision, later = after(out)
    standing = later.standing["approved"]
    assert (standing.last_list, standing.last_pos) == (lid("Editing"), 7.0)
    assert (standing.admitted, standing.admitted_list, standing.admitted_at) == (None, None, at(9))
    unlawful = standing_after(Standing(last_list="l"), out, decision, legitimate=False)
    assert (unlawful.last_list, unlawful.last_pos) == ("l", None)


def test_an_unlawful_return_is_denied_at_every_look() -> None:
    _, inside = after(case(BORN, IN))
    news = move(10, "Approved", "Drafting", "ana"), move(11, "Drafting", "Approved", "ana")
    first, later = after(then(inside, *news))
    assert later.standing["approved"].admitted is None
    second, last = after(later)
    assert (first.verdict, second.verdict) == (Verdict.DENY, Verdict.DENY)
    assert first.reasons == second.reasons
    assert last.standing == later.standing


def test_a_stale_card_says_the_same_at_every_look() -> None:
    _, inside = after(case(BORN, IN, card=card(desc="old")))
    edited = then(inside, edit(10, "ana"))
    edited = replace(edited, card=replace(edited.card, desc="new"))
    first, later = after(edited)
    second, _ = after(later)
    assert codes(first) == {"stale"}
    assert first.reasons == second.reasons
    assert later.standing["approved"].admitted == inside.standing["approved"].admitted
    back = replace(later, card=replace(later.card, desc="old"))
    back = then(back, edit(11, "ana", before="new", after="old"))
    assert told(back).verdict is Verdict.ALLOW


def test_small_edits_move_the_admission_along() -> None:
    the_gate = gate(may_edit={"creators": ("desc",)})
    _, inside = after(case(BORN, IN, card=card(desc="old")), the_gate)
    edited = then(inside, edit(10, "ana"))
    edited = replace(edited, card=replace(edited.card, desc="new"))
    decision, later = after(edited, the_gate)
    standing = later.standing["approved"]
    assert standing.admitted == decision.version == version_of(edited.card, the_gate.guards)
    assert standing.admitted_at == at(10)
    assert {each.fingerprint for each in standing.approvals} == {decision.version.fingerprint}
    assert told(later, the_gate).verdict is Verdict.ALLOW


def test_an_approval_survives_the_way_out_and_in_while_nothing_changes() -> None:
    the_gate = gate(approvals=(Need(role="managers"), Need(role="legal", by="comment:/approve")))
    _, inside = after(case(BORN, comment(5, "narek", "/approve"), IN), the_gate)
    _, out = after(then(inside, move(10, "Approved", "Review", "kim"), stage="Review"), the_gate)
    again = then(out, move(11, "Review", "Approved", "mary"))
    decision = told(again, the_gate)
    assert decision.verdict is Verdict.ALLOW
    assert {each.approver for each in decision.approvals} == {mid("narek"), mid("mary")}


def test_what_did_not_count_then_does_not_count_later() -> None:
    the_gate = gate(
        not_by=("contributor",),
        approvals=(
            Need(role="legal", by="comment:/approve", owns=("due",)),
            Need(role="managers", owns=("desc",)),
        ),
    )
    history = BORN, edit(3, "narek", "due"), comment(4, "narek", "/approve"), IN
    standing = {"approved": Standing(admitted_at=at(9))}
    decision = told(case(*history, standing=standing, new=frozenset()), the_gate)
    assert "approvals" in codes(decision)
    flawed = decision.trace[2].under[0].under[0]
    assert (flawed.outcome, flawed.because) == ("does not count", f"{mid('narek')}: earlier")


def test_a_freeze_is_remembered_until_the_card_is_in_order() -> None:
    wrong = replace(IN, by=mid("ana"))
    returned = (at(30), at(40), at(50))
    frozen = case(BORN, wrong, standing={"approved": Standing(returned=returned)})
    decision, later = after(frozen)
    assert decision.remedy is Remedy.FREEZE
    assert later.standing["approved"].frozen
    later = replace(later, at=at(200))
    again, still = after(later)
    assert again.remedy is Remedy.FREEZE and still.standing["approved"].frozen
    out = then(still, move(60, "Approved", "Review", "kim"), stage="Review")
    assert after(out)[1].standing["approved"].frozen is False


def test_adoption_ends_with_the_stay() -> None:
    adopted = case(BORN, standing={"approved": Standing(adopted=True)})
    _, later = after(adopted)
    standing = later.standing["approved"]
    assert standing.adopted and standing.admitted is not None
    assert standing.admitted_at == at(1)
    news = move(10, "Approved", "Drafting", "ana"), move(11, "Drafting", "Approved", "ana")
    _, gone = after(then(later, *news))
    assert gone.standing["approved"].adopted is False


def test_an_admission_without_a_date_covers_what_is_not_new() -> None:
    undated = admitted(case(BORN, IN, new=frozenset()), admitted_at=None)
    assert told(undated).verdict is Verdict.ALLOW
    again = move(11, "Drafting", "Approved", "ana")
    news = then(undated, move(10, "Approved", "Drafting", "ana"), again)
    assert told(news).verdict is Verdict.DENY


def test_a_card_that_was_reopened_and_moved_on_lawfully_stays() -> None:
    opened = move(10, None, "Approved", "ana", how=How.UNARCHIVED)
    moved = move(11, "Approved", "Published", "kim")
    known = admitted(case(), admitted_at=at(9))
    decision, later = after(then(known, opened, moved, stage="Published"))
    assert decision.verdict is Verdict.ALLOW
    assert told(later).verdict is Verdict.ALLOW


def test_what_is_told_late_is_objected_to_until_it_is_answered() -> None:
    claim = Need(role="legal", by="comment:/approve", when=When(label="Claim"))
    the_gate = gate(approvals=(Need(role="managers"), claim))
    _, inside = after(case(BORN, IN), the_gate)
    labelled = replace(inside.card, labels=(Label(id="1", name="Claim"),))
    late = then(replace(inside, card=labelled), edit(8, "ana", "labels"))
    first, later = after(late, the_gate)
    second, last = after(later, the_gate)
    assert codes(first) == codes(second) == {"approvals"}
    answered = then(last, comment(30, "narek", "/approve"))
    assert told(answered, the_gate).verdict is Verdict.ALLOW


def test_an_undated_admission_is_dated_when_the_card_is_next_seen_outside() -> None:
    undated = admitted(case(BORN, IN), admitted_at=None)
    out = then(undated, move(20, "Approved", "Drafting", "ana"), stage="Drafting")
    _, later = after(out)
    assert later.standing["approved"].admitted_at == at(9)


def test_an_admission_is_never_dated_back() -> None:
    known = admitted(case(BORN, IN, new=frozenset()), admitted_at=at(50))
    decision, later = after(known)
    assert decision.verdict is Verdict.ALLOW
    assert later.standing["approved"].admitted_at == at(50)


def test_a_freeze_outlasts_a_look_that_is_unsure() -> None:
    wrong = replace(IN, by=mid("ana"))
    frozen = case(BORN, wrong, standing={"approved": Standing(frozen=True)}, gap="cut")
    decision, later = after(frozen)
    assert decision.remedy is Remedy.WAIT
    assert later.standing["approved"].frozen


def test_an_objection_to_what_was_told_late_does_not_end_by_being_looked_at_twice() -> None:
    claim = Need(role="legal", by="comment:/approve", when=When(label="Claim"))
    the_gate = gate(approvals=(Need(role="managers"), claim))
    labelled = card(labels=(Label(id="1", name="Claim"),))
    inside = admitted(case(BORN, IN, card=labelled), the_gate, admitted_at=at(50))
    first, later = after(then(inside, edit(20, "ana", "labels")), the_gate)
    second, last = after(later, the_gate)
    third, _ = after(last, the_gate)
    assert codes(first) == codes(second) == codes(third) == {"approvals"}
    dated = later.standing["approved"].admitted_at
    assert dated is not None and at(9) < dated < at(20)
