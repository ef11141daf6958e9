"""From an older state file to this version's, step by step and in one transaction.

A new table needs no step: it is made when it is missing. Any other change of store.schema appends
a step here, which must leave every row that is there as meaningful as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, update

from syncer.store.schema import meta, metadata

Step = Callable[[Connection], None]

STEPS: tuple[Step, ...] = ()
"""The first leads from schema 1 to schema 2, and so on."""


def newest(steps: Sequence[Step] = STEPS) -> int:
    """The schema that this version writes."""
    return len(steps) + 1


def migrate(conn: Connection, found: int, steps: Sequence[Step] = STEPS) -> None:
    """Bring a state of schema `found`, which is not above `newest`, up to it."""
    metadata.create_all(conn)
    for step in steps[found - 1 :]:
        step(conn)
    if found < newest(steps):
        conn.execute(update(meta).where(meta.c.key == "schema").values(value=str(newest(steps))))
