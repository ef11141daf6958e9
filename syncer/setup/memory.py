"""Looking at our own state: what waits, what was given up, what cannot be seen at present."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from syncer.records import stamp
from syncer.setup.findings import Finding, good, warn
from syncer.store import outbox
from syncer.store.outages import read_outages
from syncer.store.schema import outbox as deliveries


def look_at_state(conn: Connection) -> Iterator[Finding]:
    """What an operator should know of the state file."""
    waiting = ", ".join(f"{count} {kind}" for kind, count in sorted(outbox.waiting(conn).items()))
    yield good("state", f"waiting deliveries: {waiting or 'none'}")
    query = select(deliveries.c.kind, func.count()).where(deliveries.c.state == "parked")
    for kind, count in conn.execute(query.group_by(deliveries.c.kind)).all():
        mend = "`syncer audit push` tries them again." if kind == "audit" else ""
        yield warn("state", f"{count} deliveries of kind {kind} were given up.", mend)
    for outage in read_outages(conn).values():
        since = stamp(outage.since)
        yield warn("state", f"{outage.about} has been out of reach since {since}: {outage.what}")
