"""The codes agree with themselves: their words name their facts, and which of them are people."""

from __future__ import annotations

from string import Formatter

import pytest

from rules.approval.codes import NOTES, REASONS, UNCOUNTED, Code, because, noted, told
from rules.approval.votes import VOID
from rules.verdict import Place

FEED = {
    *("enter_by", "enter_from", "left", "deputy", "automation", "author", "contributor"),
    *("last_editor", "approvals", "stale", "held", "rejected", "nobody_can", "ours", "unseen"),
}
"""what rests on the feed of actions; the rest can be seen on the card or in the rules"""

PEOPLE = {"by", "approver", "others", "editor"}
"""facts that are member ids wherever they stand; `can` is too, where it is a fact"""


EVERY = [*REASONS.items(), *NOTES.items()]


@pytest.mark.parametrize(("name", "code"), EVERY)
def test_the_words_of_a_code_tell_all_its_facts(name: str, code: Code) -> None:
    named = [field for _text, field, _form, _how in Formatter().parse(code.says) if field]
    untold = {"left": {"roles"}}.get(name, set())
    assert {*named} | untold == {*code.facts}
    assert len(code.facts) == len({*code.facts})


@pytest.mark.parametrize(("name", "code"), EVERY)
def test_the_people_among_the_facts_are_known(name: str, code: Code) -> None:
    people = PEOPLE | ({"can"} if name == "not_counted" else set())
    assert {*code.people} == {*code.facts} & people


def test_which_reasons_fall_with_a_gap_in_the_feed() -> None:
    assert {name for name, code in REASONS.items() if code.feed} == FEED


def test_the_codes_of_notes() -> None:
    answered = {"override", "waived", "why", "not_counted", "unclear"}
    audited = {
        *("passage", "small_edit", "reverted", "stale_approval", "hasty", "override_expired"),
        "twin",
    }
    assert NOTES.keys() == answered | audited


def test_why_a_yes_may_count_for_nothing() -> None:
    void = {"edited", "deleted", "elsewhere", "earlier", "taken_back", "unticked"}
    refused = {"enter_by", "left", "deputy", "automation", "ours"}
    barred = {"author", "contributor", "last_editor"}
    misplaced = {"out_of_turn", "stale", "not_asked", "no_reason", "no_such_rule"}
    assert void == VOID
    assert UNCOUNTED.keys() == void | refused | barred | misplaced


def test_a_reason_and_a_note_carry_what_they_are_given() -> None:
    place = Place(file="rules.toml", line=7)
    reason = because("members", evidence="a1", can=("kim",), place=place, have="1", count="2")
    assert (reason.code, reason.evidence, reason.can) == ("members", "a1", ("kim",))
    assert (reason.place, dict(reason.facts)) == (place, {"have": "1", "count": "2"})
    assert told(reason) == "1 of 2 members"
    note = noted("why", "c1", who="kim", answer=True, by="kim")
    assert (note.key, note.by, note.answer) == ("why:c1", "kim", True)
    assert noted("why", "c1", who=None, by="").answer is False
