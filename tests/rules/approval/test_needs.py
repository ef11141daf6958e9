"""N of M, in sequence or any order, by move, comment or checklist item; and who cannot count."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.book import Need
from rules.facts import Approval, CheckItem, Checklist, Comment, Happening, How, Label
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
    mid,
    move,
    tick,
    told,
)

BORN = created(1, "Drafting", "ana")
IN = move(9, "Review", "Approved", "kim")
LEGAL = Need(role="legal", by="comment:/approve")
MANAGERS = Need(role="managers", by="move")
BOTH = gate(approvals=(MANAGERS, LEGAL))


def by(decision_approvals: tuple[Approval, ...]) -> list[tuple[str, str, str]]:
    return [(each.approver, each.role, each.by) for each in decision_approvals]


def test_both_approvals_are_counted_and_bound_to_the_version() -> None:
    decision = told(case(BORN, comment(5, "narek", "/approve"), IN), BOTH)
    assert decision.verdict is Verdict.ALLOW
    assert by(decision.approvals) == [
        (mid("kim"), "managers", "move"),
        (mid("narek"), "legal", "comment:/approve"),
    ]
    for each, evidence in zip(decision.approvals, ("a009", "a005"), strict=True):
        assert each.fingerprint == decision.version.fingerprint
        assert (each.card, each.gate, each.rules) == ("c1", "approved", "rules-1")
        assert each.evidence == evidence
    assert decision.approvals[1].at == at(5)


def test_a_missing_approval_says_who_could_give_it() -> None:
    decision = told(case(BORN, IN), BOTH)
    assert codes(decision) == {"approvals"}
    assert facts(decision, "approvals") == {
        "role": "legal",
        "have": "0",
        "count": "1",
        "way": "comment:/approve",
    }
    assert decision.reasons[0].can == (mid("narek"),)
    assert decision.remedy is Remedy.RETURN
    assert decision.approvals[0].approver == mid("kim")


NOT_COMMANDS = [
    "approve",
    "/approve it",
    "> /approve",
    "not /approve",
    "/approved.",
    "👍 /approve",
    "```\n/approve\n```",
    "~~~\n```\n/approve",
    "    /approve",
    "/ approve",
    "/appro\u200bve",
    "/reject",
]
COMMANDS = [
    "/approve",
    "/APPROVE",
    "Looks good.\n/approve",
    "  /approve  ",
    "/approve\r\nthanks",
    "```\ncode\n```\n/approve",
]


@pytest.mark.parametrize("text", NOT_COMMANDS)
def test_only_the_exact_command_approves(text: str) -> None:
    assert codes(told(case(BORN, comment(5, "narek", text), IN), BOTH)) >= {"approvals"}


@pytest.mark.parametrize("text", COMMANDS)
def test_the_exact_command_on_a_line_of_its_own_approves(text: str) -> None:
    assert told(case(BORN, comment(5, "narek", text), IN), BOTH).verdict is Verdict.ALLOW


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (comment(5, "narek", "/approve", edited=True), "edited"),
        (comment(5, "narek", "fine", edited=True, original="/approve"), "edited"),
        (comment(5, "narek", "/approve", edited=True, original="/approve"), "edited"),
        (comment(5, "narek", "/approve", gone=True), "deleted"),
        (comment(5, "narek", "/approve", app="zapier"), "automation"),
        (comment(5, "davit", "/approve"), "enter_by"),
    ],
)
def test_a_yes_that_does_not_count_is_answered(said: Comment, why: str) -> None:
    decision = told(case(BORN, said, IN), BOTH)
    assert codes(decision) == {"approvals"}
    (note,) = decision.notes
    assert (note.code, note.answer, note.by) == ("not_counted", True, said.by)
    assert note.facts == {
        "command": "/approve",
        "by": said.by,
        "because": why,
        "can": mid("narek"),
    }


def test_our_own_words_approve_nothing() -> None:
    decision = told(case(BORN, comment(5, "narek", "/approve", by_us=True), IN), BOTH)
    assert codes(decision) == {"approvals"}
    ours = told(
        case(BORN, comment(5, "narek", "/approve"), IN, ours=frozenset({mid("narek")})), BOTH
    )
    assert codes(ours) == {"approvals", "nobody_can"}


def test_what_was_answered_before_is_not_answered_again() -> None:
    old = case(BORN, comment(5, "davit", "/approve"), IN, new=frozenset({"a009"}))
    assert told(old, BOTH).notes == ()


def test_near_commands_are_answered_and_strange_words_are_not() -> None:
    decision = told(case(BORN, comment(5, "narek", "/aprove\n/shrug\n/approve now"), IN), BOTH)
    assert [note.facts for note in decision.notes] == [
        {"line": "/aprove", "by": mid("narek"), "meant": "/approve"},
        {"line": "/approve now", "by": mid("narek"), "meant": "/approve"},
    ]
    assert all(note.code == "unclear" and note.answer for note in decision.notes)


def test_one_person_counts_once() -> None:
    two = gate(approvals=(Need(role="managers", count=2, by="comment:/ok"),))
    twice = case(BORN, comment(4, "kim", "/ok"), comment(5, "kim", "/ok"), IN)
    decision = told(twice, two)
    assert facts(decision, "approvals")["have"] == "1"
    assert decision.reasons[0].can == (mid("mary"),)
    both = case(BORN, comment(4, "kim", "/ok"), comment(5, "mary", "/OK"), IN)
    assert told(both, two).verdict is Verdict.ALLOW


def test_two_managers_approve_by_moving_one_after_the_other() -> None:
    two = gate(approvals=(Need(role="managers", count=2, by="move"),))
    back = move(6, "Approved", "Review", None, by_us=True)
    history: tuple[Happening, ...] = (BORN, move(5, "Review", "Approved", "mary"), back, IN)
    assert told(case(*history), two).verdict is Verdict.ALLOW
    taken_back = move(6, "Approved", "Review", "mary")
    decision = told(case(BORN, move(5, "Review", "Approved", "mary"), taken_back, IN), two)
    assert facts(decision, "approvals")["have"] == "1"


SEQUENCE = gate(approvals=(LEGAL, MANAGERS), order="sequence")


def test_a_sequence_is_kept() -> None:
    assert told(case(BORN, comment(5, "narek", "/approve"), IN), SEQUENCE).verdict is Verdict.ALLOW
    late = told(case(BORN, IN, comment(12, "narek", "/approve")), SEQUENCE)
    assert facts(late, "approvals")["role"] == "managers"
    never = told(case(BORN, IN), SEQUENCE)
    assert {reason.facts["role"] for reason in never.reasons} == {"legal", "managers"}
    either = replace(SEQUENCE, order="any")
    assert told(case(BORN, IN, comment(12, "narek", "/approve")), either).verdict is Verdict.ALLOW


@pytest.mark.parametrize(
    ("when", "labels", "asked"),
    [
        (When(label="Claim"), ("Claim",), True),
        (When(label="Claim"), ("X",), False),
        (When(not_label="Claim"), ("X",), True),
        (When(labels_any=("A", "B")), ("B",), True),
        (When(field={"Risk": "high"}), (), True),
        (When(field={"Risk": "low"}), (), False),
    ],
)
def test_an_approval_may_be_asked_for_some_cards_only(
    when: When, labels: tuple[str, ...], asked: bool
) -> None:
    the_gate = gate(approvals=(replace(LEGAL, when=when),))
    labelled = card(
        labels=tuple(Label(id=name, name=name) for name in labels), fields={"Risk": "high"}
    )
    decision = told(case(BORN, IN, card=labelled), the_gate)
    assert (decision.verdict is Verdict.DENY) is asked


def test_a_label_that_is_added_later_asks_for_its_approval() -> None:
    the_gate = gate(approvals=(MANAGERS, replace(LEGAL, when=When(label="Claim"))))
    claim = card(labels=(Label(id="1", name="Claim"),))
    labelled = edit(20, None, "labels", observed=True)
    stands = admitted(case(BORN, IN, labelled, card=claim), the_gate, admitted_at=at(9))
    stands = replace(stands, new=frozenset({labelled.id}))
    decision = told(stands, the_gate)
    assert facts(decision, "approvals")["role"] == "legal"
    unlabelled = replace(stands, card=card())
    assert told(unlabelled, the_gate).verdict is Verdict.ALLOW


SIGN = gate(approvals=(Need(role="legal", by="checklist:Legal"),))
ITEM = CheckItem(id="i-Legal", name="Legal", done=True)


@pytest.mark.parametrize(
    ("item", "history", "enough", "answer"),
    [
        (ITEM, [tick(5, "narek", "Legal")], True, None),
        (ITEM, [tick(5, "davit", "Legal")], False, "enter_by"),
        (ITEM, [], False, None),
        (replace(ITEM, done=False), [tick(5, "narek", "Legal")], False, None),
        (replace(ITEM, name="Nothing"), [tick(5, "narek", "Legal")], False, None),
        (replace(ITEM, id="other"), [tick(5, "narek", "Legal")], False, None),
        (ITEM, [tick(5, "narek", "Other", item="i-Legal")], False, None),
        (ITEM, [tick(5, "narek", "Legal"), tick(6, "davit", "Legal", done=False)], False, None),
        (ITEM, [tick(5, "narek", "Legal"), tick(6, "davit", "Legal")], False, "enter_by"),
        (ITEM, [tick(5, "narek", "Legal", app="butler")], False, "automation"),
        (ITEM, [tick(5, "narek", "Legal"), edit(6, "ana")], False, "stale"),
    ],
)
def test_an_item_counts_as_it_was_ticked(
    item: CheckItem, history: list[Happening], enough: bool, answer: str | None
) -> None:
    listed = card(checklists=(Checklist(id="k", name="Sign-off", items=(item,)),))
    decision = told(case(BORN, *history, IN, card=listed), SIGN)
    assert (decision.verdict is Verdict.ALLOW) is enough
    answers = [note.facts["because"] for note in decision.notes if note.code == "not_counted"]
    assert answers == ([answer] if answer else [])


def test_words_from_before_it_crossed_boards_count_for_nothing() -> None:
    crossed = move(6, None, "Review", "ana", how=How.CROSSED)
    left = move(5, "Review", None, "ana", how=How.LEFT)
    said = comment(4, "narek", "/approve")
    assert codes(told(case(BORN, said, left, crossed, IN), BOTH)) == {"approvals"}
    again = case(BORN, said, left, crossed, comment(7, "narek", "/approve"), IN)
    assert told(again, BOTH).verdict is Verdict.ALLOW


def test_a_copy_has_no_approvals_of_what_it_was_copied_from() -> None:
    copied = created(6, "Review", "davit", How.COPIED, parent="c0")
    decision = told(case(comment(4, "narek", "/approve"), copied, IN), BOTH)
    assert codes(decision) == {"approvals"}


def test_an_approval_in_haste_is_remarked_upon() -> None:
    quick = comment(5, "narek", "/approve", at=at(4) + (at(1) - at(0)) / 2)
    decision = told(case(BORN, edit(4, "ana"), quick, IN), BOTH)
    (note,) = [each for each in decision.notes if each.code == "hasty"]
    assert note.facts == {
        "editor": mid("ana"),
        "what": "desc",
        "seconds": "30",
        "by": mid("narek"),
    }
    assert not note.answer


def test_the_approver_s_own_change_is_no_haste() -> None:
    own = edit(4, "narek", "desc")
    quick = comment(5, "narek", "/approve", at=at(4.5))
    assert told(case(BORN, own, quick, IN), BOTH).notes == ()
