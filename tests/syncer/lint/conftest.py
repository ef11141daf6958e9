"""The command as people call it, in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from syncer.cli.lint import lint
from syncer.cli.options import Settings

Lint = Callable[..., Result]

RULES = """\
version = 1

[[style]]
set = "house"
name = "no-hype"
kind = "existence"
tokens = ["revolutionary"]
message = "Avoid '%s'."
level = "error"
link = "https://wiki.example.org/style#hype"

[[style]]
set = "words"
name = "plain"
kind = "substitution"
ignorecase = true
swap = { utilise = "use" }
level = "suggestion"

[[style]]
set = "words"
name = "x-length"
kind = "length"
network = "x"
when = { network = "x" }
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(here: Path) -> Lint:
    """`syncer lint` with a rules.toml in the working folder."""
    (here / "rules.toml").write_text(RULES, encoding="utf-8")

    def call(*args: str, text: str | bytes | None = None) -> Result:
        return CliRunner().invoke(lint, args, input=text, obj=Settings(config="config.toml"))

    return call


def rows(result: Result) -> list[dict[str, Any]]:
    """What --format json printed."""
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found
