"""State files of older versions."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, inspect, select

from syncer.records import Stop
from syncer.store.engine import open_state
from syncer.store.migrations import migrate, newest
from syncer.store.schema import meta


def first(conn: Connection) -> None:
    conn.exec_driver_sql("ALTER TABLE talks ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'")


def second(conn: Connection) -> None:
    conn.exec_driver_sql("UPDATE talks SET mood = 'gay'")


def schema(conn: Connection) -> str | None:
    return conn.execute(select(meta.c.value).where(meta.c.key == "schema")).scalar()


@pytest.mark.parametrize(("found", "mood"), [(1, "gay"), (2, None)])
def test_the_steps_that_are_missing_are_taken(
    conn: Connection, found: int, mood: str | None
) -> None:
    conn.exec_driver_sql("INSERT INTO talks VALUES ('c', NULL, '{}', 'Hello', 1)")
    migrate(conn, found, (first, second) if found == 1 else (first, lambda _: None))
    assert schema(conn) == "3" == str(newest((first, second)))
    columns = {column["name"] for column in inspect(conn).get_columns("talks")}
    assert ("mood" in columns) is (mood is not None)
    if mood:
        assert conn.exec_driver_sql("SELECT text, mood FROM talks").one() == ("Hello", mood)


def test_a_step_that_fails_changes_nothing(engine: Engine) -> None:
    def broken(_conn: Connection) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), engine.begin() as conn:
        migrate(conn, 1, (first, broken))
    with engine.connect() as conn:
        assert schema(conn) == "1"
        assert "mood" not in {column["name"] for column in inspect(conn).get_columns("talks")}


def test_a_table_that_is_new_is_made_beside_the_old_ones(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'syncer.db'}"
    open_state(url).dispose()
    change(tmp_path, "DROP TABLE versions", "INSERT INTO meta VALUES ('kept', 'yes')")
    again = open_state(url)
    with again.connect() as conn:
        assert inspect(conn).has_table("versions")
        assert conn.execute(select(meta.c.value).where(meta.c.key == "kept")).scalar() == "yes"
    again.dispose()


@pytest.mark.parametrize("text", ["2", "99", "0", "-1", "one", ""])
def test_a_schema_that_nobody_here_knows_is_left_alone(tmp_path: Path, text: str) -> None:
    url = f"sqlite:///{tmp_path / 'syncer.db'}"
    open_state(url).dispose()
    change(tmp_path, f"UPDATE meta SET value = '{text}' WHERE key = 'schema'")
    with pytest.raises(Stop, match=f"has schema {text};"):
        open_state(url)


def change(folder: Path, *statements: str) -> None:
    with sqlite3.connect(folder / "syncer.db") as conn:
        for statement in statements:
            conn.execute(statement)
    conn.close()
