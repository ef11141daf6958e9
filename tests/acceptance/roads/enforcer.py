"""E 56–65: against the one who enforces."""

from __future__ import annotations

import requests

from connectors.trello.text import mention
from syncer.demo.office import AIRTABLE_TOKEN, AUDIT, BOT
from syncer.sandbox.faults import Fault
from tests.acceptance.roads.play import RULES, Play
from tests.acceptance.roads.road import NOBODY, Mended, Road, Seen
from tests.acceptance.tools import command, write_rules

BACK = "deny, return → Review"


def in_and_out(p: Play) -> str:
    card = p.post()
    p.begin()
    p.move("ana", card, "Published", "Review")
    return card


def take_bot_off(p: Play) -> str:
    card = p.post()
    p.begin()
    p.by_hand("remove_member", board_id=p.office.board, username=BOT, by="kim")
    p.move("ana", card, "Approved")
    return card


def demote_bot(p: Play) -> str:
    card = p.post()
    p.begin()
    where = f"/boards/{p.office.board}/members/{p.office.member(BOT)}"
    p.call("kim", "PUT", where, type="observer")
    p.move("ana", card, "Approved")
    return card


def revoke(p: Play) -> str:
    card = p.post()
    p.begin()
    p.by_hand("revoke_token", token=p.office.tokens[BOT])
    p.move("ana", card, "Approved")
    return card


def wage_war(p: Play) -> str:
    card = p.post()
    p.begin()
    for _ in range(4):
        p.by_hand(
            "butler_move", card_id=card, list_id=p.office.list_ids["Approved"], username="kim"
        )
        p.tick()
    return card


def flood(p: Play) -> str:
    card = p.post()
    p.begin()
    p.move("ana", card, "Approved")
    p.office.box.faults.add(Fault(kind="late", service="trello", times=None))
    p.tick()
    assert p.stands_in(card) == "Approved"
    p.office.box.faults.clear()
    return card


def weaken(p: Play) -> None:
    write_rules(p.office, RULES.replace('["kim", "mary"]', '["kim", "mary", "ana"]'))


def edit_row(p: Play) -> str:
    card = p.post()
    p.begin()
    p.move("ana", card, "Approved")
    p.begin()
    row = p.office.box.airtable.rows(p.office.base, AUDIT)[0]
    answer = requests.patch(
        f"{p.office.box.airtable_url}/v0/{p.office.base}/{AUDIT}/{row['id']}",
        headers={"Authorization": f"Bearer {AIRTABLE_TOKEN}"},
        json={"fields": {"Outcome": "allow"}},
        timeout=30,
    )
    answer.raise_for_status()
    return card


def verify_tells(p: Play, _card: str) -> None:
    told = command(p.office, "audit", "verify")
    assert told.returncode == 1, told.stderr
    assert "Outcome" in told.stdout


def evade(p: Play) -> str:
    card = p.post(name="A rev\u043elu\u200btionary sale")
    p.begin()
    p.move("kim", card, "Approved")
    return card


def paint(p: Play) -> str:
    card = p.post()
    made = p.call(
        "ana",
        "POST",
        f"/cards/{card}/attachments",
        url="https://pictures.example/revolution.png",
        name="The picture",
    )
    assert made["id"]
    p.begin()
    p.move("kim", card, "Approved")
    return card


INJECTION = '=HYPERLINK("https://evil.example") <!channel> @board @kim **x**'


def inject(p: Play) -> str:
    card = p.claim()
    p.edit("ana", card, name=INJECTION)
    p.say("narek", card, f"/hold {INJECTION}")
    p.begin()
    p.move("kim", card, "Approved")
    return card


def harmless(p: Play, card: str) -> None:
    """Nobody is notified by words of others; a cell of the audit table is text."""
    said = p.office.comments(card)[-1]
    assert "@board" not in said
    assert said.count(mention("kim")) >= 1
    assert "**x**" not in said
    assert any(row.get("Card") == INJECTION for row in p.office.rows())


