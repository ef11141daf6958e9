"""Doors and limits: tokens, roles, pace, the month's quota, full bases, listings that expire."""

from __future__ import annotations

from typing import Any

import pytest

from tests.syncer.sandbox.airtable.conftest import Stage
from tests.syncer.sandbox.airtable.tools import BEARER, TOKEN

TOO_FAST = {
    "error": {
        "type": "RATE_LIMIT_REACHED",
        "message": "Rate limit exceeded. Please try again later",
    }
}
READ_SCOPE, SCHEMA_SCOPE = "data.records:read", "schema.bases:read"


def ask(stage: Stage, path: str, token: str = TOKEN, **sent: Any) -> tuple[int, Any]:
    method = sent.pop("method", "GET")
    headers = {"Authorization": f"Bearer {token}"}
    answer = stage.client.open(path, method=method, headers=headers, **sent)
    return answer.status_code, answer.get_json()


def statuses(stage: Stage, count: int) -> list[int]:
    return [ask(stage, stage.table)[0] for _ in range(count)]


def test_nobody_enters_without_a_token(stage: Stage) -> None:
    words = {"error": {"type": "AUTHENTICATION_REQUIRED", "message": "Authentication required"}}
    for headers in ({}, {"Authorization": "Bearer patNobody"}, {"Authorization": f"Basic {TOKEN}"}):
        answer = stage.client.get(stage.table, headers=headers)
        assert (answer.status_code, answer.get_json()) == (401, words)
        assert answer.content_type == "application/json; charset=utf-8"


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("/v0/appNobodysBase000/T", 404, "NOT_FOUND"),
        ("/v0/{base}/Audit log/recAAAAAAAAAAAAAA", 404, "NOT_FOUND"),
        ("/v0/{base}/Audit log/nonsense", 404, "NOT_FOUND"),
        ("/v0/{base}", 404, "NOT_FOUND"),
        ("/v1/anything", 404, "NOT_FOUND"),
        ("/v0/{base}/audit log", 403, "INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND"),
        ("/v0/{base}/tblNobodysTable00", 403, "INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND"),
        ("/v0/meta/bases/appNobodysBase000/tables", 404, "NOT_FOUND"),
    ],
)
def test_what_is_not_there(stage: Stage, path: str, status: int, kind: str) -> None:
    got, body = ask(stage, path.format(base=stage.base))
    error = body["error"]
    assert (got, error if isinstance(error, str) else error["type"]) == (status, kind)


@pytest.mark.parametrize(
    ("rights", "method", "path", "status"),
    [
        ({"scopes": [READ_SCOPE]}, "GET", "/v0/{base}/Audit log", 200),
        ({"scopes": [SCHEMA_SCOPE]}, "GET", "/v0/{base}/Audit log", 403),
        ({"scopes": [READ_SCOPE]}, "POST", "/v0/{base}/Audit log", 403),
        ({"scopes": [READ_SCOPE]}, "POST", "/v0/{base}/Audit log/listRecords", 200),
        ({"scopes": [READ_SCOPE]}, "GET", "/v0/meta/bases/{base}/tables", 403),
        ({"scopes": []}, "GET", "/v0/meta/whoami", 200),
        ({"scopes": [READ_SCOPE]}, "GET", "/v0/meta/bases", 403),
        ({"bases": []}, "GET", "/v0/{base}/Audit log", 403),
        ({"bases": []}, "GET", "/v0/meta/bases/{base}/tables", 403),
        ({"permission": "read"}, "POST", "/v0/{base}/Audit log", 403),
        ({"permission": "comment"}, "PATCH", "/v0/{base}/Audit log", 403),
        ({"permission": "read"}, "DELETE", "/v0/{base}/Audit log", 403),
        ({"permission": "edit"}, "POST", "/v0/meta/bases/{base}/tables", 403),
        ({"permission": "edit"}, "POST", "/v0/{base}/Audit log", 200),
    ],
)
def test_scopes_grants_and_roles(
    stage: Stage, rights: dict[str, Any], method: str, path: str, status: int
) -> None:
    token = stage.world.add_token("patOther", user="Other", **rights)
    sent = {"json": {"fields": {}} if "listRecords" not in path else {}}
    address = path.format(base=stage.base)
    got, body = ask(stage, address, token, method=method, **(sent if method != "GET" else {}))
    assert got == status, body
    if "permission" in rights and status == 403:
        assert body["error"]["type"] == "INVALID_PERMISSIONS"


