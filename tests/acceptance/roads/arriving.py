"""A 1–6: cards that come to a protected list without the one action that everybody watches."""

from __future__ import annotations

from tests.acceptance.roads.play import Play
from tests.acceptance.roads.road import NOBODY, Mended, Road, Seen

BACK = "deny, return → Review"


def create(p: Play) -> str:
    return p.post("ana", "Approved")


def copy(p: Play) -> str:
    source = p.claim("davit")
    p.say("narek", source, "/approve")
    p.begin()
    target = p.office.list_ids["Approved"]
    made = p.call("ana", "POST", "/cards", idList=target, idCardSource=source, keepFromSource="all")
    return str(made["id"])


def convert(p: Play) -> str:
    source = p.post()
    listed = p.call("ana", "POST", f"/cards/{source}/checklists", name="Copy")["id"]
    item = p.call("ana", "POST", f"/checklists/{listed}/checkItems", name="Big sale")["id"]
    p.begin()
    p.move("kim", source, "Approved")
    p.begin()
    where = f"/cards/{source}/checklist/{listed}/checkItem/{item}/convertToCard"
    return str(p.call("ana", "POST", where)["id"])


def mail(p: Play) -> str:
    target = p.office.list_ids["Approved"]
    return str(p.by_hand("email_card", list_id=target, name="Sale", username="ana").id)


def cross_boards(p: Play) -> str:
    card = p.approved()
    board, desk = p.elsewhere()
    p.edit("ana", card, idBoard=board, idList=desk)
    p.edit("ana", card, desc="Half price on everything!")
    p.edit("ana", card, idBoard=p.office.board, idList=p.office.list_ids["Approved"])
    return card


def from_inbox(p: Play) -> str:
    _board, desk = p.elsewhere()
    card = str(p.call("ana", "POST", "/cards", idList=desk, name="From my inbox")["id"])
    p.by_hand("swap_silently", card_id=card, list_id=p.office.list_ids["Approved"])
    p.edit("ana", card, pos="top")  # the board shows that something is new
    p.tick()
    assert p.stands_in(card) == "Approved"
    p.later(minutes=11)
    return card


ROADS = (
    Road(
        number=1,
        title="create the card in the protected list",
        seen=Seen.FEED,
        by="ana",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("enter_by", "enter_from"),
        play=create,
    ),
    Road(
        number=2,
        title="copy a card, approvals in its comments and all, into the list",
        seen=Seen.FEED,
        by="ana",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("enter_by", "0;", "legal"),
        remark="copied comments are nobody's word on the copy",
        play=copy,
    ),
    Road(
        number=3,
        title="turn a checklist item of a card in the list into a card",
        seen=Seen.FEED,
        by="ana",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("enter_by",),
        play=convert,
    ),
    Road(
        number=4,
        title="mail to the list's address",
        seen=Seen.FEED,
        by="ana",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("enter_by",),
        remark="named is the member whose address was written to; anybody can write to it",
        play=mail,
    ),
    Road(
        number=5,
        title="take an approved card to another board, change it there, bring it back",
        seen=Seen.FEED,
        by="ana",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("enter_by",),
        remark="what was changed on the board that syncer does not see is not told",
        play=cross_boards,
    ),
    Road(
        number=6,
        title="drag it from a personal inbox or planner",
        seen=Seen.SNAPSHOT,
        by=NOBODY,
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("unseen",),
        remark="no action of a known type: waits ten minutes for a late one, then goes back; "
        "which action Trello writes is to be tried",
        play=from_inbox,
    ),
)
