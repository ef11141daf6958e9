"""Single calls: what is sent, what comes back, what a failure becomes, what is never shown."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests
import responses
from responses import matchers

from connectors.errors import Garbled, Gone, NotAllowed, Refused, ServiceError, TooLarge, TryLater
from connectors.trello.client import Trello
from connectors.trello.wire import Member

KEY, TOKEN = "0123456789abcdef0123456789abcdef", "ATTA" + "5f" * 36
API = "https://api.trello.com/1"
CARD = {
    "id": "c1",
    "name": "Post",
    "desc": "",
    "closed": False,
    "due": None,
    "idList": "l1",
    "pos": 16384,
    "idMembers": ["m1"],
    "labels": [],
}
COMMENT = {
    "id": "a1",
    "type": "commentCard",
    "date": "2026-03-02T10:00:00.000Z",
    "idMemberCreator": "m1",
    "data": {"text": "Hello"},
}
HTML = "<HTML><HEAD><TITLE>ERROR: The request could not be satisfied</TITLE></HEAD></HTML>"


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def trello(slept: list[float]) -> Iterator[Trello]:
    now = [0.0]

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    with Trello(KEY, TOKEN, clock=lambda: now[0], sleep=sleep) as client:
        yield client


def sent() -> Any:
    [call] = responses.calls
    return call.request


@responses.activate
def test_credentials_travel_in_the_header_and_nowhere_else(trello: Trello) -> None:
    responses.get(f"{API}/members/me", json={"id": "m1", "username": "bot", "fullName": "Bot"})
    assert trello.me() == Member(id="m1", username="bot", full_name="Bot")
    expected = f'OAuth oauth_consumer_key="{KEY}", oauth_token="{TOKEN}"'
    assert sent().headers["Authorization"] == expected
    assert KEY not in sent().url
    assert TOKEN not in sent().url
    assert sent().body is None
    assert sent().headers["X-Trello-Client-Identifier"] == "board-syncer"


@responses.activate
def test_the_idle_probe_is_one_request(trello: Trello) -> None:
    fields = "name,shortLink,dateLastActivity,ixUpdate,closed,idOrganization"
    query = matchers.query_param_matcher({"fields": fields, "filter": "all"})
    stub = {"id": "b1", "name": "Social media", "ixUpdate": "90", "closed": False}
    stub |= {"dateLastActivity": "2026-03-02T10:00:00.123Z", "shortLink": "xy", "new key": 1}
    responses.get(f"{API}/members/me/boards", match=[query], json=[stub, {"id": "b2"}])
    first, second = trello.boards()
    assert (first.index, first.closed, first.short_link) == ("90", False, "xy")
    assert first.last_activity == datetime(2026, 3, 2, 10, 0, 0, 123000, tzinfo=UTC)
    assert (second.id, second.last_activity) == ("b2", None)
    assert trello.requests_made == 1


@responses.activate
def test_a_card_is_read_with_all_that_is_nested_in_it(trello: Trello) -> None:
    nested = {
        "attachments": [{"id": "t1", "name": "p.png", "url": "https://x/p.png", "bytes": 12}],
        "checklists": [{"id": "k1", "checkItems": [{"id": "i1", "state": "incomplete"}]}],
        "customFieldItems": [{"idCustomField": "f1", "value": {"checked": "true"}}],
    }
    responses.get(f"{API}/cards/c1", json=CARD | nested)
    card = trello.card("c1")
    assert card.attachments is not None
    assert card.checklists is not None
    assert card.fields is not None
    assert card.attachments[0].size == 12
    assert card.fields[0].value == "true"
    asked = sent().params
    assert (asked["attachments"], asked["checklists"]) == ("true", "all")
    assert asked["customFieldItems"] == "true"


@responses.activate
def test_a_move_is_one_put_of_list_and_position(trello: Trello) -> None:
    body = matchers.json_params_matcher({"idList": "l2", "pos": 123.5})
    responses.put(f"{API}/cards/c1", json=CARD | {"idList": "l2"}, match=[body])
    assert trello.move("c1", "l2", 123.5).list == "l2"
    assert trello.requests_made == 1
    assert sent().headers["Content-Type"].startswith("application/json")


@responses.activate
def test_fields_are_set_as_json_and_times_as_trello_writes_them(trello: Trello) -> None:
    responses.put(f"{API}/cards/c1", json=CARD)
    due = datetime.fromisoformat("2026-03-02T14:00:00.25+04:00")
    trello.update_card("c1", desc="x" * 9000, due=due, closed=False)
    assert json.loads(sent().body) == {
        "desc": "x" * 9000,
        "due": "2026-03-02T10:00:00.250Z",
        "closed": False,
    }


@responses.activate
def test_a_comment_is_written_edited_and_found_again(trello: Trello) -> None:
    comments = f"{API}/cards/c1/actions/comments"
    body = matchers.json_params_matcher({"text": "Hello\n@ana"})
    responses.post(comments, json=COMMENT, match=[body])
    responses.put(f"{API}/cards/c1/actions/a1/comments", json={"id": "a1", "data": {}})
    query = matchers.query_param_matcher({"filter": "commentCard", "limit": "1000"})
    responses.get(f"{API}/cards/c1/actions", json=[COMMENT], match=[query])
    assert trello.comment("c1", "Hello\n@ana").id == "a1"
    trello.edit_comment("c1", "a1", "Bye")
    [found] = trello.comments("c1")
    assert (found.id, found.text, found.by) == ("a1", "Hello", "m1")
    assert trello.requests_made == 3


@responses.activate
def test_parts_of_a_card_can_be_read_alone(trello: Trello) -> None:
    responses.get(f"{API}/cards/c1/attachments", json=[{"id": "t1", "url": "https://x"}])
    responses.get(f"{API}/cards/c1/checklists", json=[{"id": "k1", "checkItems": []}])
    assert [each.url for each in trello.attachments("c1")] == ["https://x"]
    assert [each.items for each in trello.checklists("c1")] == [()]


REFUSALS: list[tuple[int, str, type[ServiceError], bool]] = [
    (401, "invalid token", NotAllowed, True),
    (401, "invalid key", NotAllowed, True),
    (401, '{"message":"missing scopes"}', NotAllowed, True),
    (401, "unauthorized card permission requested", NotAllowed, False),
    (401, "unauthorized permission requested", NotAllowed, False),
    (403, '{"message":"x","error":"API_TOO_MANY_CARDS_REQUESTED"}', TooLarge, False),
    (403, HTML, NotAllowed, False),
    (404, "The requested resource was not found.", Gone, False),
    (400, "invalid value for idList", Refused, False),
    (414, HTML, TooLarge, False),
]


@responses.activate
@pytest.mark.parametrize(("status", "body", "kind", "everything"), REFUSALS)
def test_refusals_are_told_apart(
    status: int, body: str, kind: type[ServiceError], everything: bool, trello: Trello
) -> None:
    responses.put(f"{API}/cards/c1", status=status, body=body)
    with pytest.raises(ServiceError) as caught:
        trello.move("c1", "l1", "bottom")
    error = caught.value
    assert type(error) is kind
    assert error.status == status
    assert getattr(error, "everything", False) is everything
    assert str(error).startswith(f"PUT /1/cards/c1: {status} ")
    assert "<" not in str(error)
    assert len(responses.calls) == 1


@responses.activate
def test_the_slow_members_limit_is_not_waited_for(trello: Trello, slept: list[float]) -> None:
    body = {"message": "Exceeded rate limit to /1/member", "error": "RATE_LIMIT_EXCEEDED"}
    responses.get(f"{API}/members/me", status=429, json=body)
    with pytest.raises(TryLater) as caught:
        trello.me()
    assert caught.value.after == 90.0
    assert slept == []


@responses.activate
def test_the_members_limit_is_kept_by_ourselves(trello: Trello, slept: list[float]) -> None:
    responses.get(f"{API}/members/me/boards", json=[])
    for _ in range(95):
        trello.boards()
    assert slept == []
    made = trello.requests_made
    with pytest.raises(TryLater) as caught:
        trello.boards()
    assert caught.value.after > 800
    assert trello.requests_made == made


@responses.activate
@pytest.mark.parametrize(
    ("call", "method"),
    [(lambda t: t.comment("c1", "x"), "POST"), (lambda t: t.move("c1", "l1", 1), "PUT")],
)
@pytest.mark.parametrize("body", ["", HTML, "[]", '{"date": 7}'])
def test_after_an_unreadable_answer_to_a_write_the_outcome_is_unknown(
    call: Callable[[Trello], object], method: str, body: str, trello: Trello
) -> None:
    responses.add(method, "https://api.trello.com/1/cards/c1", body=body)
    responses.add(method, "https://api.trello.com/1/cards/c1/actions/comments", body=body)
    with pytest.raises(Garbled) as caught:
        call(trello)
    assert caught.value.unknown
    assert len(responses.calls) == 1


@responses.activate
def test_a_comment_whose_answer_was_lost_is_not_written_twice(trello: Trello) -> None:
    responses.post(f"{API}/cards/c1/actions/comments", body=requests.ReadTimeout("t"))
    with pytest.raises(TryLater) as caught:
        trello.comment("c1", "x")
    assert caught.value.unknown
    assert len(responses.calls) == 1


@responses.activate
@pytest.mark.parametrize(
    "answer",
    [
        {"status": 401, "body": f"invalid token {TOKEN}"},
        {"status": 400, "body": f"bad oauth_consumer_key {KEY}"},
        {"body": requests.ConnectionError(f"GET /1/x?key={KEY}&token={TOKEN}")},
        {"status": 200, "body": f"<html>{TOKEN}</html>"},
    ],
)
def test_no_error_shows_key_or_token(
    answer: dict[str, Any], trello: Trello, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    responses.get(f"{API}/cards/c1", **answer)
    with pytest.raises(ServiceError) as caught:
        trello.card("c1")
    shown = "".join(traceback.format_exception(caught.value)) + caplog.text
    for error in (caught.value, caught.value.__cause__, caught.value.__context__):
        shown += f"{error!r} {error} {getattr(error, 'args', '')!r}"
    assert KEY not in shown
    assert TOKEN not in shown
    assert KEY not in repr(trello)


@pytest.mark.parametrize("call", [lambda t: t.card(""), lambda t: t.move("", "l1", 1)])
def test_an_empty_id_reaches_nobody(call: Callable[[Trello], object], trello: Trello) -> None:
    with pytest.raises(ValueError, match="empty id"):
        call(trello)
    assert trello.requests_made == 0


@responses.activate
def test_an_id_cannot_leave_its_place_in_the_path(trello: Trello) -> None:
    responses.get(f"{API}/cards/..%2Fmembers%2Fme%3Fx/attachments", json=[])
    assert trello.attachments("../members/me?x") == ()


def test_heavy_packages_wait_until_they_are_needed(root: Path) -> None:
    code = (
        "import sys, connectors.trello.client as c; c.Trello('k', 't').close();"
        "print([m for m in ('trello', 'pyairtable', 'tenacity') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
