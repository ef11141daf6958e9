"""What an idle run imports: its start is most of what cron pays, every minute of every day."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from syncer.demo.office import Office
from tests.acceptance.tools import card_in, clean_env, drag


@pytest.fixture
def quiet(office: Office) -> Office:
    """A team at rest."""
    card_in(office, office.list_ids["Review"])
    for _ in range(3):
        office.run()
    return office


TELLING = """
import atexit, json, sys
atexit.register(lambda: json.dump(sorted(sys.modules), sys.stderr))
from syncer.cli import main
sys.exit(main())
"""
"""The console script's own lines, and at the end all modules. (`-X importtime` says nothing of
those that are imported by name.)"""


def imported(office: Office) -> set[str]:
    """The modules of one `syncer run`."""
    done = subprocess.run(
        [sys.executable, "-c", TELLING, "--config", office.config, "run"],
        capture_output=True,
        text=True,
        cwd=office.folder,
        env=clean_env(),
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stderr))


def test_an_idle_run_imports_nothing_that_it_does_not_need(quiet: Office) -> None:
    modules = imported(quiet)
    tops = {name.partition(".")[0] for name in modules}
    heavy = {"pyairtable", "pydantic", "flask", "werkzeug", "tenacity", "smtplib", "PIL", "yaml"}
    assert tops & heavy == set()
    ours = {
        "rules.judge",
        "rules.approval.gate",
        "rules.style.sheet",
        "syncer.judge.settle",
        "syncer.sitting",
        "syncer.sandbox",
        "syncer.cli.check",
        "connectors.airtable.client",
        "sqlalchemy.dialects.postgresql",
    }
    assert modules & ours == set()
    kinds = {name for name in modules if name.startswith("rules.style.")}
    assert "rules.style.existence" in kinds
    assert kinds & {f"rules.style.{kind}" for kind in ("spelling", "grammar", "image")} == set()
    assert len(modules) < 900


def test_a_run_with_something_to_do_imports_what_that_takes(quiet: Office) -> None:
    """The same look at imports tells when there is more to them."""
    card = card_in(quiet, quiet.list_ids["Review"])
    quiet.run()
    drag(quiet, card, quiet.list_ids["Approved"])
    modules = imported(quiet)
    assert {"rules.judge", "syncer.sitting", "pyairtable"} <= modules
