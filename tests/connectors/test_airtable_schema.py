"""A wanted table against the ones that are there; a batch cut until the bad row stands alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from math import ceil, log2
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.airtable import answers
from connectors.airtable.answers import LiveField, LiveTable
from connectors.airtable.bisect import Bisection
from connectors.airtable.schema import (
    Field,
    Missing,
    MissingOption,
    TableSpec,
    WrongType,
    date_time,
    difference,
    long_text,
    number,
    select,
    text,
    url,
)
from connectors.errors import Refused, TooLarge

SPEC = TableSpec(
    "Audit log",
    (
        text("Event ID"),
        number("Seq"),
        date_time("At"),
        select("Verdict", "allow", "deny"),
        url("Card URL"),
        long_text("Detail"),
    ),
)


def made(spec: TableSpec) -> LiveTable:
    fields = tuple(
        LiveField(id=f"fld{n}", name=f.name, type=f.type, options=f.options)
        for n, f in enumerate(spec.fields)
    )
    return LiveTable(id="tbl1", name=spec.name, primary_field_id="fld0", fields=fields)


def changed(name: str, /, **change: object) -> LiveTable:
    table = made(SPEC)
    fields = [replace(f, **change) if f.name == name else f for f in table.fields]  # type: ignore[arg-type]  # names and types as the cases give them
    return replace(table, fields=tuple(fields))


def test_what_was_made_from_the_description_differs_in_nothing() -> None:
    assert difference(SPEC, [made(SPEC)]) == []
    assert difference(replace(SPEC, name="tbl1"), [made(SPEC)]) == []


def test_a_missing_table_is_one_difference() -> None:
    missing = difference(SPEC, [replace(made(SPEC), name="Other")])
    assert missing == [Missing("Audit log", None)]
    assert str(missing[0]) == "Airtable has no table 'Audit log'"


@pytest.mark.parametrize(
    ("field", "change", "wanted", "words"),
    [
        ("Seq", {"name": "Number"}, Missing, "no field 'Seq' in table 'Audit log'"),
        ("Seq", {"type": "singleLineText"}, WrongType, "is of type singleLineText"),
        ("Seq", {"type": "aTypeOfNextYear"}, WrongType, "aTypeOfNextYear"),
        ("Seq", {"name": "seq"}, WrongType, "field 'seq'"),
        ("Detail", {"type": "richText"}, WrongType, "richText"),
        ("Verdict", {"options": {"choices": [{"name": "deny"}]}}, MissingOption, "'allow'"),
        ("Verdict", {"options": {}}, MissingOption, "'allow', 'deny'"),
    ],
)
def test_each_difference_is_named(
    field: str, change: dict[str, object], wanted: type, words: str
) -> None:
    (problem,) = difference(SPEC, [changed(field, **change)])
    assert type(problem) is wanted
    assert words in str(problem)


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("Event ID", {"type": "multilineText"}),
        ("Card URL", {"type": "singleLineText"}),
        ("Verdict", {"type": "singleLineText", "options": {}}),
        ("Verdict", {"options": {"choices": [{"name": n} for n in ("x", "deny", "allow")]}}),
        ("Seq", {"options": {"precision": 2}}),
    ],
)
def test_what_holds_the_same_values_is_left_alone(field: str, change: dict[str, object]) -> None:
    assert difference(SPEC, [changed(field, **change)]) == []


def test_peoples_own_fields_are_none_of_our_business() -> None:
    table = made(SPEC)
    own = LiveField(id="fldX", name="Notes", type="formula", options={})
    assert difference(SPEC, [replace(table, fields=(*table.fields, own))]) == []


@pytest.mark.parametrize(
    "make",
    [
        lambda: Field("Seq", "autoNumber"),
        lambda: Field(" ", "number"),
        lambda: Field("Verdict", "singleSelect"),
        lambda: TableSpec("t", ()),
        lambda: TableSpec("t", (select("Verdict", "allow"),)),
        lambda: TableSpec("t", (text("Event ID"), text("EVENT id"))),
    ],
)
def test_what_cannot_be_made_cannot_be_described(make: object) -> None:
    with pytest.raises(ValueError, match=r"field|name"):
        make()  # type: ignore[operator]  # a lambda of the list above


def test_the_payload_is_the_documented_one() -> None:
    assert SPEC.fields[0].payload() == {"name": "Event ID", "type": "singleLineText"}
    assert SPEC.fields[2].payload()["options"] == {
        "timeZone": "utc",
        "dateFormat": {"name": "iso"},
        "timeFormat": {"name": "24hour"},
    }
    assert SPEC.types["Verdict"] == "singleSelect"


@pytest.mark.parametrize(
    "file", ["grouparoo_base_schema_recorded.json", "go-airtable/base_schema.json"]
)
def test_recorded_bases_are_read(real: Path, file: str) -> None:
    tables = answers.tables(json.loads((real / "airtable" / file).read_text()))
    assert tables
    for table in tables:
        assert table.primary_field_id in {field.id for field in table.fields}
        wanted = Field(table.fields[0].name, "singleLineText")
        assert difference(TableSpec(table.name, (wanted,)), tables) == []


def drive(batch: Sequence[int], bad: set[int], limit: int) -> tuple[list[int], list[int], int]:
    """What a service that takes at most `limit` rows a call, and none that are bad, would get."""
    taken: list[int] = []
    work = Bisection(batch)
    calls = 0
    for part in work:
        calls += 1
        assert part
        if len(part) > limit:
            work.refuse(part, TooLarge("413"))
        elif bad & set(part):
            work.refuse(part, Refused("422"))
        else:
            taken.extend(part)
    return taken, [row for row, _ in work.parked], calls


@given(st.integers(0, 12), st.sets(st.integers(0, 11)), st.integers(1, 12))
@settings(deadline=None, max_examples=200)
def test_the_good_land_once_in_order_and_only_the_bad_are_parked(
    size: int, bad: set[int], limit: int
) -> None:
    batch = list(range(size))
    taken, parked, calls = drive(batch, bad, limit)
    assert taken == [row for row in batch if row not in bad]
    assert parked == [row for row in batch if row in bad]
    assert calls <= max(0, 2 * size - 1)


@pytest.mark.parametrize("bad", range(10))
def test_one_bad_row_in_ten_costs_few_calls(bad: int) -> None:
    taken, parked, calls = drive(range(10), {bad}, 10)
    assert (len(taken), parked) == (9, [bad])
    assert calls <= 2 * ceil(log2(10)) + 1


def test_a_parked_row_keeps_its_reason() -> None:
    work = Bisection(["row"])
    why = Refused("422", kind="INVALID_VALUE_FOR_COLUMN")
    for part in work:
        work.refuse(part, why)
    assert work.parked == [("row", why)]


def test_a_single_row_that_is_too_large_is_parked() -> None:
    assert drive([1], set(), 0) == ([], [1], 1)
