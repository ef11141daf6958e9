"""docs/limits.md prints the roads as they are played."""

from __future__ import annotations

from tests.acceptance.roads.matrix import PAGE, renewed
from tests.acceptance.roads.table import ROADS


def test_every_road_of_the_threats_is_played_once() -> None:
    assert {road.number for road in ROADS} == set(range(1, 66))
    assert len({road.name for road in ROADS}) == len(ROADS)
    assert [road.number for road in ROADS] == sorted(road.number for road in ROADS)


def test_the_page_is_the_table() -> None:
    """Mended by: python -m tests.acceptance.roads.matrix"""
    page = PAGE.read_text(encoding="utf-8")
    assert page == renewed(page)
