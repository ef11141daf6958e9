"""Several gates may want the same card elsewhere: it goes to one place, in one move."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import pytest

from rules.facts import Board, BoardList, Card, Case, Version
from rules.verdict import Decision, Mode, Reason, Remedy, Verdict
from syncer.intake.pins import list_pins
from syncer.judge.plan import Plan, plan
from syncer.judge.ruling import Ruling
from syncer.judge.words import Words
from tests.acceptance.tools import card_in, drag, look, rules, said, team

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
STAGES = ("Ideas", "Drafting", "Review", "Approved")
BOARD = Board(id="b", name="Posts", stages={name: f"l-{name}" for name in STAGES})


def decision(gate: str, remedy: Remedy, back: str | None = None) -> Decision:
    return Decision(
        card="c",
        gate=gate,
        verdict=Verdict.DENY,
        mode=Mode.ENFORCE,
        remedy=remedy,
        would=remedy,
        inside=True,
        mover=None,
        road="moved",
        cause="a1",
        return_to=back,
        version=Version(fingerprint="f", values={}),
        reasons=(Reason(code="due"),),
    )


def planned(*decisions: Decision) -> Plan:
    card = Card(id="c", board="b", list="l-Approved", name="A post")
    case = Case(at=NOW, card=card, board=BOARD)
    return plan(Ruling(case=case, decisions=decisions), Words("en", {}), NOW)


def targets(found: Plan) -> list[str]:
    return [each.payload["to"] for each in found.deliveries if each.kind == "return"]


@pytest.mark.parametrize(
    ("backs", "to"),
    [
        (("l-Review", "l-Drafting"), "l-Drafting"),
        (("l-Review", "l-Drafting", "l-Ideas"), "l-Ideas"),
        (("l-Review", "l-unnamed"), "l-Review"),
        (("l-unnamed",), "l-unnamed"),
    ],
)
def test_of_several_returns_the_one_furthest_back_is_made(backs: tuple[str, ...], to: str) -> None:
    wanted = [decision(f"g{n}", Remedy.RETURN, back) for n, back in enumerate(backs)]
    for order in permutations(wanted):
        assert targets(planned(*order)) == [to]


@pytest.mark.parametrize("other", [Remedy.FREEZE, Remedy.TELL, Remedy.WAIT])
def test_a_return_goes_before_anything_milder(other: Remedy) -> None:
    for order in permutations(
        [decision("mild", other), decision("strict", Remedy.RETURN, "l-Review")]
    ):
        assert targets(planned(*order)) == ["l-Review"]


def test_stages_stand_in_the_order_of_the_rules_however_they_are_remembered() -> None:
    there = {f"l-{name}": BoardList(id=f"l-{name}", name=name) for name in (*STAGES, "Old")}
    pinned = {name: f"l-{name}" for name in sorted((*STAGES[1:], "Old"))}
    found = list_pins("Posts", STAGES, pinned, there)
    assert isinstance(found, dict)
    assert list(found.items()) == [(name, f"l-{name}") for name in (*STAGES, "Old")]


TWO = """
[[gate]]
name = "last look"
protects = ["Approved"]
enter_by = ["managers"]
return_to = "Review"

[[gate]]
name = "the words"
protects = ["Approved"]
style = ["house"]
return_to = "Drafting"

[[style]]
set = "house"
name = "no-hype"
kind = "existence"
tokens = ["revolutionary"]
level = "error"
"""


def test_two_gates_send_a_card_back_once(tmp_path: Path) -> None:
    with team(tmp_path, rules(gate=TWO)) as office:
        card = card_in(office, office.list_ids["Review"], "A revolutionary post")
        plain = card_in(office, office.list_ids["Review"], "A post")
        office.run()
        for each in (card, plain):
            drag(office, each, office.list_ids["Approved"])
        assert office.run().returns == 2
        assert look(office, card)["idList"] == office.list_ids["Drafting"]
        assert look(office, plain)["idList"] == office.list_ids["Review"]
        assert "went back to **Drafting**" in said(office, card)[-1]
        assert office.run().returns == 0
