"""Hashtags, emoji, mentions, links and disclosures."""

from __future__ import annotations

from typing import Any

import pytest

from rules.rule import Post
from rules.style.missing import FactMissing
from rules.style.post import post_of_text
from rules.style.tagwords import in_camel_case
from tests.rules.style.social.tools import hits, quoted


@pytest.mark.parametrize(
    ("keys", "text", "found"),
    [
        ({"max": 2}, "#One #Two #Three #Four", ["#Three"]),
        ({"max": 2}, "#One #Two", []),
        ({"min": 1}, "No tag", [""]),
        ({"network": "threads"}, "#One #Two", ["#Two"]),
        ({"network": "instagram"}, "#A #B #C #D #E #F", ["#F"]),
        ({"network": "instagram", "max": 30}, "#A #B #C #D #E #F", []),
        ({"network": "x"}, "#A #B #C", []),
        ({"network": "x", "advice": True}, "#A #B #C", ["#C"]),
        ({"network": "bluesky", "advice": True}, "#" + "Ab" * 33, ["#" + "Ab" * 33]),
        ({"where": "end"}, "We #Mend shoes #Yerevan 🎉", ["#Mend"]),
        ({"where": "start"}, "#Mend shoes #Yerevan", ["#Yerevan"]),
        ({"where": "not_inline"}, "We #Mend\n#Shoes\nin #Yerevan", ["#Mend"]),
        ({"where": "not_inline"}, "We mend\n#Shoes #Shop\nhere https://example.com", []),
        ({"banned": ("#love", "Fun")}, "#LOVE #fun #lovely", ["#LOVE", "#fun"]),
        ({"allowed": ("Yerevan",)}, "#yerevan #Gyumri", ["#Gyumri"]),
        ({"repeats": False}, "#Mend #mend", ["#mend"]),
        ({}, "#slowfashionday #Mending #MendingDay #sustainability", ["#slowfashionday"]),
        ({"accept": ("slowfashionday",)}, "#slowfashionday", []),
        ({"camel_case": False}, "#slowfashionday", []),
        ({}, "#հայկականմշակույթներ", ["#հայկականմշակույթներ"]),
        ({}, "#ՀայկականՄշակույթներ #երևան", []),
    ],
)
def test_hashtags(keys: dict[str, Any], text: str, found: list[str]) -> None:
    assert quoted(hits("hashtags", text, **keys)) == found


def test_the_capitals_are_offered() -> None:
    assert hits("hashtags", "#slowfashionday")[0].replacements == ("#SlowFashionDay",)


@pytest.mark.parametrize(
    ("tag", "better"),
    [
        ("slowfashion", "SlowFashion"),
        ("photooftheday", "PhotoOfTheDay"),
        ("weekend", None),
        ("teamwork", None),
        ("slow_fashion", None),
        ("slowFashion", None),
        ("ootd", None),
        ("internationalwomensday", ""),
        ("2026", None),
        ("", None),
    ],
)
def test_words_of_a_tag(tag: str, better: str | None) -> None:
    assert in_camel_case(tag, 16) == better


@pytest.mark.parametrize(
    ("keys", "text", "found"),
    [
        ({"max": 1}, "👨‍👩‍👧‍👦", []),
        ({"max": 1}, "🇦🇲 1️⃣", ["1️⃣"]),
        ({"max": 0}, "AcmeFlow™ ©", []),
        ({"min": 1}, "Plain.", [""]),
        ({"where": "end"}, "We 🎉 open 🎉 #Tag", ["🎉"]),
        ({"banned": ("💩",)}, "💩 🎉", ["💩"]),
        ({"banned": (":pile_of_poo:",)}, "💩", ["💩"]),
        ({"banned": (":thumbs up:",)}, "👍🏽", ["👍🏽"]),
        ({"allowed": ("🎉",)}, "🎉 🔥", ["🔥"]),
        ({"skin_tone": "default"}, "👍🏽 👍", ["👍🏽"]),
        ({"skin_tone": "same"}, "👍🏽 👏🏽 👋🏿", ["👋🏿"]),
        ({"run": 2, "max": 9}, "🎉 🎉 🎉", ["🎉"]),
        ({"run": 2, "max": 9}, "🎉🎉 or 🎉🎉", []),
    ],
)
def test_emoji(keys: dict[str, Any], text: str, found: list[str]) -> None:
    assert quoted(hits("emoji", text, **keys)) == found


def test_the_skin_tone_is_mended() -> None:
    assert hits("emoji", "👍🏽", skin_tone="default")[0].replacements == ("👍",)
    assert hits("emoji", "👍🏽 👋🏿", skin_tone="same")[0].replacements == ("👋🏽",)


