"""Every recorded answer of Trello's can be read. The recordings are nobody's of ours."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors.answer import Answer
from connectors.errors import Gone, NotAllowed, Refused, ServiceError, TryLater
from connectors.trello.action import Action, WebhookPost
from connectors.trello.refusal import complaint
from connectors.trello.seam import clock, readings
from connectors.trello.wire import BoardRead, Card
from tests.connectors.trello_shapes import kinds, read

HERE = Path(__file__).resolve().parents[3] / "shared" / "real" / "trello"
FILES = sorted(path.name for path in HERE.glob("*.json") if path.name != "errors.json")


def dialogues(raw: Any) -> list[dict[str, Any]]:
    return raw.get("interactions", []) if isinstance(raw, dict) else []


def bodies(raw: Any, name: str) -> Iterator[tuple[Any, str]]:
    """The bodies of successful answers in a file, each with what names it."""
    if not dialogues(raw):
        yield raw, name
    for exchange in dialogues(raw):
        if exchange["response"]["status"] == 200:
            yield exchange["response"]["body"], exchange["request"]["uri"].partition("?")[0]


def walk(raw: Any) -> Iterator[dict[str, Any]]:
    if isinstance(raw, dict):
        yield raw
    if isinstance(raw, dict | list):
        for inner in raw.values() if isinstance(raw, dict) else raw:
            yield from walk(inner)


def actions_in(thing: object) -> list[Action]:
    if isinstance(thing, Action):
        return [thing]
    if isinstance(thing, WebhookPost):
        return [thing.action]
    return list(thing.actions or ()) if isinstance(thing, BoardRead) else []


@pytest.mark.parametrize("name", FILES)
def test_every_recording_is_read(name: str, real: Path) -> None:
    raw = json.loads((real / "trello" / name).read_text())
    found: list[Action] = []
    expected: set[str] = set()
    for body, path in bodies(raw, name):
        for _, thing in read(body, path):
            found += actions_in(thing)
        expected |= {
            each["id"]
            for each in walk(body)
            if {"idMemberCreator", "type", "data", "date"} <= each.keys()
        }
    assert {action.id for action in found} == expected
    assert all(action.by and action.date.utcoffset() is not None for action in found)


def test_the_recordings_hold_enough_to_prove_something(real: Path) -> None:
    total: Counter[str] = Counter()
    for name in FILES:
        for body, path in bodies(json.loads((real / "trello" / name).read_text()), name):
            total += kinds(body, path)
    least = {"action": 180, "webhook post": 40, "card": 55, "board": 35, "member": 30, "list": 20}
    least |= {"label": 15, "checklist": 12, "custom field": 10, "custom field value": 5}
    assert {kind: n for kind, n in least.items() if total[kind] < n} == {}


@pytest.mark.parametrize("name", [name for name in FILES if "-http-" in name])
def test_the_headers_of_every_dialogue_are_read(name: str, real: Path) -> None:
    for exchange in dialogues(json.loads((real / "trello" / name).read_text())):
        headers = exchange["response"]["headers"]
        stated = {each.limit.lane: each for each in readings(headers)}
        if "X-Rate-Limit-Api-Token-Max" in headers:
            assert (stated["token"].limit.calls, stated["token"].limit.seconds) == (100, 10.0)
            assert stated["token"].remaining is not None
            assert stated["token"].remaining < 100
        at = clock(headers)
        assert (at is None) == ("X-Server-Time" not in headers)
        assert at is None or 2019 < at.year < 2030


def refused(status: int, body: Any) -> ServiceError:
    text = body if isinstance(body, str) else json.dumps(body)
    return complaint(Answer("GET /1/x", status, {}, text.encode()))


def test_every_recorded_refusal_is_understood(real: Path) -> None:
    recorded = json.loads((real / "trello" / "errors.json").read_text())
    for name in FILES:
        for exchange in dialogues(json.loads((real / "trello" / name).read_text())):
            if exchange["response"]["status"] != 200:
                recorded.append(exchange["response"])
    assert len(recorded) > 22
    kind = {400: Refused, 401: NotAllowed, 404: Gone, 429: TryLater}
    for each in recorded:
        error = refused(each["status"], each["body"])
        assert type(error) is kind[each["status"]]
        assert error.status == each["status"]
        word = each["body"] if isinstance(each["body"], str) else each["body"]["message"]
        assert " ".join(word.split())[:40] in str(error)
    for body, everything in {
        "invalid key": True,
        "invalid token": True,
        "unauthorized card permission requested": False,
        "unauthorized member permission requested.": False,
    }.items():
        error = refused(401, body)
        assert isinstance(error, NotAllowed)
        assert error.everything is everything


def test_a_move_back_is_read_as_trello_recorded_it(real: Path) -> None:
    raw = json.loads(
        (real / "trello" / "rubytrello-http-can_move_a_card_to_another_list.json").read_text()
    )
    put = next(each for each in dialogues(raw) if each["request"]["method"] == "PUT")
    [(_, card)] = read(put["response"]["body"], "card")
    assert isinstance(card, Card)
    assert card.list == put["response"]["body"]["idList"]
    assert card.pos == 65535
    assert card.labels == ()
    assert card.attachments is None
    assert "desc" in card.carried


def test_butlers_moves_are_a_machines_in_a_persons_name(real: Path) -> None:
    raw = json.loads((real / "trello" / "airbyte-actions-butler.json").read_text())
    found = [thing for _, thing in read(raw, "butler") if isinstance(thing, Action)]
    assert [(action.app is None, action.app_name) for action in found].count((False, "Butler")) == 2
    assert all(action.by and action.by != action.app for action in found)
