"""The installed command, killed at random while everything goes wrong: each row exactly once."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from syncer.audit.chain import Chain
from syncer.deliver.airtable import place
from syncer.demo.office import AUDIT, Office
from syncer.sandbox.faults import Fault
from syncer.store import outbox, trail
from syncer.store.engine import open_state
from syncer.store.enter import enter
from tests.syncer.deliver.tools import entry
from tests.syncer.setup.conftest import RULES

EVENTS = 2_000
COMMAND = Path(sys.executable).with_name("syncer")
RATES = {
    "429": 0.10,
    "503-before": 0.025,
    "500-after": 0.025,
    "drop-before": 0.01,
    "drop-after": 0.01,
    "hang": 0.02,
}


def waiting(engine: Engine) -> int:
    with engine.begin() as conn:
        return outbox.waiting(conn).get("audit", 0)


def let_time_pass(engine: Engine) -> None:
    """Half a minute after a 429 or a lost answer is long for a test; the outcome is the same."""
    with engine.begin() as conn:
        place.shut(conn, datetime.now(UTC) - timedelta(seconds=1))


@pytest.mark.slow
def test_two_thousand_events_land_once_through_faults_and_kills(tmp_path: Path) -> None:
    chance = random.Random(7)
    with Office(tmp_path, RULES, "Social media", ("Review", "Approved"), {"ana": "Ana"}) as office:
        # A hundred starts in a quarter of an hour are more than Trello's slow limit allows.
        office.box.limit(trello=False)
        engine = open_state(f"sqlite:///{tmp_path}/syncer.db")
        for start in range(0, EVENTS, 100):
            with engine.begin() as conn:
                some = [entry(number) for number in range(start, start + 100)]
                enter(conn, some, datetime.now(UTC) - timedelta(minutes=5), rows=True)
        for kind, rate in RATES.items():
            fault = Fault(kind=kind, service="airtable", times=None, rate=rate, seconds=0.2)
            office.box.faults.add(fault)
        kills, until = 0, time.monotonic() + 1500
        while waiting(engine) and time.monotonic() < until:
            kills += run_and_perhaps_kill(office.config, chance)
            let_time_pass(engine)
        rows = Counter(row["Event ID"] for row in office.rows())
        stored = list(trail.walk(engine))
        engine.dispose()
    assert kills >= 3
    assert rows == Counter({each.entry.key: 1 for each in stored})
    assert len(stored) >= EVENTS
    assert list(Chain().walk(stored)) == []
    assert {call.path for call in office.box.journal.entries("airtable")} == {
        f"/v0/{office.base}/{AUDIT}"
    }


def run_and_perhaps_kill(config: Path, chance: random.Random) -> int:
    command = [str(COMMAND), "--config", str(config), "run"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env={**os.environ}, **quiet) as process:
        try:
            process.wait(chance.uniform(0.5, 12))
        except subprocess.TimeoutExpired:
            process.kill()
            return 1
    return 0
