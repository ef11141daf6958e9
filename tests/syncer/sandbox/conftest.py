"""A sandbox per test, and people who use it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from syncer.sandbox.server import Sandbox
from tests.syncer.sandbox.tools import Board, Person


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        running.limit(trello=False)
        yield running


@pytest.fixture
def ana(sandbox: Sandbox) -> Iterator[Person]:
    yield from _person(sandbox, "ana")


@pytest.fixture
def lilit(sandbox: Sandbox) -> Iterator[Person]:
    yield from _person(sandbox, "lilit")


@pytest.fixture
def bot(sandbox: Sandbox) -> Iterator[Person]:
    yield from _person(sandbox, "bot", app="5f00000000000000000000aa")


@pytest.fixture
def board(ana: Person) -> Board:
    return ana.board("Drafting", "Review", "Approved")


def _person(sandbox: Sandbox, username: str, app: str | None = None) -> Iterator[Person]:
    person = Person(sandbox, username, app)
    yield person
    person.session.close()
