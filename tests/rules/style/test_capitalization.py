"""capitalization: headings in sentence case, title case and others."""

from __future__ import annotations

from typing import Any

import pytest

from rules.style.lettercase import sentence_case, title_case
from rules.style.pattern import compiled
from tests.rules.style.tools import findings, made


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a Tale of Two cities", "A tale of two cities"),
        ("1. an Important thing", "1. An important thing"),
        ("lesson 1: Getting Started", "Lesson 1: Getting started"),
        ("README files & more", "Readme files & more"),
        ("Using macOS In Yerevan", "Using macOS in yerevan"),
        ("Event Store Setup", "Event Store setup"),
        ("երևանի Լավագույն սրճարանները", "Երևանի լավագույն սրճարանները"),
        ("", ""),
    ],
)
def test_sentence_case(text: str, expected: str) -> None:
    kept = compiled(r"\b(?:Event Store|macOS)\b")
    assert sentence_case(text, kept, (":",)) == expected


@pytest.mark.parametrize(
    ("text", "ap", "chicago"),
    [
        ("a tale of two cities", "A Tale of Two Cities", "A Tale of Two Cities"),
        ("what to look for", "What to Look For", "What to Look For"),
        ("walking through the park", "Walking Through the Park", "Walking through the Park"),
        ("how it works: the basics", "How It Works: The Basics", "How It Works: The Basics"),
        ("state-of-the-art tools", "State-of-the-Art Tools", "State-of-the-Art Tools"),
        ("using macOS at home", "Using macOS at Home", "Using macOS at Home"),
        ("cats and dogs", "Cats and Dogs", "Cats and Dogs"),
    ],
)
def test_title_case(text: str, ap: str, chicago: str) -> None:
    kept = compiled(r"\b(?:macOS)\b")
    assert title_case(text, "AP", kept) == ap
    assert title_case(text, "Chicago", kept) == chicago


@pytest.mark.parametrize(
    ("keys", "heading", "right"),
    [
        ({"match": "$sentence"}, "How to win", True),
        ({"match": "$sentence"}, "How To Win", False),
        ({"match": "$sentence"}, "how to win", False),
        ({"match": "$sentence"}, "One two three four Five", True),
        ({"match": "$sentence", "threshold": 1.0}, "One two three four Five", False),
        ({"match": "$sentence", "exceptions": ("Yerevan",)}, "Made in Yerevan", True),
        ({"match": "$sentence", "indicators": (":",)}, "News: Our shop", True),
        ({"match": "$sentence", "prefix": r"[A-Z]\.\s"}, "B. Our shop", True),
        ({"match": "$sentence"}, "🎉 🎉", True),
        ({"match": "$title"}, "How to Win", True),
        ({"match": "$title"}, "How To Win", True),
        ({"match": "$title"}, "How to win", False),
        ({"match": "$title"}, "News from NASA", False),
        ({"match": "$title"}, "News From NASA", True),
        ({"match": "$title", "style": "Chicago"}, "News from NASA", True),
        ({"match": "$lower"}, "all small", True),
        ({"match": "$lower"}, "Not small", False),
        ({"match": "$lower", "exceptions": ("Not",)}, "Not small", True),
        ({"match": "$upper"}, "LOUD", True),
        ({"match": "$upper"}, "Loud", False),
        ({"match": r"^\d+\. "}, "1. First", True),
        ({"match": r"^\d+\. "}, "First", False),
    ],
)
def test_headings(keys: dict[str, Any], heading: str, right: bool) -> None:
    rule = made("capitalization", scope=("heading",), **keys)
    given = findings(f"## {heading}\n\nOther Text Here", rule)
    assert (given == ()) is right
    for one in given:
        assert (one.match, one.line, one.column) == (heading, 1, 4)


def test_the_message_says_how_to_write_it() -> None:
    (one,) = findings("# How To Win", made("capitalization", match="$sentence", scope=("heading",)))
    assert one.message == "Write 'How To Win' as 'How to win'."
    assert one.replacements == ("How to win",)


@pytest.mark.parametrize("keys", [{"threshold": 0.0}, {"threshold": 1.5}, {"match": "("}])
def test_bad_keys_are_told(keys: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"share|cannot be read"):
        made("capitalization", **({"match": "$title"} | keys))
