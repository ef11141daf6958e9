"""The client's calls, answer by answer, without a network."""

from __future__ import annotations

import json
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import responses

from connectors.airtable.client import RATE, RESTARTS, Airtable
from connectors.airtable.schema import text
from connectors.errors import (
    Garbled,
    Gone,
    NotAllowed,
    QuotaSpent,
    Refused,
    ServiceError,
    TooLarge,
    TryLater,
)
from connectors.pacing import Pacer

TOKEN = "patAbCdEfGhIjKlMn." + "0f" * 32
TABLE = "https://api.airtable.com/v0/appX/Audit%20log"
META = "https://api.airtable.com/v0/meta"


def record(number: int, **fields: object) -> dict[str, object]:
    return {"id": f"rec{number}", "createdTime": "2026-03-01T08:00:00.000Z", "fields": fields}


@pytest.fixture
def airtable() -> Iterator[Airtable]:
    client = Airtable(TOKEN, "appX", pacer=Pacer([]))
    yield client
    client.close()


@pytest.fixture
def web() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


def sent(web: responses.RequestsMock, number: int = 0) -> dict[str, object]:
    body: dict[str, object] = json.loads(web.calls[number].request.body or "null")
    return body


def test_an_upsert_is_one_patch_that_merges_on_the_key(
    airtable: Airtable, web: responses.RequestsMock
) -> None:
    rows = [record(1, Key="a"), record(2, Key="b")]
    answer = {"records": rows, "createdRecords": ["rec1"], "updatedRecords": ["rec2"]}
    web.patch(TABLE, json=answer)
    done = airtable.upsert("Audit log", "Key", [{"Key": "a", "On": False}, {"Key": "b"}])
    assert (done.created, done.updated) == (("rec1",), ("rec2",))
    assert [row.fields["Key"] for row in done.records] == ["a", "b"]
    body = sent(web)
    assert body["performUpsert"] == {"fieldsToMergeOn": ["Key"]}
    assert body["typecast"] is False
    assert body["records"] == [{"fields": {"Key": "a", "On": False}}, {"fields": {"Key": "b"}}]
    assert web.calls[0].request.headers["Authorization"] == f"Bearer {TOKEN}"
    assert airtable.calls == 1


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [{"Key": str(n)} for n in range(11)],
        [{"Key": "a"}, {"Key": "a"}],
        [{"Key": ""}],
        [{"Key": "  "}],
        [{"Key": None}],
        [{"Key": 7}],
        [{"Other": "a"}],
        [{"Key": "a", "N": float("nan")}],
    ],
    ids=str,
)
def test_a_wrong_batch_never_leaves_the_house(
    airtable: Airtable, rows: list[dict[str, object]]
) -> None:
    with pytest.raises(ValueError, match=r"row|number"):
        airtable.upsert("Audit log", "Key", rows)  # type: ignore[arg-type]  # wrong on purpose
    assert airtable.calls == 0


def test_an_upsert_whose_reply_lacks_a_row_is_not_believed(
    airtable: Airtable, web: responses.RequestsMock
) -> None:
    answer = {"records": [record(1)], "createdRecords": ["rec1"], "updatedRecords": []}
    web.patch(TABLE, json=answer)
    with pytest.raises(Garbled) as caught:
        airtable.upsert("Audit log", "Key", [{"Key": "a"}, {"Key": "b"}])
    assert caught.value.unknown


def test_find_escapes_and_returns_only_exact_matches(
    airtable: Airtable, web: responses.RequestsMock
) -> None:
    value = 'it\'s a \\ "key"'
    web.get(TABLE, json={"records": [record(1, Key=value), record(2, Key=value.upper())]})
    assert [row.id for row in airtable.find("Audit log", "Key", value)] == ["rec1"]
    asked = parse_qs(urlsplit(web.calls[0].request.url or "").query)
    assert asked["filterByFormula"] == ["{Key}='it\\'s a \\\\ \"key\"'"]


