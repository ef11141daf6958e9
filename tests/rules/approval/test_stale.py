"""An approval is of one version: what makes it stale, what keeps it alive, and who is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from rules.approval.version import version_of
from rules.book import Need
from rules.facts import Approval, Case, Edit, Happening, Standing
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
OLD, NOW = card(desc="The old text"), card(desc="The new text")
EDITED = edit(20, "ana", before="The old text", after="The new text")
GATE = gate()


def let_in(*since: Happening, now: Any = NOW, **keys: Any) -> Case:
    """A card that was let in with the old text, and what happened to it since."""
    the_gate = keys.pop("the_gate", GATE)
    yes = Approval(
        card="c1",
        gate="approved",
        fingerprint=version_of(OLD, the_gate.guards).fingerprint,
        approver=mid("kim"),
        role="managers",
        by="move",
        evidence=IN.id,
        at=IN.at,
        rules="rules-1",
    )
    stands = case(BORN, IN, *since, card=OLD, new=frozenset(each.id for each in since))
    known = {"admitted_at": at(9), "approvals": (yes,)} | keys
    return replace(admitted(stands, the_gate, **known), card=now)


def test_an_edit_makes_the_approval_stale_and_names_who_did_what() -> None:
    decision = told(let_in(EDITED))
    assert (decision.verdict, decision.remedy) == (Verdict.DENY, Remedy.RETURN)
    assert codes(decision) == {"stale"}
    assert facts(decision, "stale") == {
        "by": mid("ana"),
        "what": "desc",
        "approver": mid("kim"),
        "difference": "The [-old-] {+new+} text",
    }
    assert decision.reasons[0].can == (mid("kim"), mid("mary"))
    assert (decision.mover, decision.cause, decision.road) == (mid("ana"), "a020", None)
    assert decision.return_to == lid("Review")
    assert decision.approvals == ()
    assert decision.kept
    (note,) = decision.notes
    assert (note.code, note.by, note.answer) == ("stale_approval", mid("kim"), False)


def test_the_version_that_was_let_in_may_stay() -> None:
    decision = told(let_in(now=OLD))
    assert decision.verdict is Verdict.ALLOW
    assert [each.approver for each in decision.approvals] == [mid("kim")]


def test_a_change_that_no_action_tells_is_stale_and_nobody_is_named() -> None:
    decision = told(let_in())
    assert facts(decision, "stale") == {
        "by": "",
        "what": "desc",
        "approver": mid("kim"),
        "difference": "The [-old-] {+new+} text",
    }
    assert (decision.mover, decision.cause) == (None, None)
    seen = edit(20, None, before="The old text", after="The new text", observed=True)
    decision = told(let_in(seen))
    assert facts(decision, "stale")["by"] == ""
    assert (decision.mover, decision.cause) == (None, "a020")


@pytest.mark.parametrize(
    ("who", "what", "by_app", "alive"),
    [
        ("lilit", "desc", None, True),
        ("lilit", "name", None, False),
        ("ana", "desc", None, False),
        (None, "desc", None, False),
        ("lilit", "desc", "butler", False),
    ],
)
def test_small_edits_by_the_right_role_keep_it_alive(
    who: str | None, what: str, by_app: str | None, alive: bool
) -> None:
    the_gate = gate(may_edit={"editors": ("desc",)})
    now = replace(OLD, **{what: "The new text"})
    fixed = edit(20, who, what, before=getattr(OLD, what), after="The new text", app=by_app)
    decision = told(let_in(fixed, now=now, the_gate=the_gate), the_gate)
    assert (decision.verdict is Verdict.ALLOW) is alive
    if alive:
        assert decision.version.values["desc"] == "The new text"
        assert decision.approvals[0].fingerprint == decision.version.fingerprint
        assert [(note.code, note.facts) for note in decision.notes] == [
            ("small_edit", {"by": mid("lilit"), "what": "desc"})
        ]
    else:
        assert "stale" in codes(decision)


def test_a_small_edit_does_not_cover_another_change() -> None:
    the_gate = gate(may_edit={"editors": ("desc",)})
    fixed = edit(20, "lilit", before="The old text", after="The new text")
    both = let_in(fixed, now=replace(NOW, name="Another"), the_gate=the_gate)
    decision = told(both, the_gate)
    assert facts(decision, "stale")["what"] == "name"


def test_the_approver_who_edits_after_approving_is_barred() -> None:
    the_gate = gate(may_edit={"managers": ("desc",)}, not_by=("last_editor",))
    fixed = edit(20, "kim", before="The old text", after="The new text")
    decision = told(let_in(fixed, the_gate=the_gate), the_gate)
    assert decision.verdict is Verdict.DENY
    assert decision.reasons[0].can == (mid("mary"),)


OWNED = gate(
    approvals=(
        Need(role="editors", by="comment:/ok", owns=("name", "desc")),
        Need(role="managers", by="move", owns=("due",)),
    )
)


@pytest.mark.parametrize(
    ("what", "stale"),
    [
        ("desc", {"editors"}),
        ("name", {"editors"}),
        ("due", {"managers"}),
        ("attachments", {"editors", "managers"}),
        ("labels", set()),
    ],
)
def test_a_role_approves_again_only_what_it_owns(what: str, stale: set[str]) -> None:
    changed = edit(20, "ana", what, before="a", after="b")
    decision = told(
        case(BORN, comment(5, "lilit", "/ok"), IN, changed, card=card(name="b", desc="b")), OWNED
    )
    missing = {r.facts["role"] for r in decision.reasons if r.code == "approvals"}
    assert missing == stale
    assert (decision.verdict is Verdict.ALLOW) is (not stale)
    who = {"editors": mid("lilit"), "managers": mid("kim")}
    approvers = {r.facts["approver"] for r in decision.reasons if r.code == "stale"}
    assert approvers == {who[role] for role in stale}


def test_it_may_be_approved_again_where_it_stands() -> None:
    both = case(BORN, comment(5, "lilit", "/ok"), IN, EDITED, comment(21, "lilit", "/ok"), card=NOW)
    assert told(both, OWNED).verdict is Verdict.ALLOW


@pytest.mark.parametrize(
    "invisible",
    [
        edit(20, "ana", before="Text", after="Text\u200b"),
        edit(20, "ana", before="Text", after="Text  "),
        edit(20, "ana", before="Te\u0301xt", after="T\u00e9xt"),
        edit(20, "ana", "labels"),
        edit(20, "ana", "checklists"),
        edit(20, "ana", by_us=True),
    ],
)
def test_what_cannot_be_seen_or_is_not_guarded_spoils_nothing(invisible: Edit) -> None:
    the_case = case(BORN, IN, invisible, card=card(desc=invisible.after or ""))
    assert told(the_case).verdict is Verdict.ALLOW


def test_an_edit_before_the_approval_spoils_nothing() -> None:
    assert told(case(BORN, replace(EDITED, at=at(8)), IN, card=NOW)).verdict is Verdict.ALLOW


def test_changed_and_changed_back_is_audited() -> None:
    there, back = (
        edit(20, "ana", before="The old text", after="x"),
        edit(21, "ana", before="x", after="The old text"),
    )
    decision = told(let_in(there, back, now=OLD))
    assert decision.verdict is Verdict.ALLOW
    assert [(note.code, note.facts["what"]) for note in decision.notes] == [("reverted", "desc")]
    assert told(replace(let_in(there, back, now=OLD), new=frozenset())).notes == ()


def test_outside_the_gate_a_stale_approval_is_answered() -> None:
    the_gate = gate(approvals=(Need(role="legal", by="comment:/approve"),))
    said = comment(5, "narek", "/approve")
    before = told(case(BORN, said, card=card("Review", desc="The old text")), the_gate)
    assert (before.verdict, before.inside) == (Verdict.ALLOW, False)
    remembered = {"approved": Standing(approvals=before.approvals)}
    edited = case(BORN, said, EDITED, card=card("Review", desc="The new text"), standing=remembered)
    edited = replace(edited, new=frozenset({EDITED.id}))
    after = told(edited, the_gate)
    assert codes(after) == {"stale", "approvals"}
    (note,) = after.notes
    assert (note.code, note.answer, note.by) == ("stale_approval", True, mid("narek"))
    assert after.remedy is Remedy.TELL
    unseen = replace(edited, history=(BORN, said), new=frozenset())
    decision = told(unseen, the_gate)
    assert facts(decision, "stale")["what"] == "?"


def test_adopted_cards_stay_until_they_change() -> None:
    there = case(BORN, card=OLD, new=frozenset({BORN.id}))
    adopted = replace(there, standing={"approved": Standing(adopted=True)})
    assert told(adopted).verdict is Verdict.ALLOW
    assert told(adopted, gate(on_first_run="enforce")).verdict is Verdict.DENY
    assert told(there).verdict is Verdict.DENY
    later = let_in(EDITED, adopted=True, approvals=())
    decision = told(later)
    assert facts(decision, "stale")["approver"] == ""
    fixed = gate(may_edit={"creators": ("desc",)})
    assert told(later, fixed).verdict is Verdict.ALLOW
    assert "small_edit" in notes(told(later, fixed))


def test_a_single_checklist_is_guarded_against_changes_of_checklists() -> None:
    the_gate = gate(guards=("checklist:Copy",))
    assert codes(told(case(BORN, IN, edit(20, "ana", "checklists")), the_gate)) == {"stale"}
    assert told(case(BORN, IN, edit(20, "ana", "desc")), the_gate).verdict is not Verdict.DENY


def test_adopted_cards_answer_for_untold_changes_too() -> None:
    decision = told(let_in(adopted=True, approvals=()))
    assert facts(decision, "stale")["by"] == ""
