"""`syncer explain CARD` tells what was decided, from what was stored then."""

from __future__ import annotations

import json

import pytest

from syncer.store import standing
from syncer.store.codec import plain
from tests.acceptance.tools import command, look, state
from tests.syncer.explain.conftest import Desk
from tests.syncer.explain.tools import explain, refused, told


def test_json_is_the_stored_decision_with_its_moment(desk: Desk) -> None:
    with state(desk.office) as conn:
        stored = standing.read_decisions(conn, desk.strayed)
    kept = [{"at": at, **plain(decision)} for at, decision in stored.values()]
    assert told(desk.office, desk.strayed) == json.loads(json.dumps(kept))
    (row,) = told(desk.office, desk.strayed)
    assert (row["gate"], row["card"], row["verdict"]) == ("approved", desk.strayed, "deny")
    assert row["at"].endswith("Z")
    assert {reason["code"] for reason in row["reasons"]} >= {"style"}
    assert [step["rule"] for step in row["trace"]][:2] == ["facts", "entry"]


def test_the_text_says_what_why_where_and_who(desk: Desk) -> None:
    text = explain(desk.office, desk.strayed)
    line = (desk.office.folder / "rules.toml").read_text().split("[[gate]]")[0].count("\n") + 1
    place = f"({desk.office.folder / 'rules.toml'}:{line})"
    assert text.startswith("A revolutionary post  https://trello.com/c/")
    assert "the gate “approved”" in text
    assert f"style: it breaks style rules: house.no-hype {place}" in text
    assert "- error house.no-hype at name 1:3: Avoid 'revolutionary'." in text
    assert "the words: 'revolutionary'" in text
    assert "who can bring it in now: Kim Lee" in text
    assert f"entry: yes — Did the card come to where it stands lawfully? {place}" in text


def test_the_trace_names_people_not_ids(desk: Desk) -> None:
    text = explain(desk.office, desk.waiting, "--what-if", "ana moves to Approved")
    assert "Ana Petrosyan may not move cards to Approved; managers may" in text
    for person in ("ana", "kim"):
        assert desk.office.member(person) not in text


@pytest.mark.parametrize("form", ["id", "shortLink", "shortUrl", "url", "name"])
def test_a_card_is_found_by_whatever_names_it(desk: Desk, form: str) -> None:
    wanted = look(desk.office, desk.strayed)[form]
    assert [row["card"] for row in told(desk.office, wanted)] == [desk.strayed]


def test_a_title_of_several_cards_is_not_guessed(desk: Desk) -> None:
    problem = refused(desk.office, "One twin")
    assert problem.what.startswith('2 cards are called "One twin": https://trello.com/c/')
    assert (problem.mend, problem.exit) == ("Give the short link.", 2)


@pytest.mark.parametrize("wanted", ["no such card", "https://trello.com/c/zzzzzzzz", "A", "%"])
def test_an_unknown_card_is_said_to_be_unknown(desk: Desk, wanted: str) -> None:
    problem = refused(desk.office, wanted)
    assert f'No card "{wanted}" is known' in problem.what
    assert "`syncer run`" in problem.mend
    assert problem.exit == 2


def test_exit_codes(desk: Desk) -> None:
    done = command(desk.office, "explain", desk.strayed)
    assert (done.returncode, done.stderr) == (0, "")
    assert command(desk.office, "explain", "no such card").returncode == 2
    asked = command(desk.office, "explain", desk.strayed, "--what-if", "nonsense")
    assert (asked.returncode, asked.stdout) == (2, "")
    assert "'nonsense' is not understood. These are:" in asked.stderr
    assert command(desk.office, "explain", desk.strayed, "--format", "xml").returncode == 2
