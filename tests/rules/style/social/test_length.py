"""Lengths as the networks count them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.rule import Hit, Network
from rules.style.counting import Unit, count, overflow, pieces
from rules.style.length import Length
from rules.style.networks import table
from rules.style.post import NETWORKS, post_of_text

UNITS: tuple[Unit, ...] = (
    "weighted",
    "graphemes",
    "utf16",
    "bytes",
    "chars",
    "mastodon",
    "threads",
)
FAMILY = "👨‍👩‍👧‍👦"
GROUPS = {
    "WeightedTweetsWithDiscountedEmojiCounterTest": 22,
    "UnicodeDirectionalMarkerCounterTest": 2,
}


def hits(text: str, **keys: Any) -> list[Hit]:
    return list(Length(set="s", name="n", **keys).check(post_of_text(text)))


@pytest.mark.parametrize(("group", "size"), GROUPS.items())
def test_the_weight_is_that_of_twitter_text(real: Path, group: str, size: int) -> None:
    tests = yaml.safe_load((real / "twitter-text/validate.yml").read_text(encoding="utf-8"))[
        "tests"
    ]
    assert len(tests[group]) == size
    for case in tests[group]:
        want = case["expected"]
        got = (count(case["text"], "weighted"), not hits(case["text"], network="x"))
        assert got == (want["weightedLength"], want["valid"]), case["description"]


@pytest.mark.parametrize(
    ("text", "unit", "length"),
    [
        ("Բարև Ձեզ", "weighted", 8),
        ("故人", "weighted", 4),
        ("A\u0301", "weighted", 1),
        ("©", "weighted", 1),
        ("©\ufe0f", "weighted", 2),
        ("1️⃣ 🇦🇲", "weighted", 5),
        ("…", "weighted", 2),
        ("հղում՝ https://օրինակ.հայ/ուղի", "weighted", 30),
        ("օրինակ.հայ", "weighted", 10),
        (FAMILY, "weighted", 2),
        (FAMILY, "graphemes", 1),
        (FAMILY, "bytes", 25),
        (FAMILY, "utf16", 11),
        (FAMILY, "chars", 7),
        (FAMILY, "threads", 25),
        ("Բարև", "bytes", 8),
        ("Բարև", "threads", 4),
        ("hi @ana@example.social!", "mastodon", 8),
        ("hi @ana@example.social!", "graphemes", 23),
        ("see https://example.com/a/very/long/path?with=query", "mastodon", 27),
        ('[https://a.com/b](https://a.com/b "smartCard-inline")\u200c c', "weighted", 25),
        ('[https://a.com/b](https://a.com/b "smartCard-inline") c', "chars", 17),
        ("क्षि", "graphemes", 1),
        ("\r\n", "graphemes", 1),
        ("\r\n", "weighted", 2),
        ("", "weighted", 0),
    ],
)
def test_a_text_is_as_long_as_its_unit_says(text: str, unit: Unit, length: int) -> None:
    assert count(text, unit) == length


@pytest.mark.parametrize(
    ("network", "fits", "too_long"),
    [
        ("x", "ա" * 280, "ա" * 281),
        ("x", "漢" * 140, "漢" * 141),
        ("x", "a" * 256 + " https://example.com/" + "p" * 200, "a" * 257 + " https://example.com/"),
        ("instagram", "a" * 2200, "a" * 2201),
        ("instagram", "😀" * 1100, "😀" * 1101),
        ("linkedin", "a" * 3000, "a" * 3001),
        ("youtube", "ա" * 2500, "ա" * 2501),
        ("bluesky", FAMILY * 120, FAMILY * 121),
        ("bluesky", "ա" * 300, "ա" * 301),
        ("mastodon", "a" * 500, "a" * 501),
        ("threads", "a" * 496 + "😀", "a" * 497 + "😀"),
    ],
)
def test_each_network_has_its_limit(network: Network, fits: str, too_long: str) -> None:
    assert hits(fits, network=network) == []
    assert len(hits(too_long, network=network)) == 1


def test_the_hit_begins_where_the_limit_is_passed() -> None:
    (hit,) = hits("a" * 270 + "漢" * 10, network="x")
    assert (hit.start, hit.end) == (275, 280)
    assert hit.fill == ("290", "280", "characters as X counts them", "10")


def test_a_rule_overrides_the_table() -> None:
    assert hits("a" * 281, network="x", max=25_000) == []
    assert hits("a" * 11, max=10)[0].start == 10
    assert hits("ա" * 6, max=10, unit="bytes")
    assert hits("a https://example.com/x", max=10, url_length=5) == []


def test_too_short_is_said_of_the_whole_text() -> None:
    (hit,) = hits("short", min=10)
    assert (hit.start, hit.end, hit.message) == (0, 5, "5 of at least 10 characters.")


def test_another_networks_text_is_none_of_ours() -> None:
    post = post_of_text("a" * 900, network="linkedin")
    assert list(Length(set="s", name="n", network="x").check(post)) == []


def test_each_network_reads_its_own_section() -> None:
    text = f"## X\n{'a' * 281}\n\n## LinkedIn\n{'b' * 300}"
    assert [hit.text.scope for hit in hits(text, network="x")] == ["section:x"]
    assert hits(text, network="linkedin") == []


def test_a_title_is_the_cards_name() -> None:
    rule = Length(set="s", name="n", network="youtube", of="title")
    post = post_of_text("Whatever.", name="t" * 101)
    assert [hit.text.scope for hit in rule.check(post)] == ["name"]


def test_advice_is_apart_from_what_is_refused() -> None:
    assert hits("a" * 600, network="pinterest") == []
    assert len(hits("a" * 600, network="pinterest", advice=True)) == 1


def test_a_rule_without_any_limit_is_refused() -> None:
    with pytest.raises(ValueError, match="network, a max or a min"):
        Length(set="s", name="n")


def test_every_limit_in_the_table_says_whence_and_when() -> None:
    for limit in table():
        assert limit.source
        assert limit.checked.year >= 2026
        assert limit.min is not None or limit.max is not None or limit.one_of
    assert {limit.network for limit in table()} == set(NETWORKS.values())


@given(st.text(), st.sampled_from(UNITS))
@settings(deadline=None, max_examples=150)
def test_pieces_cover_any_text_in_order(text: str, unit: Unit) -> None:
    end = 0
    for start, stop, cost in pieces(text, unit):
        assert start == end
        assert stop > start
        assert cost >= 0
        end = stop
    assert end == len(text)


@given(st.text(alphabet=st.characters(categories=["L", "Zs", "Nd"])), st.sampled_from(UNITS))
@settings(deadline=None, max_examples=100)
def test_more_text_is_never_shorter(text: str, unit: Unit) -> None:
    assert count(text + " a", unit) >= count(text, unit)


@given(st.text(max_size=60), st.sampled_from(UNITS), st.integers(0, 40))
@settings(deadline=None, max_examples=150)
def test_a_limit_is_passed_exactly_when_the_count_is_over(text: str, unit: Unit, most: int) -> None:
    place = overflow(text, unit, most)
    assert (place is not None) == (count(text, unit) > most)
    if place is not None:
        assert 0 <= place < len(text)
