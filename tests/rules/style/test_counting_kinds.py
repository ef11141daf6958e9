"""occurrence, repetition, consistency, conditional, metric and sequence."""

from __future__ import annotations

from typing import Any

import pytest

from rules.style.arithmetic import BadFormula, read, worked_out
from rules.style.measures import syllables
from rules.style.sequence import Token
from tests.rules.style.tools import findings, made, matches, report, told


@pytest.mark.parametrize(
    ("keys", "text", "expected"),
    [
        ({"token": "!", "max": 1}, "a! b!", [(1, 2, "2 of !")]),
        ({"token": "!", "max": 1}, "a!\n\nb!", []),
        ({"token": "!", "max": 1, "scope": ("summary",)}, "a!\n\nb!", [(1, 2, "2 of !")]),
        ({"token": r"\w+", "max": 2, "scope": ("sentence",)}, "A b. C d e.", [(1, 6, "3 of !")]),
        ({"token": "call", "min": 1}, "buy now", [(1, 1, "0 of !")]),
        ({"token": "call", "min": 1, "ignorecase": True}, "Call now", []),
        ({"token": "x", "min": 3}, "x x", [(1, 1, "2 of !")]),
        ({"token": r"\*+", "max": 1}, "`a` `b`", []),
        ({"token": "a", "min": 1}, "", [(1, 1, "0 of !")]),
    ],
)
def test_occurrence(keys: dict[str, Any], text: str, expected: list[tuple[int, int, str]]) -> None:
    given = findings(text, made("occurrence", message="%d of !", **keys))
    assert [(one.line, one.column, one.message) for one in given] == expected


def test_occurrence_needs_a_bound() -> None:
    with pytest.raises(ValueError, match="max or min"):
        made("occurrence", token="a")


@pytest.mark.parametrize(
    ("keys", "text", "expected"),
    [
        ({}, "the the end", ["the the"]),
        ({}, "The the end", []),
        ({"ignorecase": True}, "The the end", ["The the"]),
        ({}, "that. That", []),
        ({"ignorecase": True}, "I like that. That is good.", []),
        ({}, "5 5", ["5 5"]),
        ({"alpha": True}, "5 5", []),
        ({"max": 1}, "so so good", []),
        ({"max": 1}, "so so so good", ["so so"]),
        ({}, "the\nthe", ["the\nthe"]),
        ({"tokens": ("[A-Z]+",)}, "AB AB", ["AB AB"]),
        ({"exceptions": ("had had",)}, "he had had it", []),
        ({}, "շատ շատ լավ", ["շատ շատ"]),
    ],
)
def test_repetition(keys: dict[str, Any], text: str, expected: list[str]) -> None:
    assert matches(text, made("repetition", **keys)) == expected


@pytest.mark.parametrize(
    ("keys", "text", "expected"),
    [
        ({}, "advisor\n\nadviser", [(3, "adviser")]),
        ({}, "advisor advisor", []),
        ({}, "adviser\n\nx\n\nadvisor\n\nadvisor", [(5, "advisor"), (7, "advisor")]),
        ({}, "Advisor adviser", []),
        ({"ignorecase": True}, "Advisor adviser", [(1, "adviser")]),
        ({}, "advisors adviser", []),
        ({"nonword": True}, "advisors adviser", [(1, "adviser")]),
    ],
)
def test_consistency(keys: dict[str, Any], text: str, expected: list[tuple[int, str]]) -> None:
    given = findings(text, made("consistency", either={"advisor": "adviser"}, **keys))
    assert [(one.line, one.match) for one in given] == expected


ACRONYM = {"first": r"\b([A-Z]{3,5})\b", "second": r"(?:\b[A-Z][a-z]+ )+\(([A-Z]{3,5})\)"}


