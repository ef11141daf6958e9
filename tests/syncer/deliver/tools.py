"""A state, a sandboxed Airtable, and the writer between them, with a clock that is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from connectors.airtable.client import Airtable
from connectors.pacing import Pacer
from syncer.config import Airtable as Settings
from syncer.config import Plan, WebUrl
from syncer.deliver.airtable.lanes import lanes_of
from syncer.deliver.audit import Flushed, flush
from syncer.notices import Address
from syncer.records import Entry
from syncer.sandbox.airtable.settings import Settings as AirtableSettings
from syncer.sandbox.server import Sandbox
from syncer.secret import Secret
from syncer.store.engine import open_state
from syncer.store.enter import enter
from syncer.store.schema import outbox

TOKEN = "patDeliver0000000.0"
NOW = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


def entry(number: int, **body: Any) -> Entry:
    """A ledger entry like any other."""
    names = {"board": "Social media", "card": f"Post {number}"}
    return Entry(key=f"event:{number}", kind="event", at=NOW, body={"names": names, **body})


@dataclass
class Desk:
    """The writer's surroundings. `now` passes only when told."""

    box: Sandbox
    engine: Engine
    settings: Settings
    now: datetime = NOW
    timeout: tuple[float, float] = (2, 30)
    admins: tuple[Address, ...] = ()
    lines: dict[str, Airtable] = field(default_factory=dict)

    def clock(self) -> datetime:
        return self.now

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def base(self, base: str) -> Airtable:
        if base not in self.lines:
            self.lines[base] = Airtable(
                TOKEN, base, self.box.airtable_url, self.timeout, pacer=Pacer([])
            )
        return self.lines[base]

    def write(self, entries: Iterable[Entry]) -> None:
        with self.engine.begin() as conn:
            enter(conn, entries, self.now, rows=True)

    def flush(self) -> Flushed:
        return flush(
            self.engine,
            self.base,
            self.settings,
            clock=self.clock,
            admins=self.admins,
            sleep=self.nap,
        )

    def nap(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def rows(self, table: str = "Audit log", base: str | None = None) -> list[dict[str, Any]]:
        found = self.box.airtable.rows(base or self.settings.base, table)
        return [row["fields"] for row in found]

    def states(self) -> dict[str, str]:
        """How each delivery stands, by key."""
        with self.engine.begin() as conn:
            return {row.key: row.state for row in conn.execute(select(outbox))}

    def calls(self, method: str = "PATCH") -> list[Any]:
        """The requests that reached this desk's bases: one of an earlier test that was left
        hanging may still come in."""
        bases = [base for base in (self.settings.base, self.settings.next_base) if base]
        return [
            each
            for each in self.box.journal.entries("airtable")
            if each.method == method and any(f"/{base}/" in each.path for base in bases)
        ]


Opened = Callable[..., Desk]


@contextmanager
def desks(folder: Path, box: Sandbox) -> Iterator[Opened]:
    """Opens desks on a sandbox that knows of nothing else."""
    opened: list[Desk] = []
    box.journal.clear()
    box.faults.clear()
    box.airtable.settings = AirtableSettings(limits="off")
    box.airtable.add_token(TOKEN)

    def open_desk(
        *, plan: Plan = Plan.TEAM, tables: bool = True, more: str | None = None, **named: str
    ) -> Desk:
        base = box.airtable.add_base(name="Evidence")
        settings = Settings(
            token=Secret(TOKEN),
            base=base,
            next_base=more,
            endpoint_url=WebUrl(box.airtable_url),
            plan=plan,
            **named,
        )
        if tables:
            make_tables(box, settings, base)
        engine = open_state(f"sqlite:///{folder}/{len(opened)}.db")
        opened.append(Desk(box, engine, settings))
        return opened[-1]

    try:
        yield open_desk
    finally:
        for desk in opened:
            for line in desk.lines.values():
                line.close()
            desk.engine.dispose()


def make_tables(box: Sandbox, settings: Settings, base: str) -> None:
    """The tables as `syncer setup` makes them."""
    for lane in lanes_of(settings):
        fields = [each.payload() for each in lane.spec.fields]
        box.airtable.add_table(base, lane.table, fields)
