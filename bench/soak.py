"""100,000 ledger entries to Airtable through faults and kills: does each arrive exactly once?

    python bench/soak.py [--events 100000] [--seed 1]

A sandboxed Airtable answers 10 % of the calls with 429, 5 % with a 5xx before or after it applied
them, drops and delays replies; the writer is a process of its own that is killed (-9) at random and
started again. Airtable's pace of five calls a second would make this take a working day, so the
pacer is off and waiting is done by a clock that leaps: all else is the writer as it ships.
The verdict is the sandbox's own state; then `audit verify` must be green, and name a later edit.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from sqlalchemy import Engine, func, select  # noqa: E402 - the project is found first

from connectors.airtable.client import Airtable  # noqa: E402
from connectors.airtable.wire import canonical  # noqa: E402
from connectors.pacing import Pacer  # noqa: E402
from syncer.audit.findings import Code  # noqa: E402
from syncer.audit.verify import Sources, verify  # noqa: E402
from syncer.config import Airtable as Settings  # noqa: E402
from syncer.config import Plan, WebUrl  # noqa: E402
from syncer.deliver.airtable import budget, place  # noqa: E402
from syncer.deliver.airtable.lanes import lanes_of  # noqa: E402
from syncer.deliver.audit import flush  # noqa: E402
from syncer.deliver.rows import row_of  # noqa: E402
from syncer.records import Entry  # noqa: E402
from syncer.sandbox.faults import Fault  # noqa: E402
from syncer.sandbox.server import Sandbox  # noqa: E402
from syncer.secret import Secret  # noqa: E402
from syncer.store import ledger, outbox  # noqa: E402
from syncer.store.engine import open_state  # noqa: E402
from syncer.store.enter import enter  # noqa: E402
from syncer.store.schema import outbox as deliveries  # noqa: E402

TOKEN = "patSOAK0000000000.0"
FAULTS = (
    Fault(kind="429", service="airtable", times=None, rate=0.10),
    Fault(kind="503-before", service="airtable", times=None, rate=0.0125),
    Fault(kind="503-after", service="airtable", times=None, rate=0.0125),
    Fault(kind="500-before", service="airtable", times=None, rate=0.0125),
    Fault(kind="500-after", service="airtable", times=None, rate=0.0125),
    Fault(kind="drop-before", service="airtable", times=None, rate=0.01),
    Fault(kind="drop-after", service="airtable", times=None, rate=0.01),
    Fault(kind="hang", service="airtable", times=None, rate=0.01, seconds=0.3),
)


def settings_for(url: str, base: str) -> Settings:
    return Settings(token=Secret(TOKEN), base=base, endpoint_url=WebUrl(url), plan=Plan.ENTERPRISE)


class Leaping:
    """A clock that can be told to go on."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def leap(self, until: datetime) -> None:
        self.ahead += max(until - self(), timedelta(0))

    def nap(self, seconds: float) -> None:
        self.ahead += timedelta(seconds=seconds)


def work(state: str, url: str, base: str) -> None:
    """The writer: carries rows until none waits. Killed at any moment, by others."""
    engine = open_state(state)
    line = Airtable(TOKEN, base, url, timeout=(5, 5), pacer=Pacer([]))
    clock = Leaping()
    while waiting(engine):
        flush(engine, lambda _: line, settings_for(url, base), clock=clock, sleep=clock.nap)
        with engine.begin() as conn:
            opens = place.opens(conn)
        if opens:
            clock.leap(opens)
    line.close()


def waiting(engine: Engine) -> int:
    with engine.begin() as conn:
        return outbox.waiting(conn).get("audit", 0)


def entries(count: int) -> Iterator[Entry]:
    """Entries of everyday size."""
    at = datetime(2026, 11, 1, tzinfo=UTC)
    for number in range(count):
        names = {
            "board": "Social media",
            "card": f"Post {number % 997}: what we learnt",
            "actor": "Ana Petrosyan",
            "from": "Review",
            "to": "Approved",
            "url": f"https://trello.com/c/{number:08x}",
        }
        yield Entry(
            key=f"move:{number:024x}",
            kind="move",
            at=at + timedelta(seconds=number),
            board="b" * 24,
            card=f"{number % 997:024x}",
            body={"how": "moved", "observed": False, "names": names, "note": "x" * 200},
        )


def feed(engine: Engine, count: int, together: int) -> float:
    """Entries a second, `together` of them in a transaction."""
    started = time.perf_counter()
    pending: list[Entry] = []
    for entry in entries(count):
        pending.append(entry)
        if len(pending) == together:
            with engine.begin() as conn:
                enter(conn, pending, entry.at, rows=True)
            pending = []
    with engine.begin() as conn:
        enter(conn, pending, datetime.now(UTC), rows=True)
    return count / (time.perf_counter() - started)


@dataclass
class Watch:
    """What was seen of the writer from outside. Memory is resident, in megabytes."""

    kills: int = 0
    starts: int = 0
    calls: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    memory: dict[int, float] = field(default_factory=dict)
    """the most that was seen, by tenths of the backlog that was left"""

    def look(self, box: Sandbox, process: subprocess.Popen[bytes], left: float) -> None:
        seen = box.journal.entries("airtable")
        box.journal.clear()
        self.calls += len(seen)
        self.answers.update(str(each.status) for each in seen)
        tenth = min(int(left * 10), 9)
        self.memory[tenth] = max(self.memory.get(tenth, 0), resident(process.pid))


