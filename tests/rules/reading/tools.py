"""A small valid rules.toml, and what reading says of a changed one."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent
from typing import Any

import pytest

from rules.book import Book
from rules.reading import Problem, Problems, read_book

SMALL = """\
version = 1

[people.ana]
trello = "ana_p"
[people.kim]
trello = "kim_l"

[roles]
creators = ["ana"]
managers = ["kim"]

[[board]]
name = "Social"
stages = ["Drafting", "Review", "Approved", "Published"]

[[gate]]
name = "approved"
protects = ["Approved", "Published"]
enter_by = ["managers"]
enter_from = ["Review"]
"""


def problems_of(text: str, **options: Any) -> tuple[Problem, ...]:
    """What is wrong with this rules.toml; the test fails when nothing is."""
    with pytest.raises(Problems) as caught:
        read_book(text, **options)
    return caught.value.problems


def the_problem(text: str, **options: Any) -> Problem:
    """The only problem of this rules.toml."""
    problems = problems_of(text, **options)
    assert len(problems) == 1, [str(problem) for problem in problems]
    return problems[0]


def small(changes: Mapping[str, str] | None = None, more: str = "") -> str:
    """SMALL with some of its text replaced, and more at its end."""
    text = SMALL
    for old, new in (changes or {}).items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text + dedent(more)


def book(changes: Mapping[str, str] | None = None, more: str = "") -> Book:
    return read_book(small(changes, more))
