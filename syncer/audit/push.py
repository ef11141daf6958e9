"""`syncer audit push`: rows that Airtable should have go in line again."""

from __future__ import annotations

from datetime import datetime

from connectors.errors import ServiceError, TryLater
from syncer.audit.findings import Code
from syncer.audit.rows import Comparison
from syncer.audit.verify import Sources
from syncer.records import Problem, Stop
from syncer.store import ledger, trail


def push(sources: Sources, now: datetime, *, mend: bool = False) -> int:
    """Queue every row that was never sent or was given up; with `mend` also those that Airtable
    lacks or shows altered. Return how many. Done twice, the second time queues nothing.

    Raises Stop when Airtable is to be read and cannot be.
    """
    count = trail.requeue_unsent(sources.engine, now)
    if not mend:
        return count
    with sources.engine.begin() as conn:
        head = ledger.read_head(conn)
    comparison = Comparison.begin(sources.engine, head.seq if head else 0)
    try:
        found = list(comparison.compare(sources.rows()))
    except ServiceError as error:
        problem = Problem(
            what=f"Airtable's rows could not be read: {error}.",
            mend=f"{count} rows that never left were put in line all the same.",
            exit=3 if isinstance(error, TryLater) else 2,
        )
        raise Stop(problem) from error
    found += comparison.missing()
    wanted = (Code.ROW_MISSING, Code.ROW_EDITED)
    seqs = sorted({each.seq for each in found if each.code in wanted and each.seq is not None})
    with sources.engine.begin() as conn:
        return count + trail.requeue(conn, seqs, now)
