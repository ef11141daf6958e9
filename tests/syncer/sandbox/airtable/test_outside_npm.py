"""Airtable's own npm client against the sandbox: a second opinion that nobody here wrote."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.syncer.sandbox.airtable.conftest import Stage
from tests.syncer.sandbox.airtable.tools import TOKEN

SCRIPT = Path(__file__).parent / "outside" / "client.mjs"
READER = "patBBBBBBBBBBBBBB." + "1" * 64


@pytest.mark.slow
def test_the_official_client_finds_nothing_amiss(stage: Stage, served: str, tmp_path: Path) -> None:
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        pytest.skip("node and npm are not installed: the outside client needs them")
    stage.world.add_token(READER, scopes=["data.records:read"], user="Reader")
    subprocess.run(
        [npm, "install", "--no-audit", "--no-fund", "--no-package-lock", "airtable"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=120,
    )
    script = shutil.copy(SCRIPT, tmp_path)
    run = subprocess.run(
        [node, script, served, TOKEN, stage.base, READER],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == "all expectations met"
    assert [row["fields"]["Event ID"] for row in stage.world.rows(stage.base, "Audit log")] == [
        "e-99"
    ]
