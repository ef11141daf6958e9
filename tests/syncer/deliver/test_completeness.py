"""What could not be seen, what a decision rested on, what came of an effect: all in the ledger."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors.retry import Patience
from syncer.deliver.airtable import budget
from syncer.demo.office import BOT, Office
from syncer.notices import Address
from syncer.outages import Sight, changes, note, sight
from syncer.records import Problem, Stop
from syncer.sandbox.faults import Fault
from syncer.store.outages import Outage
from syncer.store.trail import walk
from tests.syncer.deliver.tools import NOW, Desk, entry
from tests.syncer.setup.conftest import RULES

PEOPLE = {"ana": "Ana Petrosyan", "kim": "Kim Lee"}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    lists = ("Review", "Approved")
    with Office(tmp_path, RULES, "Social media", lists, PEOPLE) as opened:
        opened.box.limit(airtable="off")
        config = opened.config.read_text()
        names = '[airtable]\nposts_table = "Posts"\nversions_table = "Versions"\n'
        opened.config.write_text(config.replace("[airtable]\n", names))
        from tests.syncer.deliver.tools import make_tables

        settings = opened.app().config.airtable
        assert settings is not None
        opened.box.airtable.base(opened.base).tables.clear()
        make_tables(opened.box, settings, opened.base)
        yield opened


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each call to Trello is tried once: the waits between its tries are tested elsewhere."""
    monkeypatch.setattr("connectors.http.Patience", lambda: Patience(tries=1))


def ledger(office: Office, *kinds: str) -> list[dict[str, Any]]:
    app = office.app()
    entries = [json.loads(each.entry.text) for each in walk(app.engine)]
    app.close()
    return [each for each in entries if not kinds or each["kind"] in kinds]


AWAY = Problem(what="it is away")
KNOWN = {"trello": Outage(about="trello", since=NOW, what="it is away")}


@pytest.mark.parametrize(
    ("known", "seen", "kinds"),
    [
        ({}, Sight(), []),
        ({}, Sight(shut={"trello": AWAY}), ["gap"]),
        ({}, Sight(shut={"airtable": AWAY}), ["outage"]),
        (KNOWN, Sight(shut={"trello": AWAY}), []),
        (KNOWN, Sight(), []),
        (KNOWN, Sight(open=frozenset({"board:A"})), []),
        (KNOWN, Sight(open=frozenset({"trello"})), ["sight"]),
    ],
)
def test_an_outage_is_told_when_it_begins_and_when_it_is_over(
    known: dict[str, Outage], seen: Sight, kinds: list[str]
) -> None:
    told = changes(known, seen, NOW + timedelta(hours=1))
    assert [each.kind for each in told] == kinds


def test_what_has_a_problem_is_not_open() -> None:
    problem = Problem(what="it may not be read", about="board:A")
    seen = sight([problem, Problem(what="a word of advice")], ["board:A", "board:B"])
    assert seen == Sight(shut={"board:A": problem}, open=frozenset({"board:B"}))


def test_a_run_without_trello_is_an_entry_and_the_next_ones_are_not(
    office: Office, hasty: None
) -> None:
    office.run()
    office.box.faults.add(Fault(kind="503-before", service="trello", times=None))
    for _ in range(2):
        with pytest.raises(Stop):
            office.run()
    office.box.faults.clear()
    office.run()
    office.run()
    told = ledger(office, "gap", "sight")
    assert [(each["kind"], each["body"]["about"]) for each in told] == [
        ("gap", "trello"),
        ("sight", "trello"),
    ]
    assert "503" in told[0]["body"]["what"]
    assert told[1]["body"]["since"] == told[0]["at"]


def test_a_board_that_may_not_be_read_is_an_entry_with_its_name(office: Office) -> None:
    office.run()
    where = f"/boards/{office.board}/members/{office.member(BOT)}"
    office.call("ana", "DELETE", where)
    office.run()
    office.run()
    office.call("ana", "PUT", where, type="normal")
    office.run()
    told = ledger(office, "gap", "sight")
    assert [each["kind"] for each in told] == ["gap", "sight"]
    assert {each["body"]["about"] for each in told} == {"board:Social media"}
    assert told[0]["body"]["names"] == {"board": "Social media"}


def test_airtable_out_of_reach_is_an_entry_and_its_row_comes_later(office: Office) -> None:
    office.box.airtable.configure(billing_spent=True)
    office.write("ana", "Approved", "Too early")
    office.run()
    office.run()
    [told] = ledger(office, "outage")
    assert told["body"]["about"] == "airtable"
    assert office.rows() == []


