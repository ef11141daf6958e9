"""Recordings of 2017 (Sybit's airtable.java): lists, pages, views, sorting, single records."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from syncer.sandbox.airtable import AirtableWorld, airtable_app
from tests.syncer.sandbox.airtable.tools import TOKEN, Replay, path_of, plant, recordings

BASE = "appTtHA5PfJnVfjdu"
ALL_MOVIES, MAIN_VIEW = 17, 18

LINKS = {"type": "multipleRecordLinks"}
GENRES = ["Drama", "Comedy", "Romantic Comedy", "Adventure"]
MOVIES: list[dict[str, Any]] = [
    {"name": "Name", "type": "singleLineText"},
    {"name": "Description", "type": "multilineText"},
    {"name": "Photos", "type": "multipleAttachments"},
    {"name": "Seen?", "type": "checkbox"},
    {"name": "Actors", **LINKS},
    {"name": "Director", **LINKS},
    {
        "name": "Genre",
        "type": "multipleSelects",
        "options": {"choices": [{"name": name} for name in GENRES]},
    },
    {"name": "Personal Rating", "type": "singleSelect"},
    {"name": "Personal Notes", "type": "multilineText"},
]
PEOPLE: list[dict[str, Any]] = [
    {"name": "Name", "type": "singleLineText"},
    {"name": "Photo", "type": "multipleAttachments"},
    {"name": "Filmography", **LINKS},
    {"name": "Biography", "type": "multilineText"},
]

NOT_REPLAYED = {
    20: "an unknown table was 404 TABLE_NOT_FOUND in 2017; today it is 403",
    26: "shows the actor linked back from a film made in step 23: inverse links are not emulated",
    28: "deletes a film under the actors' address: in 2017 the table in the path did not matter",
}


def seconds(stamp: str) -> float:
    return datetime.fromisoformat(stamp).timestamp()


@pytest.fixture
def steps(real: Path) -> list[dict[str, Any]]:
    return recordings(real / "airtable/sybit/airtable_java_wiremock_recordings.jsonl")


@pytest.fixture
def replay(steps: list[dict[str, Any]]) -> Replay:
    world = AirtableWorld()
    world.configure(limits="off")
    world.add_token(TOKEN)
    world.add_base(name="Movies", id=BASE)
    for name, fields in (("Movies", MOVIES), ("Actors", PEOPLE), ("Directors", PEOPLE)):
        world.add_table(BASE, name, fields)
    world.add_view(BASE, "Movies", "Main View")
    world.add_view(BASE, "Movies", "Dramas", "FIND('Drama', {Genre})")
    rows = {row["id"]: row for row in steps[ALL_MOVIES]["responseBody"]["records"]}
    for row in steps[MAIN_VIEW]["responseBody"]["records"]:
        plant(world, BASE, "Movies", rows[row["id"]], seconds(row["createdTime"]))
    brando = steps[5]["responseBody"]
    plant(world, BASE, "Actors", brando, seconds(brando["createdTime"]))
    for table, field in (("Actors", "Actors"), ("Directors", "Director")):
        link = world.table(BASE, "Movies").field(field)
        assert link is not None
        link.options = {"linkedTableId": world.table(BASE, table).id}
        for id_ in {id_ for row in rows.values() for id_ in row["fields"][field]} | {
            "recInYFZ1DQpeCuSz"
        }:
            if id_ not in world.table(BASE, table).records:
                plant(world, BASE, table, {"id": id_, "fields": {}}, 0.0)
    return Replay(airtable_app(world).test_client(), frozenset())


def without_new_ids(body: Any) -> Any:
    """Attachments that the request made have ids of their own."""
    for item in (body.get("fields") or {}).get("Photos", ()) if isinstance(body, dict) else ():
        assert re.fullmatch(r"att[A-Za-z0-9]{14}", item.pop("id"))
    return body


def test_the_answers_agree_with_the_recordings(steps: list[dict[str, Any]], replay: Replay) -> None:
    assert len(steps) == 29
    for number, step in enumerate(steps):
        if number in NOT_REPLAYED:
            continue
        status, body = replay.send(step, path_of(step))
        answer = replay.comparable(body, ordered=True)
        recorded = replay.comparable(step["responseBody"], ordered=True)
        if step["method"] == "POST":
            answer, recorded = without_new_ids(answer), without_new_ids(recorded)
        assert (status, answer) == (step["status"], recorded), f"step {number}"


def test_old_rows_keep_their_creation_times(steps: list[dict[str, Any]], replay: Replay) -> None:
    status, body = replay.send(steps[ALL_MOVIES], path_of(steps[ALL_MOVIES]))
    assert (status, body) == (200, steps[ALL_MOVIES]["responseBody"])


def test_what_is_answered_where_the_recording_is_superseded(
    steps: list[dict[str, Any]], replay: Replay
) -> None:
    unknown_table, _ = replay.send(steps[20], path_of(steps[20]))
    another_tables_row, body = replay.send(steps[28], path_of(steps[28]))
    assert unknown_table == 403
    assert (another_tables_row, body) == (404, {"error": "NOT_FOUND"})
