"""A sheet of rules: which are tried, what they may say, and what becomes of those that fail."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

import pytest

from rules.rule import Hit, Post, Rule, Text, When
from rules.style.post import post_of_text
from rules.style.sheet import Failure, Sheet, holds
from rules.verdict import Level, Mode
from tests.rules.style.tools import findings, made, matches

POST = Post(
    texts=(Text(scope="desc", value="Buy bad shoes"),),
    labels=frozenset({"LinkedIn", "Claim"}),
    stage="Review",
    board="Social media",
    fields={"Language": "en"},
)


@dataclass(frozen=True, kw_only=True)
class Breaking(Rule):
    KIND: ClassVar[str] = "breaking"

    def check(self, post: Post) -> Iterable[Hit]:
        yield Hit(text=post.texts[0], start=0, end=1)
        raise KeyError("a fault of the rule")


@dataclass(frozen=True, kw_only=True)
class Everywhere(Rule):
    KIND: ClassVar[str] = "everywhere"

    def check(self, post: Post) -> Iterable[Hit]:
        for text in post.texts:
            for place in range(len(text.value)):
                yield Hit(text=text, start=place, end=place + 1)
                yield Hit(text=text, start=place, end=place + 1)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (When(), True),
        (When(label="LinkedIn"), True),
        (When(label="linkedin"), True),
        (When(label="X"), False),
        (When(labels_any=("X", "claim")), True),
        (When(labels_any=("X",)), False),
        (When(not_label="Claim"), False),
        (When(not_label="X"), True),
        (When(stage="Review"), True),
        (When(stage="Drafting"), False),
        (When(board="Social media"), True),
        (When(board="Other"), False),
        (When(field={"Language": "en"}), True),
        (When(field={"Language": "hy"}), False),
        (When(field={"Country": "AM"}), False),
        (When(label="LinkedIn", stage="Drafting"), False),
    ],
)
def test_all_of_a_condition_must_hold(when: When, expected: bool) -> None:
    assert holds(when, POST) is expected
    rule = made("existence", tokens=("bad",), when=when)
    assert bool(Sheet([rule]).check(POST).findings) is expected


def test_only_the_sets_asked_for_are_tried() -> None:
    rules = [made("existence", set=name, tokens=("bad",)) for name in ("house", "networks")]
    assert [one.set for one in Sheet(rules).check(POST, {"house"}).findings] == ["house"]
    assert len(Sheet(rules).check(POST).findings) == 2
    assert Sheet(rules).check(POST, set()).findings == ()


def test_a_rule_that_breaks_is_a_failure_and_its_findings_do_not_count() -> None:
    said = Sheet([Breaking(set="a", name="b"), made("existence", tokens=("bad",))]).check(POST)
    assert said.failures == (Failure(set="a", rule="b", why="KeyError: 'a fault of the rule'"),)
    assert [one.kind for one in said.findings] == ["existence"]


def test_a_limit_and_one_finding_a_place() -> None:
    rule = Everywhere(set="a", name="b")
    assert len(Sheet([rule]).check(POST).findings) == len("Buy bad shoes")
    assert len(Sheet([replace(rule, limit=3)]).check(POST).findings) == 3


def test_findings_are_sorted_by_place() -> None:
    rules = [made("existence", name=name, tokens=("bad", "good")) for name in ("b", "a")]
    given = findings("bad\nx good bad", *rules)
    places = [(one.line, one.column, one.rule) for one in given]
    assert places == sorted(places)
    assert len(places) == 6


def test_a_finding_carries_all_that_people_need() -> None:
    rule = made(
        "existence",
        tokens=("very   bad",),
        message="Don't write '%s': it's\n  100%% %s.",
        level=Level.ERROR,
        link="https://wiki.example.org/bad",
        mode=Mode.OBSERVE,
        action=None,
    )
    (one,) = findings("Ա line\n🙂 very   bad", rule)
    assert (one.line, one.column, one.end_column) == (2, 3, 13)
    assert one.message == "Don't write 'very bad': it's 100% ."
    assert (one.scope, one.level, one.mode) == ("desc", Level.ERROR, Mode.OBSERVE)
    assert (one.set, one.rule, one.kind) == ("set", "name", "existence")
    assert one.match == "very   bad"
    assert one.link == "https://wiki.example.org/bad"


def test_a_match_over_two_lines_ends_with_its_first() -> None:
    (one,) = findings("so in order\nto win", made("existence", tokens=(r"in\s+order\s+to",)))
    assert (one.line, one.column, one.end_column) == (1, 4, 12)
    assert one.match == "in order\nto"


def test_many_rules_of_plain_words_share_one_index() -> None:
    words = [f"word{number}x" for number in range(300)]
    many = [made("existence", name=word, tokens=(word,)) for word in words]
    one = made("existence", tokens=tuple(words))
    text = "Some word7x and **word**299x, `word5x` but no word300x."
    assert matches(text, *many) == matches(text, one) == ["word7x", "word**299x"]


def test_raw_scope_is_found_by_the_index_too() -> None:
    rule = made("existence", tokens=("secret",), scope=("raw",))
    assert matches("fine\n\n    a secret in code", rule) == ["secret"]
    assert matches("`secret`", rule) == ["secret"]


def test_name_and_desc_are_read_unless_the_scope_says_where() -> None:
    text = post_of_text("bad ## no\n\n## X\nbad", name="bad name")
    by_scope = {
        ("text",): [("desc", 1), ("desc", 4), ("name", 1)],
        ("name",): [("name", 1)],
        ("desc",): [("desc", 1), ("desc", 4)],
        ("section:x",): [("section:x", 4)],
        ("section",): [("section:x", 4)],
        ("~name",): [("desc", 1), ("desc", 4)],
        ("name", "section:x"): [("name", 1), ("section:x", 4)],
    }
    for scope, expected in by_scope.items():
        rule = made("existence", tokens=("bad",), scope=scope)
        given = Sheet([rule]).check(text).findings
        assert [(one.scope, one.line) for one in given] == expected, scope


def test_an_unknown_scope_is_told_when_the_rule_is_made() -> None:
    with pytest.raises(ValueError, match="'heding'"):
        made("existence", tokens=("bad",), scope=("heding",))