def test_an_unknown_emoji_name_is_told_with_a_near_one() -> None:
    with pytest.raises(ValueError, match="did you mean :pile_of_poo:"):
        hits("emoji", "", banned=(":pile_of_poop:",))


@pytest.mark.parametrize(
    ("keys", "text", "found"),
    [
        ({"max": 1}, "@ana @davit", ["@davit"]),
        ({"banned": ("rival",)}, "@Rival @rivals", ["@Rival"]),
        ({"allowed": ("@ana",)}, "@ANA @davit", ["@davit"]),
        ({"network": "instagram", "advice": True}, "@a @b @c @d", ["@d"]),
        ({"network": "x"}, "@a @b @c @d", []),
        ({"max": 0}, "ana@example.com", []),
    ],
)
def test_mentions(keys: dict[str, Any], text: str, found: list[str]) -> None:
    assert quoted(hits("mentions", text, **keys)) == found


@pytest.mark.parametrize(
    ("keys", "text", "why"),
    [
        ({}, "http://example.com", ["Use https"]),
        ({"https": False}, "http://example.com", []),
        ({}, "example.com", []),
        ({}, "https://bit.ly/a", ["hides where"]),
        ({}, "https://www.Bit.ly/a", ["hides where"]),
        ({}, "https://notbit.ly.com/a", []),
        ({"shorteners": True}, "https://bit.ly/a", []),
        ({"accept": ("bit.ly",)}, "https://bit.ly/a", []),
        ({}, "http://bit.ly/a", ["Use https", "hides where"]),
        ({"utm": ("utm_source",)}, "https://example.com/?utm_source=x#top", []),
        (
            {"utm": ("utm_source", "utm_medium")},
            "https://a.com/?utm_source=x",
            ["lacks utm_medium"],
        ),
        (
            {"utm": ("utm_source",), "utm_on": ("us.am",)},
            "https://a.com https://www.us.am",
            ["lacks"],
        ),
        ({"banned": ("rival.com",)}, "https://shop.rival.com", ["not to be used"]),
        ({"allowed": ("us.am",)}, "https://us.am https://a.com", ["not to be used"]),
        ({"max": 1}, "https://a.com https://b.com", ["at most 1"]),
        ({"network": "threads"}, "https://a.com " * 6, ["at most 5"]),
    ],
)
def test_links(keys: dict[str, Any], text: str, why: list[str]) -> None:
    found = hits("links", text, **keys)
    assert len(found) == len(why)
    assert all(part in (hit.message or "") for part, hit in zip(why, found, strict=True))


def test_https_is_offered() -> None:
    assert hits("links", "http://a.com/b")[0].replacements == ("https://a.com/b",)


def test_a_link_is_alive_only_when_somebody_looked() -> None:
    text = post_of_text("https://a.com https://b.com")
    known = {"https://a.com": "ok", "https://b.com": "404 Not Found"}
    found = hits("links", Post(texts=text.texts, links=known), alive=True)
    assert [hit.message for hit in found] == ["The link does not work: 404 Not Found."]
    with pytest.raises(FactMissing, match=r"https://b\.com"):
        hits("links", Post(texts=text.texts, links={"https://a.com": "ok"}), alive=True)


@pytest.mark.parametrize(
    ("keys", "text", "found"),
    [
        ({}, "#AD New lamp", []),
        ({}, "#adventure lamp", [""]),
        ({}, "New lamp #sponsored", []),
        ({}, "Lamp #collab", ["#collab"]),
        ({"tags": ("Paid partnership",)}, "paid partnership with Acme", []),
        ({"where": "start"}, "Lamp #ad", ["#ad"]),
        ({"where": "start"}, "🎉 #ad Lamp", []),
        ({"within": 10}, "A very long lamp #ad", ["#ad"]),
        ({"within": 10}, "#ad A very long lamp", []),
        ({"max_tags": 1}, "#Lamp #Home #ad", ["#ad"]),
        ({"before_fold": True}, "x" * 130 + " #ad", ["#ad"]),
        ({"before_fold": True, "network": "linkedin"}, "x" * 130 + " #ad", []),
        ({"before_fold": True, "network": "x"}, "x" * 230 + " #ad", []),
    ],
)
def test_disclosure(keys: dict[str, Any], text: str, found: list[str]) -> None:
    assert quoted(hits("disclosure", text, **keys)) == found


def test_each_network_discloses_for_itself() -> None:
    found = hits("disclosure", "## X\n#ad Lamp\n\n## LinkedIn\nLamp")
    assert [hit.text.scope for hit in found] == ["section:linkedin"]


def test_a_rules_own_message_wins_and_is_filled() -> None:
    (hit,) = hits("links", "http://a.com", message="Bad link %s: %s")
    assert hit.message is None
    assert hit.fill[0] == "http://a.com"
