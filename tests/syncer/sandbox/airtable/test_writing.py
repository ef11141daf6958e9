"""Writing rows: what lands, what is refused and with which words, and that a batch is one thing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syncer.sandbox.airtable import airtable_app
from tests.syncer.sandbox.airtable.conftest import Stage
from tests.syncer.sandbox.airtable.tools import BEARER, StillClock, audit_world

GENERIC = "INVALID_REQUEST_UNKNOWN"
FILES = {"name": "Files", "type": "multipleAttachments"}


def write(stage: Stage, method: str, body: Any, tail: str = "") -> tuple[int, Any]:
    answer = stage.client.open(stage.table + tail, method=method, json=body, headers=BEARER)
    return answer.status_code, answer.get_json()


def create(stage: Stage, **fields: Any) -> dict[str, Any]:
    status, body = write(stage, "POST", {"fields": fields})
    assert status == 200, body
    return dict(body)


@pytest.mark.parametrize(
    ("given_cell", "stored"),
    [
        ({"At": 1640520000000}, {"At": "2021-12-26T12:00:00.000Z"}),
        ({"At": "2026-11-23"}, {"At": "2026-11-23T00:00:00.000Z"}),
        ({"At": "2026-11-23T10:30:00.1239+04:00"}, {"At": "2026-11-23T06:30:00.123Z"}),
        ({"Day": "2026-11-23"}, {"Day": "2026-11-23"}),
        ({"Day": "2026-11-23T23:00:00-04:00"}, {"Day": "2026-11-24"}),
        ({"Seq": 0}, {"Seq": 0}),
        ({"Seq": -2.5}, {"Seq": -2.5}),
        ({"Seen": False}, {}),
        ({"Detail": ""}, {}),
        ({"Detail": None, "At": None, "Rules": None, "Outcome": None}, {}),
        ({"Rules": []}, {}),
        ({"Outcome": "returned"}, {"Outcome": "returned"}),
        ({"Detail": "x" * 100_000}, {"Detail": "x" * 100_000}),
        ({"Detail": "first\nsecond  "}, {"Detail": "first\nsecond  "}),
    ],
)
def test_a_cell_reads_back_as_airtable_shows_it(
    stage: Stage, given_cell: dict[str, Any], stored: dict[str, Any]
) -> None:
    row = create(stage, **given_cell)
    del row["fields"]["Row"], row["fields"]["Label"]
    assert row["fields"] == stored


def test_an_attachment_is_named_after_its_address(stage: Stage) -> None:
    stage.world.add_table(stage.base, "T", [{"name": "N", "type": "number"}, FILES])
    urls = ["https://example.org/a/logo.png?x=1", "https://example.org"]
    given_files = [{"url": url} for url in urls] + [{"url": urls[1], "filename": "b.jpg"}]
    sent = {"fields": {"Files": given_files}}
    answer = stage.client.post(f"/v0/{stage.base}/T", json=sent, headers=BEARER).get_json()
    files = answer["fields"]["Files"]
    assert [file["filename"] for file in files] == ["logo.png", "Unnamed attachment", "b.jpg"]
    kept = {"fields": {"Files": [{"id": files[0]["id"]}]}}
    row = stage.client.patch(f"/v0/{stage.base}/T/{answer['id']}", json=kept, headers=BEARER)
    assert row.get_json()["fields"]["Files"] == files[:1]
    stranger = {"fields": {"Files": [{"id": "attAAAAAAAAAAAAAA"}]}}
    row = stage.client.patch(f"/v0/{stage.base}/T/{answer['id']}", json=stranger, headers=BEARER)
    assert row.get_json()["error"]["type"] == "INVALID_ATTACHMENT_OBJECT"


def refused(kind: str, message: str | None = None) -> dict[str, Any]:
    return {"error": {"type": kind} if message is None else {"type": kind, "message": message}}


def unfit(name: str) -> dict[str, Any]:
    return refused("INVALID_VALUE_FOR_COLUMN", f'Field "{name}" cannot accept the provided value')


@pytest.mark.parametrize(
    ("fields", "body"),
    [
        ({"Nope": 1}, refused("UNKNOWN_FIELD_NAME", 'Unknown field name: "Nope"')),
        ({"event id": 1}, refused("UNKNOWN_FIELD_NAME", 'Unknown field name: "event id"')),
        (
            {"Label": None},
            refused(
                "INVALID_VALUE_FOR_COLUMN",
                'Field "Label" cannot accept a value because the field is computed',
            ),
        ),
        ({"Event ID": 5}, unfit("Event ID")),
        ({"Seq": "5"}, unfit("Seq")),
        ({"Seq": True}, unfit("Seq")),
        ({"Seen": "true"}, unfit("Seen")),
        ({"At": "tomorrow"}, unfit("At")),
        ({"At": 1e300}, unfit("At")),
        ({"Day": "2026-02-30"}, unfit("Day")),
        ({"Rules": "gate"}, unfit("Rules")),
        ({"Detail": "x" * 100_001}, unfit("Detail")),
        (
            {"Outcome": "allowed"},
            refused(
                "INVALID_MULTIPLE_CHOICE_OPTIONS",
                'Insufficient permissions to create new select option ""allowed""',
            ),
        ),
    ],
)
def test_a_value_that_does_not_fit_is_refused_in_airtables_words(
    stage: Stage, fields: dict[str, Any], body: dict[str, Any]
) -> None:
    assert write(stage, "POST", {"fields": fields}) == (422, body)
    batch = {"records": [{"fields": {"Event ID": "good"}}, {"fields": fields}]}
    assert write(stage, "POST", batch) == (422, body)
    assert stage.world.rows(stage.base, "Audit log") == []


def test_a_refused_batch_changes_nothing_and_uses_no_number(stage: Stage) -> None:
    first = create(stage, **{"Event ID": "a"})
    batch = [{"id": first["id"], "fields": {"Event ID": "b"}}, {"id": "recAAAAAAAAAAAAAA"}]
    batch[1]["fields"] = {}
    status, body = write(stage, "PATCH", {"records": batch})
    words = "Record ID recAAAAAAAAAAAAAA does not exist in this table"
    assert (status, body) == (422, refused("ROW_DOES_NOT_EXIST", words))
    new_option = {"records": [{"fields": {"Outcome": "x"}}, {"fields": {"Seq": "y"}}]}
    assert write(stage, "POST", {**new_option, "typecast": True})[0] == 422
    outcome = stage.world.table(stage.base, "Audit log").field("Outcome")
    assert outcome is not None
    assert [choice["name"] for choice in outcome.choices()] == ["returned"]
    assert (
        stage.client.delete(
            f"{stage.table}?records[]={first['id']}&records[]=recAAAAAAAAAAAAAA", headers=BEARER
        ).status_code
        == 422
    )
    assert [row["fields"]["Event ID"] for row in stage.world.rows(stage.base, "Audit log")] == ["a"]
    assert create(stage)["fields"]["Row"] == 2


@pytest.mark.parametrize("method", ["POST", "PATCH", "PUT"])
@pytest.mark.parametrize("count", [0, 11])
def test_a_batch_has_one_to_ten_records(stage: Stage, method: str, count: int) -> None:
    row = create(stage)
    record = {"fields": {}} if method == "POST" else {"id": row["id"], "fields": {}}
    status, body = write(stage, method, {"records": [record] * count})
    assert (status, body["error"]["type"]) == (422, "INVALID_RECORDS")
    assert "an array of up to 10 record objects" in body["error"]["message"]
    assert len(stage.world.rows(stage.base, "Audit log")) == 1


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b'{"fields": {"Seq": NaN}}', "INVALID_REQUEST_BODY"),
        (b"{", "INVALID_REQUEST_BODY"),
        (b"\xff", "INVALID_REQUEST_BODY"),
        (b"[" * 100_000, "INVALID_REQUEST_BODY"),
        (b"[]", GENERIC),
        (b"{}", "INVALID_REQUEST_MISSING_FIELDS"),
        (b'{"fields": 5}', "INVALID_REQUEST_MISSING_FIELDS"),
        (b'{"records": 5}', "INVALID_RECORDS"),
        (b'{"records": [{"fields": 5}]}', "INVALID_RECORDS"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(stage: Stage, raw: bytes, kind: str) -> None:
    answer = stage.client.post(stage.table, data=raw, headers=BEARER)
    assert (answer.status_code, answer.get_json()["error"]["type"]) == (422, kind)


KEYS = st.sampled_from(["a", "b", "c", "d", None, ""])
ENTRIES = st.lists(
    st.tuples(KEYS, st.integers(0, 99) | st.just("bad")), min_size=1, max_size=4
).filter(lambda entries: len({key for key, _ in entries}) == len(entries))


@settings(deadline=None, max_examples=60)
@given(st.lists(ENTRIES, max_size=8))
def test_upserts_behave_as_a_dictionary_does(requests: list[list[tuple[Any, Any]]]) -> None:
    """A bad value refuses the whole request; a key that is null or empty always adds a row."""
    world, base = audit_world(StillClock())
    client = airtable_app(world).test_client()
    model: dict[str, int] = {}
    keyless: list[int] = []
    for entries in requests:
        records = [{"fields": {"Event ID": key, "Seq": seq}} for key, seq in entries]
        answer = client.patch(
            f"/v0/{base}/Audit log",
            json={"records": records, "performUpsert": {"fieldsToMergeOn": ["Event ID"]}},
            headers=BEARER,
        )
        if any(seq == "bad" for _, seq in entries):
            assert answer.status_code == 422
            continue
        created = sum(not key or key not in model for key, _ in entries)
        body = answer.get_json()
        assert len(body["createdRecords"]) == created
        assert len(body["updatedRecords"]) == len(entries) - created
        model.update({key: seq for key, seq in entries if key})
        keyless += [seq for key, seq in entries if not key]
    rows = [row["fields"] for row in world.rows(base, "Audit log")]
    assert {row["Event ID"]: row["Seq"] for row in rows if "Event ID" in row} == model
    assert [row["Seq"] for row in rows if "Event ID" not in row] == keyless
    assert len(rows) == len(model) + len(keyless)


def upsert(stage: Stage, merge_on: Any, *records: dict[str, Any]) -> tuple[int, Any]:
    body = {"records": list(records), "performUpsert": {"fieldsToMergeOn": merge_on}}
    return write(stage, "PATCH", body)


def test_a_key_that_two_rows_share_can_be_upserted_no_more(stage: Stage) -> None:
    row = create(stage, **{"Event ID": "e-1"})
    stage.world.duplicate_row(stage.base, "Audit log", row["id"])
    other = {"fields": {"Event ID": "e-2"}}
    status, body = upsert(stage, ["Event ID"], other, {"fields": {"Event ID": "e-1"}})
    assert (status, body["error"]["type"]) == (422, GENERIC)
    assert len(stage.world.rows(stage.base, "Audit log")) == 2
    by_id = {"id": row["id"], "fields": {"Event ID": "e-1", "Seq": 3}}
    status, body = upsert(stage, ["Event ID"], by_id)
    assert (status, body["updatedRecords"], body["createdRecords"]) == (200, [row["id"]], [])


def test_one_new_key_twice_in_a_request_makes_two_rows(stage: Stage) -> None:
    entry = {"fields": {"Event ID": "e-1"}}
    status, body = upsert(stage, ["Event ID"], entry, entry)
    assert (status, len(set(body["createdRecords"]))) == (200, 2)


def test_an_upsert_of_an_unknown_id_creates_nothing(stage: Stage) -> None:
    stranger = {"id": "recAAAAAAAAAAAAAA", "fields": {"Event ID": "e-1"}}
    status, body = upsert(stage, ["Event ID"], stranger)
    assert (status, body["error"]["type"]) == (422, "ROW_DOES_NOT_EXIST")
    assert stage.world.rows(stage.base, "Audit log") == []


@pytest.mark.parametrize(
    ("merge_on", "kind"),
    [
        (["Event ID", "Seq", "Day"], None),
        (["Outcome"], None),
        ([], GENERIC),
        (["Event ID", "Seq", "Day", "Detail"], GENERIC),
        ("Event ID", GENERIC),
        (["Card URL"], GENERIC),
        (["At"], GENERIC),
        (["Label"], GENERIC),
        (["Seen"], GENERIC),
        (["Nope"], "UNKNOWN_FIELD_NAME"),
        ([["Event ID"]], "UNKNOWN_FIELD_NAME"),
        (["Rules"], GENERIC),  # not in the record
    ],
)
def test_only_some_fields_can_be_merged_on(stage: Stage, merge_on: Any, kind: str | None) -> None:
    entry = {"fields": {"Event ID": "e", "Seq": 1, "Day": "2026-11-23", "Outcome": "returned"}}
    status, body = upsert(stage, merge_on, entry)
    assert (status, body.get("error", {}).get("type")) == (422 if kind else 200, kind)
    if kind is None:
        assert upsert(stage, merge_on, entry)[1]["createdRecords"] == []
