"""The tables. Statements over them run on SQLite and PostgreSQL alike.

Times are ISO text (records.stamp), JSON is text: both sort, compare and travel the same on
every database. A change here is a new step in store.migrations.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Index, Integer, MetaData, Table, Text

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

pins = Table(  # a name in rules.toml, once resolved, is this id for ever
    "pins",
    metadata,
    Column("kind", Text, primary_key=True),  # board | list | person
    Column("scope", Text, primary_key=True),  # a list's board, else ""
    Column("name", Text, primary_key=True),
    Column("id", Text, nullable=False),
    Column("at", Text, nullable=False),
)

boards = Table(
    "boards",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("activity", Text, nullable=False, default=""),  # what the probe last said
    Column("cursor", Text),  # the newest moment of the feed that was read
    Column("read_at", Text),
    Column("rules", Text, nullable=False, default=""),  # hash of the rules it was judged under
    Column("body", Text, nullable=False, default="{}"),  # lists and members as last read
)

adoptions = Table(  # a gate that has taken a board's cards as it found them
    "adoptions",
    metadata,
    Column("board", Text, primary_key=True),
    Column("gate", Text, primary_key=True),
    Column("at", Text, nullable=False),
)

cards = Table(
    "cards",
    metadata,
    Column("id", Text, primary_key=True),
    Column("board", Text, nullable=False, index=True),
    Column("list", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
    Column("gone", Boolean, nullable=False, default=False),
    Column("judged", Text, nullable=False, default=""),  # the rules it was judged under, as it is
    Column("again", Text, nullable=False, default=""),  # when time alone may change the answer
)

events = Table(
    "events",
    metadata,
    Column("id", Text, primary_key=True),
    Column("board", Text, nullable=False),
    Column("card", Text, index=True),
    Column("kind", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("by", Text),
    Column("by_name", Text, nullable=False, default=""),
    Column("app", Text),
    Column("observed", Boolean, nullable=False, default=False),
    Column("by_us", Boolean, nullable=False, default=False),
    Column("judged", Boolean, nullable=False, default=False),
    Column("data", Text, nullable=False),
)
Index("events_unjudged", events.c.board, events.c.judged)

probes = Table(  # what was found outside: a link's state, a picture's measures, the library
    "probes",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("body", Text, nullable=False),
    Column("at", Text, nullable=False),
)

standing = Table(
    "standing",
    metadata,
    Column("card", Text, primary_key=True),
    Column("gate", Text, primary_key=True),
    Column("last_list", Text),
    Column("last_pos", Float),
    Column("body", Text, nullable=False, default="{}"),  # admission, approvals, returns
)

versions = Table(
    "versions",
    metadata,
    Column("card", Text, primary_key=True),
    Column("fingerprint", Text, primary_key=True),
    Column("at", Text, nullable=False),
    Column("by", Text),
    Column("body", Text, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    Column("card", Text, primary_key=True),
    Column("gate", Text, primary_key=True),
    Column("at", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("body", Text, nullable=False),  # the decision with its trace
)

talks = Table(  # the one living comment of a card
    "talks",
    metadata,
    Column("card", Text, primary_key=True),
    Column("comment", Text),
    Column("episode", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("open", Boolean, nullable=False, default=True),
)

ledger = Table(
    "ledger",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("key", Text, nullable=False, unique=True),
    Column("card", Text, index=True),
    Column("text", Text, nullable=False),
    Column("prev", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("lane", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("after", Text),
    Column("state", Text, nullable=False, default="waiting"),  # waiting | done | void | parked
    Column("attempts", Integer, nullable=False, default=0),
    Column("not_before", Text, nullable=False, default=""),
    Column("made_at", Text, nullable=False),
    Column("receipt", Text, nullable=False, default="{}"),
)
Index("outbox_waiting", outbox.c.state, outbox.c.kind, outbox.c.id)
Index("outbox_lane", outbox.c.lane, outbox.c.id)
