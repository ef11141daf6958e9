"""`syncer history`: versions rebuilt from the feed and from what was stored."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.facts import Card, Label
from syncer.audit.editions import editions
from syncer.audit.rewind import undo
from syncer.records import Event
from syncer.sandbox.faults import Fault
from tests.syncer.audit.conftest import Call
from tests.syncer.audit.tools import Office

BEGIN = datetime(2026, 11, 1, tzinfo=UTC)


def update(number: int, field: str, before: Any, after: Any, by: str = "ana") -> Event:
    return Event(
        id=f"{number:024x}",
        board="b",
        card="c",
        kind="updateCard",
        at=BEGIN + timedelta(hours=number),
        by=by,
        by_name=by.title(),
        data={"card": {"id": "c", field: after}, "old": {field: before}},
    )


def born(name: str) -> Event:
    data = {"card": {"id": "c", "name": name}, "list": {"id": "l"}}
    return Event(id="0" * 24, board="b", card="c", kind="createCard", at=BEGIN, by="ana", data=data)


def card(**fields: Any) -> Card:
    return Card(id="c", board="b", list="l", **{"name": "Post", **fields})


@given(st.lists(st.tuples(st.sampled_from(["name", "desc"]), st.text("ab ", max_size=6))))
@settings(deadline=None)
def test_every_version_is_found_again(edits: list[tuple[str, str]]) -> None:
    here = {"name": "Post", "desc": ""}
    events, wanted = [born("Post")], [dict(here)]
    for number, (field, text) in enumerate(edits, 1):
        if here[field] != text:
            events.append(update(number, field, here[field], text))
            here[field] = text
            wanted.append(dict(here))
    found = editions(card(**here), events, {})
    assert [{k: e.values[k] for k in ("name", "desc")} for e in found] == wanted
    assert not any(each.gap for each in found)
    assert [each.number for each in found] == list(range(1, len(wanted) + 1))


def test_a_change_that_no_event_tells_is_a_gap() -> None:
    events = [born("Post"), update(1, "desc", "", "one"), update(2, "desc", "two", "three")]
    first, second, third = editions(card(desc="three"), events, {})
    assert (first.values["desc"], third.changes[0].before) == ("", "two")
    assert "desc" in second.gap
    assert not third.gap


def test_a_past_that_begins_in_the_middle_says_so() -> None:
    first, second = editions(card(desc="b"), [update(1, "desc", "a", "b")], {})
    assert first.gap
    assert first.values["desc"] == "a"
    assert second.changes[0].difference == "[-a-] {+b+}"


def test_attachments_and_labels_come_and_go() -> None:
    label = Label(id="l1", name="Claim")
    added = {"attachment": {"id": "a1", "name": "pic.png", "url": "https://x.example/pic.png"}}
    events = [
        born("Post"),
        Event(
            id="1",
            board="b",
            card="c",
            kind="addAttachmentToCard",
            at=BEGIN + timedelta(1),
            data=added,
        ),
        update(48, "idLabels", [], ["l1"]),
        Event(
            id="3",
            board="b",
            card="c",
            kind="deleteAttachmentFromCard",
            at=BEGIN + timedelta(3),
            data=added,
        ),
    ]
    found = editions(card(labels=(label,)), events, {"l1": label})
    assert [each.values["attachments"] for each in found] == [
        "",
        "pic.png https://x.example/pic.png",
        "pic.png https://x.example/pic.png",
        "",
    ]
    assert [each.values["labels"] for each in found] == ["", "", "Claim", "Claim"]


@given(
    st.sampled_from(["name", "desc", "due", "closed", "idList", "pos", "dueComplete", "idLabels"]),
    st.one_of(st.none(), st.text(max_size=5), st.booleans(), st.integers(), st.lists(st.text())),
)
@settings(deadline=None)
def test_no_oddity_of_the_feed_stops_the_reading(field: str, value: Any) -> None:
    undone = undo(card(), update(1, field, value, value), {})
    assert undone.card.id == "c"


def test_what_happened_before_syncer_came(here: Office, call: Call) -> None:
    post = here.card("ana", "Drafting", "Post", desc="one two three")
    here.call("kim", "PUT", f"/cards/{post}", desc="one 2 three")
    here.call("ana", "PUT", f"/cards/{post}", due="2026-12-01T10:00:00.000Z")
    short = here.call("ana", "GET", f"/cards/{post}")["shortLink"]
    answer = json.loads(call(here, "history", short, "--format", "json").output)
    versions = answer["versions"]
    assert [each["name"] for each in versions] == ["Ana Petrosyan", "Kim Lee", "Ana Petrosyan"]
    assert versions[1]["changes"][0]["difference"] == "one [-two-] {+2+} three"
    assert versions[2]["changes"][0]["field"] == "due"
    assert not any(each["gap"] for each in versions)


def test_a_deleted_card_keeps_its_history(here: Office, call: Call) -> None:
    post = here.card("ana", "Drafting", "Post", desc="one")
    here.run()
    here.call("kim", "PUT", f"/cards/{post}", desc="two")
    here.run()
    here.call("ana", "DELETE", f"/cards/{post}")
    here.run()
    answer = json.loads(call(here, "history", "Post", "--format", "json").output)
    assert answer["gone"]
    assert [each["values"]["desc"] for each in answer["versions"]] == ["one", "two"]


def test_without_trello_what_was_seen_is_told(here: Office, call: Call) -> None:
    here.card("ana", "Drafting", "Post", desc="one")
    here.run()
    here.box.faults.add(Fault(kind="html-403", service="trello", times=None))
    answer = call(here, "history", "Post")
    assert answer.exit_code == 3
    assert "desc: one" in answer.output


def test_an_unknown_card_is_refused(here: Office, call: Call) -> None:
    answer = call(here, "history", "Nowhere at all")
    assert "No card" in str(answer.exception)
