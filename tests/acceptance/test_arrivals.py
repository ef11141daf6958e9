"""By whatever road a card comes behind the gate: it is found, sent back, told of and audited; and
what people or the service do while syncer is at it changes nothing of that."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from syncer.demo.office import BOT, Office
from syncer.sandbox.faults import Fault
from syncer.store import ledger
from tests.acceptance.tools import (
    add_board,
    asked,
    card_in,
    chain,
    drag,
    kinds,
    look,
    rows_match_ledger,
    said,
    state,
)


def created(office: Office) -> str:
    return card_in(office, office.list_ids["Approved"])


def copied(office: Office) -> str:
    source = card_in(office, office.list_ids["Review"], "The source")
    made = office.call(
        "ana", "POST", "/cards", idList=office.list_ids["Approved"], idCardSource=source
    )
    return str(made["id"])


def converted(office: Office) -> str:
    source = card_in(office, office.list_ids["Approved"], "With a list of things to do")
    office.call("ana", "DELETE", f"/cards/{source}")
    holder = card_in(office, office.list_ids["Review"], "With a list of things to do")
    todo = office.call("ana", "POST", f"/cards/{holder}/checklists", name="To do")["id"]
    item = office.call("ana", "POST", f"/checklists/{todo}/checkItems", name="A post")["id"]
    where = f"/cards/{holder}/checklist/{todo}/checkItem/{item}/convertToCard"
    made = str(office.call("ana", "POST", where)["id"])
    drag(office, made, office.list_ids["Approved"])
    return made


def mailed(office: Office) -> str:
    made = office.box.trello.email_card(
        list_id=office.list_ids["Approved"], name="A post", username="ana"
    )
    return str(made.id)


def unarchived(office: Office) -> str:
    card = card_in(office, office.list_ids["Review"])
    office.run()
    office.edit("ana", card, closed=True)
    office.run()
    office.edit("ana", card, closed=False, idList=office.list_ids["Approved"])
    return card


def from_another_board(office: Office) -> str:
    other = add_board(office, "Elsewhere")
    card = card_in(office, other["Review"])
    office.call(
        "ana", "PUT", f"/cards/{card}", idBoard=office.board, idList=office.list_ids["Approved"]
    )
    return card


def dragged_from_drafting(office: Office) -> str:
    card = card_in(office, office.list_ids["Drafting"])
    office.run()
    drag(office, card, office.list_ids["Approved"])
    return card


def in_a_burst(office: Office) -> str:
    card = card_in(office, office.list_ids["Review"])
    office.run()
    for stage in ("Drafting", "Review", "Drafting", "Approved", "Drafting", "Approved"):
        drag(office, card, office.list_ids[stage])
    return card


ROADS: list[tuple[Callable[[Office], str], str]] = [
    (created, "Review"),
    (copied, "Review"),
    (converted, "Review"),
    (mailed, "Review"),
    (unarchived, "Review"),
    (from_another_board, "Review"),
    (dragged_from_drafting, "Drafting"),
    (in_a_burst, "Drafting"),
]


@pytest.mark.parametrize(("arrive", "home"), ROADS, ids=[each.__name__ for each, _ in ROADS])
def test_every_road_leads_back(office: Office, arrive: Callable[[Office], str], home: str) -> None:
    office.run()
    card = arrive(office)
    report = office.run()
    assert report.problems == ()
    assert look(office, card)["idList"] == office.list_ids[home]
    (text,) = said(office, card)
    assert text.startswith("@ana")
    (decision,) = decisions(office, card)
    assert decision["actor"] == office.member("ana")
    assert decision["body"]["verdict"] == "deny"
    office.run()
    assert len(said(office, card)) == 1
    rows_match_ledger(office)


def test_a_list_that_comes_with_its_cards_is_no_way_in(office: Office) -> None:
    """A second board's list cannot be a pinned one, so its cards stand in no stage; what is
    dragged out of it into Approved is met as ever."""
    office.run()
    other = add_board(office, "Elsewhere")
    card = card_in(office, other["Approved"])
    office.call("ana", "PUT", f"/lists/{other['Approved']}/idBoard", value=office.board)
    assert office.run().problems == ()
    drag(office, card, office.list_ids["Approved"])
    office.run()
    assert look(office, card)["idList"] != office.list_ids["Approved"]


def test_in_and_out_between_two_runs_is_noted_and_not_answered(office: Office) -> None:
    card = card_in(office, office.list_ids["Review"])
    office.run()
    drag(office, card, office.list_ids["Approved"])
    drag(office, card, office.list_ids["Review"])
    assert office.run().returns == 0
    assert said(office, card) == []
    assert [e["body"]["how"] for e in entries(office, card) if e["kind"] == "move"] == ["moved"] * 2
    rows_match_ledger(office)


def test_a_stale_card_is_not_judged_as_if_it_were_fresh(office: Office) -> None:
    """The feed tells that the text was mended, the card still shows the old one: nobody is sent
    back for a text that is not there any more."""
    card = card_in(office, office.list_ids["Review"], "A revolutionary post")
    office.run()
    office.edit("ana", card, name="A good post")
    drag(office, card, office.list_ids["Approved"], "kim")
    office.box.faults.add(Fault(kind="stale", path="/boards/", seconds=60, times=1))
    assert office.run().returns == 0
    office.run()
    assert look(office, card)["idList"] == office.list_ids["Approved"]
    assert said(office, card) == []


def test_late_actions_accuse_nobody_falsely(office: Office) -> None:
    card = card_in(office, office.list_ids["Review"])
    office.run()
    drag(office, card, office.list_ids["Approved"])
    office.box.faults.add(Fault(kind="late", times=1))
    office.run()
    office.run()
    office.run()
    assert look(office, card)["idList"] == office.list_ids["Review"]
    (text,) = said(office, card)
    assert text.startswith("@ana")
    assert len([k for k in chain(office) if k.startswith("effect:return:")]) == 1


def test_a_429_is_waited_out(office: Office) -> None:
    card = strayed(office)
    office.box.faults.add(Fault(kind="429", service="trello", method="POST", times=1))
    assert "has to wait" not in str(office.run().problems)
    assert len(said(office, card)) == 1
    assert look(office, card)["idList"] == office.list_ids["Review"]


def test_a_comment_that_a_person_deleted_is_written_anew(office: Office) -> None:
    card = strayed(office)
    office.run()
    feed = office.call("ana", "GET", f"/cards/{card}/actions?filter=commentCard")
    office.call(BOT, "DELETE", f"/actions/{feed[0]['id']}")
    assert said(office, card) == []
    drag(office, card, office.list_ids["Approved"])
    office.run()
    assert len(said(office, card)) == 1


def test_a_card_that_is_deleted_meanwhile_is_let_go(office: Office) -> None:
    card = strayed(office)
    between_look_and_act(office, lambda: office.call("ana", "DELETE", f"/cards/{card}"))
    report = office.run()
    assert report.exit == 0
    (returned,) = [e for e in entries(office, card) if e["kind"] == "returned"]
    assert (returned["body"]["outcome"], returned["body"]["note"]) == ("void", "the card is gone")
    assert "POST /cards/…/actions/comments" not in kinds(asked(office))
    office.run()
    rows_match_ledger(office)


def test_a_card_that_a_person_moved_on_meanwhile_is_left_alone(office: Office) -> None:
    card = strayed(office)
    between_look_and_act(office, lambda: drag(office, card, office.list_ids["Drafting"]))
    office.box.journal.clear()
    office.run()
    assert "PUT /cards/…" not in kinds(asked(office))
    (returned,) = [e for e in entries(office, card) if e["kind"] == "returned"]
    assert returned["body"]["note"].startswith("overtaken")
    office.run()
    assert look(office, card)["idList"] == office.list_ids["Drafting"]
    assert said(office, card) == []


def test_a_card_that_seemed_gone_for_a_moment_is_still_sent_back(office: Office) -> None:
    """The look before the act showed the card of a minute ago: there was nothing to do. But the
    card stands in Approved, and the next run does not forget it."""
    card = strayed(office)
    office.box.faults.add(Fault(kind="stale", path="/cards/", seconds=0, times=1))
    assert office.run().delivered == 0
    assert look(office, card)["idList"] == office.list_ids["Approved"]
    office.run()
    assert look(office, card)["idList"] == office.list_ids["Review"]
    assert len(said(office, card)) == 1
    outcomes = [e["body"]["outcome"] for e in entries(office, card) if e["kind"] == "returned"]
    assert outcomes == ["void", "done"]


def strayed(office: Office) -> str:
    card = card_in(office, office.list_ids["Review"])
    office.run()
    drag(office, card, office.list_ids["Approved"])
    return card


def between_look_and_act(office: Office, act: Callable[[], Any]) -> None:
    """Let a person act after syncer judged a card and before it looks at it once more."""
    from syncer.deliver import work

    real = work.send_back

    def interrupted(*args: Any) -> Any:
        work.send_back = real
        act()
        return real(*args)

    work.send_back = interrupted


def entries(office: Office, card: str) -> list[dict[str, Any]]:
    """The ledger's entries about a card."""
    with state(office) as conn:
        found = [json.loads(entry.text) for entry in ledger.read(conn)]
    return [entry for entry in found if entry["card"] == card]


def decisions(office: Office, card: str) -> list[dict[str, Any]]:
    return [entry for entry in entries(office, card) if entry["kind"] == "decision"]
