"""Every kind of prose rule holds what its own page says."""

from __future__ import annotations

import pytest

from rules.style.registry import UnknownKind, kind, names
from tests.rules.style.tools import findings, made

PROSE = (
    "existence",
    "substitution",
    "occurrence",
    "repetition",
    "consistency",
    "conditional",
    "capitalization",
    "metric",
    "sequence",
)


@pytest.mark.parametrize("name", PROSE)
def test_good_and_bad_examples(name: str) -> None:
    known = kind(name)
    rule = made(name, **known.EXAMPLE)
    assert known.GOOD
    assert known.BAD
    for good in known.GOOD:
        assert findings(good, rule) == (), good
    for bad in known.BAD:
        assert findings(bad, rule) != (), bad


@pytest.mark.parametrize("name", PROSE)
def test_a_rule_without_a_message_still_says_something(name: str) -> None:
    known = kind(name)
    rule = made(name, **known.EXAMPLE)
    assert all(one.message and "%" not in one.message for one in findings(known.BAD[0], rule))


def test_the_table_names_what_is_there() -> None:
    for name in names():
        assert name == kind(name).KIND


def test_an_unknown_kind_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownKind, match="did you mean 'existence'"):
        kind("existance")
