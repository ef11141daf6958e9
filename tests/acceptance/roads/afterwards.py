"""D 46–55: changes after the approval, without leaving the list."""

from __future__ import annotations

from tests.acceptance.roads.marks import checklist, choose, network_field
from tests.acceptance.roads.play import Play
from tests.acceptance.roads.road import NOBODY, Mended, Road, Seen

BACK = "deny, return → Review"


def edit_text(p: Play) -> str:
    card = p.approved()
    p.edit("ana", card, desc="Half price on everything!")
    return card


def shift_due(p: Play) -> str:
    card = p.approved()
    p.edit("ana", card, due="2026-12-24T10:00:00.000Z")
    return card


def attach(p: Play, user: str, card: str, url: str) -> str:
    made = p.call(user, "POST", f"/cards/{card}/attachments", url=url, name="The picture")
    return str(made["id"])


def replace_attachment(p: Play) -> str:
    card = p.post()
    old = attach(p, "ana", card, "https://pictures.example/approved.png")
    p.begin()
    p.move("kim", card, "Approved")
    p.begin()
    attach(p, "ana", card, "https://pictures.example/another.png")
    p.call("ana", "DELETE", f"/cards/{card}/attachments/{old}")
    return card


def edit_attachment(p: Play) -> str:
    card = p.post()
    old = attach(p, "ana", card, "https://pictures.example/approved.png")
    p.begin()
    p.move("kim", card, "Approved")
    p.begin()
    p.by_hand(
        "rename_attachment", card_id=card, attachment_id=old, url="https://pictures.example/x.png"
    )
    return card


def change_at_the_source(p: Play) -> str:
    card = p.post()
    attach(p, "ana", card, "https://drive.example/the-same-link")
    p.begin()
    p.move("kim", card, "Approved")
    return card


def add_item(p: Play) -> str:
    card = p.post()
    listed, _item = checklist(p, card, "For LinkedIn: Our shop opens on Monday.")
    p.begin()
    p.move("kim", card, "Approved")
    p.begin()
    p.unfelt()
    p.call("ana", "POST", f"/checklists/{listed}/checkItems", name="For X: Half price!")
    return card


def set_network(p: Play) -> str:
    field, options = network_field(p)
    card = p.approved()
    choose(p, "ana", card, field, options[1])
    return card


def edit_in_archive(p: Play) -> str:
    card = p.approved()
    p.edit("kim", card, closed=True)
    p.begin()
    p.edit("ana", card, name="Half price on everything!")
    return card


def change_and_revert(p: Play) -> str:
    card = p.approved()
    p.edit("ana", card, desc="Half price on everything!")
    p.edit("ana", card, desc="Our shop opens on Monday.")
    return card


def write_nothing(p: Play) -> str:
    card = p.approved()
    p.edit("ana", card, name="A\u200b post", desc="Our shop opens\u00a0on Monday.  \n")
    return card


def write_more_than_small(p: Play) -> str:
    card = p.approved()
    p.edit("lilit", card, desc="Half price on everything!")
    return card


def edit_own_approval(p: Play) -> str:
    card = p.approved()
    p.edit("kim", card, desc="Our shop opens on Tuesday.")
    return card


def delete(p: Play) -> str:
    card = p.approved(name="Half price")
    p.call("ana", "DELETE", f"/cards/{card}")
    return card


ROADS = (
    Road(
        number=46,
        title="edit the text",
        seen=Seen.FEED,
        by="ana",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("stale", "desc", "{+Half+}"),
        play=edit_text,
    ),
    Road(
        number=46,
        part="b",
        title="shift the due date",
        seen=Seen.FEED,
        by="ana",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("stale", "due"),
        play=shift_due,
    ),
    Road(
        number=47,
        title="replace an attachment",
        seen=Seen.FEED,
        by="ana",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("stale", "attachments"),
        remark="where the feed should not tell, the difference does, and names nobody",
        play=replace_attachment,
    ),
    Road(
        number=47,
        part="b",
        title="rename an attachment, or give it another address",
        seen=Seen.SWEEP,
        by=NOBODY,
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("stale", "attachments"),
        play=edit_attachment,
    ),
    Road(
        number=48,
        title="change the linked file where it lies (Drive, Canva, Figma)",
        seen=Seen.NEVER,
        mended=Mended.NOT,
        stands="Approved",
        remark="nothing on the card changes: attach the file itself instead of a link",
        play=change_at_the_source,
    ),
    Road(
        number=49,
        title="edit the text in a checklist",
        seen=Seen.SWEEP,
        by=NOBODY,
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("stale", "checklists"),
        remark="needs `checklists` among the guards",
        play=add_item,
    ),
    Road(
        number=50,
        title="change a custom field (network, publish time)",
        seen=Seen.FEED,
        by="ana",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("stale", "field:Network"),
        remark="needs the field among the guards. Old recordings have updateCustomFieldItem in the "
        "feed, the vendor's list has not: else the difference shows it and names nobody",
        play=set_network,
    ),
    Road(
        number=51,
        title="edit it in the archive and leave it there",
        seen=Seen.FEED,
        by="ana",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("stale", "name"),
        play=edit_in_archive,
    ),
    Road(
        number=52,
        title="change and change back between two runs",
        seen=Seen.FEED,
        by="ana",
        mended=Mended.TOLD,
        stands="Approved",
        outcome="reverted",
        says=("desc",),
        remark="the approved version stands again; what an export took meanwhile is out",
        play=change_and_revert,
    ),
    Road(
        number=53,
        title="blanks and characters that nobody sees",
        seen=Seen.NEVER,
        mended=Mended.NOT,
        stands="Approved",
        remark="they make no other version; anything that can be seen does, however small",
        play=write_nothing,
    ),
    Road(
        number=53,
        part="b",
        title="rewrite it under the right to small fixes (`may_edit`)",
        seen=Seen.FEED,
        by="lilit",
        mended=Mended.TOLD,
        stands="Approved",
        outcome="small_edit",
        says=("desc",),
        remark="`may_edit` trusts whom it names with any edit of these fields; each is recorded",
        play=write_more_than_small,
    ),
    Road(
        number=54,
        title="the approver edits after approving",
        seen=Seen.FEED,
        by="kim",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("stale", "Tuesday"),
        play=edit_own_approval,
    ),
    Road(
        number=55,
        title="delete the card, to erase the trail",
        seen=Seen.FEED,
        by="ana",
        mended=Mended.TOLD,
        stands="gone",
        outcome="seen",
        says=("deleteCard", "Half price"),
        remark="what stood on it, who approved it and who did not is in the ledger",
        play=delete,
    ),
)
