"""`syncer doctor`: each thing that can be wrong is named, with the way out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from syncer.cli import cli
from syncer.deliver.airtable import budget
from syncer.demo.office import AIRTABLE_TOKEN, BOT, Office
from syncer.sandbox.faults import Fault
from syncer.setup.findings import Health
from syncer.setup.packages import judge_places
from syncer.setup.trello import clock
from tests.syncer.setup.conftest import RULES


def run(office: Office, *args: str) -> tuple[int, list[dict[str, str]]]:
    command = ["--config", str(office.config), "doctor", "--format", "json", *args]
    result = CliRunner().invoke(cli, command)
    return result.exit_code, json.loads(result.stdout)


def told(findings: list[dict[str, str]], *health: str) -> list[str]:
    return [f"{each['about']}: {each['what']}" for each in findings if each["health"] in health]


@pytest.fixture
def ready(office: Office) -> Office:
    """Set up, and run once, so that everything is pinned."""
    assert CliRunner().invoke(cli, ["--config", str(office.config), "setup"]).exit_code == 0
    office.write("ana", "Review", "A post")
    office.run()
    return office


def test_a_healthy_house(ready: Office) -> None:
    before = len(ready.box.journal.entries())
    code, findings = run(ready)
    assert (code, told(findings, "bad", "warn", "away")) == (0, [])
    assert {each["about"] for each in findings} >= {"Trello", "clock", "people", "state", "files"}
    asked = ready.box.journal.entries()[before:]
    assert [each.method for each in asked if each.applied and each.method != "GET"] == []


def _observer(office: Office) -> None:
    where = f"/boards/{office.board}/members/{office.member(BOT)}"
    office.call("ana", "PUT", where, type="observer")


def _off_board(office: Office) -> None:
    office.call("ana", "DELETE", f"/boards/{office.board}/members/{office.member(BOT)}")


def _archived(office: Office) -> None:
    office.call("ana", "PUT", f"/lists/{office.list_ids['Review']}", closed=True)


def _renamed(office: Office) -> None:
    office.call("ana", "PUT", f"/lists/{office.list_ids['Review']}", name="Checking")


def _lost_person(office: Office) -> None:
    path = office.folder / "rules.toml"
    path.write_text(path.read_text().replace('trello = "kim"', 'trello = "kym"'))


def _new_stage(office: Office) -> None:
    path = office.folder / "rules.toml"
    path.write_text(path.read_text().replace('"Review", "Approved"]', '"Revue", "Approved"]'))


def _fields_gone(office: Office) -> None:
    table = office.box.airtable.table(office.base, "Audit log")
    table.fields = [each for each in table.fields if each.name != "Hash"]


def _read_only(office: Office) -> None:
    scopes = ["data.records:read", "schema.bases:read"]
    office.box.airtable.add_token(AIRTABLE_TOKEN, scopes=scopes)


def _revoked(office: Office) -> None:
    office.box.airtable.tokens.clear()


def _trello_revoked(office: Office) -> None:
    office.box.trello.revoke(office.tokens[BOT])


def _idle_key(office: Office) -> None:
    text = office.config.read_text()
    office.config.write_text(text.replace("[trello]\n", '[trello]\nsecret = "app-secret"\n'))


def _full(office: Office) -> None:
    app = office.app()
    with app.engine.begin() as conn:
        budget.set_rows(conn, office.base, 49_000)
    app.close()


@pytest.mark.parametrize(
    ("spoil", "code", "words"),
    [
        (_observer, 2, "syncer's account is an observer"),
        (_off_board, 2, "not visible"),
        (_archived, 0, 'the list "Review" is archived'),
        (_renamed, 0, 'the list "Review" is now called "Checking"'),
        (_lost_person, 0, "on no board under the name that rules.toml gives: kim"),
        (_new_stage, 2, 'no list "Revue"'),
        (_fields_gone, 2, 'it lacks the field "Hash" in table "Audit log"'),
        (_read_only, 2, "with 403"),
        (_revoked, 2, "with 401"),
        (_trello_revoked, 2, "Trello: "),
        (_idle_key, 0, "'trello.secret' is read, but nothing acts on it yet"),
        (_full, 0, "49000 of 50000 rows"),
    ],
    ids=lambda value: value.__name__.strip("_") if callable(value) else "",
)
def test_what_is_wrong_is_named(
    ready: Office, spoil: Callable[[Office], None], code: int, words: str
) -> None:
    spoil(ready)
    found, findings = run(ready)
    wrong = told(findings, "bad", "warn")
    assert any(words in line for line in wrong), findings
    assert found == code


@pytest.mark.parametrize("service", ["trello", "airtable"])
def test_an_outage_is_theirs(ready: Office, service: str) -> None:
    ready.box.faults.add(Fault(kind="503-before", service=service, times=None))
    code, findings = run(ready)
    assert code == 3
    assert len(told(findings, "away")) == 1


def test_rows_are_counted_anew_when_asked(ready: Office) -> None:
    _full(ready)
    _, findings = run(ready, "--count")
    rows = len(ready.rows())
    assert any(f"{rows} of 50000 rows" in line for line in told(findings, "good"))


@pytest.mark.parametrize(
    ("seconds", "health"),
    [(0, "good"), (4, "good"), (-20, "warn"), (50, "warn"), (-90, "bad"), (3600, "bad")],
)
def test_the_clock(seconds: float, health: str) -> None:
    assert clock(timedelta(seconds=seconds)).health == health


HOME = Path("/venv/site-packages")
PLACES = {name: HOME / name for name in ("syncer", "rules", "connectors")}


@pytest.mark.parametrize(
    ("places", "claims", "wrong"),
    [
        ({}, {}, []),
        ({}, {"rules": ["board-syncer"]}, []),
        ({"rules": Path("/usr/lib/rules")}, {"rules": ["rules"]}, ["package rules"]),
        ({"connectors": None}, {}, ["package connectors"]),
        ({}, {"rules": ["board-syncer", "rules"]}, ["package rules"]),
    ],
)
def test_a_strangers_package_is_noticed(
    places: dict[str, Any], claims: dict[str, list[str]], wrong: list[str]
) -> None:
    findings = judge_places(PLACES | places, claims)
    assert [each.about for each in findings if each.health is Health.BAD] == wrong


@pytest.mark.parametrize("name", ["rules", "connectors"])
def test_a_strangers_package_in_our_way_is_named_by_every_command(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "__init__.py").touch()
    (tmp_path / "config.toml").write_text('[trello]\napi_key = "k"\ntoken = "t"\n')
    (tmp_path / "rules.toml").write_text(RULES)
    found = subprocess.run(
        [Path(sys.executable).with_name("syncer"), "doctor"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert found.returncode == 2
    assert f"package {name}: it is loaded from {tmp_path / name}" in found.stderr + found.stdout
