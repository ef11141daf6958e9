"""A 7–13: lists that are moved, renamed, twinned, archived; cards that come out of the archive."""

from __future__ import annotations

from tests.acceptance.roads.play import Play
from tests.acceptance.roads.road import Mended, Road, Seen

BACK = "deny, return → Review"


def lend_list(p: Play) -> str:
    p.post(stage="Drafting", name="Another")
    card = p.approved()
    board, _desk = p.elsewhere()
    approved = p.office.list_ids["Approved"]
    p.call("ana", "PUT", f"/lists/{approved}", idBoard=board)
    p.tick()
    assert any("is gone" in str(problem) for problem in p.report.problems)
    p.edit("ana", card, desc="Half price on everything!")
    p.call("ana", "PUT", f"/lists/{approved}", idBoard=p.office.board)
    return card


def bring_list(p: Play) -> str:
    board, _desk = p.elsewhere()
    twin = p.call("ana", "POST", "/lists", name="Approved ", idBoard=board, pos="bottom")["id"]
    card = str(p.call("ana", "POST", "/cards", idList=twin, name="Brought along")["id"])
    p.call("ana", "PUT", f"/lists/{twin}", idBoard=p.office.board)
    return card


def rename_lists(p: Play) -> str:
    card = p.post("ana", "Drafting")
    p.begin()
    p.call("ana", "PUT", f"/lists/{p.office.list_ids['Approved']}", name="Old")
    p.call("ana", "PUT", f"/lists/{p.office.list_ids['Drafting']}", name="Approved")
    return card


def hide_in_renamed(p: Play) -> str:
    card = p.post("ana")
    p.begin()
    p.call("ana", "PUT", f"/lists/{p.office.list_ids['Approved']}", name="Old")
    p.move("ana", card, "Approved")
    return card


def make_twin(p: Play) -> str:
    twin = p.make_list("ana", "\u200bAPPR\u041eVED ")
    return str(p.call("ana", "POST", "/cards", idList=twin, name="Sale")["id"])


def archive_and_replace(p: Play) -> str:
    p.call("ana", "PUT", f"/lists/{p.office.list_ids['Approved']}", closed=True)
    new = p.call("ana", "POST", "/lists", name="Approved", idBoard=p.office.board)["id"]
    return str(p.call("ana", "POST", "/cards", idList=new, name="Sale")["id"])


def change_in_archive(p: Play) -> str:
    card = p.approved()
    p.edit("kim", card, closed=True)
    p.begin()
    p.edit("ana", card, desc="Half price on everything!")
    p.edit("ana", card, closed=False)
    return card


def reopen_list(p: Play) -> str:
    card = p.post("ana")
    target = p.office.list_ids["Approved"]
    p.call("kim", "PUT", f"/lists/{target}", closed=True)
    p.begin()
    p.move("ana", card, "Approved")
    p.call("ana", "PUT", f"/lists/{target}", closed=False)
    return card


def move_in_archive(p: Play) -> str:
    card = p.post("ana", "Drafting")
    p.edit("ana", card, closed=True)
    p.begin()
    p.move("ana", card, "Approved")
    p.edit("ana", card, closed=False)
    return card


ROADS = (
    Road(
        number=7,
        title="take the protected list to another board and back, with changed cards",
        seen=Seen.FEED,
        by="ana",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("enter_by",),
        remark="while the list is away syncer touches nothing on that board and says so",
        play=lend_list,
    ),
    Road(
        number=7,
        part="b",
        title="bring a whole list of that name from another board",
        seen=Seen.FEED,
        by="ana",
        mended=Mended.TOLD,
        stands="Approved ",
        outcome="seen",
        says=("moveListToBoard",),
        also=("twin",),
        remark="lists are known by id: it protects nothing, and its cards are noted as `twin`",
        play=bring_list,
    ),
    Road(
        number=8,
        title="rename another list to the protected one's name",
        seen=Seen.FEED,
        by="ana",
        mended=Mended.TOLD,
        stands="Approved",
        outcome="seen",
        says=("updateList", "Drafting"),
        remark="people who go by the name are deceived; syncer is not",
        play=rename_lists,
    ),
    Road(
        number=8,
        part="b",
        title="rename the protected list and use it under its new name",
        seen=Seen.FEED,
        by="ana",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("enter_by",),
        play=hide_in_renamed,
    ),
    Road(
        number=9,
        title="make a look-alike of the list (case, blanks, invisible or foreign letters)",
        seen=Seen.FEED,
        by="ana",
        mended=Mended.TOLD,
        stands="\u200bAPPR\u041eVED ",
        outcome="seen",
        says=("createList",),
        also=("twin",),
        remark="it protects nothing, and its cards are noted as `twin`",
        play=make_twin,
    ),
    Road(
        number=10,
        title="archive the list and make a new one of that name",
        seen=Seen.FEED,
        by="ana",
        mended=Mended.TOLD,
        stands="Approved",
        outcome="seen",
        says=("updateList", "closed"),
        also=("twin",),
        remark="the archived list stays the protected one until an admin pins the new one",
        play=archive_and_replace,
    ),
    Road(
        number=11,
        title="change an approved card in the archive, then re-open it",
        seen=Seen.FEED,
        by="ana",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("stale",),
        remark="archived cards are judged as well",
        play=change_in_archive,
    ),
    Road(
        number=12,
        title="move a card into the archived list, then re-open the list",
        seen=Seen.FEED,
        by="ana",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("enter_by",),
        play=reopen_list,
    ),
    Road(
        number=13,
        title="move an archived card by the API, then re-open it",
        seen=Seen.FEED,
        by="ana",
        mended=Mended.BACK,
        stands="Drafting",
        outcome="deny, return → Drafting",
        says=("enter_by", "enter_from"),
        play=move_in_archive,
    ),
)
