"""`syncer check`: what it prints, and its exit codes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from unittest.mock import patch

import click
import pytest
from click.testing import CliRunner, Result

from syncer.cli.check import IDLE, IDLE_CONFIG, check, idle_notes

RULES = """\
version = 1
[people.kim]
trello = "kim"
[roles]
managers = ["kim"]
[[board]]
name = "Social"
stages = ["Review", "Approved"]
[[gate]]
name = "approved"
protects = ["Approved"]
enter_by = ["managers"]
"""

CONFIG = '[trello]\napi_key = "k"\ntoken = "env:CHECK_TOKEN"\n'


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, with the one variable that CONFIG needs."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SYNCER_CONFIG", raising=False)
    monkeypatch.setenv("CHECK_TOKEN", "t")
    return tmp_path


def run(*args: str) -> Result:
    return CliRunner().invoke(check, args)


def test_fine_rules_in_one_line(here: Path) -> None:
    (here / "rules.toml").write_text(RULES)
    result = run()
    assert result.output == "rules.toml: 1 gate, 0 style rules, 1 person: no problems\n"
    assert result.exit_code == 0
    assert json.loads(run("--format", "json").stdout) == []


def test_problems_are_findings(here: Path) -> None:
    (here / "rules.toml").write_text(RULES.replace("enter_by", "enter_bi") + "max_tries = 0\n")
    result = run("rules.toml")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "rules.toml:12: [[gate]] approved: unknown key 'enter_bi'; did you mean 'enter_by'?",
        "rules.toml:13: [[gate]] approved: max_tries: must be at least 1, not 0",
    ]
    assert result.stderr == "2 problems\n"


def test_problems_as_json(here: Path) -> None:
    (here / "rules.toml").write_text(RULES.replace("enter_by", "enter_bi"))
    result = run("--format", "json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == [
        {
            "file": "rules.toml",
            "line": 12,
            "key": "[[gate]] approved",
            "message": "unknown key 'enter_bi'",
            "hint": "did you mean 'enter_by'?",
        }
    ]


def test_a_file_that_is_not_there(here: Path) -> None:
    for args in ((), ("nowhere.toml",), ("--config", "nowhere.toml")):
        result = run(*args)
        assert result.exit_code == 2
        assert "cannot read" in result.stderr
        assert "No such file" in result.stderr
    assert run("--format", "xml").exit_code == 2
    (here / "folder.toml").mkdir()
    assert run("folder.toml").exit_code == 2


def test_config_is_read_with_the_rules_that_it_names(here: Path) -> None:
    (here / "ours.toml").write_text(RULES.replace("version = 1", "version = 3"))
    (here / "config.toml").write_text(CONFIG.replace("CHECK", "NO") + '[rules]\nfile = "ours.toml"')
    result = run()
    assert result.exit_code == 1
    assert "config.toml:3: [trello]: token: the environment variable NO_TOKEN" in result.stdout
    assert "ours.toml:1: version: must be 1, not 3" in result.stdout


def test_a_config_that_is_no_toml_hides_no_rules(here: Path) -> None:
    (here / "rules.toml").write_text(RULES.replace("version = 1", "version = 3"))
    (here / "config.toml").write_text("[trello\n")
    result = run()
    assert "config.toml:1: not TOML" in result.stdout
    assert "rules.toml:1: version: must be 1, not 3" in result.stdout


def test_the_config_may_be_named_by_variable_or_before_the_command(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "rules.toml").write_text(RULES)
    (here / "other.toml").write_text("x = 1\n")

    @click.group()
    @click.option("--config", default="config.toml")
    def group(config: str) -> None: ...

    group.add_command(check)
    assert CliRunner().invoke(group, ["check"]).exit_code == 0
    before = CliRunner().invoke(group, ["--config", "other.toml", "check"])
    assert "other.toml:1: unknown key 'x'" in before.stdout
    monkeypatch.setenv("SYNCER_CONFIG", "other.toml")
    assert "other.toml:1: unknown key 'x'" in run().stdout


def test_keys_that_nothing_acts_on_are_named(here: Path) -> None:
    path = here / "rules.toml"
    path.write_text(RULES + 'override = { by = ["kim"] }\n')
    with patch("syncer.cli.check.IDLE", ("deadline", "gate.override")):
        result = run()
    note = "rules.toml:13: 'gate.override' is read, but nothing acts on it yet"
    assert result.stderr == f"note: {note}\n"
    assert result.exit_code == 0
    assert idle_notes(path, ()) == ()
    path.write_text("[")
    assert idle_notes(path, ("deadline",)) == ()


def test_idle_keys_are_keys(root: Path, tmp_path: Path) -> None:
    """A key that is no longer called so would never be told of."""
    for name, idle in (("rules", IDLE), ("config", IDLE_CONFIG)):
        text = (root / f"{name}.example.toml").read_text("utf-8")
        whole = tmp_path / f"{name}.toml"
        whole.write_text(re.sub(r"(?m)^( *)# (?=\[|[\w.]+ *= )", r"\1", text), "utf-8")
        assert len(idle_notes(whole, idle)) == len(idle)


def test_idle_keys_of_the_config_are_named_too(here: Path) -> None:
    (here / "rules.toml").write_text(RULES)
    (here / "config.toml").write_text(CONFIG + 'secret = "s"\n')
    assert "config.toml:4: 'trello.secret' is read, but nothing acts" in run().stderr