def test_a_decision_stands_with_its_grounds_and_its_effects(office: Office) -> None:
    office.run()
    card = office.write("ana", "Review", "A post", "Its text")
    office.run()
    office.say("ana", card, "I think it is fine")
    office.move("ana", card, "Approved")
    office.run()
    [decision] = ledger(office, "decision")
    found = decision["body"]["grounds"]
    assert found["card"]["name"] == "A post"
    assert found["author"] == office.member("ana")
    assert found["who"] == {name: office.member(name) for name in PEOPLE}
    assert found["happenings"][0]["comment"] == "I think it is fine"
    assert found["happenings"][1]["move"] == "moved"
    assert found["happenings"][1]["by"] == office.member("ana")
    assert decision["body"]["trace"]
    effects = ledger(office, "returned", "commented")
    assert [each["body"]["outcome"] for each in effects] == ["done", "done"]


def test_a_comment_that_lost_its_return_is_told_too(office: Office, hasty: None) -> None:
    office.run()
    card = office.write("ana", "Review", "A post")
    office.run()
    office.move("ana", card, "Approved")
    office.box.faults.add(Fault(kind="503-before", service="trello", method="PUT", times=None))
    office.run()
    office.box.faults.clear()
    office.call("ana", "DELETE", f"/cards/{card}")
    office.box.clock.advance(3600)
    _forget_waits(office)
    office.run()
    effects = ledger(office, "returned", "commented")
    assert [(each["kind"], each["body"]["outcome"]) for each in effects] == [
        ("returned", "void"),
        ("commented", "void"),
    ]


def _forget_waits(office: Office) -> None:
    from sqlalchemy import update

    from syncer.store.schema import outbox

    app = office.app()
    with app.engine.begin() as conn:
        conn.execute(update(outbox).values(not_before=""))
    app.close()


def test_posts_and_versions_follow_the_board(office: Office) -> None:
    office.run()
    card = office.write("ana", "Review", "A post", "First text")
    office.run()
    assert _posts(office)[card]["Stage"] == "Review"
    office.edit("ana", card, desc="Second text")
    office.run()
    office.move("ana", card, "Approved")
    office.run()
    office.run()
    post = _posts(office)[card]
    assert (post["Stage"], post["Times sent back"]) == ("Review", 1)
    assert post["Blocked by"].startswith("approved: sent back for ")
    assert post["May be let in by"] == "Kim Lee"
    texts = [row["fields"] for row in office.box.airtable.rows(office.base, "Versions")]
    assert [(row["Description"], row["By"]) for row in texts] == [
        ("First text", "Ana Petrosyan"),
        ("Second text", "Ana Petrosyan"),
    ]
    office.move("kim", card, "Approved")
    office.run()
    post = _posts(office)[card]
    assert (post["Stage"], post["Verdict"]) == ("Approved", "allow")
    before = len(office.box.journal.entries("airtable"))
    office.run()
    assert len(office.box.journal.entries("airtable")) == before
    office.call("ana", "DELETE", f"/cards/{card}")
    office.run()
    assert _posts(office)[card]["Stage"] == "(gone)"


def _posts(office: Office) -> dict[str, dict[str, Any]]:
    rows = office.box.airtable.rows(office.base, "Posts")
    return {row["fields"]["Card ID"]: row["fields"] for row in rows}


@pytest.mark.parametrize(("code", "told"), [(2, 1), (3, 0)])
def test_admins_are_told_once_of_what_only_a_person_can_mend(
    desk: Desk, code: int, told: int
) -> None:
    problem = Problem(what="The token is refused.", mend="Mend it.", exit=code, about="trello")
    admins = [Address(via="mail", to="kim@example.org")]
    with desk.engine.begin() as conn:
        for _ in range(2):
            note(conn, sight([problem], ()), NOW, rows=True, admins=admins)
    assert len([key for key in desk.states() if key.startswith("notify:")]) == told


def test_admins_are_told_when_a_limit_comes_near(desk: Desk) -> None:
    with desk.engine.begin() as conn:
        budget.set_rows(conn, desk.settings.base, 41_000)
    desk.write(entry(number) for number in range(10))
    desk.admins = (Address(via="mail", to="kim@example.org"),)
    desk.flush()
    [key] = [key for key in desk.states() if key.startswith("notify:")]
    assert key.endswith(":80:mail:kim@example.org")
