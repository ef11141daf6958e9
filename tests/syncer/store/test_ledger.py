"""The chain: every entry follows from the one before, a replay adds nothing."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError

from syncer.records import Entry
from syncer.store import ledger

AT = datetime(2026, 11, 23, 6, tzinfo=UTC)


def entry(key: str, body: dict[str, Any] | None = None) -> Entry:
    return Entry(key=key, kind="note", at=AT, card="c1", body=body or {})


def test_the_first_entry_follows_from_nothing(conn: Connection) -> None:
    (first,) = ledger.append(conn, [entry("a")])
    assert (first.seq, first.prev) == (1, "0" * 64)
    whole = b"\x00" + first.prev.encode() + first.text.encode()
    assert first.hash == hashlib.sha256(whole).hexdigest()


def test_the_text_is_canonical_json(conn: Connection) -> None:
    (one,) = ledger.append(conn, [entry("a", {"b": "Բարև", "a": [1, None, True]})])
    assert one.text == (
        '{"actor":null,"at":"2026-11-23T06:00:00.000Z","board":null,'
        '"body":{"a":[1,null,true],"b":"Բարև"},"card":"c1","key":"a","kind":"note","seq":1}'
    )


def test_a_replay_adds_nothing(conn: Connection) -> None:
    ledger.append(conn, [entry("a"), entry("b")])
    assert ledger.append(conn, [entry("b"), entry("c"), entry("a"), entry("c")]) == tuple(
        each for each in ledger.read(conn) if each.key == "c"
    )
    assert [each.key for each in ledger.read(conn)] == ["a", "b", "c"]


keys = st.lists(st.text("abcdef", min_size=1, max_size=2), max_size=8)
bodies = st.dictionaries(st.text(max_size=5), st.text(max_size=20) | st.integers(), max_size=3)


@settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(batches=st.lists(st.tuples(keys, bodies), max_size=5))
def test_any_entries_make_one_chain(
    engine: Engine, batches: list[tuple[list[str], dict[str, Any]]]
) -> None:
    with engine.connect() as conn:
        for names, body in batches:
            ledger.append(conn, [entry(name, body) for name in names])
        found = list(ledger.read(conn))
        conn.rollback()
    assert [each.seq for each in found] == list(range(1, len(found) + 1))
    wanted = dict.fromkeys(name for names, _ in batches for name in names)
    assert [each.key for each in found] == list(wanted)
    for before, after in zip([None, *found], found, strict=False):
        assert after.prev == (before.hash if before else ledger.GENESIS)
        assert after.hash == ledger.chain_hash(after.prev, after.text)
        assert json.loads(after.text)["key"] == after.key


def test_entries_are_read_from_a_place_on_and_by_their_places(conn: Connection) -> None:
    ledger.append(conn, [entry(name) for name in "abcd"])
    assert [each.key for each in ledger.read(conn, after=2)] == ["c", "d"]
    assert [each.key for each in ledger.read_seqs(conn, [3, 1, 9])] == ["a", "c"]
    head = ledger.read_head(conn)
    assert head is not None
    assert head.key == "d"


def test_a_place_is_taken_once(conn: Connection) -> None:
    (one,) = ledger.append(conn, [entry("a")])
    row = {"seq": one.seq, "key": "b", "card": None, "text": "{}", "prev": "", "hash": ""}
    with pytest.raises(DatabaseError):
        conn.execute(ledger.ledger.insert().values(**row))
