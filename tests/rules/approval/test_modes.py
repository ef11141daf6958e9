"""A gate's own mode stands before the mode of all gates, also when the rules are compared."""

from __future__ import annotations

import pytest

from rules.approval.weakening import weakened
from rules.verdict import Mode
from tests.rules.approval.tools import book, gate

OBSERVE, WARN, ENFORCE = Mode.OBSERVE, Mode.WARN, Mode.ENFORCE


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ((WARN, ENFORCE), (WARN, ENFORCE), None),
        ((WARN, ENFORCE), (None, WARN), None),
        ((None, ENFORCE), (ENFORCE, OBSERVE), None),
        ((None, WARN), (None, ENFORCE), None),
        ((None, ENFORCE), (None, WARN), "mode was enforce, is warn"),
        ((ENFORCE, OBSERVE), (WARN, OBSERVE), "mode was enforce, is warn"),
        ((ENFORCE, WARN), (None, WARN), "mode was enforce, is warn"),
        ((WARN, WARN), (OBSERVE, ENFORCE), "mode was warn, is observe"),
    ],
)
def test_a_lower_mode_is_named(
    before: tuple[Mode | None, Mode], after: tuple[Mode | None, Mode], line: str | None
) -> None:
    old, new = (book(gate(mode=own), mode=every) for own, every in (before, after))
    found = [each.line for each in weakened(old, new) if each.code == "mode_lowered"]
    assert found == ([line] if line else [])
