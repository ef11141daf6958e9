"""What bad input gets: a message that says what, where and how to mend it, the exit code of the
rule book, nothing destructive, and a next run that carries on. The installed command throughout."""

from __future__ import annotations

import resource
import socket
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from syncer.deliver.rows import table_spec
from syncer.demo.office import AUDIT, BOT, Office
from tests.acceptance.tools import (
    GATE,
    add_board,
    card_in,
    chain,
    command,
    drag,
    forget_waits,
    look,
    rows_match_ledger,
    rules,
    said,
    team,
    write_config,
    write_rules,
    writes,
)


@pytest.fixture
def strayed(office: Office) -> str:
    """A card that Ana dragged to Approved since the last good run."""
    card = card_in(office, office.list_ids["Review"])
    for _ in range(2):
        assert office.run().exit == 0
    drag(office, card, office.list_ids["Approved"])
    office.box.journal.clear()
    return card


def refused(office: Office, code: int, *words: str, **options: Any) -> str:
    """A run that must end with this code, say these words, and touch nothing."""
    done = command(office, "run", **options)
    assert done.returncode == code, done.stderr
    for word in words:
        assert word in done.stderr, done.stderr
    assert "Traceback" not in done.stderr
    assert writes(office) == []
    return str(done.stderr)


def carries_on(office: Office, card: str, back_to: str | None = None) -> None:
    """The next run does what the last one could not."""
    forget_waits(office)
    assert office.run().problems == ()
    assert look(office, card)["idList"] == (back_to or office.list_ids["Review"])
    assert len(said(office, card)) == 1
    office.run()  # that an outage is over is written down when it is seen to be
    rows_match_ledger(office)


def test_no_network(office: Office, strayed: str) -> None:
    url = office.box.trello_url
    write_config(office, url, f"http://127.0.0.1:{closed_port()}")
    refused(office, 3, "Trello cannot be asked", "cannot connect", "next run")
    write_config(office, office.config.read_text().split('base_url = "')[1].split('"')[0], url)
    carries_on(office, strayed)


def test_no_airtable(office: Office, strayed: str) -> None:
    url = office.box.airtable_url
    down = f"http://127.0.0.1:{closed_port()}"
    write_config(office, url, down)
    done = command(office, "run")
    assert done.returncode == 3
    assert "Airtable does not take rows now" in done.stderr
    assert look(office, strayed)["idList"] == office.list_ids["Review"]
    write_config(office, down, url)
    carries_on(office, strayed)


def test_a_wrong_trello_token(office: Office, strayed: str) -> None:
    token = office.tokens[BOT]
    write_config(office, token, "0" * len(token))
    said_so = refused(office, 2, "Trello refuses syncer's credentials", "[trello] of config.toml")
    assert "0" * len(token) not in said_so
    write_config(office, "0" * len(token), token)
    carries_on(office, strayed)


def test_a_wrong_airtable_token(office: Office, strayed: str) -> None:
    write_config(office, "patSANDBOX0000000.0", "patWRONG.0")
    done = command(office, "run")
    assert done.returncode == 2
    assert "valid token in [airtable]" in done.stderr
    assert "patWRONG" not in done.stderr + done.stdout
    assert look(office, strayed)["idList"] == office.list_ids["Review"]
    write_config(office, "patWRONG.0", "patSANDBOX0000000.0")
    carries_on(office, strayed)


def test_no_rights_on_one_of_three_boards(tmp_path: Path) -> None:
    names = ("One", "Two", "Three")
    with team(tmp_path, rules(names)) as office:
        boards = [add_board(office, name, bot=name != "Two") for name in names]
        found = [card_in(office, lists["Review"]) for lists in boards]
        office.run()
        for card, lists in zip(found, boards, strict=True):
            drag(office, card, lists["Approved"])
        done = command(office, "run")
        assert done.returncode == 2
        assert 'no board "Two" is visible' in done.stderr
        assert "Add syncer's Trello account" in done.stderr
        stays = [look(office, card)["idList"] for card in found]
        assert stays == [boards[0]["Review"], boards[1]["Approved"], boards[2]["Review"]]
        where = f"/boards/{boards[1]['id']}/members/{office.member(BOT)}"
        office.call("ana", "PUT", where, type="normal")
        assert office.run().problems == ()
        assert "adopted" in " ".join(chain(office))


def test_rights_that_are_taken_away(office: Office, strayed: str) -> None:
    office.box.trello.remove_member(board_id=office.board, username=BOT, by="ana")
    refused(office, 2, 'Board "Posts" is no longer visible', "Add syncer's Trello account")
    where = f"/boards/{office.board}/members/{office.member(BOT)}"
    office.call("ana", "PUT", where, type="normal")
    carries_on(office, strayed)


def test_a_list_that_is_not_there(office: Office, strayed: str) -> None:
    wrong = rules(gate=GATE.replace('["Review"]', '["Reveiw"]')).replace(
        '"Drafting", "Review"', '"Drafting", "Reveiw"'
    )
    write_rules(office, wrong)
    refused(office, 2, 'board "Posts" has no list "Reveiw"', 'Did you mean "Review"?')
    write_rules(office, rules())
    carries_on(office, strayed)


def test_a_pinned_list_that_vanished(office: Office, strayed: str) -> None:
    other = office.call("ana", "POST", "/boards", name="Attic", defaultLists=False)["id"]
    drafting = office.list_ids["Drafting"]
    office.call("ana", "PUT", f"/lists/{drafting}/idBoard", value=other)
    refused(office, 2, 'the list known as "Drafting" is gone', "Bring it back")
    office.call("ana", "PUT", f"/lists/{drafting}/idBoard", value=office.board)
    carries_on(office, strayed)