def miss(p: Play) -> str:
    card = p.post()
    p.edit("ana", card, due="2026-01-01T10:00:00.000Z")
    p.begin()
    p.edit("ana", card, due="2027-01-01T10:00:00.000Z")
    return card


LATE = """
[[deadline]]
name = "review within two hours"
stage = "Review"
due = { within = "2h" }
"""

ROADS = (
    Road(
        number=56,
        title="in and out again before the next run, while something publishes",
        seen=Seen.FEED,
        by="ana",
        mended=Mended.TOLD,
        stands="Review",
        outcome="passage",
        says=("Published", "enter_by"),
        remark="what reads the list meanwhile has read it: publish from a list that only "
        "syncer's account fills, or from the audit",
        play=in_and_out,
    ),
    Road(
        number=57,
        title="take syncer's account off the board",
        seen=Seen.RUN,
        mended=Mended.STOPPED,
        stands="Approved",
        outcome="blind",
        says=("no longer visible",),
        remark="the run ends with exit code 2 and the audit has the beginning and the end of "
        "the blindness; watch the exit code from outside",
        play=take_bot_off,
    ),
    Road(
        number=57,
        part="b",
        title="make syncer's account an observer",
        seen=Seen.FEED,
        by="kim",
        mended=Mended.STOPPED,
        stands="Approved",
        outcome="seen",
        says=("makeObserverOfBoard",),
        also=("deny, return", "returned: parked"),
        remark="it is seen and said, but cannot be corrected; exit code 2",
        play=demote_bot,
    ),
    Road(
        number=58,
        title="revoke syncer's token",
        seen=Seen.RUN,
        mended=Mended.STOPPED,
        stands="Approved",
        outcome="blind",
        says=("credentials",),
        remark="exit code 2; the next run with a good token catches up on all of it",
        play=revoke,
    ),
    Road(
        number=59,
        title="move it back again and again (a person, or an automation)",
        seen=Seen.FEED,
        by="kim",
        mended=Mended.FROZEN,
        stands="Approved",
        outcome="deny, freeze",
        says=("frozen", "Kim Lee"),
        remark="after `max_tries` returns within an hour it stays, unapproved, and the admins "
        "are told",
        play=wage_war,
    ),
    Road(
        number=60,
        title="a burst of actions, some of which the feed shows late",
        seen=Seen.FEED,
        by="ana",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("enter_by",),
        remark="waits ten minutes for a late action before it goes by the snapshot alone",
        play=flood,
    ),
    Road(
        number=61,
        title="weaken rules.toml",
        seen=Seen.RUN,
        by=NOBODY,
        mended=Mended.TOLD,
        outcome="rules weakened",
        says=("ana may now bring cards in",),
        remark="whoever can write the file decides; the audit has the difference, not the writer",
        play=weaken,
    ),
    Road(
        number=62,
        title="edit or delete rows of the audit table",
        seen=Seen.VERIFY,
        mended=Mended.NOT,
        stands="Review",
        then=verify_tells,
        remark="the ledger beside the state is the original; `syncer audit verify` names the rows",
        play=edit_row,
    ),
    Road(
        number=63,
        title="letters that look alike and invisible ones, to evade a style rule",
        seen=Seen.FEED,
        by="kim",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("house.no-hype",),
        play=evade,
    ),
    Road(
        number=63,
        part="b",
        title="the words painted into a picture",
        seen=Seen.NEVER,
        mended=Mended.NOT,
        stands="Approved",
        remark="pictures are measured, not read",
        play=paint,
    ),
    Road(
        number=64,
        title="mentions, links, formulas in the words that syncer repeats",
        seen=Seen.FEED,
        by="kim",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("held",),
        remark="each sink is written in its own quoting",
        then=harmless,
        play=inject,
    ),
    Road(
        number=65,
        title="shift the due date, so that nothing is overdue",
        seen=Seen.NEVER,
        mended=Mended.NOT,
        stands="Review",
        rules=RULES + LATE,
        remark="deadlines are read but nothing acts on them yet",
        play=miss,
    ),
)
