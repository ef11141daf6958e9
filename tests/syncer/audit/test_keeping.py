"""Backup and restore while runs go on; forgetting somebody without breaking the chain."""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
from contextlib import closing
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syncer.audit.mask import Mask
from syncer.audit.redaction import text_hash
from tests.syncer.audit.conftest import Call
from tests.syncer.audit.tools import RULES, Office, a_day
from tests.syncer.audit.witness import checked, codes, sql


def restore(office: Office, copy: str) -> None:
    """As docs/audit.md says."""
    for ending in ("", "-wal", "-shm"):
        office.state_file.with_name(office.state_file.name + ending).unlink(missing_ok=True)
    shutil.copy(office.folder / copy, office.state_file)


def test_a_backup_is_whole_and_never_overwrites(day: Office, call: Call) -> None:
    target = day.folder / "copy.db"
    answer = call(day, "backup", str(target))
    assert answer.exit_code == 0, answer.exception
    assert f"{checked(day).entries} ledger entries" in answer.output
    assert target.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(target)) as conn:
        assert conn.execute("SELECT * FROM ledger").fetchall() == sql(day, "SELECT * FROM ledger")
    before = target.read_bytes()
    assert "there already" in str(call(day, "backup", str(target)).exception)
    assert target.read_bytes() == before
    assert not list(day.folder.glob("copy.db-*"))


def test_what_cannot_be_copied_leaves_nothing(here: Office, call: Call) -> None:
    assert "no state file" in str(call(here, "backup", str(here.folder / "b.db")).exception)
    here.state_file.write_bytes(b"no database at all " * 100)
    assert "could not be copied" in str(call(here, "backup", str(here.folder / "b.db")).exception)
    assert not (here.folder / "b.db").exists()
    nowhere = str(here.folder / "no" / "b.db")
    assert "cannot be written" in str(call(here, "backup", nowhere).exception)


def test_backups_are_one_moment_while_others_write(day: Office, call: Call) -> None:
    stop = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(day.state_file, timeout=30)) as conn:
            for number in range(100_000):
                if stop.is_set():
                    return
                with conn:
                    for name in ("one", "two"):
                        conn.execute("REPLACE INTO meta VALUES (?, ?)", (name, str(number)))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            target = day.folder / f"busy{number}.db"
            assert call(day, "backup", str(target)).exit_code == 0
            with closing(sqlite3.connect(target)) as conn:
                kept = dict(conn.execute("SELECT * FROM meta WHERE key IN ('one', 'two')"))
            assert len(set(kept.values())) <= 1
    finally:
        stop.set()
        writer.join()


def test_after_a_restore_the_run_and_the_chain_go_on(here: Office, call: Call) -> None:
    first = here.card("ana", "Drafting", "First")
    here.run()
    here.move("ana", first, "Approved")
    here.run(passes=2)
    assert call(here, "backup", str(here.folder / "copy.db")).exit_code == 0
    kept = checked(here)
    restore(here, "copy.db")
    second = here.card("ana", "Drafting", "Second")
    here.move("ana", second, "Approved")
    here.run(passes=2)
    verdict = checked(here)
    assert verdict.exit == 0
    assert verdict.entries > kept.entries
    assert here.call("ana", "GET", f"/cards/{second}")["idList"] == here.lists["Drafting"]


def test_what_a_restore_lost_is_told_by_the_other_witnesses(here: Office, call: Call) -> None:
    first = here.card("ana", "Drafting", "First")
    here.run()
    assert call(here, "backup", str(here.folder / "copy.db")).exit_code == 0
    here.move("ana", first, "Approved")
    here.run(passes=2)
    restore(here, "copy.db")
    assert "local-gap" in codes(checked(here))


@pytest.fixture
def left(here: Office) -> Office:
    """Ana has left: the board, and rules.toml."""
    a_day(here)
    ana = here.users["ana"].member.id
    kim = here.users["kim"].member.id
    here.call("ana", "PUT", f"/boards/{here.board}/members/{kim}", type="admin")
    here.call("kim", "DELETE", f"/boards/{here.board}/members/{ana}")
    rules = RULES.replace('[people.ana]\ntrello = "ana"\n', "").replace('["ana"]', '["kim"]')
    (here.folder / "rules.toml").write_text(rules)
    here.run(passes=2, wait=timedelta(minutes=20))
    assert checked(here).exit == 0
    return here


