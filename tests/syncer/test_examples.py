"""The two example files are complete: they load as they are and with every commented key taken in,
and hold every key that there is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import is_dataclass, replace
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.book import Book
from rules.reading import Problems, read_book
from rules.reading.page import Page
from rules.reading.typed import keys
from rules.rule import Rule
from rules.verdict import Level
from syncer.config import Config, read_config
from syncer.judge.words import placeholders
from syncer.lint.trials import run

ROOT = Path(__file__).resolve().parents[2]
RULES = (ROOT / "rules.example.toml").read_text("utf-8")
CONFIG = (ROOT / "config.example.toml").read_text("utf-8")
COMMENTED = re.compile(r"^( *)# (?=\[|[\w.]+ *= )", re.MULTILINE)
ENV = {
    "TRELLO_API_KEY": "a",
    "TRELLO_TOKEN": "b",
    "TRELLO_API_SECRET": "c",
    "AIRTABLE_TOKEN": "d",
    "SLACK_WEBHOOK_URL": "https://hooks.example.org/x",
    "SLACK_BOT_TOKEN": "e",
    "SMTP_URL": "smtp://user:password@mail.example.org:587",
}


def whole(text: str) -> str:
    """The text with its commented keys taken in."""
    return COMMENTED.sub(r"\1", text)


def rules(text: str) -> Book:
    return read_book(text, "rules.example.toml", templates=placeholders())


def config(text: str) -> Config:
    return read_config(text, "config.example.toml", ROOT, ENV)


def tables(hint: Any) -> Iterator[Any]:
    """The dataclasses in a type hint."""
    if is_dataclass(hint) and isinstance(hint, type):
        yield hint
    for inside in get_args(hint):
        yield from tables(inside)


def every_key(cls: Any) -> set[tuple[str, str]]:
    """(dataclass, key) of this dataclass and of all that its keys hold."""
    found: set[tuple[str, str]] = set()
    waiting = [cls]
    while waiting:
        current = waiting.pop()
        hints = get_type_hints(current)
        for key, field in keys(current).items():
            if field.name == "place" or (current.__name__, key) in found:
                continue
            found.add((current.__name__, key))
            waiting += tables(hints[field.name])
    return found


def written(cls: Any, value: Any) -> Iterator[tuple[str, str]]:
    """(dataclass, key) of every key that these values give."""
    hints = get_type_hints(cls)
    for key, item in value.items():
        if key not in keys(cls):
            continue
        yield cls.__name__, key
        for table in tables(hints[keys(cls)[key].name]):
            for inner in _inner(item, table):
                yield from written(table, inner)


def _inner(item: Any, table: Any) -> Iterator[Any]:
    """The tables of this class that a value holds: one, a list of them, or named ones."""
    if isinstance(item, list):
        yield from (inner for inner in item if isinstance(inner, dict))
    elif table.__name__ in ("Person", "Role"):
        yield from (inner for inner in item.values() if isinstance(inner, dict))
    elif isinstance(item, dict):
        yield item


def test_the_rules_load_and_say_what_they_seem_to() -> None:
    book = rules(RULES)
    assert [gate.name for gate in book.gates] == ["approved"]
    assert book.roles["legal"].deputies == ("kim",)
    assert {rule.set for rule in book.style} == {"house", "networks"}
    assert any(re.search("[ա-ֆ]", rule.message) for rule in book.style)
    assert all(rule.level in (Level.ERROR, Level.WARNING) for rule in book.style)
    assert rules(whole(RULES)).library is not None


def test_the_own_tests_of_the_rules_hold() -> None:
    results = run(rules(RULES), RULES, "rules.example.toml")
    assert results.failures == ()
    assert results.tests >= 10


def test_the_config_loads_and_names_the_rules() -> None:
    assert config(CONFIG).rules.file == ROOT / "rules.example.toml"
    assert config(whole(CONFIG)).mail is not None


@pytest.mark.parametrize("text", [RULES, CONFIG], ids=["rules", "config"])
def test_what_is_commented_out_is_really_more(text: str) -> None:
    assert len(COMMENTED.findall(text)) >= 10
    assert tomllib.loads(whole(text)) != tomllib.loads(text)


def test_every_key_of_the_rules_is_shown() -> None:
    shown = set(written(Page, tomllib.loads(whole(RULES))))
    wanted = every_key(Page) - {("Person", "name"), ("Role", "name")}
    assert wanted - shown == set()
    assert {key for name, key in shown if name == "Rule"} >= set(keys(Rule)) - {"place"}


def test_every_key_of_the_config_is_shown() -> None:
    assert set(written(Config, tomllib.loads(whole(CONFIG)))) == every_key(Config)


EXAMPLES: dict[str, None] = dict.fromkeys(("next_base", "posts_table", "versions_table"))
"""Keys of [airtable] that show an example: without them there is none."""


def test_commented_defaults_are_the_defaults() -> None:
    """Whoever takes a commented line in that shows a default changes nothing."""
    plain, taken = config(CONFIG), config(whole(CONFIG))
    assert taken.airtable is not None
    assert replace(taken.airtable, **EXAMPLES) == plain.airtable
    assert (taken.trello.base_url, taken.trello.sweep_every) == (
        plain.trello.base_url,
        plain.trello.sweep_every,
    )


pieces = st.sampled_from(
    [
        *"[]{}=\"'#,.\n\\ 0",
        "true",
        "[[gate]]",
        "[people.x]",
        "-1",
        "nan",
        "1979-05-27",
        "\ufeff",
        "é",
        '"""',
    ]
)


@st.composite
def mutations(draw: Any, text: str) -> str:
    """The text with a few cuts, repetitions and insertions."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 30)))
        put = draw(st.one_of(pieces, st.just(""), st.just(text[start:end] * 2)))
        text = text[:start] + put + text[end:]
    return text


@settings(deadline=None, max_examples=150)
@given(mutations(RULES))
def test_no_mutation_of_the_rules_raises_anything_but_problems(text: str) -> None:
    try:
        rules(text)
    except Problems as found:
        assert found.problems
        for problem in found.problems:
            assert 1 <= problem.line <= len(text.splitlines()) + 1
            assert problem.message


@settings(deadline=None, max_examples=150)
@given(mutations(CONFIG))
def test_no_mutation_of_the_config_raises_anything_but_problems(text: str) -> None:
    try:
        config(text)
    except Problems as found:
        assert all(problem.message for problem in found.problems)


@st.composite
def retyped(draw: Any, text: str) -> str:
    """The text with the value of one key replaced by one of another type."""
    lines = text.splitlines()
    spots = [n for n, line in enumerate(lines) if re.match(r"\s*[\w.\"]+ *= [^{\[]", line)]
    spot = draw(st.sampled_from(spots))
    other = draw(
        st.sampled_from(["3", "true", '"?"', "[]", "[[]]", "{}", "1.5", "2027-01-01", "[{}]"])
    )
    lines[spot] = re.sub(r"= .*", lambda _: f"= {other}", lines[spot])
    return "\n".join(lines)


@settings(deadline=None, max_examples=100)
@given(retyped(RULES))
def test_a_value_of_another_type_is_a_problem_at_its_line_or_means_something(text: str) -> None:
    try:
        rules(text)
    except Problems as found:
        assert found.problems
