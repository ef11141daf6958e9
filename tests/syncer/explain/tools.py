"""`syncer explain` as an admin would run it, and what must not change by it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from click.testing import CliRunner
from sqlalchemy import select

from syncer.cli import cli
from syncer.demo.office import Office
from syncer.records import Problem, Stop
from syncer.store.schema import metadata
from tests.acceptance.tools import state

RULES = """
[[gate]]
name = "approved"
protects = ["Approved"]
enter_by = ["managers"]
enter_from = ["Review"]
approvals = [
  { role = "managers", count = 1, by = "move" },
  { role = "creators", count = 1, by = "checklist:Pictures checked" },
]
style = ["house"]

[[style]]
set = "house"
name = "no-hype"
kind = "existence"
tokens = ["revolutionary"]
message = "Avoid '%s'."
level = "error"
"""


def explain(office: Office, *arguments: str) -> str:
    """What the command prints."""
    given = ["--config", str(office.config), "explain", *arguments]
    done = CliRunner().invoke(cli, given, standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return str(done.output)


def told(office: Office, *arguments: str) -> list[dict[str, Any]]:
    """The same as JSON."""
    found: list[dict[str, Any]] = json.loads(explain(office, *arguments, "--format", "json"))
    return found


def refused(office: Office, *arguments: str) -> Problem:
    """Why the command does not answer."""
    try:
        answer = explain(office, *arguments)
    except Stop as stop:
        return stop.problem
    raise AssertionError(answer)


def memory(office: Office) -> str:
    """Names all that syncer remembers: equal when nothing was written."""
    with state(office) as conn:
        rows = {
            table.name: sorted(repr(tuple(row)) for row in conn.execute(select(table)))
            for table in metadata.sorted_tables
        }
    return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()
