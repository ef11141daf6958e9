"""The one living comment of a card: what it says now.

It tells why a card was sent back, ticks off what has been mended since, and ends with a mark by
which syncer finds it again after a lost answer. It is rewritten only when its text changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from connectors.trello.text import fit, quote
from rules.approval.codes import NOTES, REASONS
from rules.verdict import Decision, Level, Reason, Remedy, Verdict
from syncer.judge.scene import Scene
from syncer.marks import comment_mark
from syncer.store.codec import plain


def episode_of(decision: Decision, scene: Scene) -> dict[str, Any]:
    """What happened, kept so that the comment can be rewritten later."""
    return {
        "gate": decision.gate,
        "mover": decision.mover,
        "from": scene.board.name_of(decision.return_to),
        "remedy": str(decision.remedy),
        "reasons": [plain(reason) for reason in decision.reasons],
        "findings": [plain(finding) for finding in decision.findings],
        "cause": decision.cause,
    }


def write(episode: Mapping[str, Any], decision: Decision, scene: Scene, card: str) -> str:
    """The comment's text: what happened then, how it stands now."""
    lines = [_head(episode, scene), ""]
    lines += [*_reason_lines(episode, decision, scene)]
    lines += [*_finding_lines(episode, decision, scene)]
    lines += [*_answer_lines(episode, scene)]
    lines += ["", _foot(decision, scene), "", f"`{comment_mark(card)}`"]
    return fit("\n".join(lines))


def _head(episode: Mapping[str, Any], scene: Scene) -> str:
    key = {Remedy.RETURN: "returned", Remedy.FREEZE: "frozen"}.get(episode["remedy"], "told")
    return scene.words.say(
        key,
        mover=scene.call(episode["mover"]) if episode["mover"] else scene.words.say("all"),
        list=quote(episode["from"]),
        gate=quote(episode["gate"]),
    )


def _reason_lines(episode: Mapping[str, Any], decision: Decision, scene: Scene) -> Iterable[str]:
    standing = {_reason_key(plain(reason)) for reason in decision.reasons}
    allowed = decision.inside and decision.verdict is Verdict.ALLOW
    for reason in _told(episode["reasons"]):
        moot = allowed or (reason["code"] in FIXABLE and _reason_key(reason) not in standing)
        yield _bullet(_reason_text(reason, scene), done=moot)


def _told(reasons: Sequence[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    """The reasons worth a line: findings speak for "style", and who learns that the move was not
    theirs to make, or came too soon, need not read that the approval by moving is missing."""
    codes = {reason["code"] for reason in reasons}
    for reason in reasons:
        by_move = reason["code"] == "approvals" and reason["facts"].get("way") == "move"
        if reason["code"] != "style" and not (by_move and codes & ABOUT_THE_MOVE):
            yield reason


ABOUT_THE_MOVE = frozenset(
    {"enter_by", "left", "deputy", "automation", "author", "contributor", "last_editor", "stale"}
)
FIXABLE = frozenset({"due", "members", "labels", "checklists", "attachments", "fields"})
"""Reasons that the state of the card can mend; the others are about who moved it, or how."""


def _reason_key(reason: Mapping[str, Any]) -> str:
    return f"{reason['code']} {sorted(reason['facts'].items())}"


def _reason_text(reason: Mapping[str, Any], scene: Scene) -> str:
    code = reason["code"]
    said = scene.words.tell("reason", code, scene.facts(REASONS[code], reason["facts"]))
    can = [scene.name(member) for member in reason["can"]]
    who = scene.words.say("who_can", people=scene.words.join(can)) if can else ""
    return f"{said} {who}".strip()


def _finding_lines(episode: Mapping[str, Any], decision: Decision, scene: Scene) -> Iterable[str]:
    now = {_finding_key(plain(finding)): finding for finding in decision.findings}
    then = {_finding_key(finding): finding for finding in episode["findings"]}
    for key, finding in then.items():
        yield _bullet(_finding_text(finding, scene), done=key not in now)
    for key, fresh in now.items():
        if key not in then:
            yield _bullet(_finding_text(plain(fresh), scene), done=False)


def _answer_lines(episode: Mapping[str, Any], scene: Scene) -> Iterable[str]:
    """Commands and approvals that did not count, each answered."""
    answers = episode.get("answers") or ()
    if answers:
        yield ""
        yield scene.words.say("answered")
    for note in answers:
        facts = scene.facts(NOTES[note["code"]], note["facts"])
        yield _bullet(scene.words.tell("note", note["code"], facts), done=False)


def _finding_key(finding: Mapping[str, Any]) -> str:
    """The same complaint about the same words, wherever they now stand."""
    return "\x1f".join(str(finding[key]) for key in ("set", "rule", "scope", "match", "message"))


def _finding_text(finding: Mapping[str, Any], scene: Scene) -> str:
    """What is wrong, the words quoted, where, how to mend it, under which rule, and why."""
    words = scene.words
    scope, _colon, section = finding["scope"].partition(":")
    where = words.say(
        "where",
        scope=words.scope(scope, quote(section)),
        line=finding["line"],
        column=finding["column"],
    )
    quoted = f"“{quote(finding['match'])}” " if finding["match"].strip() else ""
    parts = [f"**{quote(finding['message'])}** {quoted}{where}"]
    if finding["replacements"]:
        fixes = words.join([f"“{quote(fix)}”" for fix in finding["replacements"][:3]], last="or")
        parts.append(words.say("fix", fixes=fixes))
    parts.append(f"*{finding['set']}.{finding['rule']}, {words.level(finding['level'])}*")
    if finding["link"]:
        parts.append(f"[{words.say('why')}]({finding['link']})")
    return " ".join(parts)


def _bullet(text: str, *, done: bool) -> str:
    return f"- ✓ ~~{text}~~" if done else f"- {text}"


def _foot(decision: Decision, scene: Scene) -> str:
    if decision.inside and decision.verdict is Verdict.ALLOW:
        return scene.words.say("settled", approver=scene.name(decision.mover))
    open_style = any(finding.level is Level.ERROR for finding in decision.findings)
    open_asks = any(_is_open(reason) for reason in decision.reasons)
    # Of a card on its way back we speak as of one that is back: nothing is rewritten then.
    stays = decision.inside and decision.remedy is not Remedy.RETURN
    if stays or open_style or open_asks:
        return scene.words.say("mend")
    approvers = [scene.call(member) for member in decision.can]
    if approvers:
        return scene.words.say("ready", people=scene.words.join(approvers, last="or"))
    return scene.words.say("ready_anybody")


def _is_open(reason: Reason) -> bool:
    """Is there something to be done before anybody moves the card on?"""
    by_word = reason.code == "approvals" and reason.facts.get("way") != "move"
    return by_word or reason.code in FIXABLE
