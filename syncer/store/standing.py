"""What our ledger remembers of a card at a gate; decisions, versions and the living comment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from rules.facts import Standing, Version
from rules.verdict import Decision
from syncer.records import stamp
from syncer.store.codec import from_json, to_json
from syncer.store.rows import dump, put
from syncer.store.schema import decisions, standing, talks, versions


def read_standing(conn: Connection, card: str) -> dict[str, Standing]:
    """By gate name."""
    query = select(standing.c.gate, standing.c.body).where(standing.c.card == card)
    return {row.gate: from_json(row.body, Standing) for row in conn.execute(query)}


def write_standing(conn: Connection, card: str, gate: str, now: Standing) -> None:
    """Remember how a card stands at a gate."""
    row = {
        "card": card,
        "gate": gate,
        "last_list": now.last_list,
        "last_pos": now.last_pos,
        "body": to_json(now),
    }
    put(conn, standing, row)


def write_version(
    conn: Connection, card: str, version: Version, by: str | None, now: datetime
) -> None:
    """Keep a version of the guarded fields for ever; the first sight of it counts."""
    row = {
        "card": card,
        "fingerprint": version.fingerprint,
        "at": stamp(now),
        "by": by,
        "body": to_json(version),
    }
    known = select(versions.c.at).where(
        versions.c.card == card, versions.c.fingerprint == version.fingerprint
    )
    if not conn.execute(known).first():
        put(conn, versions, row)


def read_digest(conn: Connection, card: str, gate: str) -> str:
    """The digest of the decision in force, "" when there is none."""
    query = select(decisions.c.digest).where(decisions.c.card == card, decisions.c.gate == gate)
    return conn.execute(query).scalar() or ""


def write_decision(conn: Connection, decision: Decision, digest: str, now: datetime) -> None:
    """Keep the decision in force with its trace: `explain` reads it, never decides again."""
    row = {
        "card": decision.card,
        "gate": decision.gate,
        "at": stamp(now),
        "digest": digest,
        "body": to_json(decision),
    }
    put(conn, decisions, row)


def read_decisions(conn: Connection, card: str) -> dict[str, tuple[str, Decision]]:
    """By gate name: when it was decided, and the decision."""
    query = select(decisions).where(decisions.c.card == card)
    return {row.gate: (row.at, from_json(row.body, Decision)) for row in conn.execute(query)}


def every_decision(conn: Connection) -> tuple[Decision, ...]:
    """All decisions in force."""
    return tuple(
        from_json(body, Decision) for body in conn.execute(select(decisions.c.body)).scalars()
    )


def write_digest(conn: Connection, decision: Decision, digest: str) -> None:
    """Note anew how a decision in force is known again."""
    here = (decisions.c.card == decision.card, decisions.c.gate == decision.gate)
    conn.execute(update(decisions).where(*here).values(digest=digest))


@dataclass(frozen=True, kw_only=True)
class Talk:
    """The one living comment of a card: its id once it is written, what it is about, its text."""

    card: str
    comment: str | None = None
    episode: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""
    open: bool = True


def read_talk(conn: Connection, card: str) -> Talk | None:
    """The card's comment, None when syncer never spoke on it."""
    row = conn.execute(select(talks).where(talks.c.card == card)).first()
    if row is None:
        return None
    return Talk(
        card=row.card,
        comment=row.comment,
        episode=json.loads(row.episode),
        text=row.text,
        open=row.open,
    )


def read_open_talks(conn: Connection) -> frozenset[str]:
    """Cards whose comment still asks for something."""
    return frozenset(conn.execute(select(talks.c.card).where(talks.c.open)).scalars())


def write_talk(conn: Connection, talk: Talk) -> None:
    """Remember the card's comment."""
    row = {
        "card": talk.card,
        "comment": talk.comment,
        "episode": dump(dict(talk.episode)),
        "text": talk.text,
        "open": talk.open,
    }
    put(conn, talks, row)