def test_an_editor_cannot_make_select_options_even_with_typecast(stage: Stage) -> None:
    token = stage.world.add_token("patOther", user="Other", permission="edit")
    sent = {"fields": {"Outcome": "new"}, "typecast": True}
    status, body = ask(stage, stage.table, token, method="POST", json=sent)
    assert (status, body["error"]["type"]) == (422, "INVALID_MULTIPLE_CHOICE_OPTIONS")
    assert ask(stage, stage.table, method="POST", json=sent)[0] == 200


def test_a_url_must_be_shorter_than_16000_characters(stage: Stage) -> None:
    room = 15_999 - len(f"http://localhost{stage.table}?view=")
    assert ask(stage, f"{stage.table}?view={'v' * (room + 1)}")[0] == 414
    assert ask(stage, f"{stage.table}?view={'v' * room}")[0] == 422


def test_the_sixth_call_in_a_second_is_refused(stage: Stage) -> None:
    stage.world.configure(limits="soft")
    assert statuses(stage, 7) == [200] * 5 + [429] * 2
    assert ask(stage, stage.table)[1] == TOO_FAST
    stage.clock.now += 1.0
    assert statuses(stage, 6) == [200] * 5 + [429]


def test_a_strict_limit_answers_nothing_for_thirty_seconds(stage: Stage) -> None:
    stage.world.configure(limits="strict")
    assert statuses(stage, 6) == [200] * 5 + [429]
    for _ in range(6):
        stage.clock.now += 4.99
        assert ask(stage, stage.table) == (429, TOO_FAST)
    stage.clock.now += 0.06
    assert ask(stage, stage.table)[0] == 200


def test_the_pace_is_kept_per_base_and_per_user(stage: Stage) -> None:
    stage.world.configure(limits="strict")
    others = [stage.world.add_base(name=f"Base {n}") for n in range(11)]
    for base in others:
        stage.world.add_table(base, "T", [{"name": "N", "type": "singleLineText"}])
    assert statuses(stage, 6)[-1] == 429
    answers = [ask(stage, f"/v0/{base}/T")[0] for base in others for _ in range(5)]
    assert answers == [200] * 44 + [429] * 11  # 50 by one user, six of them to the first base
    other = stage.world.add_token("patOther", user="Other")
    assert ask(stage, f"/v0/{others[0]}/T", other)[0] == 429
    assert ask(stage, f"/v0/{others[10]}/T", other)[0] == 200


@pytest.mark.parametrize("shape", ["list", "string", "object"])
def test_a_spent_month_refuses_data_and_goes_on_with_metadata(stage: Stage, shape: str) -> None:
    stage.world.configure(billing_spent=True, billing_shape=shape)
    answer = stage.client.post(stage.table, json={"fields": {}}, headers=BEARER)
    assert answer.status_code == 429
    assert "PUBLIC_API_BILLING_LIMIT_EXCEEDED" in answer.get_data(as_text=True)
    assert isinstance(answer.get_json().get("error"), str) == (shape == "string")
    assert ask(stage, f"/v0/meta/bases/{stage.base}/tables")[0] == 200
    assert ask(stage, "/v0/meta/whoami")[0] == 200
    assert stage.world.rows(stage.base, "Audit log") == []


def test_a_quota_counts_every_call(stage: Stage) -> None:
    stage.world.configure(call_quota=4)
    assert ask(stage, "/v0/meta/whoami")[0] == 200
    assert statuses(stage, 4) == [200] * 3 + [429]
    assert stage.world.calls_used == 5


def test_a_full_base_takes_no_row_but_changes_rows(stage: Stage) -> None:
    stage.world.configure(record_cap=3)
    stage.world.add_table(stage.base, "Other", [{"name": "N", "type": "singleLineText"}])
    stage.world.add_row(stage.base, "Other", {"N": "counts too"})
    row = stage.world.add_row(stage.base, "Audit log", {"Event ID": "e-1"})
    two = {"records": [{"fields": {}}, {"fields": {}}]}
    answer = stage.client.post(stage.table, json=two, headers=BEARER)
    assert answer.status_code == 422
    assert answer.headers["X-Sandbox-Reason"] == "the base may hold 3 records and has 2"
    assert ask(stage, stage.table, method="POST", json={"fields": {}})[0] == 200
    assert ask(stage, stage.table, method="POST", json={"fields": {}})[0] == 422
    assert ask(stage, f"{stage.table}/{row}", method="PATCH", json={"fields": {}})[0] == 200
    assert len(stage.world.rows(stage.base, "Audit log")) == 2
