"""A world with an audit table, spoken to in process or over real HTTP."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from syncer.sandbox.airtable import AirtableWorld, airtable_app
from tests.syncer.sandbox.airtable.tools import StillClock, audit_world


@dataclass(frozen=True)
class Stage:
    """A world, its audit base, and ways to reach them."""

    world: AirtableWorld
    base: str
    clock: StillClock
    client: FlaskClient

    @property
    def table(self) -> str:
        return f"/v0/{self.base}/Audit%20log"


@pytest.fixture
def stage() -> Stage:
    clock = StillClock()
    world, base = audit_world(clock)
    return Stage(world, base, clock, airtable_app(world).test_client())


@pytest.fixture
def served(stage: Stage) -> Iterator[str]:
    """The address of the stage's app on a loopback port."""
    server = make_server("127.0.0.1", 0, airtable_app(stage.world), threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