def resident(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def drive(box: Sandbox, engine: Engine, command: list[str], chance: random.Random) -> Watch:
    """Start the writer, kill it, start it again, until nothing waits."""
    watch = Watch()
    whole = waiting(engine)
    left = whole
    while left:
        with subprocess.Popen(command) as process:
            watch.starts += 1
            until = time.monotonic() + chance.expovariate(1 / 40)
            while process.poll() is None and time.monotonic() < until:
                time.sleep(0.5)
                watch.look(box, process, left / whole)
            if process.poll() is None:
                process.kill()
                watch.kills += 1
        left = waiting(engine)
        print(f"  {whole - left:>7} of {whole} delivered, {watch.kills} kills", flush=True)
    return watch


def verdict(
    box: Sandbox, engine: Engine, base: str, table: str, types: dict[str, str]
) -> list[str]:
    """What is wrong, by the sandbox's own rows and the ledger's own text."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in box.airtable.rows(base, table):
        rows.setdefault(row["fields"].get("Event ID", ""), []).append(row["fields"])
    wrong: list[str] = []
    prev, count = ledger.GENESIS, 0
    with engine.begin() as conn:
        for each in ledger.read(conn):
            count += 1
            if each.prev != prev or ledger.chain_hash(prev, each.text) != each.hash:
                wrong.append(f"the chain breaks at {each.seq}")
            prev = each.hash
            found = rows.pop(each.key, [])
            if len(found) != 1:
                wrong.append(f"{each.key} stands there {len(found)} times")
            elif canonical(found[0], types) != canonical(row_of(each), types):
                wrong.append(f"{each.key} differs")
        undone = select(func.count()).where(deliveries.c.state != "done")
        if left := conn.execute(undone).scalar():
            wrong.append(f"{left} deliveries are not done")
    wrong += [f"{key!r} is no entry's row" for key in rows]
    print(f"  {count} entries, {len(wrong)} faults")
    return wrong


def audited(
    box: Sandbox, engine: Engine, base: str, table: str, chance: random.Random
) -> list[str]:
    """What `syncer audit verify` says: nothing now, and the very row once one cell was changed."""

    def rows() -> Airtable:
        return Airtable(TOKEN, base, box.airtable_url, pacer=Pacer([]))

    sources = Sources(engine=engine, bases=(rows,), table=table)
    wrong = [f"verify: {each}" for each in verify(sources).findings]
    row = chance.choice(box.airtable.rows(base, table))
    box.airtable.edit_row(base, table, row["id"], {"Outcome": "altered by hand"})
    found = [(each.code, each.seq) for each in verify(sources).findings]
    if found != [(Code.ROW_EDITED, row["fields"]["Seq"])]:
        wrong.append(f"verify says {found} of an edit of row {row['fields']['Seq']}")
    print(f"  verify: {wrong or 'green, and red at the one row that was edited'}")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", nargs=3, metavar=("STATE", "URL", "BASE"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.work:
        work(*asked.work)
        return 0
    with tempfile.TemporaryDirectory(prefix="soak-") as folder, Sandbox(seed=asked.seed) as box:
        return soak(box, Path(folder), asked.events, random.Random(asked.seed))


def soak(box: Sandbox, folder: Path, events: int, chance: random.Random) -> int:
    box.limit(airtable="off")
    box.airtable.add_token(TOKEN)
    base = box.airtable.add_base(name="Evidence")
    settings = settings_for(box.airtable_url, base)
    [lane] = lanes_of(settings)
    box.airtable.add_table(base, lane.table, [each.payload() for each in lane.spec.fields])
    alone = open_state(f"sqlite:///{folder}/alone.db")
    one = feed(alone, min(events, 2_000), 1)
    alone.dispose()
    state = f"sqlite:///{folder}/soak.db"
    engine = open_state(state)
    ten = feed(engine, events, 10)
    print(f"ledger: {one:.0f} entries/s one a transaction, {ten:.0f} ten a transaction", flush=True)
    for fault in FAULTS:
        box.faults.add(fault)
    command = [sys.executable, __file__, "--work", state, box.airtable_url, base]
    started = time.perf_counter()
    watch = drive(box, engine, command, chance)
    seconds = time.perf_counter() - started
    wrong = verdict(box, engine, base, lane.table, lane.spec.types)
    box.faults.clear()
    wrong += audited(box, engine, base, lane.table, chance)
    with engine.begin() as conn:
        counted = sum(
            budget.calls_made(conn, datetime.now(UTC) + timedelta(days=31 * ahead))
            for ahead in range(3)
        )
    figures = {
        "events": events,
        "seconds": round(seconds),
        "rows_per_second": round(events / seconds),
        "calls": watch.calls,
        "calls_counted_by_the_writer": counted,
        "calls_per_1000_events": round(watch.calls * 1000 / events, 1),
        "answers": dict(watch.answers),
        "starts": watch.starts,
        "kills": watch.kills,
        "memory_mb_by_tenths_of_backlog_left": {
            f"{tenth * 10}-{tenth * 10 + 10} %": round(most, 1)
            for tenth, most in sorted(watch.memory.items(), reverse=True)
        },
        "wrong": wrong[:20],
    }
    print(json.dumps(figures, indent=2))
    engine.dispose()
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
