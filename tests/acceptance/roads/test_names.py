"""Names decide nothing: the same roads under rules whose people are called otherwise and stand in
another order, on a board whose lists were renamed since they were found."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.roads.play import PEOPLE, RULES, STAGES, Play, playing
from tests.acceptance.roads.road import Mended, Road
from tests.acceptance.roads.table import ROADS

CHOSEN = [
    r for r in ROADS if r.name in {"1", "18", "20", "24", "32", "37", "45", "46", "53b", "54"}
]


def called_otherwise(rules: str) -> str:
    """The people of rules.toml under other names, each role's the other way round."""
    for name in PEOPLE:
        rules = rules.replace(f"[people.{name}]", f"[people.p_{name}]")
        rules = rules.replace(f'"{name}"]', f'"p_{name}"]').replace(f'["{name}"', f'["p_{name}"')
    return rules.replace('["p_kim", "p_mary"]', '["p_mary", "p_kim"]')


def rename_lists(play: Play) -> None:
    """Each list by the name of the next one."""
    for place, stage in enumerate(STAGES):
        where = f"/lists/{play.office.list_ids[stage]}"
        play.call("kim", "PUT", where, name=STAGES[(place + 1) % len(STAGES)])
    play.begin()


@pytest.mark.parametrize("road", CHOSEN, ids=lambda road: road.name)
def test_names_decide_nothing(tmp_path: Path, road: Road) -> None:
    with playing(tmp_path, called_otherwise(road.rules or RULES)) as play:
        rename_lists(play)
        card = road.play(play)
        play.tick()
        assert card is not None
        assert play.office.stage_of(card) == road.stands
        outcomes = [str(row["Outcome"]) for _entry, row in play.rows()]
        assert ("returned: done" in outcomes) is (road.mended is Mended.BACK)
        assert any(each.startswith(road.outcome) for each in outcomes)
