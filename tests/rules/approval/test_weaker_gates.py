"""What is weaker at one gate: its mode, who may approve, what an approval covers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.approval.weakening import weakened
from rules.book import Need
from rules.verdict import Mode
from tests.rules.approval.tools import book, gate

NEED = Need(role="legal", by="comment:/approve", count=2)
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


def test_one_more_person_who_can_give_an_approval_is_named() -> None:
    asks = gate(enter_by=(), approvals=(NEED,))
    roles = book().roles
    more = roles | {"legal": replace(roles["legal"], people=("narek", "ana"))}
    (found,) = weakened(book(asks), book(asks, roles=more))
    assert (found.code, found.subject) == ("approver_added", "gate approved")
    assert found.line == "ana may now give the approval of legal by comment:/approve"
    assert weakened(book(asks, roles=more), book(asks)) == ()


@pytest.mark.parametrize(
    ("old", "new", "looser"),
    [
        ((), ("name",), True),
        (("name",), ("name",), False),
        (("name",), ("name", "desc"), False),
        (("name", "desc"), ("name",), True),
        (("name",), (), False),
    ],
)
def test_an_approval_that_covers_less(
    old: tuple[str, ...], new: tuple[str, ...], looser: bool
) -> None:
    before, after = (gate(approvals=(replace(NEED, owns=owns),)) for owns in (old, new))
    found = [each.code for each in weakened(book(before), book(after))]
    assert found == (["owns_narrowed"] if looser else [])


@pytest.mark.parametrize("old", ["allow", ("butler",), ("butler", "zap")])
def test_trusting_no_application_any_more_weakens_nothing(old: str | tuple[str, ...]) -> None:
    assert weakened(book(gate(automation=old)), book(gate(automation="deny"))) == ()
