"""Runs that overlap, and `syncer watch`: it outlives edits and outages, and ends when told."""

from __future__ import annotations

import fcntl
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from click.testing import CliRunner

from syncer.cli import cli
from syncer.cli.run import waiting_time
from syncer.demo.office import Office
from syncer.sandbox.faults import Fault
from tests.acceptance.tools import (
    asked,
    card_in,
    chain,
    command,
    drag,
    look,
    rules,
    start,
    until,
    write_config,
    write_rules,
)


@contextmanager
def watching(office: Office, *options: str) -> Iterator[subprocess.Popen[str]]:
    process = start(office, "watch", "--interval", "1s", *options)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def passes(office: Office) -> int:
    return sum(each.path.endswith("/members/me/boards") for each in asked(office))


def test_a_second_run_leaves_at_once_and_says_so(office: Office) -> None:
    office.run()
    office.box.journal.clear()
    with (office.folder / "syncer.db.lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        began = time.monotonic()
        done = command(office, "run")
    assert done.returncode == 0
    assert "another run is under way" in done.stdout
    assert time.monotonic() - began < 20
    assert asked(office) == []
    assert command(office, "run").returncode == 0
    assert len(asked(office)) == 1


def test_two_runs_at_once_do_everything_once(office: Office) -> None:
    card = card_in(office, office.list_ids["Review"])
    office.run()
    drag(office, card, office.list_ids["Approved"])
    office.box.faults.add(Fault(kind="hang", service="trello", method="PUT", seconds=3))
    first = start(office, "run")
    until(lambda: office.box.faults.active() == [])
    second = command(office, "run")
    told, _ = first.communicate(timeout=60)
    assert (first.returncode, second.returncode) == (0, 0)
    assert "another run is under way" in second.stdout
    assert "1 sent back" in told
    assert len([key for key in chain(office) if key.startswith("effect:return:")]) == 1


def test_sigterm_ends_a_watch_while_it_waits(office: Office) -> None:
    process = start(office, "watch", "--interval", "1h")
    try:
        until(lambda: passes(office) == 1)
        time.sleep(1.0)
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=30)
        assert process.returncode == 0, errors
        assert time.monotonic() - began < 5
        assert "Traceback" not in errors
    finally:
        process.kill()


def test_sigterm_lets_the_pass_under_way_end(office: Office) -> None:
    card = card_in(office, office.list_ids["Review"])
    office.run()
    drag(office, card, office.list_ids["Approved"])
    office.box.faults.add(Fault(kind="hang", service="trello", method="PUT", seconds=2))
    process = start(office, "watch", "--interval", "1h")
    try:
        until(lambda: office.box.faults.active() == [])
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=30)
        assert process.returncode == 0, errors
    finally:
        process.kill()
    assert look(office, card)["idList"] == office.list_ids["Review"]
    assert any(key.startswith("effect:comment:") for key in chain(office))


def test_a_watch_goes_by_edited_rules_and_survives_broken_ones(office: Office) -> None:
    with watching(office) as process:
        until(lambda: passes(office) >= 2)
        write_rules(office, "version = ")
        seen = passes(office)
        time.sleep(3)
        assert process.poll() is None
        assert passes(office) <= seen + 1
        write_rules(office, rules().replace('protects = ["Approved"]', 'protects = ["Drafting"]'))
        until(lambda: passes(office) >= seen + 3)
        card = card_in(office, office.list_ids["Drafting"])
        until(lambda: look(office, card)["idList"] == office.list_ids["Review"])


def test_a_watch_survives_an_outage(office: Office) -> None:
    url = office.box.trello_url
    office.run()  # what stands behind a gate at the first sight of a board is adopted
    with watching(office) as process:
        until(lambda: passes(office) >= 2)
        down = Fault(kind="503-before", service="trello", path="/members/me/boards$", times=None)
        office.box.faults.add(down)
        card = card_in(office, office.list_ids["Approved"])
        until(lambda: 503 in {each.status for each in office.box.journal.entries()})
        assert process.poll() is None
        office.box.faults.clear()
        until(lambda: look(office, card)["idList"] == office.list_ids["Review"], 60)
        write_config(office, url, "http://127.0.0.1:1")
        time.sleep(2)
        write_config(office, "http://127.0.0.1:1", url)
        seen = passes(office)
        until(lambda: passes(office) > seen, 60)
        assert process.poll() is None


@pytest.mark.parametrize(
    ("base_url", "asked_for", "waits"),
    [
        ("https://api.trello.com", 1, 10),
        ("https://api.trello.com", 30, 30),
        ("https://trello.com", 5, 10),
        ("http://127.0.0.1:8080", 1, 1),
        ("https://nottrello.com", 2, 2),
    ],
)
def test_trello_itself_is_asked_every_ten_seconds_at_most(
    base_url: str, asked_for: int, waits: int
) -> None:
    found = waiting_time(timedelta(seconds=asked_for), base_url)
    assert found == timedelta(seconds=waits)


@pytest.mark.parametrize("text", ["0s", "5", "s", "-1s", "1d", "ten"])
def test_what_is_no_interval_is_refused(text: str) -> None:
    done = CliRunner().invoke(cli, ["watch", f"--interval={text}"])
    assert done.exit_code == 2
    assert "is no interval; 30s, 5m or 1h are" in done.output
