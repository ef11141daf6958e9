"""`syncer lint --card`, and `syncer test --live`: against the sandbox, through the command."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from syncer.cli import cli
from syncer.demo.office import Office
from syncer.records import Stop
from tests.acceptance.tools import rules, team

WAIVERS = rules().replace('style = ["house"]', 'style = ["house"]\nignore_by = ["kim"]')
SECTIONS = """
[[style]]
set = "house"
name = "x-length"
kind = "length"
network = "x"
when = { network = "x", stage = "Review" }
"""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with team(tmp_path, WAIVERS + SECTIONS) as there:
        yield there


def call(office: Office, *args: str) -> Result:
    return CliRunner().invoke(cli, ["--config", str(office.config), *args])


def linted(office: Office, card: str, *args: str) -> list[dict[str, Any]]:
    result = call(office, "lint", "--card", card, "--format", "json", *args)
    assert result.exit_code == 1, result.output
    rows: list[dict[str, Any]] = json.loads(result.stdout)
    return rows


def test_a_card_is_linted_where_it_stands_and_nothing_is_written(office: Office) -> None:
    desc = "Fine.\n\n## X\n" + "a revolutionary " * 20
    card = office.write("ana", "Review", "A revolutionary lamp", desc)
    before = office.call("ana", "GET", f"/cards/{card}/actions")
    found = linted(office, card)
    assert [(row["file"], row["line"], row["rule"]) for row in found][:2] == [
        (f"{card}#desc", 4, "no-hype"),
        (f"{card}#desc", 4, "no-hype"),
    ]
    assert (f"{card}#name", 1, 3) in {(row["file"], row["line"], row["column"]) for row in found}
    assert {row["rule"] for row in found} == {"no-hype", "x-length"}
    assert office.call("ana", "GET", f"/cards/{card}/actions") == before
    office.move("ana", card, "Drafting")
    assert {row["rule"] for row in linted(office, card)} == {"no-hype"}


def test_a_card_by_its_address_and_with_other_rules(office: Office, tmp_path: Path) -> None:
    card = office.write("ana", "Review", "We utilise a lamp")
    url = office.call("ana", "GET", f"/cards/{card}")["shortUrl"]
    other = tmp_path / "other.toml"
    other.write_text(
        'version = 1\n[[style]]\nset = "a"\nname = "b"\nkind = "substitution"\n'
        'swap = { utilise = "use" }\n',
        "utf-8",
    )
    (row,) = linted(office, url, "--rules", str(other))
    assert (row["set"], row["match"]) == ("a", "utilise")
    assert row["file"] == url.rpartition("/")[2] + "#name"


def test_a_card_that_is_not_there_and_options_that_make_no_sense(office: Office) -> None:
    stop = call(office, "lint", "--card", "5f0000000000000000000000").exception
    assert isinstance(stop, Stop)
    assert stop.problem.exit == 2
    assert "The card 5f0000000000000000000000 cannot be read" in str(stop)
    assert call(office, "lint", "--card", "x", "post.md").exit_code == 2


def test_live_names_idle_rules_and_those_that_are_waived(office: Office) -> None:
    empty = call(office, "test", "--live")
    assert "live: the ledger is empty" in empty.stdout
    card = office.write("ana", "Review", "A revolutionary lamp")
    office.run()
    office.move("kim", card, "Approved")
    office.run()
    office.say("kim", card, "/ignore no-hype quoting the inventor")
    office.run()
    told = json.loads(call(office, "test", "--live", "--format", "json").stdout)["live"]
    assert told == {
        "silent": ["house.x-length"],
        "waived": [{"rule": "house.no-hype", "times": 1}],
    }
    lines = [
        line
        for line in call(office, "test", "--live").stdout.splitlines()
        if line.startswith("live:")
    ]
    assert lines[0].startswith("live: house.x-length: did not fire since 2")
    assert lines[1].startswith("live: house.no-hype: waived 1 time since 2")
