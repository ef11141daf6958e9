"""Words that are edited or deleted after they were read: a yes ends, a no does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from syncer.demo.office import Office
from syncer.store import cards
from tests.acceptance.tools import card_in, drag, look, rules, said, state, team

ASKS = """
[[gate]]
name = "approved"
protects = ["Approved"]
enter_from = ["Review"]
enter_by = ["managers"]
approvals = [{ role = "managers", count = 1, by = "comment:/approve" }]
"""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with team(tmp_path, rules(gate=ASKS)) as there:
        yield there


def rewrite(office: Office, comment: str, text: str) -> None:
    office.call("kim", "PUT", f"/actions/{comment}", text=text)


def in_review(office: Office) -> str:
    return card_in(office, office.list_ids["Review"])


def stands_in(office: Office, card: str) -> str:
    here = look(office, card)["idList"]
    return next(name for name, each in office.list_ids.items() if each == here)


def test_a_hold_that_is_edited_away_still_holds(office: Office) -> None:
    card = in_review(office)
    held = office.say("kim", card, "/hold until the shop has them")
    office.run()
    rewrite(office, held, "Nice picture!")
    office.run()
    with state(office) as conn:
        (comment,) = (e for e in cards.read_history(conn, card) if e.kind == "commentCard")
    assert comment.data["text"] == "/hold until the shop has them"
    assert comment.data["syncerText"] == "Nice picture!"
    drag(office, card, office.list_ids["Approved"], "kim")
    office.run()
    assert stands_in(office, card) == "Review"
    assert "put it on hold: until the shop has them" in said(office, card)[-1]


def test_it_holds_until_it_is_lifted(office: Office) -> None:
    card = in_review(office)
    held = office.say("kim", card, "/hold")
    office.run()
    rewrite(office, held, "never mind")
    office.run()
    office.say("kim", card, "/unhold")
    office.say("kim", card, "/approve")
    drag(office, card, office.list_ids["Approved"], "kim")
    office.run()
    assert stands_in(office, card) == "Approved"


def test_words_that_became_a_yes_are_no_yes(office: Office) -> None:
    card = in_review(office)
    words = office.say("kim", card, "/why")
    office.run()
    rewrite(office, words, "/approve")
    office.run()
    assert "the comment was edited afterwards; write a new one" in said(office, card)[-1]
    drag(office, card, office.list_ids["Approved"], "kim")
    office.run()
    assert stands_in(office, card) == "Review"
