"""What a pattern needs a text to have: never more than it truly needs."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.style.required import required
from tests.rules.style.tools import made, matches


@pytest.mark.parametrize(
    ("source", "needed"),
    [
        ("game.?changer", {"changer"}),
        ("e-?mail", {"mail"}),
        ("colou?r", {"colo"}),
        ("(?:foo|bar) baz", {" baz"}),
        ("abc|bcd", {"abc", "bcd"}),
        ("a|bcd", None),
        ("(?i)Foo", {"foo"}),
        (r"(?<!Red Hat )JBoss", {"jboss"}),
        ("(?=abc)d", None),
        ("(abc)+", {"abc"}),
        ("(?:very)? good", {" good"}),
        ("(?:very){0,2}xy", {"xy"}),
        ("x{2,3}abc", {"abc"}),
        ("ab{0,1}c", None),
        (r"\x41bc", {"bc"}),
        (r"\p{Lu}abc", {"abc"}),
        (r"a\.b\.c", {"a.b.c"}),
        ("[abc]{3}", None),
        ("(?x) a b c", None),
        ("abcե", None),
        ("abc)", None),
        ("(?(1)abc|d)", None),
    ],
)
def test_what_is_needed(source: str, needed: set[str] | None) -> None:
    assert required(source) == needed


PIECE = st.sampled_from(["a", "b", "ab", r"\w", "[ab]", ".", "(?:ab|b)", "(a|ba)", "(?=b)", "-"])
TIMES = st.sampled_from(["", "", "", "?", "*", "+", "{0,2}", "{1,2}", "+?"])


@settings(deadline=None, max_examples=400)
@given(
    st.lists(st.tuples(PIECE, TIMES), min_size=1, max_size=6).map(
        lambda pieces: "".join(piece + times for piece, times in pieces)
    ),
    st.text(alphabet="abAB-", max_size=12),
)
def test_a_text_that_matches_has_what_is_needed(source: str, text: str) -> None:
    needed = required(source)
    if needed is not None and regex.search(source, text, regex.V1 | regex.IGNORECASE):
        assert any(piece in text.lower() for piece in needed)


@pytest.mark.parametrize(
    ("text", "times"),
    [("STRASSE", 1), ("ﬁne day", 1), ("\u212aind", 1), ("ki\u017fs", 0), ("straße", 0)],
)
def test_letters_that_stand_for_others(text: str, times: int) -> None:
    """The Kelvin sign is a K and ﬁ two letters to a reader; ß is no ss, as for Vale."""
    rule = made("existence", tokens=(r"stra\w?sse", "fine.day", r"kin\w"), ignorecase=True)
    assert len(matches(text, rule)) == times
