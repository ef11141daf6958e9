"""A hundred boards, with the services' documented limits on: here the usual scripts fail."""

from __future__ import annotations

import random
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from syncer.demo.office import Office
from tests.acceptance.tools import (
    add_board,
    asked,
    card_in,
    chain,
    command,
    drag,
    forget_waits,
    kinds,
    look,
    rows_match_ledger,
    rules,
    said,
    start,
    team,
    until,
)

BOARDS, MOVES, VIOLATIONS = 100, 181, 61

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Day:
    """A burst of moves: where each strayed card has to go back to, and the rightful moves."""

    office: Office
    strayed: dict[str, dict[str, Any]]
    rightful: dict[str, str]


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    names = [f"Posts {number}" for number in range(BOARDS)]
    chance = random.Random(7)
    with team(tmp_path, rules(names)) as office:
        boards = [add_board(office, name) for name in names]
        wrong = [chance.choice(boards) for _ in range(VIOLATIONS)]
        right = [chance.choice(boards) for _ in range(MOVES - VIOLATIONS)]
        strayed = {card_in(office, lists["Review"]): lists for lists in wrong}
        rightful = {card_in(office, lists["Drafting"]): lists for lists in right}
        assert office.run().problems == ()
        before = {card: look(office, card) for card in strayed}
        moves = [(card, lists["Approved"]) for card, lists in strayed.items()]
        moves += [(card, lists["Review"]) for card, lists in rightful.items()]
        chance.shuffle(moves)
        for card, target in moves:
            drag(office, card, target)
        office.box.journal.clear()
        office.box.limit(trello=True, airtable="strict")
        yield Day(office, before, {card: lists["Review"] for card, lists in rightful.items()})


def test_all_are_sent_back_once_without_one_refusal(day: Day) -> None:
    done = command(day.office, "run", "--max-returns", str(VIOLATIONS), timeout=300)
    assert done.returncode == 0, done.stderr
    assert f"{VIOLATIONS} sent back" in done.stdout
    made = kinds(asked(day.office))
    for effect in ("GET /cards/…", "PUT /cards/…", "POST /cards/…/actions/comments"):
        assert made[effect] == VIOLATIONS
    ends_well(day)


@pytest.mark.parametrize("half", [5, 30])
def test_a_kill_half_way_changes_nothing(day: Day, half: int) -> None:
    process = start(day.office, "run", "--max-returns", str(VIOLATIONS))
    try:
        until(lambda: kinds(asked(day.office)).get("PUT /cards/…", 0) >= half, 120)
        process.send_signal(signal.SIGKILL)
        assert process.wait(10) == -signal.SIGKILL
    finally:
        process.kill()
        process.communicate()
    done = command(day.office, "run", "--max-returns", str(VIOLATIONS), timeout=300)
    assert done.returncode == 0, done.stderr
    ends_well(day)


def test_the_brake_holds_them_all_until_a_person_lifts_it(day: Day) -> None:
    done = command(day.office, "run", timeout=300)
    assert done.returncode == 2
    assert f"run once with `syncer run --max-returns {VIOLATIONS}`" in done.stderr
    assert not any(each.method != "GET" for each in asked(day.office))
    done = command(day.office, "run", "--max-returns", str(VIOLATIONS), timeout=300)
    assert done.returncode == 0, done.stderr
    ends_well(day)


def ends_well(day: Day) -> None:
    office = day.office
    refusals = [e for e in office.box.journal.entries() if e.status == 429]
    assert refusals == []
    office.box.limit(trello=False, airtable="off")
    for card, was in day.strayed.items():
        now = look(office, card)
        assert (now["idList"], now["pos"]) == (was["idList"], was["pos"])
        assert len(said(office, card)) == 1
    for card, target in day.rightful.items():
        assert look(office, card)["idList"] == target
        assert said(office, card) == []
    forget_waits(office)
    office.run()
    entries = chain(office)
    effects = [key for key in entries if key.startswith("effect:return:")]
    assert len(effects) == VIOLATIONS
    assert sum(key.startswith("move:") for key in entries) == MOVES - VIOLATIONS
    rows_match_ledger(office)
