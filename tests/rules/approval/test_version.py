"""What makes a version: everything that can be seen, and nothing that cannot."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.approval.difference import BESIDE, LONGEST, MOST_WORDS, word_difference
from rules.approval.version import HIDDEN, guarded_value, seen, version_of
from rules.facts import Attachment, Card, CheckItem, Checklist, Label
from tests.rules.approval.tools import NOON, card

GUARDS = ("name", "desc", "due", "start", "labels", "members", "attachments", "checklists", "cover")
RICH = card(
    desc="Words",
    due=NOON,
    start=NOON,
    labels=(Label(id="1", name="X"), Label(id="2", name="", color="red")),
    members=("m-1", "m-2"),
    attachments=(
        Attachment(id="1", name="a.png", url="u1"),
        Attachment(id="2", name="b", url="u2"),
    ),
    checklists=(
        Checklist(id="1", name="To do", items=(CheckItem(id="1", name="It", done=False),)),
    ),
    fields={"Network": "X"},
    cover="1",
)

SAME = [
    ("a\r\nb", "a\nb"),
    ("a\rb", "a\nb"),
    ("a  \nb\t", "a\nb"),
    ("a\n\n", "a"),
    ("a\u00a0b", "a b"),
    ("a\u2009b\u3000c", "a b c"),
    ("cafe\u0301", "caf\u00e9"),
    ("of\ufb01ce", "office"),
    ("\ufb00 \ufb02 \ufb03 \ufb04 \ufb05 \ufb06", "ff fl ffi ffl st st"),
    *((f"{letter}\ufe0fb", f"{letter}b") for letter in "Aa\u01c5\u02b0 \t\n\u2028\u2029"),
    ("a\u200bb\u200e\u2066\ufeff", "ab"),
    ("a\u00adb", "ab"),
    ("a\u200db", "ab"),
    ("a\ufe0fb", "ab"),
    ("a\ufe0f\u2764", "a\u2764"),
    ("a\u200d\u2764", "a\u2764"),
    ("\u2764\u200da", "\u2764a"),
    ("a\U000e0041b", "ab"),
    ("a\x00\x1bb\x7f", "ab"),
    ("e\u200b\u0301", "\u00e9"),
]
DIFFERENT = [
    ("a", "A"),
    ("a b", "ab"),
    ("a\nb", "a b"),
    (" a", "a"),
    ("x\u00b2", "x2"),
    ("\u0587", "\u0565\u0582"),
    ("\U0001d5ee", "a"),
    ("\uff21", "A"),
    ("\u2764\ufe0f", "\u2764"),
    ("\U0001f468\u200d\U0001f469", "\U0001f468\U0001f469"),
    ("\u0646\u200c\u0645", "\u0646\u0645"),
    *((f"{sign}\u200d{sign}", sign * 2) for sign in "\u2764\u2211\u00b4\u0915\u094d\u0bbe"),
    ("\U0001f3f4\U000e0067\U000e007f", "\U0001f3f4"),
    ("\u202eabc", "abc"),
    ("\u2026", "..."),
    ("\u0430", "a"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_cannot_be_seen_is_no_difference(one: str, other: str) -> None:
    assert seen(one) == seen(other) == other


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_can_be_seen_is_one(one: str, other: str) -> None:
    assert seen(one) != seen(other)


VISIBLE = st.text(st.characters(codec="utf-8", categories=("L", "Nd", "P", "Sc")), max_size=30)


@settings(deadline=None, max_examples=80)
@given(VISIBLE, st.data())
def test_hidden_characters_change_nothing_wherever_they_stand(
    text: str, data: st.DataObject
) -> None:
    marks = st.sampled_from(sorted(HIDDEN))
    spoilt = "".join(each + data.draw(marks) for each in text)
    assert version_of(card(desc=spoilt), ("desc",)) == version_of(card(desc=text), ("desc",))


@settings(deadline=None, max_examples=80)
@given(st.text(max_size=40))
def test_a_text_is_cleaned_once_and_for_all(text: str) -> None:
    assert version_of(card(name=text), ("name",)).fingerprint
    once = seen(text)
    assert not HIDDEN & set(once)
    assert seen(seen(once)) == seen(once)


@settings(deadline=None, max_examples=80)
@given(VISIBLE, VISIBLE)
def test_different_words_are_different_versions(one: str, other: str) -> None:
    same = seen(one) == seen(other)
    prints = {version_of(card(desc=each), ("desc",)).fingerprint for each in (one, other)}
    assert (len(prints) == 1) is same


CHANGES: list[tuple[str, dict[str, object]]] = [
    ("name", {"name": "Other"}),
    ("desc", {"desc": "Other"}),
    ("due", {"due": NOON + timedelta(seconds=1)}),
    ("due", {"due": None}),
    ("start", {"start": None}),
    ("labels", {"labels": RICH.labels[:1]}),
    ("labels", {"labels": (replace(RICH.labels[0], name="Y"), RICH.labels[1])}),
    ("labels", {"labels": (RICH.labels[0], replace(RICH.labels[1], color="blue"))}),
    ("members", {"members": ("m-1",)}),
    ("attachments", {"attachments": RICH.attachments[:1]}),
    ("attachments", {"attachments": (replace(RICH.attachments[0], url="u3"), RICH.attachments[1])}),
    ("attachments", {"attachments": (replace(RICH.attachments[0], name="c"), RICH.attachments[1])}),
    ("attachments", {"attachments": (replace(RICH.attachments[0], id="9"), RICH.attachments[1])}),
    ("checklists", {"checklists": (replace(RICH.checklists[0], name="Done"),)}),
    ("checklists", {"checklists": (replace(RICH.checklists[0], items=()),)}),
    ("cover", {"cover": None}),
]


@pytest.mark.parametrize(("guard", "change"), CHANGES)
def test_each_guard_watches_its_field_and_no_other(guard: str, change: dict[str, object]) -> None:
    changed = replace(RICH, **change)  # type: ignore[arg-type]
    before, after = version_of(RICH, GUARDS), version_of(changed, GUARDS)
    assert before.fingerprint != after.fingerprint
    assert {g for g in GUARDS if before.values[g] != after.values[g]} == {guard}
    others = [each for each in GUARDS if each != guard]
    assert version_of(RICH, others) == version_of(changed, others)


SILENT: list[dict[str, object]] = [
    {"pos": 5.0},
    {"list": "elsewhere"},
    {"closed": True},
    {"members": ("m-2", "m-1")},
    {"labels": RICH.labels[::-1]},
    {"attachments": RICH.attachments[::-1]},
    {"labels": (replace(RICH.labels[0], id="9"), RICH.labels[1])},
    {"attachments": (replace(RICH.attachments[0], size=5), RICH.attachments[1])},
    {"due": NOON.astimezone(timezone(timedelta(hours=4)))},
    {
        "checklists": (
            replace(RICH.checklists[0], items=(CheckItem(id="1", name="It", done=True),)),
        )
    },
]


@pytest.mark.parametrize("change", SILENT)
def test_what_is_no_content_is_no_change(change: dict[str, object]) -> None:
    changed = replace(RICH, **change)  # type: ignore[arg-type]
    assert version_of(RICH, GUARDS) == version_of(changed, GUARDS)


def test_custom_fields_and_single_checklists_are_guarded_by_name() -> None:
    assert guarded_value(RICH, "field:Network") == "X"
    assert guarded_value(RICH, "field:Other") == ""
    assert guarded_value(RICH, "checklist:To do") == guarded_value(RICH, "checklists")
    assert guarded_value(RICH, "checklist:Other") == ""
    assert guarded_value(RICH, "due") == "2026-11-02T12:00:00+00:00"
    assert guarded_value(RICH, "labels") == "(red)\nX"


@pytest.mark.parametrize("guard", ["colour", "field:", "checklist:", ""])
def test_an_unknown_guard_is_an_error(guard: str) -> None:
    with pytest.raises(ValueError, match="cannot be guarded"):
        version_of(RICH, (guard,))


def test_the_fingerprint_is_stable() -> None:
    plain = Card(id="1", board="b", list="l", name="A post")
    assert version_of(plain, ("name", "desc")) == version_of(plain, ("desc", "name", "name"))
    assert version_of(plain, ("name",)).fingerprint == (
        "bae9fac284d428ff90a665ece7d406e9a1cf71e078a6e11d0ba13872c7a8c396"
    )
    lone = replace(plain, name="\ud800")
    assert version_of(lone, ("name",)).fingerprint != version_of(plain, ("name",)).fingerprint
    assert version_of(replace(plain, due=datetime(2026, 1, 1, tzinfo=UTC)), ("due",)).values == {
        "due": "2026-01-01T00:00:00+00:00"
    }


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("same", "same", ""),
        ("", "", ""),
        ("", "new", "{+new+}"),
        ("old", "", "[-old-]"),
        ("The old text", "The new text", "The [-old-] {+new+} text"),
        ("a b", "a b c", "a b {+c+}"),
        ("a b", "a  b", "a [-␣-] {+␣+} b"),
        ("x a y", "x b y", "x [-a-] {+b+} y"),
    ],
)
def test_the_difference_is_told_in_words(before: str, after: str, shown: str) -> None:
    assert word_difference(before, after) == shown


def test_far_words_are_left_out_and_the_line_stays_short() -> None:
    far = " ".join(str(n) for n in range(40))
    assert word_difference(f"{far} old {far}", f"{far} new {far}") == (
        "… 36 37 38 39 [-old-] {+new+} 0 1 2 3 …"
    )
    assert word_difference(f"old {far} old", f"new {far} new") == (
        "[-old-] {+new+} 0 1 2 3 … 36 37 38 39 [-old-] {+new+}"
    )
    assert BESIDE == 4
    long = word_difference("", "word " * 500)
    assert len(long) == LONGEST and long.endswith("…")
    many = [f"w{n}" for n in range(MOST_WORDS)]
    assert word_difference(" ".join(many), " ".join(reversed(many))).startswith("[-w0 w1 w2")


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=60), st.text(max_size=60))
def test_a_difference_is_empty_only_when_there_is_none(one: str, other: str) -> None:
    assert bool(word_difference(one, other)) is (one != other)


def test_a_difference_is_cut_only_where_it_is_too_long() -> None:
    signs = len("{++}")
    fits = word_difference("", "x" * (LONGEST - signs))
    assert (len(fits), fits[-1]) == (LONGEST, "}")
    cut = word_difference("", "x" * (LONGEST - signs + 1))
    assert (len(cut), cut[-1]) == (LONGEST, "…")


def test_of_a_long_text_in_place_of_a_word_both_are_shown() -> None:
    many = " ".join(f"w{n}" for n in range(MOST_WORDS))
    assert word_difference("old", many).startswith("[-old-] {+w0 w1")


def test_what_is_not_there_is_empty() -> None:
    bare = card()
    assert {guard: guarded_value(bare, guard) for guard in GUARDS if guard != "name"} == (
        dict.fromkeys([guard for guard in GUARDS if guard != "name"], "")
    )
    assert guarded_value(bare, "field:Network") == ""


def test_the_name_of_a_version_is_the_same_in_every_release() -> None:
    """Approvals in the ledger are bound to it: whoever changes this ends them all."""
    armenian = replace(RICH, name="Նոր գրառում")
    assert version_of(armenian, GUARDS).fingerprint == (
        "cb6e2a686c560670e5e62a6584b4aae787967cc3d513340746d8a819e16045b6"
    )
