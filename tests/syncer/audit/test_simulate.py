"""`syncer simulate`: the real past before the rules, with nothing written anywhere."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.syncer.audit.conftest import Call
from tests.syncer.audit.tools import RULES, Office, office

LOOSER = RULES.replace('enter_by = ["managers"]', 'enter_by = ["managers", "creators"]').replace(
    'not_by = ["author"]\n', ""
)


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A board on which people did as they pleased, before there was a syncer."""
    with office(tmp_path_factory.mktemp("past")) as made:
        hers = made.card("ana", "Review", "Hers", desc="A game-changer")
        other = made.card("ana", "Review", "Other", desc="fine")
        good = made.card("ana", "Review", "Good", desc="fine")
        made.card("ana", "Drafting", "Idle")
        made.move("ana", hers, "Approved")
        made.move("kim", other, "Approved")
        made.call("ana", "PUT", f"/cards/{other}", desc="changed after approval")
        made.call("ana", "PUT", f"/cards/{other}", desc="changed once more")
        made.move("kim", good, "Approved")
        (made.folder / "looser.toml").write_text(LOOSER)
        yield made


def effects(call: Call, where: Office, *words: str) -> list[dict[str, Any]]:
    answer = call(where, "simulate", "--format", "json", *words)
    assert answer.exit_code == 0, (answer.output, answer.exception)
    found: list[dict[str, Any]] = json.loads(answer.stdout)
    return found


def test_what_would_have_been_sent_back(past: Office, call: Call) -> None:
    found = effects(call, past)
    assert [(each["name"], each["remedy"], each["return_to"]) for each in found] == [
        ("Hers", "return", "Review"),
        ("Other", "return", "Review"),
    ]
    hers, other = found
    assert {"enter_by", "style"} <= set(hers["rules"])
    assert hers["findings"] == ["house.no-hype"]
    assert hers["mover"] == "Ana Petrosyan"
    assert other["rules"] == ["stale"]


def test_how_two_rule_files_differ(past: Office, call: Call) -> None:
    found = effects(call, past, "--rules", str(past.folder / "looser.toml"))
    assert {(each["name"], each["change"]) for each in found} == {
        ("Hers", "other"),
        ("Other", "same"),
    }
    text = call(past, "simulate", "--rules", str(past.folder / "looser.toml")).output
    assert "these rules: 2 × return" in text
    assert "approved: enter_by" in text
    assert "the new rules: 1 other, 1 same" in text


def test_only_what_happened_since_then_is_judged(past: Office, call: Call) -> None:
    assert effects(call, past, "--since", "2099-01-01") == []


def test_nothing_is_written_anywhere(past: Office, call: Call) -> None:
    past.box.journal.clear()
    effects(call, past)
    assert not past.state_file.exists()
    assert {each.method for each in past.box.journal.entries()} == {"GET"}
    assert not past.box.journal.entries("airtable")


def test_a_state_that_is_there_is_left_as_it_is(here: Office, call: Call, tmp_path: Path) -> None:
    post = here.card("ana", "Drafting", "Post")
    here.run()
    here.move("ana", post, "Approved")
    here.run()
    before = dump(here.state_file)
    here.box.journal.clear()
    found = effects(call, here)
    assert [each["name"] for each in found] == ["Post"]
    assert dump(here.state_file) == before
    assert {each.method for each in here.box.journal.entries()} == {"GET"}


def dump(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as conn:
        return list(conn.iterdump())


def test_it_agrees_with_what_a_run_did(here: Office, call: Call) -> None:
    names = ["a", "b", "c"]
    cards = [here.card("ana", "Review", name, desc="fine") for name in names]
    here.run()
    for who, card in zip(("ana", "kim", "ana"), cards, strict=True):
        here.move(who, card, "Approved")
        here.run()
    listed = json.loads(
        call(here, "audit", "list", "--kind", "decision", "--format", "json").output
    )
    really = {
        (each["card"], each["body"]["cause"])
        for each in listed
        if each["body"]["remedy"] == "return"
    }
    assert {(each["card"], each["cause"]) for each in effects(call, here)} == really
    assert len(really) == 2


def test_observed_rules_say_what_they_would_do(here: Office, call: Call) -> None:
    (here.folder / "rules.toml").write_text(
        RULES.replace("version = 1", 'version = 1\nmode = "observe"')
    )
    post = here.card("ana", "Drafting", "Post")
    here.move("ana", post, "Approved")
    [found] = effects(call, here)
    assert (found["mode"], found["remedy"], found["would"]) == ("observe", "none", "return")


def test_a_wrong_file_or_list_is_told(past: Office, call: Call, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("version = 1\nnonsense = 2\n")
    assert "nonsense" in str(call(past, "simulate", "--rules", str(broken)).exception)
    lost = tmp_path / "lost.toml"
    shutil.copy(past.folder / "rules.toml", lost)
    lost.write_text(lost.read_text().replace("Published", "Nowhere"))
    assert "Nowhere" in str(call(past, "simulate", "--rules", str(lost)).exception)
    assert "cannot be read" in str(call(past, "simulate", "--rules", "/nowhere.toml").exception)
