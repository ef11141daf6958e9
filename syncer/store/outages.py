"""What cannot be seen or reached at present: one row of `meta` for each, from its beginning."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from syncer.records import moment, stamp
from syncer.store.boards import write_meta
from syncer.store.rows import dump
from syncer.store.schema import meta

PREFIX = "outage "


@dataclass(frozen=True, kw_only=True, slots=True)
class Outage:
    """`about`: trello | airtable | board:NAME | feed:NAME. `what` is how it began."""

    about: str
    since: datetime
    what: str


def read_outages(conn: Connection) -> dict[str, Outage]:
    """Those that are not over, by what they are about."""
    query = select(meta.c.key, meta.c.value).where(meta.c.key.startswith(PREFIX))
    found: dict[str, Outage] = {}
    for row in conn.execute(query):
        about, kept = row.key.removeprefix(PREFIX), json.loads(row.value)
        found[about] = Outage(about=about, since=moment(kept["since"]), what=kept["what"])
    return found


def write_outage(conn: Connection, outage: Outage) -> None:
    """It has begun."""
    value = dump({"since": stamp(outage.since), "what": outage.what})
    write_meta(conn, PREFIX + outage.about, value)


def forget_outage(conn: Connection, about: str) -> None:
    """It is over."""
    conn.execute(delete(meta).where(meta.c.key == PREFIX + about))
