"""existence and substitution."""

from __future__ import annotations

from typing import Any

import pytest

from rules.rule import Action
from rules.style.mending import check_action, either, mended
from tests.rules.style.tools import findings, made, matches, told


@pytest.mark.parametrize(
    ("keys", "text", "expected"),
    [
        ({"tokens": ("bad",)}, "bad badly Bad", ["bad"]),
        ({"tokens": ("bad",), "ignorecase": True}, "bad Bad BAD", ["bad", "Bad", "BAD"]),
        ({"tokens": ("bad",), "nonword": True}, "badly", ["bad"]),
        ({"tokens": (r"\d+%",), "nonword": True}, "up 50% now", ["50%"]),
        ({"tokens": ("in|at", "at all")}, "at all in", ["at", "in"]),
        ({"tokens": ("at all", "in|at")}, "at all in", ["at all", "in"]),
        ({"tokens": ("", " ", "bad")}, "a bad", ["bad"]),
        ({"tokens": ("^bad",)}, "x bad\nbad", ["bad"]),
        ({"raw": (r"\bvery", r"\s+\w+")}, "a very  bad one", ["very  bad"]),
        (
            {"raw": (r"very ",), "tokens": ("bad", "sad")},
            "very bad, very sad",
            ["very bad", "very sad"],
        ),
        ({"raw": (r" thing",), "tokens": ("bad",), "append": True}, "bad thing", ["bad thing"]),
        ({"tokens": ("bad",), "exceptions": ("bad",)}, "bad", []),
        ({"tokens": (r"ba\w+",), "exceptions": ("badge",)}, "badge badges bad", ["badges", "bad"]),
        ({"tokens": (r"Ba\w+",), "exceptions": ("badge",)}, "Badge", ["Badge"]),
        ({"tokens": (r"Ba\w+",), "exceptions": ("(?i)badge",)}, "Badge", []),
        ({"tokens": ("mea",), "exceptions": ("mea culpa",)}, "Mea: mea culpa, mea", ["mea"]),
        ({"tokens": ("culpa",), "exceptions": (r"mea\s+culpa",)}, "mea  culpa culpa", ["culpa"]),
        ({"tokens": (r"50% \w+",), "nonword": True}, "50% off", ["50% off"]),
        ({"tokens": ("bad",), "scope": ("heading",)}, "# bad\n\nbad", ["bad"]),
        ({"tokens": ("շատ լավ",)}, "Սա շատ լավ է, շատլավ", ["շատ լավ"]),
    ],
)
def test_existence(keys: dict[str, Any], text: str, expected: list[str]) -> None:
    assert matches(text, made("existence", **keys)) == expected


def test_existence_needs_something_to_look_for() -> None:
    with pytest.raises(ValueError, match="needs tokens"):
        made("existence", tokens=("", " "))


@pytest.mark.parametrize(
    ("action", "text", "message", "replacements"),
    [
        (Action(name="remove"), "very bad", "'very' -> ''", ("",)),
        (Action(name="replace", params=("so",)), "very bad", "'very' -> 'so'", ("so",)),
        (
            Action(name="replace", params=("so", "quite")),
            "very",
            "'very' -> ''so' or 'quite''",
            ("so", "quite"),
        ),
        (Action(name="edit", params=("upper",)), "very", "'very' -> 'VERY'", ("VERY",)),
        (Action(name="suggest", params=("spellings",)), "very", "'very' -> ''", ()),
    ],
)
def test_actions_fill_the_message(
    action: Action, text: str, message: str, replacements: tuple[str, ...]
) -> None:
    rule = made("existence", tokens=("very",), message="'%s' -> '%s'", action=action)
    (one,) = findings(text, rule)
    assert (one.message, one.replacements) == (message, replacements)


@pytest.mark.parametrize(
    ("params", "match", "expected"),
    [
        (("trim", " "), " — ", "—"),
        (("trim_left", "a"), "aba", "ba"),
        (("trim_right", "a"), "aba", "ab"),
        (("truncate", " "), "the the", "the"),
        (("split", "-", "1"), "a-b-c", "b"),
        (("split", "-", "9"), "a-b", "a-b"),
        (("regex", r"(\w)(\w)", "$2$1"), "ab", "ba"),
        (("replace", "a", "b"), "aa", "bb"),
        (("remove", "."), "N.B.A.", "NBA"),
        (("capitalize",), "երևան", "Երևան"),
        (("uncapitalize",), "Երևան", "երևան"),
        (("wrap", "*"), "a", "*a*"),
        (("squeeze", "upper"), "a   b", "A B"),
    ],
)
def test_edits(params: tuple[str, ...], match: str, expected: str) -> None:
    assert mended(Action(name="edit", params=params), match) == (expected,)


