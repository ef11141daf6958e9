"""Error bodies and cells: pure, against recordings."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.airtable.refusal import LONGEST_WAIT, about_rows, refusal
from connectors.airtable.wire import ErrorBody, canonical, from_cell, parse_error, to_cell
from connectors.errors import Gone, NotAllowed, QuotaSpent, Refused, TooLarge, TryLater

CALL = "PATCH /v0/appX/Audit log"
BILLING = "PUBLIC_API_BILLING_LIMIT_EXCEEDED"


@pytest.mark.parametrize(
    ("body", "kind", "message"),
    [
        ('{"error":{"type":"A","message":"b"}}', "A", "b"),
        ('{"error":{"type":"A"}}', "A", ""),
        ('{"error":"NOT_FOUND"}', "NOT_FOUND", ""),
        ('{"error":"A","message":"b"}', "A", "b"),
        ('{"errors":[{"error":"A","message":"b"}]}', "A", "b"),
        ('{"errors":[{"type":"A"}]}', "A", ""),
        ('{"errors":["A"]}', "A", ""),
        ('{"type":"A","message":"b"}', "A", "b"),
        ('{"errors":[]}', "", ""),
        ('{"error":{"type":7,"message":null}}', "", ""),
        ("<html>502</html>", "", ""),
        ("", "", ""),
        ("[]", "", ""),
        ("[" * 100_000, "", ""),
    ],
)
def test_every_shape_of_error_body_is_read(body: str, kind: str, message: str) -> None:
    assert parse_error(body) == ErrorBody(kind, message)


@given(st.text() | st.recursive(st.none() | st.text(), st.lists).map(json.dumps))
@settings(deadline=None, max_examples=60)
def test_no_error_body_breaks_the_parser(body: str) -> None:
    assert isinstance(parse_error(body), ErrorBody)


EXPECTED = {401: NotAllowed, 403: NotAllowed, 404: Gone, 413: TooLarge, 422: Refused}
EXPECTED |= dict.fromkeys((500, 502, 503), TryLater)


def test_every_known_error_body_gets_its_class(real: Path) -> None:
    cases = json.loads((real / "airtable" / "error_bodies.json").read_text())
    assert len(cases) >= 27
    for case in cases:
        body = "" if case["body"] is None else json.dumps(case["body"])
        error = refusal(CALL, case["status"], body)
        quota = BILLING in body
        wanted = QuotaSpent if quota else EXPECTED.get(case["status"], TryLater)
        assert type(error) is wanted, case
        assert error.status == case["status"]
        assert error.unknown is (case["status"] >= 500), case
        assert CALL in str(error)
        reason = parse_error(body)
        assert reason.kind in str(error)
        if isinstance(error, Refused):
            assert error.kind == reason.kind
        if body:
            assert reason.kind, case


@pytest.mark.parametrize(
    "body",
    [
        {"errors": [{"error": BILLING, "message": "spent"}]},
        {"error": BILLING},
        {"error": {"type": BILLING}},
        {"unheard": {"of": [BILLING]}},
    ],
)
def test_a_spent_month_is_told_from_a_rate_in_any_shape(body: object) -> None:
    assert type(refusal(CALL, 429, json.dumps(body))) is QuotaSpent


@pytest.mark.parametrize(
    ("status", "header", "after", "unknown"),
    [
        (429, 0.0, 30.0, False),
        (429, 5.0, 30.0, False),
        (429, 45.0, 45.0, False),
        (429, 86_400.0, LONGEST_WAIT, False),
        (503, 0.0, 0.0, True),
        (503, 7.0, 7.0, True),
        (503, 86_400.0, LONGEST_WAIT, True),
        (408, 0.0, 0.0, True),
    ],
)
def test_how_long_to_wait(status: int, header: float, after: float, unknown: bool) -> None:
    error = refusal(CALL, status, "", retry_after=header)
    assert isinstance(error, TryLater)
    assert (error.after, error.unknown) == (after, unknown)
    assert refusal(CALL, status, "", retry_after=header, writes=False).unknown is False


def test_only_a_bad_token_closes_everything() -> None:
    bad, closed = refusal(CALL, 401, ""), refusal(CALL, 403, "")
    assert isinstance(bad, NotAllowed)
    assert isinstance(closed, NotAllowed)
    assert (bad.everything, closed.everything) == (True, False)
    assert "data.records:write" in str(closed)


@pytest.mark.parametrize(
    ("status", "kind", "message", "rows"),
    [
        (422, "UNKNOWN_FIELD_NAME", 'Unknown field name: "X"', False),
        (422, "INVALID_VALUE_FOR_COLUMN", 'Field "X" cannot accept the provided value', True),
        (
            422,
            "INVALID_VALUE_FOR_COLUMN",
            'Field "X" cannot accept a value because the field is computed',
            False,
        ),
        (413, "", "", True),
    ],
)
def test_cutting_a_batch_helps_only_if_a_row_is_to_blame(
    status: int, kind: str, message: str, rows: bool
) -> None:
    error = refusal(CALL, status, json.dumps({"error": {"type": kind, "message": message}}))
    assert isinstance(error, Refused)
    assert about_rows(error) is rows


def test_recorded_rows_compare_equal_to_what_was_sent(real: Path) -> None:
    folder = real / "airtable"
    tables = json.loads((folder / "grouparoo_base_schema_recorded.json").read_text())["tables"]
    types = {t["id"]: {f["name"]: f["type"] for f in t["fields"]} for t in tables}
    recording = folder / "grouparoo" / "with-meta-access__export-records.jsonl"
    compared = 0
    for line in recording.read_text().splitlines():
        entry = json.loads(line)
        if entry["method"] not in ("POST", "PATCH") or entry["status"] != 200:
            continue
        table = types[entry["path"].rstrip("/").rsplit("/", 1)[1]]
        sent, got = entry["requestBody"]["records"], entry["responseBody"]["records"]
        for one, other in zip(sent, got, strict=True):
            asked = {name: table[name] for name in one["fields"]}
            assert canonical(one["fields"], asked) == canonical(other["fields"], asked)
            compared += len(asked)
    assert compared > 50  # among them epoch milliseconds, richText, and every type emptied


def echo(field_type: str, cell: object) -> object:
    """What Airtable makes of a cell: documented and recorded habits."""
    if cell in ("", [], None) or cell is False:
        return None
    if field_type == "richText" and isinstance(cell, str):
        lines = ["- " + x[2:] if x.startswith("* ") else x for x in cell.split("\n")]
        return "\n".join(lines) + "\n"
    return cell


NAIVE = datetime(2200, 1, 1)  # noqa: DTZ001  # hypothesis and the test of naive times want it
ZONES = st.integers(-14, 14).map(lambda hours: timezone(timedelta(hours=hours)))
VALUES = {
    "singleLineText": st.text(),
    "richText": st.text(alphabet="* -ab\n"),
    "number": st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False),
    "checkbox": st.booleans(),
    "date": st.dates(),
    "dateTime": st.datetimes(NAIVE.replace(year=1900), NAIVE, timezones=ZONES),
    "multipleSelects": st.lists(st.text(), max_size=3),
}


@pytest.mark.parametrize("field_type", VALUES)
def test_a_cell_sent_and_read_back_compares_equal(field_type: str) -> None:
    @given(st.none() | VALUES[field_type])
    @settings(deadline=None, max_examples=60)
    def check(value: object) -> None:
        sent = to_cell(value)  # type: ignore[arg-type]  # the strategies make Cells
        json.dumps(sent, allow_nan=False).encode("utf-8")
        read = json.loads(json.dumps(echo(field_type, sent)))
        assert from_cell(field_type, read) == from_cell(field_type, sent)

    check()


@given(
    st.sampled_from([*VALUES, "unheard of"]),
    st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(), st.lists),
)
@settings(deadline=None, max_examples=200)
def test_reading_a_cell_never_raises_and_is_stable(field_type: str, value: object) -> None:
    once = from_cell(field_type, value)
    assert repr(from_cell(field_type, once)) == repr(once)


@pytest.mark.parametrize(
    ("one", "other"),
    [("a", "b"), ("a", None), (0, None), ("2026-01-01T00:00:00.001Z", "2026-01-01T00:00:00.002Z")],
)
def test_different_cells_stay_different(one: object, other: object) -> None:
    for field_type in ("singleLineText", "number", "dateTime", "richText"):
        assert from_cell(field_type, one) != from_cell(field_type, other)


def test_cells_travel_in_airtable_s_own_form() -> None:
    yerevan = timezone(timedelta(hours=4))
    assert to_cell(datetime(2026, 3, 1, 12, 0, 0, 999_999, yerevan)) == "2026-03-01T08:00:00.999Z"
    assert to_cell(datetime(2026, 3, 1, tzinfo=UTC)) == "2026-03-01T00:00:00.000Z"
    assert to_cell(date(2026, 3, 1)) == "2026-03-01"
    assert to_cell("\ud83d\ude00 \ud83d") == "😀 \ufffd"
    assert to_cell(("a", "b")) == ["a", "b"]


@pytest.mark.parametrize("value", [NAIVE, float("nan"), float("inf"), 2**53 + 1], ids=str)
def test_what_airtable_would_change_is_not_sent(value: float | datetime) -> None:
    with pytest.raises(ValueError, match="Airtable"):
        to_cell(value)
