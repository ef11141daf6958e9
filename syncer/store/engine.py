"""Opening the state: one SQLite file, write-ahead log, every commit on disk before we go on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError, OperationalError

from syncer.records import Problem, Stop
from syncer.store.migrations import migrate, newest
from syncer.store.schema import meta, metadata


def open_state(url: str) -> Engine:
    """Open (or make) the state at `url`; raise Stop with the way out when it cannot be used."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        raise Stop(
            Problem(
                what=f"[state] url: state is kept in SQLite, not yet in {parsed.drivername}.",
                mend='Use url = "sqlite:///syncer.db".',
                exit=2,
            )
        )
    where = parsed.database or ":memory:"
    try:
        engine = create_engine(url, connect_args={"timeout": 30})
        _sqlite_habits(engine)
        with engine.begin() as conn:
            _check_schema(conn, where)
    except DatabaseError as error:
        raise Stop(state_problem(error, where)) from error
    return engine


def is_mendable(error: DatabaseError) -> bool:
    """Is it the disk, a lock or the file, which people can mend, and no wrong statement of ours?"""
    return isinstance(error, OperationalError) or type(error) is DatabaseError


def state_problem(error: DatabaseError, where: str) -> Problem:
    """Turn the database's complaint into advice."""
    words = str(error.orig)
    mend = "Mend that and run again: nothing was lost."
    if "full" in words:
        mend = "Free some space on that disk and run again: nothing was lost."
    elif "not a database" in words or "malformed" in words:
        mend = "Put the file aside and restore a backup of it (docs/operating.md)."
    elif isinstance(error, OperationalError) and "unable to open" in words:
        folder = Path(where).parent
        mend = f"Make the folder {folder} and let this user write there."
    return Problem(what=f"The state file {where} cannot be used: {words}.", mend=mend, exit=2)


def _sqlite_habits(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _on_connect(dbapi: Any, _record: Any) -> None:
        dbapi.isolation_level = None  # we say BEGIN ourselves, below
        cursor = dbapi.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        # What is sent to Trello must never be forgotten in a power cut (docs/decisions).
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(conn: Connection) -> None:
        # IMMEDIATE: two writers wait for each other at the start, never fail half-way.
        conn.exec_driver_sql("BEGIN IMMEDIATE")


def _check_schema(conn: Connection, where: str) -> None:
    there = set(inspect(conn).get_table_names())
    if not there:
        metadata.create_all(conn)
        conn.execute(insert(meta).values(key="schema", value=str(newest())))
        return
    if not there >= {"meta", "outbox", "ledger"}:
        raise Stop(
            Problem(
                what=f"{where} is a database, but not one of syncer's.",
                mend="Point [state] url at a file of its own.",
                exit=2,
            )
        )
    text = conn.execute(select(meta.c.value).where(meta.c.key == "schema")).scalar()
    found = int(text) if text and text.isdecimal() else 0
    ours = newest()
    if not 1 <= found <= ours:
        raise Stop(
            Problem(
                what=f"The state file {where} has schema {text}; this syncer reads up to {ours}.",
                mend="Run the syncer that wrote it, or point [state] url at another file.",
                exit=2,
            )
        )
    if found < ours or not there >= metadata.tables.keys():
        migrate(conn, found)
