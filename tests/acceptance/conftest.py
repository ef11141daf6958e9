"""A team per test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from syncer.demo.office import Office
from tests.acceptance.tools import team


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with team(tmp_path) as there:
        yield there
