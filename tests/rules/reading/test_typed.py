"""Each type hint takes its own values and no others, and says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Literal

import pytest

from rules.reading.problems import Problems
from rules.reading.toml import Toml
from rules.reading.typed import BAD, Entry, Reader
from rules.verdict import Place


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, kw_only=True)
class Inner:
    must: str
    may: int = 1


@dataclass(frozen=True, kw_only=True)
class Outer:
    text: str = ""
    yes: bool = False
    whole: int = field(default=0, metadata={"least": 0, "most": 10})
    share: float = field(default=0.0, metadata={"least": 0})
    day: date | None = None
    hour: time | None = None
    moment: datetime | None = None
    length: timedelta = timedelta(0)
    colour: Colour = Colour.RED
    word: Literal["one", "two"] = "one"
    list_: tuple[str, ...] = ()
    one: tuple[str, ...] = field(default=(), metadata={"one": True})
    some: frozenset[int] = frozenset()
    either: Literal["deny", "allow"] | tuple[str, ...] = "deny"
    inner: Inner | None = None
    inners: tuple[Inner, ...] = ()
    entries: tuple[Entry[Inner], ...] = ()
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    anything: Mapping[str, object] = field(default_factory=dict)
    renamed: int = field(default=0, metadata={"key": "other"})
    place: Place | None = None


def read(text: str, cls: Any = Outer) -> tuple[Any, list[str]]:
    toml = Toml(text, "f.toml")
    value = Reader(toml).table(cls, toml.data, ())
    return value, str(Problems(toml.problems)).splitlines()


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ('text = "x"', "text", "x"),
        ("yes = true", "yes", True),
        ("whole = 10", "whole", 10),
        ("share = 2", "share", 2.0),
        ("share = 0.25", "share", 0.25),
        ("day = 2027-01-31", "day", date(2027, 1, 31)),
        ("hour = 09:30:00", "hour", time(9, 30)),
        ("moment = 2027-01-31T09:30:00", "moment", datetime(2027, 1, 31, 9, 30)),  # noqa: DTZ001
        ('length = "15m"', "length", timedelta(minutes=15)),
        ('colour = "blue"', "colour", Colour.BLUE),
        ('word = "two"', "word", "two"),
        ('list = ["a", "b"]', "list_", ("a", "b")),
        ('one = "a"', "one", ("a",)),
        ('one = ["a", "b"]', "one", ("a", "b")),
        ("some = [1, 2, 1]", "some", frozenset({1, 2})),
        ('either = "allow"', "either", "allow"),
        ('either = ["app1"]', "either", ("app1",)),
        ('inner = { must = "x" }', "inner", Inner(must="x")),
        ('[[inners]]\nmust = "x"\nmay = 2', "inners", (Inner(must="x", may=2),)),
        ('names.a = ["b"]', "names", {"a": ("b",)}),
        ("anything.a = [{ b = [1] }]", "anything", {"a": (MappingProxyType({"b": (1,)}),)}),
        ("other = 3", "renamed", 3),
        (
            '[[entries]]\nmust = "x"',
            "entries",
            (Entry(path=("entries", 0), value=Inner(must="x")),),
        ),
    ],
)
def test_takes(text: str, name: str, value: object) -> None:
    read_value, problems = read(text)
    assert problems == []
    assert getattr(read_value, name) == value
    assert type(getattr(read_value, name)) is not dict


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("text = 3", "text: must be text, not the number 3"),
        ("yes = 1", "yes: must be true or false, not the number 1"),
        ("whole = true", "whole: must be a whole number, not true"),
        ("whole = 1.0", "whole: must be a whole number, not the number 1.0"),
        ("whole = -1", "whole: must be at least 0, not -1"),
        ("whole = 11", "whole: must be at most 10, not 11"),
        ("share = false", "share: must be a number, not false"),
        ("share = -0.5", "share: must be at least 0, not -0.5"),
        ("share = nan", "share: must be a finite number"),
        ("share = 1" + "0" * 400, "share: must be a finite number"),
        ("day = 2027-01-31T00:00:00", "day: must be a date such as 2027-01-31, not 2027-01-31 00"),
        ('day = "2027-01-31"', 'day: must be a date such as 2027-01-31, not the text "2027-01-31"'),
        ("moment = 2027-01-31", "moment: must be a date with a time, not 2027-01-31"),
        ("length = 15", 'length: must be a length of time such as "30s"'),
        ('length = "15 parsecs"', "length: 'parsecs' is no unit of time; use s, m, h, day, week"),
        ('length = "3 business days"', "length: 3 business days have no fixed length"),
        ('colour = "green"', 'colour: must be one of red, blue, not the text "green"'),
        ("colour = 1", "colour: must be one of red, blue, not the number 1"),
        ('word = "three"', "word: must be one of one, two, not"),
        ("word = [1]", "word: must be one of one, two, not a list"),
        ('list = "a"', 'list: must be a list of text, not the text "a"'),
        ('list = ["a", 1]', "list[2]: must be text, not the number 1"),
        ("some = [true]", "some[1]: must be a whole number, not true"),
        ('either = "perhaps"', "either: must be one of deny, allow, not"),
        ("either = 1", "either: must be one of deny, allow or a list of text, not the number 1"),
        ('inner = "x"', 'inner: must be a table, not the text "x"'),
        ("inner = {}", "[inner]: key 'must' is missing; it takes text"),
        (
            'inners = { must = "x" }',
            "[inners]: must be a list of tables, not a table; write [[inners]]",
        ),
        ("entries = 1", "entries: must be a list of tables, not the number 1"),
        ("[[inners]]\nmay = 1", "[[inners]] #1: key 'must' is missing; it takes text"),
        ('names = ["a"]', "names: must be a table, not a list"),
        ("names.a = 1", "[names]: a: must be a list of text, not the number 1"),
        ("renamed = 3", "unknown key 'renamed'"),
        ("place = 1", "unknown key 'place'"),
        ("list_ = []", "unknown key 'list_'; did you mean 'list'?"),
        ('txet = "x"', "unknown key 'txet'; did you mean 'text'?"),
        ("qqqq = 1", "unknown key 'qqqq'"),
    ],
)
def test_refuses(text: str, problem: str) -> None:
    _, problems = read(text)
    assert len(problems) == 1
    assert problem in problems[0]


def test_every_problem_is_told_with_its_line() -> None:
    _, problems = read('text = 1\n\n[inner]\nmay = "x"\nmut = 1\n')
    assert problems == [
        "f.toml:1: text: must be text, not the number 1",
        "f.toml:3: [inner]: key 'must' is missing; it takes text",
        'f.toml:4: [inner]: may: must be a whole number, not the text "x"',
        "f.toml:5: [inner]: unknown key 'mut'; did you mean 'must'?",
    ]


def test_an_optional_key_with_a_problem_takes_its_default_so_that_the_rest_is_read() -> None:
    value, problems = read('whole = "x"\ntext = "kept"')
    assert (value.whole, value.text, len(problems)) == (0, "kept", 1)


def test_a_table_without_a_required_key_is_bad() -> None:
    value, _ = read("may = 3", Inner)
    assert value is BAD


def test_tables_know_where_they_start() -> None:
    @dataclass(frozen=True, kw_only=True)
    class Shelf:
        book: tuple[Outer, ...] = ()

    value, _ = read("\n[[book]]\n[[book]]\n", Shelf)
    assert [outer.place for outer in value.book] == [
        Place(file="f.toml", line=2),
        Place(file="f.toml", line=3),
    ]


@dataclass(frozen=True, kw_only=True)
class Picky:
    low: int = 0
    high: int = 0

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError("high must not be below low")


def test_what_a_dataclass_itself_refuses_stands_at_the_key_that_it_names() -> None:
    _, problems = read("low = 3\nhigh = 2", Picky)
    assert problems == ["f.toml:2: high must not be below low"]


def test_a_dataclass_is_not_blamed_for_a_value_that_was_refused_before() -> None:
    _, problems = read('low = 3\nhigh = "4"', Picky)
    assert len(problems) == 1
    assert "must be a whole number" in problems[0]
