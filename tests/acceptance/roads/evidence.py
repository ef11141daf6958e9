"""C 35–37: comments that say yes, or no, and are altered."""

from __future__ import annotations

from tests.acceptance.roads.play import RULES, Play
from tests.acceptance.roads.road import NOBODY, Mended, Road, Seen

BACK = "deny, return → Review"
SIGNED = RULES.replace(
    '{ role = "legal", by = "comment:/approve", when = { label = "Claim" } }',
    '{ role = "legal", by = "checklist:Legal ok" }',
)


def edit_into_command(p: Play) -> str:
    card = p.claim()
    comment = p.say("narek", card, "Looks nice.")
    p.begin()
    p.call("narek", "PUT", f"/cards/{card}/actions/{comment}/comments", text="/approve")
    p.move("kim", card, "Approved")
    return card


def edit_approval(p: Play) -> str:
    card = p.claim()
    comment = p.say("narek", card, "/approve")
    p.begin()
    p.move("kim", card, "Approved")
    p.begin()
    p.unfelt()
    p.call("narek", "PUT", f"/cards/{card}/actions/{comment}/comments", text="never mind")
    return card


def delete_hold(p: Play) -> str:
    card = p.claim()
    p.say("narek", card, "/approve")
    comment = p.say("narek", card, "/hold until the court has spoken")
    p.begin()
    p.call("kim", "DELETE", f"/cards/{card}/actions/{comment}/comments")
    p.move("kim", card, "Approved")
    return card


def delete_comment(p: Play) -> str:
    card = p.post()
    p.begin()
    p.move("ana", card, "Approved")
    p.begin()
    found = p.call("kim", "GET", f"/cards/{card}/actions?filter=commentCard")
    p.call("kim", "DELETE", f"/cards/{card}/actions/{found[0]['id']}/comments")
    p.move("ana", card, "Approved")
    return card


def one_comment(p: Play, card: str) -> None:
    assert len(p.office.comments(card)) == 1


def nearly_say_it(p: Play) -> str:
    card = p.claim()
    for text in ("> /approve", "Do not /approve yet", "👍", "`/approve`", "/approved?"):
        p.say("narek", card, text)
    p.begin()
    p.move("kim", card, "Approved")
    return card


ROADS = (
    Road(
        number=35,
        title="edit an old comment so that it says /approve",
        seen=Seen.FEED,
        by="kim",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("approvals", "legal"),
        remark="a comment counts as it was when it was first seen, and only unedited",
        play=edit_into_command,
    ),
    Road(
        number=35,
        part="b",
        title="edit an approval that has let a card in",
        seen=Seen.SWEEP,
        by=NOBODY,
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("approvals", "legal"),
        remark="edits of comments are in no feed: command comments are read again",
        play=edit_approval,
    ),
    Road(
        number=36,
        title="delete somebody's /hold",
        seen=Seen.FEED,
        by="kim",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("held", "court"),
        remark="what was said once is in the ledger",
        play=delete_hold,
    ),
    Road(
        number=36,
        part="b",
        title="delete syncer's comment",
        seen=Seen.FEED,
        by="ana",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("enter_by",),
        remark="it is written anew when there is something to say again",
        then=one_comment,
        play=delete_comment,
    ),
    Road(
        number=37,
        title="quotes, negations, emoji, code that look like an approval",
        seen=Seen.FEED,
        by="kim",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("approvals", "legal"),
        play=nearly_say_it,
    ),
)
