"""What holds for every kind of rule for social posts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.style.post import post_of_text
from rules.style.registry import kind
from tests.rules.style.social.tools import KINDS, hits

SCRAPS = (
    "#tag", "#", "@ana", "@a@b.example", "https://example.com/a?b=(c)", "bit.ly/x", "😀", "👨‍👩‍👧",
    "🇦🇲", "1️⃣", "Բարև", "ինչո՞ւ", "և", "։", "ALL CAPS", "𝓯𝓪𝓷𝓬𝔂", "## X\n", "\n", " ", "\u200d",
    "\u202e", "\ufe0f", "\uffff", "e\u0301", ".", "a.b@c.example", "iPhone", "2019-ին", "«", "»",
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(SCRAPS)).map("".join))


@pytest.mark.parametrize("name", KINDS)
def test_its_examples_are_true(name: str) -> None:
    chosen = kind(name)
    assert name == chosen.KIND
    assert chosen.GOOD
    assert chosen.BAD
    for text in chosen.GOOD:
        assert hits(name, text, **chosen.EXAMPLE) == [], text
    for text in chosen.BAD:
        assert hits(name, text, **chosen.EXAMPLE), text


@pytest.mark.parametrize("name", KINDS)
def test_it_has_a_page_for_admins(name: str) -> None:
    module = __import__(kind(name).__module__, fromlist=["_"])
    assert module.__doc__
    assert len(module.__doc__.split()) > 15


@pytest.mark.parametrize("name", KINDS)
@given(text=TEXTS)
@settings(deadline=None, max_examples=60)
def test_no_text_upsets_it_and_hits_lie_within(name: str, text: str) -> None:
    chosen = kind(name)
    rule = chosen(set="house", name="rule", **chosen.EXAMPLE)
    for hit in rule.check(post_of_text(text)):
        assert 0 <= hit.start <= hit.end <= len(hit.text.value)
        assert hit.message or rule.MESSAGE


@pytest.mark.parametrize("name", sorted({*KINDS} - {"spelling", "grammar"}))
def test_a_scope_that_means_nothing_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="looks at whole texts"):
        hits(name, "text", scope=("heading",), **kind(name).EXAMPLE)
    assert hits(name, "text", scope=("comment",), **kind(name).EXAMPLE) == []
