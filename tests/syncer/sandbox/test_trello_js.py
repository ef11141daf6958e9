"""npm's trello.js against the sandbox: a stranger's client checks each answer's shape."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from syncer.sandbox.server import Sandbox
from syncer.sandbox.trello.world import DEFAULT_KEY
from tests.syncer.sandbox.tools import Person

SCRIPT = Path(__file__).parent / "outside" / "trello.mjs"
PACKAGE = "trello.js@2"
"""The first major version that checks answers by schema."""


@pytest.mark.slow
def test_trello_js_finds_nothing_amiss(sandbox: Sandbox, ana: Person, tmp_path: Path) -> None:
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        pytest.skip("node and npm are not installed: the outside client needs them")
    subprocess.run(
        [npm, "install", "--no-audit", "--no-fund", "--no-package-lock", PACKAGE],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=120,
    )
    script = shutil.copy(SCRIPT, tmp_path)
    run = subprocess.run(
        [node, script, f"{sandbox.trello_url}/1", DEFAULT_KEY, ana.token.secret],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "TRELLO_STRICT_SCHEMAS": "true"},
    )
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout) == {
        "moved": True,
        "due": "2026-12-01T09:00:00.000Z",
        "comment": "ready!",
        "kinds": [
            "addAttachmentToCard",
            "updateCard",
            "addChecklistToCard",
            "commentCard",
            "updateCard",
            "updateCard",
            "createCard",
            "updateCard",
            "createList",
            "createList",
            "createBoard",
        ],
        "dates": True,
        "cardKinds": ["commentCard", "updateCard"],
        "cards": 1,
        "lists": ["Drafting", "Approved"],
        "labels": 1,
        "link": "https://example.org/a",
        "admins": 1,
        "me": "ana",
        "boards": ["Posts"],
        "batch": ["Posts", "Launch"],
        "refused": "Request failed: 404 Not Found - The requested resource was not found.",
    }
