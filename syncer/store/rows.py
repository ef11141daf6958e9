"""Putting rows: insert, or leave, or replace, in the words of the database at hand."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table


def dump(value: object) -> str:
    """Canonical JSON: sorted keys, no spaces, text as it is. The ledger hashes this."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def put(conn: Connection, table: Table, row: Mapping[str, Any]) -> None:
    """Insert the row, or replace the one with the same primary key."""
    _put(conn, table, row, [column.name for column in table.primary_key])


def put_by(conn: Connection, table: Table, row: Mapping[str, Any], key: str) -> None:
    """Insert the row, or change the one with the same `key`, a unique column."""
    _put(conn, table, row, [key])


def _put(conn: Connection, table: Table, row: Mapping[str, Any], keys: list[str]) -> None:
    statement = _insert(conn, table).values(**row)
    rest = {name: statement.excluded[name] for name in row if name not in keys}
    if rest:
        conn.execute(statement.on_conflict_do_update(index_elements=keys, set_=rest))
    else:
        conn.execute(statement.on_conflict_do_nothing(index_elements=keys))


def add_new(conn: Connection, table: Table, rows: Sequence[Mapping[str, Any]], key: str) -> int:
    """Insert the rows whose `key` is not there yet; return how many were new."""
    if not rows:
        return 0
    statement = _insert(conn, table).on_conflict_do_nothing(index_elements=[key])
    return sum(conn.execute(statement, [dict(row)]).rowcount for row in rows)


def _insert(conn: Connection, table: Table) -> Any:
    if conn.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql  # a quarter of the start-up; rarely needed

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)
