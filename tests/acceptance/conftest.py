"""A team per test."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from syncer.demo.office import Office
from tests.acceptance.tools import team


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with team(tmp_path) as there:
        yield there


@pytest.fixture(autouse=True)
def no_breath(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs in this process need not wait a second between two of them for Airtable's sake."""
    monkeypatch.setattr("syncer.deliver.audit.BREATH", timedelta(0))
