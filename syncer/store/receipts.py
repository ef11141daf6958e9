"""Our own moves come back as events: they are known by what was recorded, not by the actor.

A PUT of Trello's does not answer with the id of the action it causes. So an event is ours when
it was done by our member and matches a return that left us and was not matched before.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import Connection, select

from syncer.records import Event, moment
from syncer.store.boards import read_meta, write_meta
from syncer.store.schema import outbox

SKEW = timedelta(minutes=1)


def our_member(conn: Connection) -> str | None:
    """The member id that our token acts as, once it is known."""
    return read_meta(conn, "member")


def recognise(conn: Connection, event: Event) -> bool:
    """Is this event the echo of something we did?"""
    if event.by is None or event.by != our_member(conn):
        return False
    if event.kind == "commentCard":
        return read_meta(conn, f"comment {event.id}") is not None
    old = event.data.get("old") or {}
    if event.kind != "updateCard" or not ({"idList", "pos"} & old.keys()):
        return False
    for key, payload, made_at in _returns(conn, event.card or ""):
        if moment(made_at) - SKEW > event.at:
            continue
        if "idList" not in old:
            return True
        target = (event.data.get("listAfter") or {}).get("id")
        source = (event.data.get("listBefore") or {}).get("id") or old["idList"]
        fits = payload["from"] == source and payload["to"] == target
        if fits and read_meta(conn, f"echo {key}") is None:
            write_meta(conn, f"echo {key}", event.id)
            return True
    return False


def remember_comment(conn: Connection, action: str) -> None:
    """This comment is ours."""
    write_meta(conn, f"comment {action}", "ours")


def _returns(conn: Connection, card: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """Returns of a card that were at least tried, oldest first."""
    query = select(outbox.c.key, outbox.c.payload, outbox.c.made_at).where(
        outbox.c.lane == f"card:{card}", outbox.c.kind == "return", outbox.c.attempts > 0
    )
    for row in conn.execute(query.order_by(outbox.c.id)):
        yield row.key, json.loads(row.payload), row.made_at
