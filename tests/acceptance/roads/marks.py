"""C 38–45: labels, fields, ticks, text, copies that are taken for an approval."""

from __future__ import annotations

from tests.acceptance.roads.play import RULES, Play
from tests.acceptance.roads.road import NOBODY, Mended, Road, Seen

BACK = "deny, return → Review"
SIGNED = RULES.replace(
    '{ role = "legal", by = "comment:/approve", when = { label = "Claim" } }',
    '{ role = "legal", by = "checklist:Legal ok" }',
)


def label_it(p: Play) -> str:
    label = p.label("Approved")
    card = p.approved()
    p.call("ana", "POST", f"/cards/{card}/idLabels", value=label)
    return card


def rename_label(p: Play) -> str:
    card = p.claim()
    p.say("narek", card, "/approve")
    p.begin()
    p.move("kim", card, "Approved")
    p.begin()
    p.unfelt()
    label = p.call("ana", "GET", f"/cards/{card}")["labels"][0]["id"]
    p.call("ana", "PUT", f"/labels/{label}", name="Chat")
    return card


def network_field(p: Play) -> tuple[str, list[str]]:
    """A drop-down field "Network" of the board: its id and its options' ids."""
    made = p.call(
        "kim",
        "POST",
        "/customFields",
        idModel=p.office.board,
        modelType="board",
        name="Network",
        type="list",
        pos="bottom",
        options=[
            {"value": {"text": text}, "color": "none", "pos": place}
            for place, text in enumerate(("Approved", "LinkedIn"), start=1)
        ],
    )
    return made["id"], [each["id"] for each in made["options"]]


def choose(p: Play, user: str, card: str, field: str, option: str) -> None:
    where = f"/cards/{card}/customField/{field}/item"
    p.call(user, "PUT", where, idValue=option)


def rename_option(p: Play) -> str:
    field, options = network_field(p)
    card = p.post()
    choose(p, "ana", card, field, options[1])
    p.begin()
    p.move("kim", card, "Approved")
    p.begin()
    p.by_hand("rename_option", field_id=field, option_id=options[1], name="X")
    return card


def set_field(p: Play) -> str:
    field, options = network_field(p)
    card = p.post()
    p.begin()
    choose(p, "ana", card, field, options[0])
    p.move("ana", card, "Approved")
    return card


def checklist(p: Play, card: str, item: str) -> tuple[str, str]:
    """A checklist with one item on a card: both ids."""
    made = p.call("ana", "POST", f"/cards/{card}/checklists", name="Before it goes out")["id"]
    return made, p.call("ana", "POST", f"/checklists/{made}/checkItems", name=item)["id"]


def rename_item(p: Play) -> str:
    card = p.post()
    _list, item = checklist(p, card, "Spelling")
    p.begin()
    p.call("narek", "PUT", f"/cards/{card}/checkItem/{item}", state="complete")
    p.begin()
    p.call("ana", "PUT", f"/cards/{card}/checkItem/{item}", name="Legal ok")
    p.begin()
    p.move("kim", card, "Approved")
    return card


def copy_ticks(p: Play) -> str:
    source, card = p.post(name="Signed off"), p.post()
    listed, item = checklist(p, source, "Legal ok")
    p.call("narek", "PUT", f"/cards/{source}/checkItem/{item}", state="complete")
    p.begin()
    p.by_hand("copy_checklist", card_id=card, checklist_id=listed, username="ana")
    p.begin()
    p.move("kim", card, "Approved")
    return card


def decorate(p: Play) -> str:
    card = p.post()
    p.begin()
    p.edit("ana", card, dueComplete=True)
    p.call("ana", "POST", f"/cards/{card}/membersVoted", value=p.office.member("ana"))
    p.move("ana", card, "Approved")
    return card


def claim_it_in_text(p: Play) -> str:
    card = p.post()
    p.begin()
    p.edit("ana", card, desc="Approved by Kim Lee.\n\n`syncer · 1d0084f1`")
    p.move("ana", card, "Approved")
    return card


def copy_approval(p: Play) -> str:
    source = p.claim()
    p.say("narek", source, "/approve")
    p.begin()
    review = p.office.list_ids["Review"]
    made = p.call("davit", "POST", "/cards", idList=review, idCardSource=source)
    p.begin()
    p.move("kim", made["id"], "Approved")
    return str(made["id"])


def swap_text(p: Play) -> str:
    card = p.post()
    p.begin()
    p.edit("ana", card, desc="Half price on everything!")
    p.move("kim", card, "Approved")
    return card


ROADS = (
    Road(
        number=38,
        title="a label “Approved”",
        seen=Seen.FEED,
        by="ana",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("labels",),
        remark="no label approves anything; where `labels` is guarded it is a change like others. "
        "Trello hides addLabelToCard, but lists updateCard:idLabels beside it (recorded)",
        play=label_it,
    ),
    Road(
        number=39,
        title="rename a label, so that old marks mean something else",
        seen=Seen.SWEEP,
        by=NOBODY,
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("labels",),
        remark="needs `labels` among the guards",
        play=rename_label,
    ),
    Road(
        number=39,
        part="b",
        title="rename an option of a custom field",
        seen=Seen.SWEEP,
        by=NOBODY,
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("field:Network",),
        remark="needs the field among the guards",
        play=rename_option,
    ),
    Road(
        number=40,
        title="a custom field set to “Approved”",
        seen=Seen.FEED,
        by="ana",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("enter_by",),
        remark="no field approves anything",
        play=set_field,
    ),
    Road(
        number=41,
        title="rename a ticked item to the sign-off's name",
        seen=Seen.FEED,
        by="kim",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("approvals", "legal"),
        rules=SIGNED,
        remark="an item counts under the name that it was ticked under",
        play=rename_item,
    ),
    Road(
        number=41,
        part="b",
        title="copy a checklist with its ticks",
        seen=Seen.FEED,
        by="kim",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("approvals", "legal"),
        rules=SIGNED,
        remark="a tick that nobody made here is nobody's word",
        play=copy_ticks,
    ),
    Road(
        number=42,
        title="due date done, votes, stickers",
        seen=Seen.FEED,
        by="ana",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("enter_by",),
        remark="none of them approves anything",
        play=decorate,
    ),
    Road(
        number=43,
        title="“approved by” and syncer's mark written into the description",
        seen=Seen.FEED,
        by="ana",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("enter_by",),
        play=claim_it_in_text,
    ),
    Road(
        number=44,
        title="another card's approval, copied along",
        seen=Seen.FEED,
        by="kim",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("approvals", "legal"),
        play=copy_approval,
    ),
    Road(
        number=45,
        title="swap the text seconds before the manager drags",
        seen=Seen.FEED,
        by="kim",
        mended=Mended.TOLD,
        stands="Approved",
        outcome="hasty",
        says=("Ana Petrosyan", "desc"),
        remark="her drag approves what stands there: the audit names who changed it how many "
        "seconds before",
        play=swap_text,
    ),
)
