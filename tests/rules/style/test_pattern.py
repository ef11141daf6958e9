"""Patterns in .NET's dialect, in whichever engine runs them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.rule import Text
from rules.style.alternation import Alternation
from rules.style.block import Block
from rules.style.dialect import literal, shifted
from rules.style.pattern import BadPattern, compiled

TEXT = Text(scope="desc", value="")


def found(alternatives: list[str], value: str, **keys: bool) -> list[tuple[str, int]]:
    block = Block(TEXT, frozenset({"text"}), value)
    spots = Alternation(alternatives, **keys).spots(block)
    return [(value[spot.start : spot.end], spot.which) for spot in spots]


@pytest.mark.parametrize(
    ("source", "value", "expected"),
    [
        (r"[^[]+", "a[b", "a"),
        (r"[a-z-[aeiou]]+", "aebcd", "bcd"),
        (r"[\w.&&]+", "a.&&", "a.&&"),
        (r"[]a]+", "b]a", "]a"),
        (r"[^]a]+", "]ab", "b"),
        (r"a{,3}", "a{,3}", "a{,3}"),
        (r"[[:digit:]]+", "ab12", "12"),
        (r"(?<n>a)\k<n>", "baa", "aa"),
        (r"(?i)foo(?-i)Bar", "FOOBar", "FOOBar"),
        (r"(?<!\d)\d{2}(?!\d)", "123 45", "45"),
        (r"\p{Lu}\p{Ll}+", "և Երևան", "Երևան"),
        (r"\bշուն\b", "մեծ շուն", "շուն"),
        (r"(?i)straße", "STRAßE", "STRAßE"),
        (r"\[(x)\]", "[x]", "[x]"),
    ],
)
def test_dialect(source: str, value: str, expected: str) -> None:
    hit = compiled(source).search(value)
    assert hit is not None
    assert hit.group() == expected
    assert (hit.start(), hit.end()) == (
        value.index(expected),
        value.index(expected) + len(expected),
    )


@pytest.mark.parametrize("source", ["(", "[a", "a**", "(?P<x>a", "(?<=a*)(b", "\\"])
def test_a_bad_pattern_is_told_with_its_text(source: str) -> None:
    with pytest.raises(BadPattern) as problem:
        compiled(source)
    assert repr(source) in str(problem.value)


def test_the_same_answers_for_ascii_and_other_text() -> None:
    pattern = compiled(r"(?m)\b(\w+)-(\d+)$")
    for ending in ("", " ե"):
        (hit,) = pattern.all(f"ab-12\nx-y{ending}")
        assert (hit.start(), hit.end(), hit.group(), hit.group(1)) == (0, 5, "ab-12", "ab")


@pytest.mark.parametrize(
    ("source", "words"),
    [("plain words", "plain words"), (r"e\-mail", "e-mail"), ("a.b", None), (r"\d", None),
     ("colou?r", None), ("(a)", None), ("don't", "don't")],
)  # fmt: skip
def test_plain_words_are_known(source: str, words: str | None) -> None:
    assert literal(source) == words


def test_back_references_move_with_the_groups_before_them() -> None:
    assert shifted(r"(\w)\1 \\1 \b", 2) == r"(\w)\g<3> \\1 \b"
    assert found([r"(a)b", r"(\w)\1"], "abb xx") == [("xx", 1)]
    assert found([r"(a)b", r"(\w)\1"], "ab xx") == [("ab", 0), ("xx", 1)]


@pytest.mark.parametrize(
    ("alternatives", "value", "expected"),
    [
        (["a b", "a"], "a b a", [("a b", 0), ("a", 1)]),
        (["a", "a b"], "a b a", [("a", 0), ("a", 0)]),
        (["b", r"a.?b"], "a b b", [("a b", 1), ("b", 0)]),
        ([r"b\w*", "bc"], "bc", [("bc", 0)]),
        (["bc", r"b\w*"], "bc bcd", [("bc", 0), ("bcd", 1)]),
        (["cat"], "cats cat_ cat", [("cat", 0)]),
        (["x y", r"y\w"], "x y yz", [("x y", 0), ("yz", 1)]),
        ([r"a\w b", "b c"], "ax b c", [("ax b", 0)]),
        ([r"a\w", "b c"], "ax b c", [("ax", 0), ("b c", 1)]),
    ],
)
def test_the_leftmost_then_the_first_alternative(
    alternatives: list[str], value: str, expected: list[tuple[str, int]]
) -> None:
    assert found(alternatives, value) == expected
    whole = "|".join(f"({one})" for one in alternatives)
    hits = [hit.group() for hit in compiled(rf"\b(?:{whole})\b").all(value)]
    assert hits == [match for match, _ in expected]


@settings(deadline=None, max_examples=300)
@given(
    st.lists(
        st.sampled_from(
            ["a", "b", "a b", "ab", "b-a", r"a\w*", r"\w b", r"a.?b", r"(a)\1", "a|b b"]
        ),
        min_size=1,
        max_size=5,
    ),
    st.text(alphabet=st.sampled_from("ab -"), max_size=30),
    st.booleans(),
)
def test_the_index_answers_as_one_long_pattern_would(
    alternatives: list[str], value: str, ignorecase: bool
) -> None:
    value = value.upper() if ignorecase else value
    numbered, groups = [], 0
    for one in alternatives:
        numbered.append(f"({shifted(one, groups + 1)})")
        groups += 1 + one.count("(")
    whole = rf"\b(?:{'|'.join(numbered)})\b"
    hits = compiled(f"(?i){whole}" if ignorecase else whole).all(value)
    given = found(alternatives, value, ignorecase=ignorecase)
    assert [match for match, _ in given] == [hit.group() for hit in hits]


def test_case() -> None:
    assert found(["Foo bar"], "foo bar FOO BAR") == []
    assert len(found(["Foo bar"], "foo bar FOO BAR Foo\u00a0Bar", ignorecase=True)) == 3
    assert found(["երևան"], "ԵՐԵՎԱՆ Երևան", ignorecase=True) == [("Երևան", 0)]
