"""Trello's values as the rules' values: what an answer did not carry is what it was."""

from __future__ import annotations

from datetime import UTC, datetime

from connectors.trello import wire
from connectors.trello.action import Action
from rules.facts import Attachment, Card, Label
from syncer.translate import card_of, event_of, roster_of

AT = datetime(2026, 11, 23, 6, tzinfo=UTC)
BEFORE = Card(
    id="c",
    board="b",
    list="l1",
    name="Old",
    labels=(Label(id="x", name="X"),),
    attachments=(Attachment(id="a", name="n", url="u"),),
    members=("ana",),
    fields={"Network": "X"},
    pos=7.0,
    url="https://trello.com/c/abc",
)


def test_parts_that_were_not_asked_for_stay_as_they_were() -> None:
    found = card_of(wire.Card(id="c", name="New", list="l2"), "b", (), BEFORE)
    assert (found.name, found.list, found.pos, found.url) == ("New", "l2", 7.0, BEFORE.url)
    assert (found.labels, found.members) == (BEFORE.labels, BEFORE.members)
    assert (found.attachments, found.fields) == (BEFORE.attachments, BEFORE.fields)


def test_parts_that_are_empty_now_are_empty() -> None:
    bare = wire.Card(
        id="c", name="New", list="l1", labels=(), members=(), attachments=(), fields=(), pos=0.5
    )
    found = card_of(bare, "b", (), BEFORE)
    assert (found.labels, found.members, found.attachments, found.pos) == ((), (), (), 0.5)
    assert found.fields == {}


def test_a_card_without_a_past() -> None:
    found = card_of(wire.Card(id="c", list="l1", short_link="abc"), "b", ())
    assert found == Card(id="c", board="b", list="l1", name="", url="https://trello.com/c/abc")


def test_fields_go_by_their_names_and_options_by_their_texts() -> None:
    fields = (
        wire.CustomField(id="f1", name="Network", type="list", options={"o1": "LinkedIn"}),
        wire.CustomField(id="f2", name="Words", type="text"),
    )
    items = (
        wire.CustomFieldItem(field="f1", option="o1"),
        wire.CustomFieldItem(field="f2", value="12"),
        wire.CustomFieldItem(field="f9", value="?"),
    )
    found = card_of(wire.Card(id="c", list="l1", fields=items), "b", fields)
    assert found.fields == {"Network": "LinkedIn", "Words": "12", "f9": "?"}


def test_who_is_on_a_board() -> None:
    read = wire.BoardRead(
        id="b",
        stub=wire.BoardStub(id="b"),
        lists=(wire.BoardList(id="l1", name="Review", closed=True, pos=2.0),),
        members=(wire.Member(id="m1", username="ana"), wire.Member(id="m2", username="kim")),
        memberships=(wire.Membership(member="m1", kind="admin", deactivated=True),),
    )
    found = roster_of(read)
    assert [(m.username, m.kind, m.active) for m in found.members] == [
        ("ana", "admin", False),
        ("kim", "normal", True),
    ]
    assert [(each.name, each.closed) for each in found.lists] == [("Review", True)]


def test_an_action_keeps_what_it_said() -> None:
    data = {"card": {"id": "c"}, "board": {"id": "b2"}, "text": "yes"}
    found = event_of(
        Action(id="a", type="commentCard", date=AT, by="m1", username="ana", data=data), "b"
    )
    assert (found.id, found.board, found.card, found.by_name) == ("a", "b2", "c", "ana")
    assert (dict(found.data), found.observed, found.judged) == (data, False, False)
