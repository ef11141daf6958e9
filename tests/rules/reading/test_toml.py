"""A file that is no TOML, and how keys are called."""

from __future__ import annotations

import pytest

from rules.reading.problems import Problem, Problems, did_you_mean
from rules.reading.toml import Toml

BAD_TEXTS = {
    "unended list": ("a = 1\nb = [1,\n", 2),
    "no equals sign": ("a = 1\nb\n", 2),
    "a key twice": ("a = 1\n\na = 2\n", 3),
    "a table twice": ("[a]\n[b]\n[a]\n", 3),
    "text without quotes": ("a = yes\n", 1),
    "a backslash in double quotes": ('a = 1\nb = "\\d"\n', 2),
    "an impossible date": ("\n\na = 2027-02-30\n", 3),
    "a bare carriage return": ("a = 1\rb = 2", 1),
    "a NUL": ("a = \x00", 1),
    "too many digits": ("a = " + "1" * 5000, 1),
    "too deep for tomllib": ("a = " + "[" * 5000, 1),
    "deeper than people write": ("a = " + "[" * 60 + "]" * 60, 1),
}


@pytest.mark.parametrize("name", BAD_TEXTS)
def test_no_toml(name: str) -> None:
    text, line = BAD_TEXTS[name]
    with pytest.raises(Problems) as caught:
        Toml(text, "f.toml")
    (problem,) = caught.value.problems
    assert (problem.file, problem.line) == ("f.toml", line)
    assert str(problem).startswith(f"f.toml:{line}: ")


def test_syntax_errors_say_what_and_often_how_to_mend_it() -> None:
    with pytest.raises(Problems, match=r"not TOML: Cannot overwrite a value.*written twice"):
        Toml("a = 1\na = 2\n", "f.toml")
    with pytest.raises(Problems, match=r"a table in \{ \} stays on one line"):
        Toml("a = { b = 1,\n      c = 2 }\n", "f.toml")
    with pytest.raises(Problems, match=r"column 5\); text stands in double quotes"):
        Toml("a = yes\n", "f.toml")


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert Toml("\ufeffa = 1", "f").data == {"a": 1}


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ((), ""),
        (("version",), "version"),
        (("brake", "max_returns"), "[brake]: max_returns"),
        (("people", "ana"), "[people.ana]"),
        (("people", "ana", "until"), "[people.ana]: until"),
        (("gate", 0), "[[gate]] approved"),
        (("gate", 0, "approvals", 1, "role"), "[[gate]] approved: approvals[2].role"),
        (("gate", 1, "name"), "[[gate]] #2: name"),
        (("gate", 2), "[[gate]] #3"),
        (("nowhere", "at", "all"), "nowhere.at.all"),
    ],
)
def test_titles(path: tuple[str | int, ...], title: str) -> None:
    toml = Toml(
        "version = 1\nbrake.max_returns = 1\npeople.ana.trello = 1\n"
        '[[gate]]\nname = "approved"\n[[gate]]\n[[gate]]\nname = "a\\nb"\n',
        "f",
    )
    assert toml.title(path) == title


def test_problems_are_sorted_by_line_and_shown_one_a_line() -> None:
    found = [
        Problem(file="f", line=9, key="[b]", message="bad", hint="mend it"),
        Problem(file="f", line=2, key="", message="worse"),
    ]
    assert str(Problems(found)) == "f:2: worse\nf:9: [b]: bad; mend it"


def test_hints() -> None:
    assert did_you_mean("enter_form", ["enter_from", "enter_by"]) == "did you mean 'enter_from'?"
    assert did_you_mean("REVEIW", ["Review", "Ideas"]) == "did you mean 'Review'?"
    assert did_you_mean("zzz", ["b", "a"]) == "known: a, b"
    assert did_you_mean("zzz", []) == ""
    assert did_you_mean("zzz", [f"name{n}" for n in range(40)]) == ""