def test_two_boards_of_one_name(tmp_path: Path) -> None:
    with team(tmp_path, rules(("Twin",))) as office:
        first = add_board(office, "Twin")
        add_board(office, "Twin")
        card = card_in(office, first["Review"])
        refused(office, 2, 'two boards are called "Twin"', "short link")
        link = office.box.trello.boards[first["id"]].short_link
        write_rules(office, rules((link,)))
        office.run()
        drag(office, card, first["Approved"])
        carries_on(office, card, first["Review"])


def test_an_airtable_table_that_is_missing(office: Office, strayed: str) -> None:
    write_config(office, f'table = "{AUDIT}"', 'table = "Elsewhere"')
    done = command(office, "run")
    assert done.returncode == 2
    assert "Airtable refuses the rows" in done.stderr
    assert '`syncer setup` to make or mend the table "Elsewhere"' in done.stderr
    assert look(office, strayed)["idList"] == office.list_ids["Review"]
    write_config(office, 'table = "Elsewhere"', f'table = "{AUDIT}"')
    carries_on(office, strayed)


def test_an_airtable_field_that_is_missing(office: Office, strayed: str) -> None:
    world = office.box.airtable
    fields = [each.payload() for each in table_spec("Cut").fields if each.name != "Outcome"]
    world.add_table(office.base, "Cut", fields)
    write_config(office, f'table = "{AUDIT}"', 'table = "Cut"')
    done = command(office, "run")
    assert done.returncode == 2
    assert "Outcome" in done.stderr
    assert "the rows are kept" in done.stderr
    write_config(office, 'table = "Cut"', f'table = "{AUDIT}"')
    carries_on(office, strayed)


def test_rules_broken_since_the_last_run(office: Office, strayed: str) -> None:
    write_rules(office, rules().replace("enter_by", "enter_bye").replace("version = 1", "version="))
    refused(office, 2, "rules.toml:1")
    write_rules(office, rules().replace("enter_by", "enter_bye").replace('["ana"]', '["anna"]'))
    refused(office, 2, "rules.toml:", "enter_by", "anna", "nothing was touched")
    write_rules(office, rules())
    carries_on(office, strayed)


@pytest.mark.parametrize("what", ["gone", "a folder", "not UTF-8"])
def test_a_config_that_cannot_be_read(office: Office, strayed: str, what: str) -> None:
    whole = office.config.read_bytes()
    office.config.unlink()
    if what == "a folder":
        office.config.mkdir()
    elif what == "not UTF-8":
        office.config.write_bytes(whole.replace(b"[trello]", b"[tr\xffllo]"))
    words = "not UTF-8" if what == "not UTF-8" else "config.example.toml"
    refused(office, 2, "config.toml", words)
    if what == "a folder":
        office.config.rmdir()
    office.config.write_bytes(whole)
    carries_on(office, strayed)


def test_a_state_file_of_another_version(office: Office, strayed: str) -> None:
    rewrite_state(office, "UPDATE meta SET value = '99' WHERE key = 'schema'")
    refused(office, 2, "has schema 99", "point [state] url at another file")
    rewrite_state(office, "UPDATE meta SET value = '1' WHERE key = 'schema'")
    carries_on(office, strayed)


@pytest.mark.parametrize("table", ["photos", "meta"])
def test_a_database_of_another_program(office: Office, table: str) -> None:
    rewrite_state(office, f"CREATE TABLE {table} (name TEXT)")
    refused(office, 2, "is a database, but not one of syncer's", "file of its own")
    rewrite_state(office, f"DROP TABLE {table}")
    assert office.run().exit == 0


def test_a_state_file_that_is_none(office: Office) -> None:
    state = office.folder / "syncer.db"
    state.write_text("Dear diary, " * 100)
    refused(office, 2, "syncer.db cannot be used", "restore a backup")
    assert state.read_text().startswith("Dear diary")
    state.unlink()
    assert office.run().exit == 0


def test_a_state_folder_that_is_not_there(office: Office) -> None:
    write_config(office, "sqlite:///syncer.db", "sqlite:///nowhere/syncer.db")
    refused(office, 2, "nowhere", "Make the folder")
    (office.folder / "nowhere").mkdir()
    assert office.run().exit == 0


@pytest.mark.parametrize("kilobytes", [0, 60, 120])
def test_a_full_disk(office: Office, strayed: str, kilobytes: int) -> None:
    """No file may grow beyond so much: wherever that hits the run, the next one ends it."""

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, kilobytes * 1024))

    done = command(office, "run", preexec_fn=small)
    assert done.returncode == 2, done.stderr
    assert "The state file" in done.stderr
    assert "nothing was lost" in done.stderr
    assert "Traceback" not in done.stderr
    if not kilobytes:
        assert writes(office) == []
    carries_on(office, strayed)


def test_a_board_that_is_empty_all_of_a_sudden(office: Office, strayed: str) -> None:
    world = office.box.trello
    with world.lock:
        taken, world.cards = world.cards, {}
        world.boards[office.board].last_activity = world.clock()
    refused(office, 3, "suddenly shows none of its 1 cards", "Look at the board")
    with world.lock:
        world.cards = taken
    carries_on(office, strayed)


def rewrite_state(office: Office, statement: str) -> None:
    with sqlite3.connect(office.folder / "syncer.db") as conn:
        conn.execute(statement)
    conn.close()


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
