"""An office for each test; one day in it, once for a whole file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from syncer.cli import cli
from tests.syncer.audit.tools import Office, a_day, office


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path / "office") as made:
        yield made


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office after a day: tests of this module put back what they change."""
    with office(tmp_path_factory.mktemp("day")) as made:
        made.configure(f'[audit]\nanchor_file = "{made.anchor_file}"\n')
        a_day(made)
        yield made


Call = Callable[..., Result]


@pytest.fixture
def call() -> Call:
    """Run a command of an office, as typed."""

    def run(where: Office, *words: str) -> Result:
        return CliRunner().invoke(cli, ["--config", str(where.config_file), *words])

    return run