def test_update_patches_one_record(airtable: Airtable, web: responses.RequestsMock) -> None:
    web.patch(f"{TABLE}/rec1", json=record(1, Note="x"))
    assert airtable.update("Audit log", "rec1", {"Note": "x", "Old": None}).id == "rec1"
    assert sent(web)["fields"] == {"Note": "x", "Old": None}


def test_list_reads_page_by_page(airtable: Airtable, web: responses.RequestsMock) -> None:
    web.get(TABLE, json={"records": [record(1)], "offset": "itr/rec1"})
    web.get(TABLE, json={"records": [record(2)]})
    rows = airtable.list("Audit log", fields=["Key"], page_size=1)
    assert airtable.calls == 0  # nothing is asked before somebody wants a row
    assert [row.id for row in rows] == ["rec1", "rec2"]
    assert airtable.calls == 2
    asked = parse_qs(urlsplit(web.calls[1].request.url or "").query)
    assert asked == {"offset": ["itr/rec1"], "pageSize": ["1"], "fields[]": ["Key"]}


def lost(web: responses.RequestsMock) -> None:
    web.get(TABLE, status=422, json={"error": {"type": "LIST_RECORDS_ITERATOR_NOT_AVAILABLE"}})


def test_a_lost_listing_begins_again_and_repeats_no_row(
    airtable: Airtable, web: responses.RequestsMock
) -> None:
    web.get(TABLE, json={"records": [record(1), record(2)], "offset": "itr1/rec2"})
    lost(web)
    web.get(TABLE, json={"records": [record(2), record(1)], "offset": "itr2/rec1"})
    web.get(TABLE, json={"records": [record(3)]})
    assert [row.id for row in airtable.list("Audit log")] == ["rec1", "rec2", "rec3"]


def test_a_listing_that_is_lost_again_and_again_ends(
    airtable: Airtable, web: responses.RequestsMock
) -> None:
    for _ in range(1 + RESTARTS):
        web.get(TABLE, json={"records": [record(1)], "offset": "itr/rec1"})
        lost(web)
    rows = airtable.list("Audit log")
    assert next(rows).id == "rec1"
    with pytest.raises(TryLater, match="lost the listing"):
        next(rows)


def test_whoami_and_schema_and_making_things(
    airtable: Airtable, web: responses.RequestsMock
) -> None:
    key = {"id": "fld1", "name": "Key", "type": "singleLineText"}
    table = {"id": "tbl1", "name": "Audit log", "primaryFieldId": "fld1", "fields": [key]}
    web.get(f"{META}/whoami", json={"id": "usr1"})
    web.get(f"{META}/bases/appX/tables", json={"tables": [table]})
    web.post(f"{META}/bases/appX/tables", json=table)
    web.post(f"{META}/bases/appX/tables/tbl1/fields", json={**key, "id": "fld2", "name": "B"})
    assert airtable.whoami().id == "usr1"
    assert airtable.schema() == (airtable.create_table("Audit log", [text("Key")]),)
    assert airtable.create_field("tbl1", text("B")).id == "fld2"
    wanted = {"name": "Key", "type": "singleLineText"}
    assert sent(web, 2) == {"name": "Audit log", "fields": [wanted]}
    assert airtable.calls == 4