def test_nobody_is_forgotten_who_would_come_back(here: Office, call: Call) -> None:
    a_day(here)
    assert "still on the board" in str(call(here, "forget", "ana", "--yes").exception)
    assert call(here, "forget", "ana").exit_code == 1, "asks first"
    assert "Nothing names" in str(call(here, "forget", "somebody", "--yes").exception)


def test_forgetting_keeps_the_chain_and_clears_the_rest(left: Office, call: Call) -> None:
    member = left.users["ana"].member.id
    before = checked(left)
    hashes = sql(left, "SELECT seq, hash FROM ledger ORDER BY seq")
    answer = call(left, "forget", member, "--yes")
    assert answer.exit_code == 0, answer.exception
    left.run(passes=2)
    verdict = checked(left)
    assert verdict.exit == 0, verdict.findings
    assert verdict.redacted > 0
    assert sql(left, "SELECT seq, hash FROM ledger ORDER BY seq")[: len(hashes)] == hashes
    assert any("redacted" in note for note in verdict.notes)
    assert before.redacted == 0
    ledger = json.dumps(sql(left, "SELECT text FROM ledger"), ensure_ascii=False)
    rows = json.dumps(left.rows(), ensure_ascii=False)
    for word in (member, "Ana Petrosyan", "@ana"):
        assert word not in ledger
        assert word not in rows
        raw = left.state_file.read_bytes()
        assert word.encode() not in raw
    assert "former-" in ledger


def test_only_the_recorded_redaction_is_accepted(left: Office, call: Call) -> None:
    assert call(left, "forget", left.users["ana"].member.id, "--yes").exit_code == 0
    left.run(passes=2)
    record = json.loads(sql(left, "SELECT text FROM ledger WHERE key LIKE 'redacted:%'")[0][0])
    seq = record["body"]["entries"][0]["seq"]
    text = sql(left, "SELECT text FROM ledger WHERE seq = ?", seq)[0][0]
    assert record["body"]["entries"][0]["text"] == text_hash(text)
    sql(left, "UPDATE ledger SET text = replace(text, 'former-', 'later-') WHERE seq = ?", seq)
    found = [each.seq for each in checked(left).findings if each.code == "local-edit"]
    assert found == [seq]


def test_an_altered_ledger_is_not_made_good_by_forgetting(left: Office, call: Call) -> None:
    sql(left, "UPDATE ledger SET text = replace(text, 'Ana Petrosyan', 'Ana  Petrosyan')")
    answer = call(left, "forget", left.users["ana"].member.id, "--yes")
    assert "cover the traces" in str(answer.exception)


def test_a_mask_takes_names_and_leaves_words() -> None:
    mask = Mask("former-1", ids={"5f00aa"}, names={"Ana Petrosyan"}, usernames={"may"})
    value = {
        "mover": "5f00aa",
        "code": "may",
        "say": "Ana Petrosyan may; @may, @mayor, Ana Petrosyans",
        "5f00aa": ["may", 3, None, True],
    }
    assert mask.value(value) == {
        "mover": "former-1",
        "code": "may",
        "say": "former-1 may; @former-1, @mayor, Ana Petrosyans",
        "former-1": ["former-1", 3, None, True],
    }
    assert mask.value({"values": {"desc": "Ana Petrosyan"}}, leave={"values"}) == {
        "values": {"desc": "Ana Petrosyan"}
    }


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text("ab 5f0"), st.lists))
@settings(deadline=None)
def test_a_mask_for_somebody_else_changes_nothing(value: object) -> None:
    mask = Mask("former-1", ids={"9e9e"}, names={"Zed Zed"}, usernames={"zed"})
    assert mask.value(value) == value
    assert mask.json(json.dumps(value)) == json.dumps(value)
