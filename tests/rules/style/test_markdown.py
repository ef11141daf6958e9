"""What a reader sees of Markdown, and where every character of it stands."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.rule import Text
from rules.style.block import blocks_of, summary
from rules.style.scope import selector

Shown = list[tuple[str, str]]


def shown(source: str) -> Shown:
    """Each block's last kind and its value."""
    order = ("pre", "alt", "heading", "list", "blockquote", "header", "cell", "paragraph")
    return [
        (next(kind for kind in order if kind in block.kinds), block.value)
        for block in blocks_of(Text(scope="desc", value=source))
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("one\ntwo\n\nthree", [("paragraph", "one\ntwo"), ("paragraph", "three")]),
        ("# A *b* #\n## C", [("heading", "A b"), ("heading", "C")]),
        ("Head\n====\nx\n---\ny", [("heading", "Head"), ("heading", "x"), ("paragraph", "y")]),
        ("a\n\n---\n\nb", [("paragraph", "a"), ("paragraph", "b")]),
        ("- a\n  b\n- c", [("list", "a\nb"), ("list", "c")]),
        ("1. a\n\n   b\n2) c", [("list", "a"), ("list", "b"), ("list", "c")]),
        ("- [ ] to do\n- [x] done", [("list", "to do"), ("list", "done")]),
        ("- a\n  - b\n\nc", [("list", "a"), ("list", "b"), ("paragraph", "c")]),
        ("> a\n> b\nc\n\nd", [("blockquote", "a\nb\nc"), ("paragraph", "d")]),
        ("> - a", [("blockquote", "a")]),
        ("```\ncode\n```\na", [("pre", ""), ("paragraph", "a")]),
        ("~~~\ncode", [("pre", "")]),
        ("a\n\n    code\n\nb", [("paragraph", "a"), ("paragraph", "b")]),
        ("| a | b\\|c |\n|---|:-:|\n| d | |\nx", [
            ("header", "a"), ("header", "b|c"), ("cell", "d"), ("cell", "x"),
        ]),
        ("a | b", [("paragraph", "a | b")]),
        ("[x]: http://a.b\nc", [("paragraph", "c")]),
        ("#no heading", [("paragraph", "#no heading")]),
        ("*not a list", [("paragraph", "*not a list")]),
    ],
)  # fmt: skip
def test_blocks(source: str, expected: Shown) -> None:
    assert shown(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("**ga**me", "game"),
        ("_a_ __b__ ***c*** ~~d~~", "a b c d"),
        ("snake_case_word and 2 * 3 * 4", "snake_case_word and 2 * 3 * 4"),
        ("*open", "*open"),
        ("`co` ``d ` e``", "** *****"),
        ("`open", "`open"),
        ("[text](http://x.y) [a][b]", "text a"),
        ("[**b** `c`](u)", "b *"),
        ('[t](u "title") [no](', "t [no]("),
        ("[https://a.b](https://a.b)", "***********"),
        ("see https://a.b/c_d_e, www.x.y.", f"see {'*' * 17}, *******."),
        ("<https://a.b> mail me@x.io", "*********** mail *******"),
        ("![alt](x.png)", ""),
        ("a<br>b <b>c</b>", "ab c"),
        ("a < b > c", "a < b > c"),
        ("&amp; &lt; &#1088; &nope", "& < р &nope"),
        (r"\*a\* \_ \x", r"*a* _ \x"),
        ("a<!-- b\nc -->d <!-- e", "ad <!-- e"),
    ],
)
def test_marks_inside_a_line(source: str, expected: str) -> None:
    assert [value for kind, value in shown(source) if kind == "paragraph"] == [expected]


def test_the_texts_of_pictures_are_blocks() -> None:
    assert shown("a ![a cat](cat.png)") == [("paragraph", "a "), ("alt", "a cat")]


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet=st.sampled_from("ab*_`[]()<>!#&;|~-+>\\ \n\t1.:/@"), max_size=60))
def test_every_character_stands_where_the_block_says(source: str) -> None:
    for block in blocks_of(Text(scope="desc", value=source)):
        for place, char in enumerate(block.value):
            start, end = block.span(place, place + 1)
            assert end == start + 1
            written = source[start]
            assert char in (written, "*", "\n") or written == "&"


def test_the_summary_is_all_prose_without_headings() -> None:
    text = Text(scope="desc", value="# H\n\na *b*\n\n- c\n\n> d\n\n```\ne\n```")
    block = summary(text)
    assert block.value == "a b\n\nc\n\nd"
    assert text.value[slice(*block.span(8, 9))] == "d"


@pytest.mark.parametrize(
    ("scope", "kinds", "takes"),
    [
        ("text", {"text", "heading", "h1"}, True),
        ("heading", {"text", "heading", "h1"}, True),
        ("heading.h2", {"text", "heading", "h1"}, False),
        ("text.md", {"text"}, True),
        ("table.header", {"text", "table", "header"}, True),
        ("table.header", {"text", "table", "cell"}, False),
        ("sentence", {"text"}, False),
        ("sentence", {"text", "sentence"}, True),
        ("text", {"text", "sentence"}, False),
        ("text & ~heading", {"text", "heading", "h1"}, False),
        ("text & ~heading", {"text", "list"}, True),
        ("~list & ~heading.h1", {"text", "heading", "h2"}, True),
        ("name & sentence", {"text", "sentence"}, True),
        ("raw", {"text"}, False),
    ],
)
def test_scopes(scope: str, kinds: set[str], takes: bool) -> None:
    assert selector(scope).takes(frozenset(kinds)) is takes