CASES: list[tuple[int, str, type[ServiceError]]] = [
    (401, '{"error":{"type":"AUTHENTICATION_REQUIRED"}}', NotAllowed),
    (403, '{"error":{"type":"INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND"}}', NotAllowed),
    (404, '{"error":"NOT_FOUND"}', Gone),
    (413, "", TooLarge),
    (
        422,
        '{"error":{"type":"UNKNOWN_FIELD_NAME","message":"Unknown field name: \\"X\\""}}',
        Refused,
    ),
    (429, '{"error":{"type":"RATE_LIMIT_REACHED"}}', TryLater),
    (429, '{"errors":[{"error":"PUBLIC_API_BILLING_LIMIT_EXCEEDED"}]}', QuotaSpent),
    (502, f"<html>{TOKEN}</html>", TryLater),
    (503, json.dumps({"error": {"type": "RETRIABLE_ERROR", "message": f"not {TOKEN}"}}), TryLater),
    (200, "", Garbled),
    (200, "<html>hello</html>", Garbled),
    (200, "[]", Garbled),
    (503, "null", TryLater),
    (500, '"an error"', TryLater),
    (413, "7", TooLarge),
    (200, '{"records": 7}', Garbled),
    (200, '{"records": [{"id": 1}]}', Garbled),
]
VERBS: dict[str, Callable[[Airtable], object]] = {
    "PATCH": lambda a: a.upsert("Audit log", "Key", [{"Key": "a"}]),
    "GET": lambda a: list(a.list("Audit log")),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_each_answer_is_an_error_by_what_to_do(
    airtable: Airtable,
    web: responses.RequestsMock,
    verb: str,
    case: tuple[int, str, type[ServiceError]],
) -> None:
    status, body, wanted = case
    web.add(verb, TABLE, status=status, body=body)
    with pytest.raises(wanted) as caught:
        VERBS[verb](airtable)
    error = caught.value
    assert type(error) is wanted
    assert f"{verb} /v0/appX/Audit log" in str(error)
    assert error.unknown is (verb == "PATCH" and (status >= 500 or wanted is Garbled))
    assert airtable.calls == 1
    assert error.__context__ is None
    assert TOKEN not in "".join(traceback.format_exception(error)) + repr(vars(error))
    if status == 422:
        assert isinstance(error, Refused)
        assert error.kind == "UNKNOWN_FIELD_NAME"
        assert '"X"' in str(error)


def test_retry_after_is_obeyed(airtable: Airtable, web: responses.RequestsMock) -> None:
    web.get(TABLE, status=429, headers={"Retry-After": "42"})
    with pytest.raises(TryLater) as caught:
        next(airtable.list("Audit log"))
    assert caught.value.after == 42.0


@pytest.mark.parametrize(
    ("token", "base", "endpoint"),
    [
        ("", "appX", "https://api.airtable.com"),
        ("pat secret", "appX", "https://api.airtable.com"),
        ("pat\n", "appX", "https://api.airtable.com"),
        ("pat…", "appX", "https://api.airtable.com"),
        (TOKEN, "", "https://api.airtable.com"),
        (TOKEN, "app/X", "https://api.airtable.com"),
        (TOKEN, "appX", "api.airtable.com"),
        (TOKEN, "appX", "ftp://api.airtable.com"),
    ],
)
def test_settings_that_cannot_work_are_refused_at_once(
    token: str, base: str, endpoint: str
) -> None:
    with pytest.raises(ValueError, match=r"Airtable|address") as caught:
        Airtable(token, base, endpoint)
    assert "secret" not in str(caught.value)
    assert TOKEN not in repr(Airtable(TOKEN, "appX"))


def test_at_most_four_calls_go_out_in_any_second(web: responses.RequestsMock) -> None:
    now = [100.0]
    starts: list[float] = []

    def sleep(seconds: float) -> None:
        now[0] += seconds

    def answer(_: object) -> tuple[int, dict[str, str], str]:
        starts.append(now[0])
        now[0] += 0.01
        return 200, {}, '{"id": "usr1"}'

    web.add_callback("GET", f"{META}/whoami", callback=answer)
    client = Airtable(TOKEN, "appX", pacer=Pacer([RATE], clock=lambda: now[0], sleep=sleep))
    for _ in range(12):
        client.whoami()
    client.close()
    assert all(later - start >= 1.0 for start, later in zip(starts, starts[4:], strict=False))
    assert now[0] - 100.0 < 4.0


def test_an_idle_program_does_not_load_pyairtable(root: Path) -> None:
    code = (
        "import sys; from connectors.airtable.client import Airtable; "
        "Airtable('pat', 'appX').close(); sys.exit('pyairtable' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=root, check=False)
    assert done.returncode == 0
