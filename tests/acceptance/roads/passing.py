"""A 14–23: cards that pass through, hide, or come in crowds."""

from __future__ import annotations

from tests.acceptance.roads.play import Play
from tests.acceptance.roads.road import Mended, Road, Seen


def close_board(p: Play) -> str:
    card = p.approved()
    p.call("kim", "PUT", f"/boards/{p.office.board}", closed=True)
    p.tick()
    p.call("kim", "PUT", f"/boards/{p.office.board}", closed=False)
    return card


def copy_board(p: Play) -> str:
    card = p.approved()
    p.call("ana", "POST", "/boards", name="Posts", idBoardSource=p.office.board)
    return card


def hide_as_template(p: Play) -> str:
    card = p.post("ana", "Approved")
    p.edit("ana", card, isTemplate=True)
    return card


def mirror(p: Play) -> str:
    source = p.post("ana", "Drafting")
    review = p.office.list_ids["Review"]
    card = str(p.by_hand("mirror_card", card_id=source, list_id=review, username="ana").id)
    p.begin()
    p.move("kim", card, "Approved")
    return card


def automation_makes(p: Play) -> str:
    target = p.office.list_ids["Approved"]
    return str(p.by_hand("butler_create", list_id=target, name="Weekly", username="kim").id)


def skip(p: Play) -> str:
    card = p.post("ana", "Drafting")
    p.begin()
    p.move("kim", card, "Published")
    return card


def pass_through(p: Play) -> str:
    card = p.post("ana", "Drafting")
    p.begin()
    p.move("ana", card, "Approved")
    p.move("kim", card, "Published")
    return card


def hop(p: Play) -> str:
    card = p.post("ana", "Drafting")
    p.begin()
    p.move("ana", card, "Approved", "Scheduled", "Approved", "Published")
    return card


def move_all(p: Play) -> str:
    card = p.post(name="The first")
    for number in range(11):
        p.post(name=f"Post {number}")
    p.begin()
    source, target = p.office.list_ids["Review"], p.office.list_ids["Approved"]
    where = f"/lists/{source}/moveAllCards"
    p.call("ana", "POST", where, idBoard=p.office.board, idList=target)
    return card


def move_all_and_lift(p: Play) -> str:
    card = move_all(p)
    p.tick()
    assert p.stands_in(card) == "Approved"
    p.office.run(max_returns=12)
    return card


def make_in_archived_list(p: Play) -> str:
    p.call("kim", "PUT", f"/lists/{p.office.list_ids['Published']}", closed=True)
    p.begin()
    return p.post("ana", "Published")


def shift_list(p: Play) -> None:
    p.call("ana", "PUT", f"/lists/{p.office.list_ids['Approved']}", pos="top")


ROADS = (
    Road(
        number=14,
        title="close the board and re-open it",
        seen=Seen.FEED,
        by="kim",
        mended=Mended.TOLD,
        stands="Approved",
        outcome="seen",
        says=("updateBoard", "closed"),
        remark="while it is closed nothing on it can be changed",
        play=close_board,
    ),
    Road(
        number=14,
        part="b",
        title="copy the board, cards and all",
        seen=Seen.NEVER,
        mended=Mended.NOT,
        stands="Approved",
        remark="the copy is another board, with other ids: nobody asked syncer to watch it",
        play=copy_board,
    ),
    Road(
        number=15,
        title="hide the card as a template",
        seen=Seen.FEED,
        by="ana",
        mended=Mended.BACK,
        stands="Review",
        outcome="deny, return → Review",
        says=("enter_by",),
        play=hide_as_template,
    ),
    Road(
        number=16,
        title="bring in a mirror of a card that stands elsewhere",
        seen=Seen.FEED,
        by="kim",
        mended=Mended.BACK,
        stands="Review",
        outcome="deny, return → Review",
        says=("mirror",),
        remark="what it shows is changed elsewhere, out of sight: so no mirror passes, whoever "
        "brings it",
        play=mirror,
    ),
    Road(
        number=17,
        title="let an automation or the card repeater make it there",
        seen=Seen.FEED,
        by="kim",
        mended=Mended.BACK,
        stands="Review",
        outcome="deny, return → Review",
        says=("automation",),
        remark="named is whose automation it is; whoever set it off is in no feed",
        play=automation_makes,
    ),
    Road(
        number=18,
        title="skip the gate: Drafting to Published",
        seen=Seen.FEED,
        by="kim",
        mended=Mended.BACK,
        stands="Drafting",
        outcome="deny, return → Drafting",
        says=("enter_from",),
        play=skip,
    ),
    Road(
        number=19,
        title="pass through between two runs, so that the last move looks lawful",
        seen=Seen.FEED,
        by="ana",
        mended=Mended.BACK,
        stands="Drafting",
        outcome="deny, return → Drafting",
        says=("enter_by", "enter_from"),
        play=pass_through,
    ),
    Road(
        number=20,
        title="several hops, so that undoing the last one lands in another wrong list",
        seen=Seen.FEED,
        by="ana",
        mended=Mended.BACK,
        stands="Drafting",
        outcome="deny, return → Drafting",
        says=("enter_by",),
        play=hop,
    ),
    Road(
        number=21,
        title="move all cards of a list at once",
        seen=Seen.RUN,
        by="ana",
        mended=Mended.STOPPED,
        stands="Approved",
        outcome="held",
        says=("limit: 10",),
        remark="the brake: none is touched before a person says `--max-returns`",
        play=move_all,
    ),
    Road(
        number=21,
        part="b",
        title="the same, and an admin lifts the brake",
        seen=Seen.FEED,
        by="ana",
        mended=Mended.BACK,
        stands="Review",
        outcome="deny, return → Review",
        says=("enter_by",),
        play=move_all_and_lift,
    ),
    Road(
        number=22,
        title="make it in a protected list that is archived",
        seen=Seen.FEED,
        by="ana",
        mended=Mended.BACK,
        stands="Review",
        outcome="deny, return → Review",
        says=("enter_by",),
        play=make_in_archived_list,
    ),
    Road(
        number=23,
        title="shift the lists, so that “the third column” is another one",
        seen=Seen.FEED,
        by="ana",
        mended=Mended.TOLD,
        outcome="seen",
        says=("updateList", "pos"),
        play=shift_list,
    ),
)
