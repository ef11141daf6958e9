"""Listing: parameters by URL and by body, pages, offsets that expire, wrong requests."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest

from tests.syncer.sandbox.airtable.conftest import Stage
from tests.syncer.sandbox.airtable.tools import BEARER


@pytest.fixture
def filled(stage: Stage) -> Stage:
    for n in range(7):
        row = {"Event ID": f"e-{n}", "Seq": n % 3} if n else {}
        stage.world.add_row(stage.base, "Audit log", row)
    return stage


def by_url(stage: Stage, pairs: list[tuple[str, Any]]) -> tuple[int, Any]:
    answer = stage.client.get(f"{stage.table}?{urlencode(pairs)}", headers=BEARER)
    return answer.status_code, answer.get_json()


def by_body(stage: Stage, body: dict[str, Any]) -> tuple[int, Any]:
    answer = stage.client.post(f"{stage.table}/listRecords", json=body, headers=BEARER)
    return answer.status_code, answer.get_json()


@pytest.mark.parametrize(
    ("pairs", "body"),
    [
        ([("maxRecords", 2)], {"maxRecords": 2}),
        ([("fields[]", "Seq"), ("fields[]", "Row")], {"fields": ["Seq", "Row"]}),
        ([("fields", "Seq")], {"fields": ["Seq"]}),
        (
            [("sort[0][field]", "Seq"), ("sort[0][direction]", "desc"), ("sort[1][field]", "Row")],
            {"sort": [{"field": "Seq", "direction": "desc"}, {"field": "Row"}]},
        ),
        ([("filterByFormula", "{Seq}>1")], {"filterByFormula": "{Seq}>1"}),
        ([("filterByFormula", ""), ("offset", "")], {"offset": ""}),
        ([("view", "Grid view")], {"view": "Grid view"}),
        ([("returnFieldsByFieldId", "1")], {"returnFieldsByFieldId": True}),
        ([("cellFormat", "json"), ("timeZone", "utc"), ("userLocale", "en")], {}),
    ],
)
def test_a_url_and_a_body_ask_the_same(
    filled: Stage, pairs: list[tuple[str, Any]], body: dict[str, Any]
) -> None:
    status, answer = by_url(filled, pairs)
    assert status == 200
    assert answer["records"]
    assert (status, answer) == by_body(filled, body)


def test_rows_are_sorted_with_empty_cells_first(filled: Stage) -> None:
    body = {"sort": [{"field": "Seq"}, {"field": "Event ID", "direction": "desc"}]}
    _, answer = by_body(filled, {**body, "fields": ["Event ID"]})
    names = [row["fields"].get("Event ID") for row in answer["records"]]
    assert names == [None, "e-6", "e-3", "e-4", "e-1", "e-5", "e-2"]


def test_select_options_sort_in_their_own_order(stage: Stage) -> None:
    choices = [{"name": name} for name in ("late", "early")]
    field = {"name": "When", "type": "singleSelect", "options": {"choices": choices}}
    stage.world.add_table(stage.base, "T", [{"name": "N", "type": "number"}, field])
    for when in ("early", "late"):
        stage.world.add_row(stage.base, "T", {"When": when})
    answer = stage.client.get(f"/v0/{stage.base}/T?sort[0][field]=When", headers=BEARER)
    assert [row["fields"]["When"] for row in answer.get_json()["records"]] == ["late", "early"]


def test_pages_show_each_row_once_while_rows_come_and_go(filled: Stage) -> None:
    view = {"view": "Grid view", "pageSize": 3}
    _, first = by_body(filled, view)
    rows = filled.world.rows(filled.base, "Audit log")
    filled.world.delete_row(filled.base, "Audit log", rows[0]["id"])
    filled.world.delete_row(filled.base, "Audit log", rows[4]["id"])
    filled.world.add_row(filled.base, "Audit log", {"Event ID": "late"})
    _, second = by_body(filled, {**view, "offset": first["offset"]})
    assert [row["id"] for row in second["records"]] == [rows[3]["id"], rows[5]["id"]]
    _, third = by_body(filled, {**view, "offset": second["offset"]})
    assert ([row["id"] for row in third["records"]], third.get("offset")) == ([rows[6]["id"]], None)
    assert by_body(filled, {**view, "offset": second["offset"]})[1] == third


def test_max_records_counts_over_all_pages(filled: Stage) -> None:
    asked: dict[str, Any] = {"pageSize": 2, "maxRecords": 5}
    sizes = []
    while True:
        _, page = by_body(filled, asked)
        sizes.append(len(page["records"]))
        if "offset" not in page:
            break
        asked["offset"] = page["offset"]
    assert sizes == [2, 2, 1]


def test_an_offset_unused_for_too_long_is_gone(filled: Stage) -> None:
    filled.world.configure(offset_life=60)
    _, page = by_body(filled, {"pageSize": 2})
    for _ in range(2):
        filled.clock.now += 59
        status, page = by_body(filled, {"pageSize": 2, "offset": page["offset"]})
        assert status == 200
    filled.clock.now += 61
    gone = {"error": {"type": "LIST_RECORDS_ITERATOR_NOT_AVAILABLE"}}
    assert by_body(filled, {"pageSize": 2, "offset": page["offset"]}) == (422, gone)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"pageSize": 101}, "INVALID_REQUEST_UNKNOWN"),
        ({"pageSize": 0}, "INVALID_REQUEST_UNKNOWN"),
        ({"pageSize": "ten"}, "INVALID_REQUEST_UNKNOWN"),
        ({"maxRecords": -1}, "INVALID_REQUEST_UNKNOWN"),
        ({"colour": "red"}, "INVALID_REQUEST_UNKNOWN"),
        ({"sort": [{"field": "Seq", "direction": "up"}]}, "INVALID_REQUEST_UNKNOWN"),
        ({"sort": "Seq"}, "INVALID_REQUEST_UNKNOWN"),
        ({"sort": [{"direction": []}]}, "INVALID_REQUEST_UNKNOWN"),
        ({"fields": [1]}, "INVALID_REQUEST_UNKNOWN"),
        ({"view": []}, "INVALID_REQUEST_UNKNOWN"),
        ({"filterByFormula": 1}, "INVALID_REQUEST_UNKNOWN"),
        ({"sort": [{"field": "Nope"}]}, "UNKNOWN_FIELD_NAME"),
        ({"fields": ["Nope"]}, "UNKNOWN_FIELD_NAME"),
        ({"view": "Nope"}, "VIEW_NAME_NOT_FOUND"),
        ({"offset": "10"}, "INVALID_OFFSET_VALUE"),
        ({"offset": "itrAAAAAAAAAAAAAA/recAAAAAAAAAAAAAA"}, "LIST_RECORDS_ITERATOR_NOT_AVAILABLE"),
        ({"filterByFormula": "{Seq"}, "INVALID_FILTER_BY_FORMULA"),
        ({"filterByFormula": "Nope=1"}, "INVALID_FILTER_BY_FORMULA"),
        ({"filterByFormula": "REGEX_MATCH(1,2)"}, "INVALID_FILTER_BY_FORMULA"),
    ],
)
def test_wrong_requests_are_refused(filled: Stage, body: dict[str, Any], kind: str) -> None:
    status, answer = by_body(filled, body)
    assert (status, answer["error"]["type"]) == (422, kind)


def test_an_unreadable_formula_gets_airtables_words(filled: Stage) -> None:
    words = "The formula for filtering records is invalid: "
    _, unreadable = by_body(filled, {"filterByFormula": "AND("})
    _, unknown = by_body(filled, {"filterByFormula": "{Nope}=1"})
    generic = "Invalid formula. Please check your formula text."
    assert unreadable["error"]["message"] == words + generic
    assert unknown["error"]["message"] == words + "Unknown field names: nope"
