"""The formula language: text to tree and back, and what formulas are worth."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyairtable import formulas

from syncer.sandbox.airtable.evaluate import complaint, evaluate, passes
from syncer.sandbox.airtable.formula import (
    Binary,
    Call,
    FieldRef,
    FormulaError,
    Literal,
    Node,
    parse,
)

ROW: dict[str, Any] = {
    "Event ID": "e-1",
    "Seq": 7,
    "Price": 2.5,
    "Seen": True,
    "Note": None,
    "Tags": ["Drama", "Adventure"],
    "At": datetime(2026, 11, 23, 8, 30, tzinfo=UTC),
    "Day": datetime(2026, 11, 23, tzinfo=UTC),
    "brace}d": "x",
    "Guest's": 'O\'Hara \\ "Sons"\n',
}


def written(node: Node) -> str:
    """The tree as a formula, every comparison in brackets."""
    if isinstance(node, Literal):
        text = str(node.value).replace("\\", "\\\\").replace("'", "\\'")
        return f"'{text}'" if isinstance(node.value, str) else str(node.value)
    if isinstance(node, FieldRef):
        escaped = node.name.replace("\\", "\\\\").replace("}", "\\}")
        return f"{{{escaped}}}"
    if isinstance(node, Call):
        return f"{node.name}({', '.join(map(written, node.args))})"
    return f"({written(node.left)} {node.operator} {written(node.right)})"


numbers = st.integers(0, 10**9) | st.floats(0, 10**6).map(lambda value: round(value, 3))
leaves: st.SearchStrategy[Node] = st.one_of(
    st.builds(Literal, st.text() | numbers), st.builds(FieldRef, st.text())
)
trees: st.SearchStrategy[Node] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(Binary, st.sampled_from(["=", "!=", "<", ">", "<=", ">=", "&"]), inner, inner),
        st.builds(
            Call,
            st.sampled_from(["AND", "OR", "NOT", "FIND", "LOWER"]),
            st.lists(inner, max_size=3).map(tuple),
        ),
    ),
    max_leaves=12,
)


@settings(deadline=None, max_examples=200)
@given(trees)
def test_a_written_tree_reads_back_as_itself(tree: Node) -> None:
    assert parse(written(tree)) == tree


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="{}()'\"\\=<>!&,-. aAND1", max_size=30))
def test_any_text_is_a_formula_or_a_formula_error(text: str) -> None:
    try:
        parse(text)
    except FormulaError as refusal:
        assert str(refusal)


@settings(deadline=None, max_examples=150)
@given(st.text(), st.text())
def test_what_pyairtable_writes_for_a_value_finds_that_value_only(value: str, other: str) -> None:
    node = parse(str(formulas.match({"Event ID": value})))
    assert passes(node, {"Event ID": value or None}.__getitem__, "rec")
    assert passes(node, {"Event ID": other}.__getitem__, "rec") == (value == other)


@pytest.mark.parametrize(
    ("formula", "kept"),
    [
        ("{Event ID}='e-1'", True),
        ('{Event ID} = "e-1"', True),
        ("{Event ID} != 'e-1'", False),
        ("{Event ID} <> 'e-2'", True),
        ("{Event ID}='E-1'", False),
        ("LOWER('E-1')={Event ID}", True),
        ("UPPER({Event ID})='E-1'", True),
        ("Seq = 7", True),
        ("Seq > 6.5", True),
        ("Seq >= 7", True),
        ("Seq <= 6", False),
        ("Seq < -1", False),
        ("Price < Seq", True),
        ("Seq = '7'", False),
        ("Seen", True),
        ("Seen = TRUE()", True),
        ("NOT(Seen)", False),
        ("Note", False),
        ("Note = BLANK()", True),
        ("Note = ''", True),
        ("NOT({Event ID} = '')", True),
        ("AND(Seen, Seq = 7, {Event ID}='e-1')", True),
        ("AND(Seen, FALSE())", False),
        ("OR(FALSE(), Seq = 7)", True),
        ("OR(RECORD_ID()='recA', RECORD_ID()='recB')", True),
        ("RECORD_ID()='recB'", False),
        ("FIND('Drama', Tags)", True),
        ("FIND('drama', Tags)", False),
        ("FIND('e', {Event ID}, 2) = 0", True),
        ("{Event ID} & Seq = 'e-17'", True),
        ("{brace\\}d} = 'x'", True),
        ("{Guest's} = 'O\\'Hara \\\\ \"Sons\"\\n'", True),
        ("At = DATETIME_PARSE('2026-11-23T08:30:00.000Z')", True),
        ("At = '2026-11-23T08:30:00.000Z'", True),
        ("IS_AFTER(At, '2026-11-23')", True),
        ("IS_AFTER(At, DATETIME_PARSE('2026-11-24'))", False),
        ("IS_BEFORE(Day, At)", True),
        ("1 < 2 = TRUE()", True),
        ("and(seen_not_here = 1)", None),
        ("NOSUCH(1)", None),
        ("NOT(1, 2)", None),
        ("DATETIME_PARSE('soon') > At", False),
        ("NOT(DATETIME_PARSE('soon'))", False),
        ("Tags > 1", False),
    ],
)
def test_what_a_formula_keeps(formula: str, kept: bool | None) -> None:
    node = parse(formula)
    if kept is None:
        assert complaint(node, ROW.__contains__)
    else:
        assert complaint(node, ROW.__contains__) is None
        assert passes(node, ROW.__getitem__, "recA") is kept


@pytest.mark.parametrize(
    ("condition", "kept"),
    [
        (formulas.match({"Seq": 7, "Seen": True}), True),
        (formulas.match({"Seq": ("<", 7)}), False),
        (formulas.match({"At": datetime(2026, 11, 23, 8, 30, tzinfo=UTC)}), True),
        (formulas.match({"Day": date(2026, 11, 23)}), True),
        (formulas.match({"brace}d": "x"}), True),
        (formulas.OR(formulas.EQ(formulas.RECORD_ID(), "recA"), formulas.match({"Seq": 1})), True),
        (formulas.NOT(formulas.match({"Guest's": ROW["Guest's"]})), False),
        (formulas.FIND("Adv", formulas.Field("Tags")), True),
    ],
    ids=str,
)
def test_what_pyairtable_writes_is_understood(condition: formulas.Formula, kept: bool) -> None:
    node = parse(str(condition))
    assert complaint(node, ROW.__contains__) is None
    assert passes(node, ROW.__getitem__, "recA") is kept


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "too early"),
        ("{Name", "cannot read '{Name'"),
        ("'open", "cannot read"),
        ("{a} =", "too early"),
        ("AND(1", "',' expected"),
        ("AND(1,)", "unexpected ')'"),
        ("(1", "')' expected"),
        ("1 2", "unexpected '2'"),
        ("NOT(" * 100 + "1" + ")" * 100, "nested more than"),
        ("-" * 3000 + "1", "nested more than"),
        ("=".join("1" * 3000), "nested more than"),
        ("&".join("1" * 3000), "nested more than"),
    ],
)
def test_what_is_not_a_formula_says_where(text: str, says: str) -> None:
    with pytest.raises(FormulaError, match=says.replace("(", r"\(").replace(")", r"\)")):
        parse(text)


def test_text_joined_from_every_kind_of_value() -> None:
    joined = parse("{Event ID} & Price & Seen & Note & Tags & At")
    assert (
        evaluate(joined, ROW.__getitem__, "rec")
        == "e-12.51Drama, Adventure2026-11-23T08:30:00.000Z"
    )
