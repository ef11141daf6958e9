"""What holds for every gate and every past."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.approval.codes import NOTES, REASONS, UNCOUNTED
from rules.approval.codes import told as english
from rules.approval.hands import guarded_edits
from rules.approval.standing import standing_after
from rules.book import Gate
from rules.facts import Case, Edit, Happening, Standing
from rules.verdict import Decision, Mode, Remedy, Verdict
from tests.rules.approval.strategies import cases, gates
from tests.rules.approval.tools import matter, mid, told

many = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@st.composite
def gated(draw: st.DrawFn) -> tuple[Gate, Case]:
    gate = draw(gates)
    return gate, draw(cases(gate))


def gist(decision: Decision) -> tuple[object, ...]:
    """What a decision comes to, without names that are only shown."""
    return (
        decision.verdict,
        decision.remedy,
        decision.would,
        decision.mover,
        decision.cause,
        decision.return_to,
        decision.version.fingerprint,
        [(reason.code, reason.evidence, reason.can) for reason in decision.reasons],
        decision.approvals,
        [(note.key, note.by) for note in decision.notes],
    )


@many
@given(gated())
def test_it_always_answers_in_words_that_are_known(drawn: tuple[Gate, Case]) -> None:
    gate, case = drawn
    decision = told(case, gate)
    assert not any(reason.code == "failed" for reason in decision.reasons)
    for reason in decision.reasons:
        assert tuple(sorted(reason.facts)) == tuple(sorted(REASONS[reason.code].facts))
        assert "{" not in english(reason) or "{+" in english(reason)
    for note in decision.notes:
        assert tuple(sorted(note.facts)) == tuple(sorted(NOTES[note.code].facts))
        NOTES[note.code].says.format_map(note.facts)
        assert note.facts.get("because", "stale") in UNCOUNTED
    assert len({note.key for note in decision.notes}) == len(decision.notes)


@many
@given(gated())
def test_verdict_and_remedy_agree(drawn: tuple[Gate, Case]) -> None:
    gate, case = drawn
    decision = told(case, gate)
    assert (decision.verdict is Verdict.ALLOW) is (not decision.reasons)
    if decision.remedy is Remedy.RETURN:
        assert decision.inside and decision.verdict is not Verdict.ALLOW
        assert decision.mode is Mode.ENFORCE
        assert decision.return_to in case.board.lists and decision.return_to != case.card.list
    if not decision.inside:
        assert decision.would in {Remedy.NONE, Remedy.TELL}
        assert (decision.mover, decision.cause, decision.return_to) == (None, None, None)
    if decision.mode is Mode.OBSERVE:
        assert decision.remedy is Remedy.NONE


@many
@given(gated(), st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_told_changes_nothing(
    drawn: tuple[Gate, Case], rng: random.Random
) -> None:
    gate, case = drawn
    shuffled: list[Happening] = list(case.history)
    rng.shuffle(shuffled)
    twice = (*shuffled, *shuffled[:2])
    assert told(replace(case, history=tuple(twice)), gate) == told(case, gate)


@many
@given(gated(), st.randoms(use_true_random=False))
def test_names_and_seats_change_nothing(drawn: tuple[Gate, Case], rng: random.Random) -> None:
    gate, case = drawn
    members = list(case.board.members.values())
    rng.shuffle(members)
    renamed = replace(
        case.board,
        members={m.id: replace(m, name="N", username=f"u-{m.id}") for m in members},
        lists={i: replace(each, name=f"x {i}") for i, each in case.board.lists.items()},
    )
    assert gist(told(replace(case, board=renamed), gate)) == gist(told(case, gate))


@many
@given(gated())
def test_nobody_who_is_barred_is_ever_counted(drawn: tuple[Gate, Case]) -> None:
    gate, case = drawn
    fresh = replace(case, standing={})
    edits: tuple[Edit, ...] = guarded_edits(
        sorted(fresh.history, key=lambda each: (each.at, each.id)), gate
    )
    barred = {case.author} if gate.not_by else set()
    if set(gate.not_by) == {"last_editor"} and edits:
        barred = {edits[-1].by}
    if "contributor" in gate.not_by:
        barred |= {edit.by for edit in edits}
    decision = told(fresh, gate)
    for approval in decision.approvals:
        assert approval.approver != mid("stranger")
        assert approval.by == "override" or approval.approver not in barred - {None}
        assert approval.fingerprint == decision.version.fingerprint


@many
@given(gated())
def test_nothing_is_let_in_that_lacks_what_is_asked(drawn: tuple[Gate, Case]) -> None:
    gate, case = drawn
    fresh = replace(case, standing={})
    decision = told(fresh, gate)
    if decision.verdict is not Verdict.ALLOW or not decision.inside:
        return
    if any(approval.by == "override" for approval in decision.approvals):
        return
    assert fresh.gap is None and fresh.card.role is None
    assert fresh.card.due is not None or not gate.require.due
    assert len(fresh.card.members) >= gate.require.members
    arrival = matter(fresh, gate).stay.arrival
    assert arrival is not None and not arrival.by_us
    assert arrival.app is None or gate.automation != "deny"
    if gate.enter_by:
        assert matter(fresh, gate).people.role_of(arrival.by or "", gate.enter_by, arrival.at)
    for need in gate.approvals:
        if need.when.label and not fresh.card.labels:
            continue
        given_by = {
            a.approver for a in decision.approvals if (a.role, a.by) == (need.role, need.by)
        }
        assert len(given_by) >= need.count


@many
@given(gated())
def test_a_second_look_says_the_same(drawn: tuple[Gate, Case]) -> None:
    gate, case = drawn
    before = case.standing.get(gate.name, Standing())
    first = told(case, gate)
    remembered = standing_after(before, case, first)
    again = replace(case, standing={gate.name: remembered}, new=frozenset())
    second = told(again, gate)
    assert second.verdict is first.verdict
    third = standing_after(remembered, again, second)
    assert told(replace(again, standing={gate.name: third}), gate).verdict is first.verdict


@many
@given(gated())
def test_a_gap_never_turns_a_no_into_a_yes(drawn: tuple[Gate, Case]) -> None:
    gate, case = drawn
    whole = told(replace(case, gap=None), gate)
    cut = told(replace(case, gap="cut"), gate)
    if whole.verdict is not Verdict.ALLOW:
        assert cut.verdict is not Verdict.ALLOW
