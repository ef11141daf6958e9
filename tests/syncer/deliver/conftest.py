"""A sandboxed Airtable for the tests of deliveries to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from syncer.sandbox.server import Sandbox
from tests.syncer.deliver.tools import Desk, Opened, desks


@pytest.fixture(scope="session")
def box() -> Iterator[Sandbox]:
    """One sandbox for all tests of a process; each has bases of its own."""
    with Sandbox() as opened:
        yield opened


@pytest.fixture
def open_desk(tmp_path: Path, box: Sandbox) -> Iterator[Opened]:
    with desks(tmp_path, box) as opened:
        yield opened


@pytest.fixture
def desk(open_desk: Opened) -> Desk:
    """One base with its audit table, on plan team."""
    return open_desk()
