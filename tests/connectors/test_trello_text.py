from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.trello.text import JOINER, LONGEST_COMMENT, fit, mention, quote

texts = st.text(st.characters(codec="utf-8"), max_size=400)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words, and more.", "plain words, and more."),
        ("hello @board", f"hello @{JOINER}board"),
        ("a@b.com @card", f"a@{JOINER}b.com @{JOINER}card"),
        ("*bold* _it_ `code`", r"\*bold\* \_it\_ \`code\`"),
        ("[link](https://x)", r"\[link\](https://x)"),
        ("<b>x</b> a|b ~~c~~", r"\<b\>x\</b\> a\|b \~\~c\~\~"),
        ("back\\slash", "back\\\\slash"),
        ("# title", r"\# title"),
        ("- item", r"\- item"),
        ("1. first", r"1\. first"),
        ("12) twelfth", r"12\) twelfth"),
        ("1.5 million", r"1\.5 million"),
        ("![p](x)", r"!\[p\](x)"),
        ("a\n\n# b\r\n> c\td", r"a # b \> c d"),
        ("  padded  ", "padded"),
        ("abc\u202edef\u2066g\u0007", "abcdefg"),
        ("Ողջո՜ւյն, աշխա՛րհ։ 👩‍👩‍👧", "Ողջո՜ւյն, աշխա՛րհ։ 👩‍👩‍👧"),
        ("", ""),
    ],
)
def test_a_quote_shows_what_was_written(text: str, shown: str) -> None:
    assert quote(text) == shown


@settings(deadline=None)
@given(texts, st.integers(1, 60))
def test_no_quote_mentions_breaks_out_or_grows(text: str, limit: int) -> None:
    shown = quote(text, limit)
    assert not re.search(r"@\w", shown)
    assert "\n" not in shown
    assert len(re.sub(rf"\\(?=.)|{JOINER}", "", shown)) <= limit
    without = re.sub(r"\\[\\`*_\[\]<>~|#+\-=!.)]", "", shown)
    assert not re.search(r"[\\`*_\[\]<>~|]", without)


def test_a_long_quote_ends_in_an_ellipsis() -> None:
    assert quote("x" * 301) == "x" * 299 + "…"
    assert quote("x" * 300) == "x" * 300
    assert quote("*" * 9, 4) == r"\*\*\*…"


@pytest.mark.parametrize(
    ("username", "shown"),
    [
        ("ana_petrosyan", "@ana_petrosyan"),
        ("kim2", "@kim2"),
        ("board", "board"),
        ("Card", "Card"),
        ("a b @c", f"a b @{JOINER}c"),
        ("", ""),
    ],
)
def test_a_mention_is_of_one_member_only(username: str, shown: str) -> None:
    assert mention(username) == shown


def test_a_fitting_comment_is_not_touched() -> None:
    assert fit("x" * LONGEST_COMMENT) == "x" * LONGEST_COMMENT
    assert fit("") == ""


def test_a_long_comment_is_cut_at_a_line_and_keeps_its_last() -> None:
    lines = [f"line {n}" for n in range(4000)]
    shown = fit("\n".join([*lines, "mark"])).split("\n")
    assert shown[-2:] == ["…", "mark"]
    assert shown[:-2] == lines[: len(shown) - 2]
    assert len(shown) > 1000


@settings(deadline=None)
@given(texts, st.integers(10, 200))
def test_a_comment_always_fits_as_javascript_counts(text: str, limit: int) -> None:
    shown = fit(text, limit)
    assert len(shown.encode("utf-16-le")) // 2 <= limit
    last = text.rpartition("\n")[2]
    if len(last.encode("utf-16-le")) // 2 + 3 < limit:
        assert shown.rpartition("\n")[2] == last


def test_a_letter_of_two_units_is_not_halved() -> None:
    assert fit("𝒜" * 20, 11) == "𝒜" * 5 + "…"
