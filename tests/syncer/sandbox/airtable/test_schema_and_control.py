"""Making tables and fields over the API, and setting the stage over the control endpoints."""

from __future__ import annotations

from typing import Any

import pytest

from tests.syncer.sandbox.airtable.conftest import Stage
from tests.syncer.sandbox.airtable.tools import BEARER

TEXT = {"name": "Name", "type": "singleLineText"}


def meta(stage: Stage, path: str, body: dict[str, Any], method: str = "POST") -> tuple[int, Any]:
    address = f"/v0/meta/bases/{stage.base}/tables{path}"
    answer = stage.client.open(address, method=method, json=body, headers=BEARER)
    return answer.status_code, answer.get_json()


def control(stage: Stage, path: str, **body: Any) -> tuple[int, Any]:
    answer = stage.client.post(f"/_control/airtable/{path}", json=body)
    return answer.status_code, answer.get_json()


def table_id(stage: Stage) -> str:
    return stage.world.table(stage.base, "Audit log").id


@pytest.mark.parametrize(
    ("field", "kind"),
    [
        ({"name": "event ID", "type": "singleLineText"}, "DUPLICATE_OR_EMPTY_FIELD_NAME"),
        ({"name": "", "type": "singleLineText"}, "DUPLICATE_OR_EMPTY_FIELD_NAME"),
        ({"type": "singleLineText"}, "DUPLICATE_OR_EMPTY_FIELD_NAME"),
        ({"name": "N", "type": "autoNumber"}, "UNSUPPORTED_FIELD_TYPE_FOR_CREATE"),
        ({"name": "N", "type": "createdTime"}, "UNSUPPORTED_FIELD_TYPE_FOR_CREATE"),
        ({"name": "N", "type": "formula", "options": {}}, "UNSUPPORTED_FIELD_TYPE_FOR_CREATE"),
        ({"name": "N", "type": "hologram"}, "INVALID_REQUEST_UNKNOWN"),
        ({"name": "N"}, "INVALID_REQUEST_UNKNOWN"),
        ({"name": "N", "type": "number"}, "INVALID_FIELD_TYPE_OPTIONS_FOR_CREATE"),
        (
            {"name": "N", "type": "number", "options": {"precision": 9}},
            "INVALID_FIELD_TYPE_OPTIONS_FOR_CREATE",
        ),
        (
            {"name": "N", "type": "singleLineText", "options": {"precision": 0}},
            "INVALID_FIELD_TYPE_OPTIONS_FOR_CREATE",
        ),
        (
            {
                "name": "N",
                "type": "dateTime",
                "options": {
                    "timeZone": "UTC",
                    "dateFormat": {"name": "iso"},
                    "timeFormat": {"name": "24hour"},
                },
            },
            "INVALID_FIELD_TYPE_OPTIONS_FOR_CREATE",
        ),
        (
            {"name": "N", "type": "singleSelect", "options": {"choices": [{"name": "a"}] * 2}},
            "INVALID_FIELD_TYPE_OPTIONS_FOR_CREATE",
        ),
    ],
)
def test_a_field_that_cannot_be_made(stage: Stage, field: dict[str, Any], kind: str) -> None:
    before = stage.world.table(stage.base, "Audit log").schema()
    status, body = meta(stage, f"/{table_id(stage)}/fields", field)
    assert (status, body["error"]["type"]) == (422, kind)
    assert stage.world.table(stage.base, "Audit log").schema() == before


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("currency", {"precision": 2, "symbol": "֏"}),
        ("percent", {"precision": 0}),
        ("duration", {"durationFormat": "h:mm"}),
        ("rating", {"max": 5, "icon": "star", "color": "yellowBright"}),
        ("checkbox", {"icon": "check", "color": "greenBright"}),
        ("date", {"dateFormat": {"name": "iso", "format": "YYYY-MM-DD"}}),
    ],
)
def test_a_field_is_made_with_its_options(stage: Stage, kind: str, options: dict[str, Any]) -> None:
    status, made = meta(
        stage, f"/{table_id(stage)}/fields", {"name": "N", "type": kind, "options": options}
    )
    assert status == 200, made
    assert (made["type"], made["options"]) == (kind, options)


@pytest.mark.parametrize(
    "body",
    [
        {"name": "audit LOG", "fields": [TEXT]},
        {"name": "T", "fields": []},
        {"name": "T"},
        {"fields": [TEXT]},
        {
            "name": "T",
            "fields": [{"name": "N", "type": "multipleSelects", "options": {"choices": []}}],
        },
        {"name": "T", "fields": [TEXT, {**TEXT, "name": "NAME"}]},
    ],
)
def test_a_table_that_cannot_be_made(stage: Stage, body: dict[str, Any]) -> None:
    assert meta(stage, "", body)[0] == 422
    assert len(stage.world.bases[stage.base].tables) == 1


