"""Lengths of time as people write them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rules.reading.spans import Span, read_length, read_span


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("30s", timedelta(seconds=30)),
        ("1 second", timedelta(seconds=1)),
        ("15m", timedelta(minutes=15)),
        ("15 min", timedelta(minutes=15)),
        ("2h", timedelta(hours=2)),
        ("2 Hours", timedelta(hours=2)),
        ("1 day", timedelta(days=1)),
        ("90d", timedelta(days=90)),
        (" 2 weeks ", timedelta(weeks=2)),
        ("0s", timedelta(0)),
    ],
)
def test_fixed_lengths(text: str, length: timedelta) -> None:
    assert read_length(text) == length


def test_business_days_need_a_calendar() -> None:
    assert read_span("3 business days") == Span(amount=3, unit="day", business=True)
    with pytest.raises(ValueError, match="no fixed length"):
        read_length("3 business days")


@pytest.mark.parametrize(
    "text",
    ["", "2", "h", "-2h", "1.5h", "2 h 3 m", "1 month", "999999 days", "²h", "1 business week"],
)
def test_no_length(text: str) -> None:
    with pytest.raises(ValueError):
        read_span(text)
