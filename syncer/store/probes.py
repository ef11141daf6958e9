"""What was found when something outside was looked at, and when: links, pictures, the library."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from syncer.records import moment, stamp
from syncer.store.rows import dump, put
from syncer.store.schema import probes


def write_probe(conn: Connection, kind: str, key: str, found: Any, now: datetime) -> None:
    """Remember what was found."""
    put(conn, probes, {"kind": kind, "key": key, "body": dump(found), "at": stamp(now)})


def read_probes(
    conn: Connection, kind: str, keys: Iterable[str]
) -> dict[str, tuple[Any, datetime]]:
    """What was found of these, and when; what was never looked at is absent."""
    query = select(probes.c.key, probes.c.body, probes.c.at).where(
        probes.c.kind == kind, probes.c.key.in_(list(keys))
    )
    return {row.key: (json.loads(row.body), moment(row.at)) for row in conn.execute(query)}
