"""A sandboxed Airtable for the tests of deliveries to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.syncer.deliver.tools import Desk, Opened, desks


@pytest.fixture
def open_desk(tmp_path: Path) -> Iterator[Opened]:
    with desks(tmp_path) as opened:
        yield opened


@pytest.fixture
def desk(open_desk: Opened) -> Desk:
    """One base with its audit table, on plan team."""
    return open_desk()
