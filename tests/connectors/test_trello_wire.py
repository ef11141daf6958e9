"""Tolerance and its limits: what may be absent, and what is Garbled with the path to it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.errors import Garbled
from connectors.trello import parse
from connectors.trello.action import parse_action, parse_webhook
from connectors.trello.wire import Card, CustomFieldItem

LEAST = {"id": "a1", "type": "updateCard", "date": "2026-03-02T10:00:00.000Z"}


@pytest.mark.parametrize(
    ("more", "app", "name"),
    [
        ({}, None, None),
        ({"appCreator": None}, None, None),
        ({"appCreator": {"id": "app1"}}, "app1", None),
        ({"appCreator": {"id": "app1", "name": "Butler", "icon": {}}}, "app1", "Butler"),
        ({"appCreator": {"name": "Butler"}}, "Butler", "Butler"),
        ({"appCreator": {"icon": {}}}, "appCreator", None),
        ({"appCreator": "app1"}, "app1", None),
        ({"agenticIdentity": {"id": "agent1", "name": "Helper"}}, "agent1", "Helper"),
        ({"agenticIdentity": True}, "agenticIdentity", None),
        ({"agenticIdentity": None, "appCreator": None}, None, None),
    ],
)
def test_a_machine_never_passes_for_a_person(
    more: dict[str, Any], app: str | None, name: str | None
) -> None:
    action = parse_action(LEAST | {"idMemberCreator": "m1"} | more)
    assert (action.app, action.app_name, action.by) == (app, name, "m1")


@pytest.mark.parametrize(
    ("more", "by"),
    [
        ({"idMemberCreator": "m1"}, "m1"),
        ({"idMemberCreator": "m1", "memberCreator": {"id": "m2", "username": "ana"}}, "m1"),
        ({"memberCreator": {"id": "m2"}}, "m2"),
        ({"idMemberCreator": None, "memberCreator": None}, None),
    ],
)
def test_the_member_id_decides_who_did_it(more: dict[str, Any], by: str | None) -> None:
    action = parse_action(LEAST | more)
    assert action.by == by
    assert action.username == (more.get("memberCreator") or {}).get("username")


def test_an_actions_data_is_as_received_and_read_only() -> None:
    data = {"card": {"id": "c1"}, "board": {"id": "b1"}, "old": {"idList": "l1"}, "odd": [1]}
    action = parse_action(LEAST | {"data": data})
    assert dict(action.data) == data
    assert (action.card, action.board, action.text) == ("c1", "b1", None)
    with pytest.raises(TypeError):
        action.data["card"] = {}  # type: ignore[index]  # what the test is about


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        (None, "action should be an object, not null"),
        ([], "action should be an object, not a list"),
        ({}, "action.date is missing"),
        ({**LEAST, "id": ""}, "action.id is missing or empty"),
        ({**LEAST, "type": {}}, "action.type should be a text, not an object"),
        ({**LEAST, "date": "yesterday"}, "action.date should be an ISO 8601 date, not a text"),
        ({**LEAST, "date": 5}, "action.date should be an ISO 8601 date, not a int"),
        ({**LEAST, "data": "x"}, "action.data should be an object, not a text"),
        ({**LEAST, "memberCreator": []}, "action.memberCreator should be an object, not a list"),
        ({**LEAST, "appCreator": {"id": []}}, "action.appCreator.id should be a text, not a list"),
    ],
)
def test_a_malformed_action_is_garbled_where_it_is(raw: Any, path: str) -> None:
    with pytest.raises(Garbled) as caught:
        parse_action(raw)
    assert str(caught.value) == path


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2016-10-02T01:30:00.0Z", datetime(2016, 10, 2, 1, 30, tzinfo=UTC)),
        ("2016-09-19T13: 27: 44.972Z", datetime(2016, 9, 19, 13, 27, 44, 972000, tzinfo=UTC)),
        ("2026-03-02T14:00:00+04:00", datetime(2026, 3, 2, 10, tzinfo=UTC)),
        ("2026-03-02", datetime(2026, 3, 2, tzinfo=UTC)),
        ("", None),
        (None, None),
    ],
)
def test_times_are_aware_and_in_utc(text: str | None, expected: datetime | None) -> None:
    card = parse.parse_card({"id": "c1", "due": text})
    assert card.due == expected
    assert card.due is None or card.due.tzinfo is UTC


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        ({"cards": [{"id": "c1"}, {}]}, "board.cards[1].id is missing or empty"),
        ({"cards": [{"id": "c1", "labels": [3]}]}, "board.cards[0].labels[0] should be an object"),
        ({"cards": [{"id": "c1", "idMembers": [3]}]}, "board.cards[0].idMembers[0] should be a te"),
        ({"cards": [{"id": "c1", "closed": "yes"}]}, "board.cards[0].closed should be true or fal"),
        ({"cards": [{"id": "c1", "pos": "top"}]}, "board.cards[0].pos should be a number, not a"),
        ({"lists": {}}, "board.lists should be a list, not an object"),
        ({"actions": [LEAST, LEAST | {"id": None}]}, "board.actions[1].id is missing or empty"),
        ({"memberships": [{"id": "x"}]}, "board.memberships[0].idMember is missing or empty"),
    ],
)
def test_a_malformed_board_is_garbled_where_it_is(raw: dict[str, Any], path: str) -> None:
    with pytest.raises(Garbled) as caught:
        parse.parse_board({"id": "b1", **raw})
    assert str(caught.value).startswith(path)


def test_what_was_not_sent_is_none_and_told_from_null() -> None:
    bare, nulls = parse.parse_card({"id": "c1"}), parse.parse_card({"id": "c1", "due": None})
    assert bare == Card(id="c1", carried=frozenset({"id"}))
    assert "due" in nulls.carried
    board = parse.parse_board({"id": "b1"})
    parts = (board.lists, board.cards, board.labels, board.members, board.memberships)
    assert {*parts, board.custom_fields, board.actions, board.prefs} == {None}


def test_newer_words_are_taken() -> None:
    card = parse.parse_card(
        {
            "id": "c1",
            "cardRole": "mirror",
            "dueReminder": 15,
            "aiMetadata": {"x": [1]},
            "labels": [{"id": "l", "name": "", "color": "green_dark"}, {"id": "m", "color": None}],
            "cover": {"idAttachment": "t1"},
        }
    )
    assert (card.role, card.cover) == ("mirror", "t1")
    assert [label.color for label in card.labels or ()] == ["green_dark", None]


@pytest.mark.parametrize(
    ("raw", "value", "option"),
    [
        ({"value": {"text": "x"}}, "x", None),
        ({"value": {"number": "10"}}, "10", None),
        ({"value": {"number": 10}}, "10", None),
        ({"value": {"checked": "true"}}, "true", None),
        ({"value": {"checked": True}}, "true", None),
        ({"value": {"date": "2020-04-17T04:00:00.000Z"}}, "2020-04-17T04:00:00.000Z", None),
        ({"value": None, "idValue": "o1"}, None, "o1"),
        ({"value": {}}, None, None),
        ({}, None, None),
    ],
)
def test_a_custom_fields_value_is_text(raw: Any, value: str | None, option: str | None) -> None:
    item = parse.parse_custom_field_item({"idCustomField": "f1", **raw})
    assert item == CustomFieldItem(field="f1", value=value, option=option)


def test_a_webhooks_post_is_a_hint() -> None:
    post = parse_webhook({"action": LEAST, "model": {"id": "b1"}, "webhook": {"id": "w1"}})
    assert (post.action.id, post.model, post.webhook) == ("a1", "b1", "w1")
    assert parse_webhook({"action": LEAST}).model is None
    with pytest.raises(Garbled, match="action is missing"):
        parse_webhook({"model": {}})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)
KEYS = ["id", "name", "date", "type", "data", "cards", "labels", "pos", "due", "closed", "actions"]
KEYS += ["memberCreator", "appCreator", "cover", "checklists", "memberships", "idMembers", "prefs"]


@settings(deadline=None, max_examples=200)
@given(st.dictionaries(st.sampled_from(KEYS), json_values) | json_values)
def test_whatever_comes_is_read_or_garbled(raw: Any) -> None:
    """Never a KeyError, a TypeError or the like."""
    for read in (parse.parse_board, parse.parse_card, parse_action, parse.parse_stub):
        try:
            read(raw)
        except Garbled as error:
            assert str(error)
