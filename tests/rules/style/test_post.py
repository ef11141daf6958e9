"""A card as a post: its texts, its sections, and what goes out where."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.facts import Attachment, Board, Card, Case, Label
from rules.style.post import network_named, post_of, post_of_text, sections, texts_for

DESC = """All of us.

## X

Short
post

### Note
for X

## **LinkedIn** 🔗
Long
```
## Facebook
```
## Brief
secret
"""


def test_sections_have_their_own_lines() -> None:
    found = [(text.scope, text.network, text.line, text.value) for text in sections(DESC)]
    assert found == [
        ("section:x", "x", 5, "Short\npost\n\n### Note\nfor X"),
        ("section:note", None, 9, "for X"),
        ("section:linkedin", "linkedin", 12, "Long\n```\n## Facebook\n```"),
        ("section:brief", None, 17, "secret"),
    ]


@settings(deadline=None, max_examples=100)
@given(st.text(alphabet=st.sampled_from("# Xx\n`\r"), max_size=40))
def test_a_section_stands_where_it_says(desc: str) -> None:
    for text in sections(desc):
        lines = desc.split("\n")[text.line - 1 :]
        assert "\n".join(lines).startswith(text.value)


@pytest.mark.parametrize(
    ("heading", "network"),
    [
        ("X", "x"),
        ("Twitter", "x"),
        ("X (Twitter)", "x"),
        ("📸 Instagram:", "instagram"),
        ("**LinkedIn**", "linkedin"),
        ("facebook", "facebook"),
        ("Xylophone", None),
        ("Notes", None),
    ],
)
def test_networks_are_known_by_what_people_call_them(heading: str, network: str | None) -> None:
    assert network_named(heading) == network


def test_what_goes_out_on_a_network() -> None:
    post = post_of_text(DESC)
    assert [text.value for text in texts_for(post, "linkedin")] == ["Long\n```\n## Facebook\n```"]
    assert [text.value for text in texts_for(post, "facebook")] == ["All of us."]
    assert [text.value for text in texts_for(post_of_text("Hi"), "x")] == ["Hi"]
    whole = post_of_text("Hi\n## X\nyou", network="x")
    assert [text.value for text in texts_for(whole, "x")] == ["Hi\n## X\nyou"]


def test_a_card_is_its_name_its_description_and_its_files() -> None:
    case = Case(
        at=datetime(2026, 11, 23, tzinfo=UTC),
        card=Card(
            id="c",
            board="b",
            list="l1",
            name="Launch",
            desc="Hi\n## X\nyou",
            labels=(Label(id="1", name="X"),),
            attachments=(Attachment(id="a", name="cat.png", url="https://x.io/cat.png"),),
            fields={"Language": "en"},
            due=datetime(2026, 12, 1, tzinfo=UTC),
        ),
        board=Board(id="b", name="Social", stages={"Review": "l1"}),
        links={"https://x.io": "ok"},
    )
    post = post_of(case)
    assert [(text.scope, text.value) for text in post.texts] == [
        ("name", "Launch"),
        ("desc", "Hi\n## X\nyou"),
        ("section:x", "you"),
        ("attachment", "cat.png"),
    ]
    assert post.labels == {"X"}
    assert (post.stage, post.board, post.fields) == ("Review", "Social", {"Language": "en"})
    assert (post.due, post.links) == (case.card.due, {"https://x.io": "ok"})
