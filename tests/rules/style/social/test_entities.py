"""Where links, hashtags, mentions and emoji are."""

from __future__ import annotations

import pytest

from rules.style.entities import emails, emoji, hashtags, links, mentions, prose


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see http://example.com now", ["http://example.com"]),
        ("(https://example.com/a_(b))", ["https://example.com/a_(b)"]),
        ("https://example.com/a.", ["https://example.com/a"]),
        ("https://example.com/?q=1&b=2!", ["https://example.com/?q=1&b=2"]),
        ("go to example.com/shop today", ["example.com/shop"]),
        ("example.comです", ["example.com"]),
        ("read more.Then go", []),
        ("version 2.0.1", []),
        ("օրինակ.հայ", []),
        ("https://օրինակ.հայ/ուղի", ["https://օրինակ.հայ/ուղի"]),
        ('[https://a.com/b](https://a.com/b "smartCard-inline") c', ["https://a.com/b"]),
        ("[https://a.com](https://a.com/) https://b.com", ["https://a.com", "https://b.com"]),
        ("[our shop](https://a.com/b)", ["https://a.com/b"]),
        ("me@example.com", []),
        ("ftp://example.com", []),
        ("http://domain-dash_2314352345_dfasd.foo-cow_4352.com", []),
        ("http://www.-domain4352.com/", []),
        ("http://" + "a" * 64 + ".com", []),
        ("http://" + "a" * 63 + ".com", ["http://" + "a" * 63 + ".com"]),
        ("https://example.notatld/x", []),
        ("https://www.foo.com.notatld", ["https://www.foo.com"]),
    ],
)
def test_links(text: str, found: list[str]) -> None:
    assert [span.value for span in links(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("#hashtag here", ["#hashtag"]),
        ("#1st #123", ["#1st"]),
        ("a#b", []),
        ("&#nbsp;", []),
        ("#հայաստան։", ["#հայաստան"]),
        ("#ինչո՞ւ", ["#ինչո"]),
        ("#a#b", []),
        ("＃全角", ["＃全角"]),
        ("#snake_case!", ["#snake_case"]),
        ("#️⃣", []),
        ("#http://example.com", []),
        ("https://example.com/#anchor", []),
        ("😀#tag", ["#tag"]),
        ("❤️#tag", ["#tag"]),
        ("#éclair", ["#éclair"]),
        ("#e\u0301clair", ["#e\u0301clair"]),
    ],
)
def test_hashtags(text: str, found: list[str]) -> None:
    assert [span.value for span in hashtags(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@ana and @davit_1.", ["@ana", "@davit_1"]),
        ("me@example.com", []),
        ("@ana@example.social hi", ["@ana@example.social"]),
        ("@shop.am!", ["@shop.am"]),
        ("https://example.com/@ana", []),
        ("@ ana", []),
    ],
)
def test_mentions(text: str, found: list[str]) -> None:
    assert [span.value for span in mentions(text)] == found


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("👨‍👩‍👧‍👦", 1),
        ("🇦🇲🇬🇪", 2),
        ("1️⃣2⃣", 2),
        ("👍🏽👍", 2),
        ("AcmeFlow™ © ❤", 0),
        ("❤️", 1),
        ("❤\ufe0e", 0),
        ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 1),
        ("123 #*", 0),
        ("🇦", 0),
    ],
)
def test_emoji(text: str, number: int) -> None:
    assert len(emoji(text)) == number


def test_prose_keeps_every_offset() -> None:
    text = "Ask @ana at a.b@c.example about #Tags or https://example.com now"
    assert len(prose(text)) == len(text)
    assert prose(text).split() == ["Ask", "at", "about", "or", "now"]
    assert [span.value for span in emails(text)] == ["a.b@c.example"]


def test_a_long_text_of_near_links_takes_little_time() -> None:
    for text in (
        "a." * 40_000,
        "http://" * 10_000,
        "@a" * 40_000,
        "#" * 80_000,
        "(" * 60_000,
        "a.co #b " * 9_000,
    ):
        assert len(prose(text)) == len(text)
    assert links("http://example.com/" + "(" * 3_000)
