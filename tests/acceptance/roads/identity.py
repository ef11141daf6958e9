"""B 24–34: an identity that is borrowed, inflated, or shared."""

from __future__ import annotations

from syncer.demo.office import BOT
from tests.acceptance.roads.play import APP, RULES, Play
from tests.acceptance.roads.road import NOBODY, Mended, Road, Seen

BACK = "deny, return → Review"


def automation_moves(p: Play) -> str:
    card = p.post()
    p.begin()
    p.by_hand("butler_move", card_id=card, list_id=p.office.list_ids["Approved"], username="kim")
    return card


def token_moves(p: Play) -> str:
    p.office.tokens["app"] = p.office.box.trello.add_token("kim", app=APP).secret
    card = p.post()
    p.begin()
    p.move("app", card, "Approved")
    return card


def bot_moves(p: Play) -> str:
    card = p.post()
    p.begin()
    p.move(BOT, card, "Approved")
    return card


def use_her_browser(p: Play) -> str:
    card = p.post()
    p.begin()
    p.office.tokens["ana"] = p.office.tokens["kim"]
    p.move("ana", card, "Approved")
    return card


def take_a_name(p: Play) -> str:
    card = p.post()
    p.begin()
    p.by_hand("rename_user", username="ana", new_username="kim.lee", full_name="Kim Lee")
    p.move("ana", card, "Approved")
    return card


def become_admin(p: Play) -> str:
    card = p.post()
    p.begin()
    where = f"/boards/{p.office.board}/members/{p.office.member('ana')}"
    p.call("kim", "PUT", where, type="admin")
    p.move("ana", card, "Approved")
    return card


def invite(p: Play) -> str:
    card = p.post()
    p.begin()
    p.office.tokens["zed"] = p.office.box.trello.add_user("zed", "Zed").secret
    where = f"/boards/{p.office.board}/members/{p.office.member('zed')}"
    p.call("ana", "PUT", where, type="normal")
    p.move("zed", card, "Approved")
    return card


def leave_after_approving(p: Play) -> str:
    card = p.post()
    p.begin()
    p.move("mary", card, "Approved")
    p.begin()
    p.unfelt()
    p.by_hand("remove_member", board_id=p.office.board, username="mary", by="kim")
    return card


def come_back(p: Play) -> str:
    card = p.post()
    p.begin()
    p.move("mary", card, "Approved")
    return card


def launder_author(p: Play) -> str:
    source = p.post("kim", "Drafting")
    p.begin()
    review = p.office.list_ids["Review"]
    card = str(p.call("davit", "POST", "/cards", idList=review, idCardSource=source)["id"])
    p.begin()
    p.move("kim", card, "Approved")
    return card


def launder_by_mail(p: Play) -> str:
    review = p.office.list_ids["Review"]
    card = str(p.by_hand("email_card", list_id=review, name="Sale", username="kim").id)
    p.begin()
    p.move("kim", card, "Approved")
    return card


def hand_over(p: Play) -> str:
    card = p.post("ana", name="What Kim dictated")
    p.begin()
    p.move("kim", card, "Approved")
    return card


def stamp_each_other(p: Play) -> str:
    mine, hers = p.post("kim"), p.post("mary")
    p.begin()
    p.move("mary", mine, "Approved")
    p.move("kim", hers, "Approved")
    return mine


def called_apart(p: Play, _card: str) -> None:
    """The two Kim Lees can be told apart in the audit, and by the id that decides."""
    judged = ((e, row) for e, row in p.rows() if e["kind"] == "decision")
    doers = {entry["actor"] for entry, row in judged if "Kim Lee" in str(row.get("Actor"))}
    assert doers == {p.office.member("kim.lee")} != {p.office.member("kim")}


ROADS = (
    Road(
        number=24,
        title="set off an approver's automation with a label or a comment",
        seen=Seen.FEED,
        by="kim",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("automation",),
        remark='needs `automation = "deny"`, which is the default',
        play=automation_moves,
    ),
    Road(
        number=25,
        title="an approver's token, in a Zap or a script",
        seen=Seen.FEED,
        by="kim",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("automation", APP),
        play=token_moves,
    ),
    Road(
        number=26,
        title="syncer's own token",
        seen=Seen.FEED,
        by="Syncer",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("automation",),
        remark="its own moves are known by what it recorded, not by who made them",
        play=bot_moves,
    ),
    Road(
        number=27,
        title="an approver's browser or password",
        seen=Seen.NEVER,
        mended=Mended.NOT,
        stands="Approved",
        remark="Trello shows no difference; two approvers (`count = 2`) are the remedy",
        play=use_her_browser,
    ),
    Road(
        number=28,
        title="take a manager's name",
        seen=Seen.FEED,
        by="Kim Lee (@kim.lee)",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("enter_by",),
        remark="ids decide; where two members have one name, the audit adds the username",
        then=called_apart,
        play=take_a_name,
    ),
    Road(
        number=29,
        title="be made an admin of the board",
        seen=Seen.FEED,
        by="ana",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("enter_by",),
        also=("makeAdminOfBoard",),
        remark="roles are people of rules.toml, never Trello's ranks",
        play=become_admin,
    ),
    Road(
        number=30,
        title="invite a second account",
        seen=Seen.FEED,
        by="Zed",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("enter_by",),
        also=("addMemberToBoard",),
        play=invite,
    ),
    Road(
        number=31,
        title="an approver leaves the board after approving",
        seen=Seen.SWEEP,
        by=NOBODY,
        mended=Mended.TOLD,
        stands="Approved",
        outcome="seen",
        says=("observed:member", "mary", "not on the board"),
        remark="what was counted while she was there stays; nothing new of hers counts",
        play=leave_after_approving,
    ),
    Road(
        number=31,
        part="b",
        title="an approver who has left the team is still on the board",
        seen=Seen.FEED,
        by="mary",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("left", "until 2020-01-31"),
        rules=RULES.replace('trello = "mary"', 'trello = "mary"\nuntil = 2020-01-31'),
        play=come_back,
    ),
    Road(
        number=32,
        title="a colleague copies my card, so that I am not its author",
        seen=Seen.FEED,
        by="kim",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("author",),
        play=launder_author,
    ),
    Road(
        number=33,
        title="bring the text in by mail",
        seen=Seen.FEED,
        by="kim",
        mended=Mended.BACK,
        stands="Review",
        outcome=BACK,
        says=("author",),
        remark="whose address it was is the author, whoever wrote the mail",
        play=launder_by_mail,
    ),
    Road(
        number=33,
        part="b",
        title="dictate the text outside of Trello",
        seen=Seen.NEVER,
        mended=Mended.NOT,
        stands="Approved",
        remark="nothing of it is on the board",
        play=hand_over,
    ),
    Road(
        number=34,
        title="two approvers wave each other's posts through",
        seen=Seen.NEVER,
        mended=Mended.NOT,
        stands="Approved",
        remark="each approval is valid; only statistics over the audit show the pair",
        play=stamp_each_other,
    ),
)