def test_a_field_keeps_its_type_and_options(stage: Stage) -> None:
    table = stage.world.table(stage.base, "Audit log")
    outcome = table.field("Outcome")
    assert outcome is not None
    path = f"/{table.id}/fields/{outcome.id}"
    for change in ({"options": {"choices": []}}, {"type": "url"}, {}, {"name": "SEQ"}):
        assert meta(stage, path, change, "PATCH")[0] == 422
    status, renamed = meta(stage, path, {"name": "Result"}, "PATCH")
    assert (status, renamed["name"], renamed["options"]) == (200, "Result", outcome.options)


def test_the_stage_can_be_set_over_http(stage: Stage) -> None:
    _, made = control(stage, "base", name="Second")
    base = made["id"]
    assert control(stage, "table", base=base, name="T", fields=[TEXT])[0] == 200
    assert control(stage, "token", token="patSecond", bases=[base], user="Second")[0] == 200
    status, row = control(stage, "row/add", base=base, table="T", fields={"Name": "by hand"})
    assert status == 200
    where = {"base": base, "table": "T"}
    _, copy = control(stage, "row/duplicate", record_id=row["id"], **where)
    control(stage, "row/edit", record_id=row["id"], fields={"Name": "edited"}, **where)
    shown = stage.client.get("/_control/airtable/rows", query_string=where).get_json()["rows"]
    assert shown == stage.world.rows(base, "T")
    assert [(one["id"], one["fields"]["Name"]) for one in shown] == [
        (row["id"], "edited"),
        (copy["id"], "by hand"),
    ]
    control(stage, "row/delete", record_id=row["id"], **where)
    assert [one["id"] for one in stage.world.rows(base, "T")] == [copy["id"]]
    listed = stage.client.get(f"/v0/{base}/T", headers={"Authorization": "Bearer patSecond"})
    assert [one["id"] for one in listed.get_json()["records"]] == [copy["id"]]


def test_a_person_cannot_type_what_does_not_fit(stage: Stage) -> None:
    where = {"base": stage.base, "table": "Audit log"}
    row = stage.world.add_row(fields={"Event ID": "e-1"}, **where)
    status, body = control(stage, "row/edit", record_id=row, fields={"At": "soon"}, **where)
    assert (status, body["error"]["type"]) == (422, "INVALID_VALUE_FOR_COLUMN")
    assert stage.world.rows(**where)[0]["fields"]["Event ID"] == "e-1"


def test_settings_are_checked_all_at_once(stage: Stage) -> None:
    status, body = control(stage, "settings", limits="soft", record_cap=10)
    assert (status, body["limits"], body["record_cap"]) == (200, "soft", 10)
    wrong = {"limits": "loose", "billing_spent": 1, "offset_life": None, "colour": "red"}
    status, body = control(stage, "settings", **wrong)
    assert status == 400
    assert all(key in body["error"] for key in wrong)
    assert stage.client.get("/_control/airtable/settings").get_json()["limits"] == "soft"


@pytest.mark.parametrize(
    ("action", "body", "status", "says"),
    [
        ("table", {"base": "appX", "name": "T", "fields": [TEXT]}, 400, "no base 'appX'"),
        ("table", {"base": "{base}", "name": "T", "fields": []}, 400, "at least one field"),
        (
            "table",
            {"base": "{base}", "name": "T", "fields": [{"name": "N", "type": "holo"}]},
            400,
            "no field type 'holo'",
        ),
        ("table", {"base": "{base}", "name": "T", "fields": [{}]}, 400, "a name and a type"),
        ("token", {"token": "patX", "bases": "appX"}, 400, "bases and scopes are lists"),
        ("token", {"token": "patX", "permission": "owner"}, 400, "permission must be one of"),
        ("base", {"title": "T"}, 400, "title"),
        ("row/delete", {"base": "{base}", "table": "Audit log", "record_id": "r"}, 400, "no row"),
        ("explode", {}, 404, "row/duplicate"),
    ],
)
def test_a_wrong_control_call_says_what_is_wrong(
    stage: Stage, action: str, body: dict[str, Any], status: int, says: str
) -> None:
    sent = {key: stage.base if value == "{base}" else value for key, value in body.items()}
    got, answer = control(stage, action, **sent)
    assert got == status
    assert says in answer["error"]
