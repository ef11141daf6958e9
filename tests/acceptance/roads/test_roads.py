"""Every road of the table, played over HTTP as the person in question."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.roads.play import PEOPLE, RULES, Play, playing
from tests.acceptance.roads.road import Mended, Road, Seen
from tests.acceptance.roads.table import ROADS
from tests.acceptance.tools import chain, rows_match_ledger, writes


@pytest.mark.parametrize("road", ROADS, ids=lambda road: road.name)
def test_a_road(tmp_path: Path, road: Road) -> None:
    with playing(tmp_path, road.rules or RULES) as play:
        card = road.play(play)
        if road.seen is Seen.SWEEP:
            wait_for_sweep(play)
        play.tick()
        assert (play.stop is not None or play.report.exit != 0) is (
            road.mended is Mended.STOPPED
        ), f"{play.stop} {play.report.problems}"
        if card is not None and road.stands is not None:
            assert play.stands_in(card) == road.stands
        check_told(play, road, card)
        check_also(play, road)
        check_mended(play, road)
        if road.then is not None:
            road.then(play, card or "")
        nothing_more(play)


def wait_for_sweep(play: Play) -> None:
    """A run at once sees nothing: what happened did not move the board's last activity."""
    before = len(play.entries())
    play.tick()
    assert len(play.entries()) == before
    play.later(minutes=16)


def check_told(play: Play, road: Road, card: str | None) -> None:
    """The audit tells it, with the doer's name or with none."""
    rows = [row for _entry, row in play.rows() if _blames(row)]
    if road.seen in (Seen.NEVER, Seen.VERIFY):
        assert rows == []
        return
    told = [each for each in play.rows() if tells(road, card, *each)]
    assert told, "\n".join(str(row) for _entry, row in play.rows())
    for entry, row in told:
        assert row.get("Actor", "") == PEOPLE.get(road.by, road.by)
        if road.seen in (Seen.FEED, Seen.SNAPSHOT, Seen.SWEEP):
            assert witness(play, entry) is (road.seen is Seen.FEED)


def check_also(play: Play, road: Road) -> None:
    every = ["\n".join(str(cell) for cell in row.values()) for _entry, row in play.rows()]
    for text in road.also:
        assert any(text in each for each in every), "\n\n".join(every)


def tells(road: Road, card: str | None, entry: dict[str, Any], row: dict[str, Any]) -> bool:
    """Is this the row that the road is about?"""
    whole = "\n".join(str(cell) for cell in row.values())
    about = card is None or entry["card"] in (card, None)
    outcome = str(row["Outcome"]).startswith(road.outcome)
    return about and outcome and all(text in whole for text in road.says)


def witness(play: Play, entry: dict[str, Any]) -> bool:
    """Does an action of the feed stand behind it?"""
    if "observed" in entry["body"]:
        return not entry["body"]["observed"]
    if entry["kind"] == "decision":
        cause = entry["body"]["cause"]
        return cause is not None and not play.is_observed(cause)
    return "observed:" not in entry["key"]


def check_mended(play: Play, road: Road) -> None:
    outcomes = [str(row["Outcome"]) for _entry, row in play.rows()]
    if road.mended is not Mended.FROZEN:
        assert ("returned: done" in outcomes) is (road.mended is Mended.BACK)
    assert any("freeze" in each for each in outcomes) is (road.mended is Mended.FROZEN)


def nothing_more(play: Play) -> None:
    """Once everything is said, a run writes nothing anywhere; the chain is whole."""
    play.later(minutes=2)
    play.tick()
    known = chain(play.office)
    play.office.box.journal.clear()
    play.tick()
    assert writes(play.office) == []
    assert chain(play.office) == known
    if play.stop is None:
        rows_match_ledger(play.office)


def _blames(row: dict[str, Any]) -> bool:
    return any(word in str(row["Outcome"]) for word in ("deny", "unsure", "return"))
