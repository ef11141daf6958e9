"""Ways around a rule that were thought of, and that none of them hangs a tick."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.rule import Rule
from rules.style.fold import folded
from rules.style.post import post_of_text
from rules.style.sheet import LONGEST, Sheet
from tests.rules.style.tools import findings, made, matches, report

HYPE = ("game.?changer", "revolutionary", "free money")


@pytest.fixture
def hype() -> Rule:
    return made("existence", tokens=HYPE, ignorecase=True)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a g\u0430me-ch\u0430nger", "g\u0430me-ch\u0430nger"),  # Cyrillic а
        ("a REV\u039fLUTIONARY idea", "REV\u039fLUTIONARY"),  # Greek Ο
        ("a revoluti\u0585nary idea", "revoluti\u0585nary"),  # Armenian օ
        ("a rev\u200bolution\u200dary idea", "rev\u200bolution\u200dary"),  # no width
        ("a rev\u00adolutionary idea", "rev\u00adolutionary"),  # soft hyphen
        ("a rev\u202eolutionary\u202c idea", "rev\u202eolutionary"),  # bidi override
        ("a rev\u2067olutionary idea", "rev\u2067olutionary"),  # bidi isolate
        ("a 𝐫𝐞𝐯𝐨𝐥𝐮𝐭𝐢𝐨𝐧𝐚𝐫𝐲 idea", "𝐫𝐞𝐯𝐨𝐥𝐮𝐭𝐢𝐨𝐧𝐚𝐫𝐲"),
        ("a ｒｅｖｏｌｕｔｉｏｎａｒｙ idea", "ｒｅｖｏｌｕｔｉｏｎａｒｙ"),
        ("a ⓡⓔⓥⓞⓛⓤⓣⓘⓞⓝⓐⓡⓨ idea", "ⓡⓔⓥⓞⓛⓤⓣⓘⓞⓝⓐⓡⓨ"),
        ("a r\u0332e\u0332volutionary idea", "r\u0332e\u0332volutionary"),  # underlined
        ("a game\u2011changer", "game\u2011changer"),  # non-breaking hyphen
        ("a **rev**olutionary idea", "rev**olutionary"),
        ("a rev*olution*ary idea", "rev*olution*ary"),
        ("a rev<b>olutionary</b> idea", "rev<b>olutionary"),
        ("a rev<!-- x -->olutionary idea", "rev<!-- x -->olutionary"),
        ("a rev[olution](http://x.io)ary idea", "rev[olution](http://x.io)ary"),
        ("a rev&#111;lutionary idea", "rev&#111;lutionary"),
        (r"a game\-changer", r"game\-changer"),
        ("free\u00a0money", "free\u00a0money"),
        ("> a revolutionary idea", "revolutionary"),
        ("| a | revolutionary |\n|---|---|\n| x | y |", "revolutionary"),
    ],
)
def test_a_disguised_word_is_found_and_quoted_as_it_is_written(
    hype: Rule, text: str, written: str
) -> None:
    assert matches(text, hype) == [written]


@pytest.mark.parametrize(
    "text",
    [
        "Это револьвер и ресторан",  # Russian is no disguise
        "Сор и сосна",
        "Ինչո՞ւ է սա այստեղ",
        "Καλημέρα κόσμε",
        "We ship ❤️ and 👩‍👩‍👧 to everyone™",
        "`revolutionary` is code, https://revolutionary.io/revolutionary a link",
    ],
)
def test_honest_text_is_left_alone(hype: Rule, text: str) -> None:
    assert matches(text, hype) == []


def test_what_is_written_plainly_is_told_once(hype: Rule) -> None:
    assert matches("a revolutionary idea \u200b\u0430b", hype) == ["revolutionary"]


def test_armenian_marks_stand_inside_words() -> None:
    rule = made("existence", tokens=("անվճար",))
    assert matches("Անկասկած անվճա՞ր է, անվճար", rule) == ["անվճա՞ր", "անվճար"]


@pytest.mark.parametrize("token", ["սիրում եւ", "սիրում և"])
@pytest.mark.parametrize("text", ["սիրում եւ հարգում", "սիրում և հարգում"])
def test_armenian_and_is_one_letter_or_two(token: str, text: str) -> None:
    assert len(matches(text, made("existence", tokens=(token,)))) == 1


def test_a_rule_may_ask_for_the_one_letter() -> None:
    rule = made("substitution", swap={"եւ": "և"}, nonword=True)
    assert matches("սեր եւ կյանք և սեր", rule) == ["եւ"]


def test_a_right_word_with_a_mark_inside_stays_right() -> None:
    rule = made("substitution", swap={"երեւան": "Երևան"}, ignorecase=True)
    assert matches("Սա Երևա՞նն է, Երևա՞ն", rule) == []
    assert matches("Սա երևա՞ն է", rule) == ["երևա՞ն"]


EXPLODING: tuple[Callable[[int], str], ...] = (
    lambda n: "`" * n,
    lambda n: "[a" * (n // 2),
    lambda n: "<!--" * (n // 4),
    lambda n: "*a " * (n // 3),
    lambda n: "_a" * (n // 2),
    lambda n: "> " * (n // 2),
    lambda n: "- " * (n // 2),
    lambda n: "[](" * (n // 3),
    lambda n: "![a](" * (n // 5),
    lambda n: "a" * n,
    lambda n: "а\u200b" * (n // 2),
    lambda n: "\u0301" * n,
    lambda n: "|" * (n // 2) + "\n|-|\n" + "|a" * (n // 4),
    lambda n: "\n".join(["> " * 40 + "a"] * (n // 100)),
    lambda n: ". A" * (n // 3),
    lambda n: "եւ" * (n // 2),
)


@pytest.mark.parametrize("grown", EXPLODING, ids=range(len(EXPLODING)))
def test_huge_input_is_read_in_time(grown: Callable[[int], str]) -> None:
    rules = [
        made("existence", tokens=HYPE),
        made("occurrence", token=r"\w+", max=1, scope=("sentence",)),
        made("metric", formula="words", condition="> 1"),
    ]
    before = perf_counter()
    Sheet(rules).check(post_of_text(grown(LONGEST - 100)))
    assert perf_counter() - before < 10


def test_a_text_beyond_bounds_is_no_pass() -> None:
    said = report("a" * (LONGEST + 1), made("existence", tokens=HYPE))
    assert said.findings == ()
    assert "100,001" in said.failures[0].why


@pytest.mark.parametrize(
    "token",
    [r"(?=(?:x+x+)+y)x", r"(?:a|aa)+(?<!b)$", r"(\w+\s?)+\1!", r"(?:(?:x|x\w)*)*\bz(?!q)"],
)
@pytest.mark.parametrize("text", ["x" * 5000, "a" * 4000 + "b", "xx " * 3000, "xa\n\n" * 3000])
def test_an_exploding_pattern_ends_and_is_never_a_silent_pass(token: str, text: str) -> None:
    rule = made("existence", tokens=(token,), nonword=True)
    before = perf_counter()
    said = report(text, rule)
    assert perf_counter() - before < 8
    for failure in said.failures:
        assert failure.rule == "name"
        assert "too long" in failure.why


def test_a_pattern_that_runs_out_of_time_is_a_failure() -> None:
    never_ends = made("existence", tokens=(r"(a|aa)+\1b(?<!q)",), nonword=True)
    plain = made("existence", name="other", tokens=("fine",))
    said = report("fine " + "a" * 80, never_ends, plain)
    assert [failure.rule for failure in said.failures] == ["name"]
    assert said.failures[0].why == "a pattern took too long on this text"
    assert [finding.rule for finding in said.findings] == ["other"]


def test_many_slow_searches_add_up_to_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rules.style.pattern.SLOW", 1e-9)
    slow = made("existence", tokens=(r"(a|aa)+\1b(?<!q)",), nonword=True)
    paragraph = "a" * 22
    assert report("\n\n".join([paragraph] * 3), slow).failures == ()
    assert len(report("\n\n".join([paragraph] * 50), slow).failures) == 1


def test_linear_patterns_stay_linear() -> None:
    rule = made("existence", tokens=(r"(?:x+x+)+y",), nonword=True)
    before = perf_counter()
    assert report("x" * 50_000, rule).failures == ()
    assert perf_counter() - before < 2


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet=st.sampled_from("aаоoեւ՞\u200b\u0301é𝐚ⓐ **_`[]()<>&;#\n-|"), max_size=60))
def test_every_finding_quotes_what_stands_there(text: str) -> None:
    rule = made("existence", tokens=(r"\w+",))
    for one in findings(text, rule):
        lines = text.split("\n")
        first = one.match.partition("\n")[0]
        assert lines[one.line - 1][one.column - 1 : one.end_column - 1] == first


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=80))
def test_folding_keeps_every_place(text: str) -> None:
    bare = folded(text)
    if bare is not None:
        assert len(bare.at) == len(bare.value)
        assert list(bare.at) == sorted(bare.at)
        assert all(0 <= place < len(text) for place in bare.at)
        again = folded(bare.value)
        assert again is None or len(again.value) <= len(bare.value)
