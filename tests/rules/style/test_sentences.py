"""Where sentences end."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.style.sentences import sentences


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("Ask Dr. Smith, e.g. now. Yes.", ["Ask Dr. Smith, e.g. now.", "Yes."]),
        ("The U.S. Army came. J. Doe left.", ["The U.S. Army came.", "J. Doe left."]),
        ("It costs 3.50 now. OK", ["It costs 3.50 now.", "OK"]),
        ('He said "go." Then left.', ['He said "go."', "Then left."]),
        ("wait… what", ["wait… what"]),
        ("Wait… What", ["Wait…", "What"]),
        ("Բարև։ Ինչպե՞ս ես։ լավ", ["Բարև։", "Ինչպե՞ս ես։", "լավ"]),
        ("Բարև: Լավ եմ", ["Բարև:", "Լավ եմ"]),
        ("Ցուցակ: մեկ, երկու", ["Ցուցակ: մեկ, երկու"]),
        ("Note: This is one", ["Note: This is one"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences(value: str, expected: list[str]) -> None:
    assert [value[start:end] for start, end in sentences(value)] == expected


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet=st.sampled_from('Aa .!?։:\n"”Dr'), max_size=50))
def test_nothing_but_white_space_is_lost(value: str) -> None:
    spans = list(sentences(value))
    kept = "".join(value[start:end] for start, end in spans)
    assert "".join(kept.split()) == "".join(value.split())
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