@pytest.mark.parametrize(
    ("keys", "text", "expected"),
    [
        (ACRONYM, "The World Health Organization (WHO).\n\nWHO says", []),
        (ACRONYM, "WHO says.\n\nThe World Health Organization (WHO).", ["WHO"]),
        (ACRONYM, "The World Health Organization (WHO) and NASA", ["NASA"]),
        (ACRONYM | {"exceptions": ("NASA",)}, "NASA", []),
        ({"first": "discount", "second": "terms"}, "A discount; see terms.", []),
        ({"first": "discount", "second": "terms"}, "A discount.\n\nSee terms.", ["discount"]),
        (
            {"first": "discount", "second": "terms", "scope": ("summary",)},
            "A discount.\n\nSee terms.",
            [],
        ),
        ({"first": "DISCOUNT", "second": "x", "ignorecase": True}, "Discount", ["Discount"]),
    ],
)
def test_conditional(keys: dict[str, Any], text: str, expected: list[str]) -> None:
    assert matches(text, made("conditional", **keys)) == expected


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("7 / 2", 3.5),
        ("-words", -10),
        ("math.sqrt(16) + sqrt(4)", 6),
        ("math.pow(2, 3)", 8),
        ("words > 5 && words < 20", 1),
        ("words > 5 || words > 100", 1),
        ("words % 3", 1),
        ("1 < words <= 10", 1),
        ("words != 10", 0),
    ],
)
def test_formulas(formula: str, value: float) -> None:
    assert worked_out(formula, {"words": 10.0}) == value


@pytest.mark.parametrize(
    "formula",
    [
        "",
        "1 +",
        "__import__('os')",
        "words.real",
        "words ** 9",
        "[1]",
        "lambda: 1",
        "'a' * 9",
        "math.exit(1)",
        "pow(x=1)",
        "1 if words else 2",
        "(" * 40 + "1" + ")" * 40 + " + 'a'",
        "-" * 60 + "1",
        "1" * 3000,
    ],
)
def test_a_formula_is_arithmetic_and_nothing_else(formula: str) -> None:
    with pytest.raises(BadFormula):
        read(formula)


def test_a_formula_that_cannot_be_worked_out_makes_the_rule_fail() -> None:
    rule = made("metric", formula="words / list", condition="> 1")
    said = report("two words", rule)
    assert said.findings == ()
    assert "words / list" in said.failures[0].why


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("words", "15.00"),
        ("sentences", "3.00"),
        ("paragraphs", "2.00"),
        ("heading.h1 + 10 * heading_h2", "11.00"),
        ("list", "1.00"),
        ("pre", "1.00"),
        ("long_words", "1.00"),
        ("characters", "50.00"),
    ],
)
def test_what_is_counted(formula: str, value: str) -> None:
    text = (
        "# Head\n\n## Two\n\nThis is a first sentence. Here is a second one.\n\n"
        "- an entry in a list\n\n```\ncode words\n```\n"
    )
    rule = made("metric", formula=formula, condition="> 0", message="%s")
    assert told(text, rule) == [value]


@pytest.mark.parametrize(
    ("word", "count"),
    [("cat", 1), ("table", 2), ("family", 3), ("Երևան", 3), ("ուրախություն", 4), ("x", 1)],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("tokens", "text", "expected"),
    [
        (
            (Token(pattern="very"), Token(pattern=r"\w+ly")),
            "very nicely, nicely very",
            ["very nicely"],
        ),
        (
            (Token(pattern="not"), Token(pattern="only", skip=2)),
            "not a b only; not a b c only",
            ["not a b only"],
        ),
        (
            (Token(pattern="not", negate=True), Token(pattern="only")),
            "only not only Only",
            ["only"],
        ),
        ((Token(pattern="only"), Token(pattern="but", negate=True)), "only but. An only", ["only"]),
        ((Token(pattern="a"), Token(pattern="b")), "a. B b a b", ["a b"]),
        (
            (Token(pattern="you", negate=True), Token(pattern="can"), Token(pattern="not")),
            "it can not",
            ["it can not"],
        ),
        (
            (Token(pattern="you", negate=True), Token(pattern="can"), Token(pattern="not")),
            "you can not",
            [],
        ),
    ],
)
def test_sequence(tokens: tuple[Token, ...], text: str, expected: list[str]) -> None:
    assert matches(text, made("sequence", tokens=tokens)) == expected


def test_sequence_needs_a_word_to_look_for() -> None:
    with pytest.raises(ValueError, match="without negate"):
        made("sequence", tokens=(Token(pattern="a", negate=True),))