def test_convert_writes_simply() -> None:
    assert mended(Action(name="convert", params=("simple",)), "someCamel_case") == (
        "some camel case",
    )


@pytest.mark.parametrize(
    "action",
    [
        Action(name="fly"),
        Action(name="edit"),
        Action(name="edit", params=("fly",)),
        Action(name="edit", params=("split", "-")),
        Action(name="convert", params=("snake",)),
    ],
)
def test_an_action_that_cannot_be_done_is_told(action: Action) -> None:
    with pytest.raises(ValueError, match=r"action|edit"):
        check_action(action)


def test_options_in_a_sentence() -> None:
    assert either(["a"]) == "'a'"
    assert either(["a", "b"]) == "'a' or 'b'"
    assert either(["a", "b", "c"]) == "'a', 'b', or 'c'"


REPLACE = Action(name="replace")


@pytest.mark.parametrize(
    ("keys", "text", "expected"),
    [
        ({"swap": {"utilize": "use"}}, "we utilize", ["Use 'use' instead of 'utilize'."]),
        ({"swap": {"utilize": "use"}}, "Utilize", []),
        (
            {"swap": {"utilize": "use"}, "ignorecase": True},
            "Utilize",
            ["Use 'use' instead of 'Utilize'."],
        ),
        (
            {"swap": {"utilize": "use"}, "ignorecase": True, "capitalize": True},
            "Utilize utilize",
            ["Use 'Use' instead of 'Utilize'.", "Use 'use' instead of 'utilize'."],
        ),
        (
            {"swap": {"շնորակալ": "շնորհակալ"}, "ignorecase": True, "capitalize": True},
            "Շնորակալ եմ",
            ["Use 'Շնորհակալ' instead of 'Շնորակալ'."],
        ),
        (
            {"swap": {"a": "x", "a b": "y"}},
            "a b a",
            ["Use 'y' instead of 'a b'.", "Use 'x' instead of 'a'."],
        ),
        (
            {"swap": {"github": "GitHub"}, "ignorecase": True},
            "GitHub github",
            ["Use 'GitHub' instead of 'github'."],
        ),
        ({"swap": {r"(\d+) percent": "$1%"}}, "50 percent", ["Use '50%' instead of '50 percent'."]),
        (
            {"swap": {r"(a)(b)": "$2$1", "c": "d"}},
            "ab c",
            ["Use 'ba' instead of 'ab'.", "Use 'd' instead of 'c'."],
        ),
        (
            {"swap": {"cell phone": "phone|mobile phone"}, "action": REPLACE},
            "a cell phone",
            ["Use 'phone' or 'mobile phone' instead of 'cell phone'."],
        ),
        ({"swap": {r"a\b|bc": r"x\|y"}, "action": REPLACE}, "bc", ["Use 'x|y' instead of 'bc'."]),
        (
            {"swap": {",,,": "..."}, "nonword": True, "action": REPLACE},
            "so,,,",
            ["Use '...' instead of ',,,'."],
        ),
        ({"swap": {"py": "[Pp]ython"}}, "py Python", ["Use '[Pp]ython' instead of 'py'."]),
        (
            {"swap": {r"[Pp]ython\d?": "[Pp]ython"}},
            "python python3",
            ["Use '[Pp]ython' instead of 'python3'."],
        ),
        ({"swap": {"ex": "example"}, "exceptions": ("ex",)}, "ex", []),
        (
            {"swap": {"ex": "example"}, "exceptions": ("ex machina",)},
            "ex Machina ex",
            ["Use 'example' instead of 'ex'."],
        ),
    ],
)
def test_substitution(keys: dict[str, Any], text: str, expected: list[str]) -> None:
    assert told(text, made("substitution", **keys)) == expected


def test_replacements_are_ready_to_be_put_in() -> None:
    rule = made("substitution", swap={"cell phone": "phone|mobile"}, action=REPLACE)
    assert [one.replacements for one in findings("cell phone", rule)] == [("phone", "mobile")]


def test_substitution_needs_a_swap() -> None:
    with pytest.raises(ValueError, match="needs swap"):
        made("substitution", swap={})
