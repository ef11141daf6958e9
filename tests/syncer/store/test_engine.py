"""Opening the state, the lock beside it, and what JSON makes of our records and back."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from rules.facts import Approval, Attachment, Card, CheckItem, Checklist, Label, Standing, Version
from syncer.records import Stop
from syncer.store.codec import from_json, to_json
from syncer.store.engine import is_mendable, open_state, state_problem
from syncer.store.lock import only_one


def test_it_is_durable(engine: Engine) -> None:
    with engine.connect() as conn:
        assert conn.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert conn.exec_driver_sql("PRAGMA synchronous").scalar() == 2


def test_it_is_opened_again_as_it_was(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'syncer.db'}"
    for _ in range(2):
        open_state(url).dispose()
    with sqlite3.connect(tmp_path / "syncer.db") as conn:
        assert conn.execute("SELECT value FROM meta WHERE key = 'schema'").fetchall() == [("1",)]
    conn.close()


def test_a_failed_transaction_leaves_nothing(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), engine.begin() as conn:
        conn.exec_driver_sql("INSERT INTO meta VALUES ('a', 'b')")
        raise ZeroDivisionError
    with engine.connect() as conn:
        assert conn.exec_driver_sql("SELECT value FROM meta WHERE key = 'a'").scalar() is None


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        ("database or disk is full", "Free some space"),
        ("file is not a database", "restore a backup"),
        ("database disk image is malformed", "restore a backup"),
        ("unable to open database file", "Make the folder /var/lib/syncer"),
        ("disk I/O error", "run again"),
    ],
)
def test_the_databases_complaints_become_advice(words: str, mend: str) -> None:
    error = OperationalError("SELECT", None, sqlite3.OperationalError(words))
    problem = state_problem(error, "/var/lib/syncer/syncer.db")
    assert words in problem.what
    assert "/var/lib/syncer/syncer.db" in problem.what
    assert mend in problem.mend
    assert problem.exit == 2


def test_a_wrong_statement_of_ours_is_no_advice_to_anybody() -> None:
    cause = sqlite3.DatabaseError("?")
    assert is_mendable(OperationalError("", None, cause))
    assert is_mendable(DatabaseError("", None, cause))
    assert not is_mendable(IntegrityError("", None, cause))


def test_the_lock_is_for_one(tmp_path: Path) -> None:
    with only_one(tmp_path / "lock") as first, only_one(tmp_path / "lock") as second:
        assert (first, second) == (True, False)
    with only_one(tmp_path / "lock") as again:
        assert again


def test_where_no_lock_can_be_it_says_how_to_mend_it(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="Make the folder"), only_one(tmp_path / "nowhere" / "lock"):
        pass


times = st.datetimes(
    min_value=datetime(2000, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone itself
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
words = st.text(max_size=20)
labels = st.builds(Label, id=words, name=words, color=st.none() | words)
attachments = st.builds(
    Attachment, id=words, name=words, url=words, mime=st.none(), size=st.none() | st.integers(0)
)
checklists = st.builds(
    Checklist,
    id=words,
    name=words,
    items=st.lists(st.builds(CheckItem, id=words, name=words, done=st.booleans()), max_size=3).map(
        tuple
    ),
)
cards = st.builds(
    Card,
    id=words,
    board=words,
    list=words,
    name=words,
    desc=words,
    due=st.none() | times,
    start=st.none() | times,
    labels=st.lists(labels, max_size=3).map(tuple),
    members=st.lists(words, max_size=3).map(tuple),
    attachments=st.lists(attachments, max_size=2).map(tuple),
    checklists=st.lists(checklists, max_size=2).map(tuple),
    fields=st.dictionaries(words, words, max_size=3),
    pos=st.floats(0.001, 1e9),
)
versions = st.builds(Version, fingerprint=words, values=st.dictionaries(words, words, max_size=3))
approvals = st.builds(
    Approval,
    at=times,
    **dict.fromkeys(
        ("card", "gate", "fingerprint", "approver", "role", "by", "evidence", "rules"), words
    ),
)
standings = st.builds(
    Standing,
    last_list=st.none() | words,
    last_pos=st.none() | st.floats(0.001, 1e9),
    admitted=st.none() | versions,
    admitted_at=st.none() | times,
    approvals=st.lists(approvals, max_size=2).map(tuple),
    returned=st.lists(times, max_size=2).map(tuple),
    frozen=st.booleans(),
)


@settings(deadline=None, max_examples=60)
@given(record=cards | standings)
def test_records_come_back_as_they_went(record: Card | Standing) -> None:
    text = to_json(record)
    back = from_json(text, type(record))
    assert back == record
    assert to_json(back) == text
