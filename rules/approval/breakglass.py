"""`/override WHY` and `/ignore RULE WHY`: exceptions that named people make, in the open.

An override is for one card and one version, by someone of the gate's `override.by`, with a
reason, for `override.hours`. While it holds, nothing that was wrong before it keeps the card
out, except what nobody can answer for: a card that shows another's content, a history with a
gap. A hold or a rejection that is said with it or after it stops it. A change of a guarded field
ends it, and so does its time: then the card needs what every card needs.

A waiver lets one version pass one style rule, by someone of `ignore_by`, with a reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from rules.approval.answer import Answer
from rules.approval.codes import noted
from rules.approval.commands import Command
from rules.approval.hands import may_act
from rules.approval.matter import Matter
from rules.approval.objections import objections
from rules.approval.roads import Key, boundary, key
from rules.facts import Approval
from rules.verdict import Note, Reason

UNANSWERABLE = frozenset({"mirror", "gap", "snapshot", "unpinned"})
"""reasons and doubts that no override answers"""


@dataclass(frozen=True, kw_only=True)
class Override:
    """An override that holds."""

    command: Command
    until: datetime

    @property
    def key(self) -> Key:
        return key(self.command.comment)


def override_of(matter: Matter) -> Override | None:
    """The override that holds now, if any."""
    rule = matter.gate.override
    if rule is None:
        return None
    for command in reversed(matter.commands):
        until = command.comment.at + timedelta(hours=rule.hours)
        if command.word == "override" and not refused(matter, command) and until > matter.case.at:
            return Override(command=command, until=until)
    return None


def refused(matter: Matter, command: Command) -> str:
    """Why an override or a waiver does not count; "" when it does."""
    rule = matter.gate.override
    by = (rule.by if rule else ()) if command.word == "override" else matter.gate.ignore_by
    comment = command.comment
    if not by:
        return "not_asked"
    if not command.live:
        return "deleted" if comment.gone else "edited"
    if not may_act(matter.gate, comment.app):
        return "automation"
    known = any(each.evidence == comment.id for each in matter.standing.approvals)
    refusal = matter.people.refusal(comment.by or "", by, comment.at, counted=known)
    if refusal is not None:
        return refusal.code
    return _unfit(matter, command)


def _unfit(matter: Matter, command: Command) -> str:
    """Why the words, or what happened since, make it void."""
    said = key(command.comment)
    if command.word == "ignore" and len(command.rest.split(None, 1)) < 2:
        return "no_reason"
    if not command.rest:
        return "no_reason"
    if command.word == "ignore" and not _names_rule(matter, command.rest.split()[0]):
        return "no_such_rule"
    since = boundary(matter.history)
    if since is not None and said < since:
        return "elsewhere"
    changed = any(key(edit) > said for edit in matter.edits)
    bound = [a for a in matter.standing.approvals if a.evidence == command.comment.id]
    other = any(each.fingerprint != matter.version.fingerprint for each in bound)
    return "stale" if changed or other else ""


def _names_rule(matter: Matter, name: str) -> bool:
    return any(name in {each.name, f"{each.set}.{each.name}"} for each in matter.book.style)


def waivers(matter: Matter) -> dict[str, str]:
    """Style rules waived for this version: name as it was given -> who waived it."""
    said = {
        command.rest.split()[0]: command.comment.by or ""
        for command in matter.commands
        if command.word == "ignore" and not refused(matter, command)
    }
    return {**matter.case.waived, **said}


def ask_exceptions(matter: Matter) -> Answer:
    """Has someone with the right made an exception for this version?"""
    override = override_of(matter)
    approvals = (_approval(matter, override),) if override is not None else ()
    return Answer(approvals=approvals, notes=tuple(_notes(matter, override)))


def _approval(matter: Matter, override: Override) -> Approval:
    comment = override.command.comment
    by = comment.by or ""
    names = matter.gate.override.by if matter.gate.override else ()
    return Approval(
        card=matter.case.card.id,
        gate=matter.gate.name,
        fingerprint=matter.version.fingerprint,
        approver=by,
        role=matter.people.role_of(by, names, comment.at) or ", ".join(names),
        by="override",
        evidence=comment.id,
        at=comment.at,
        rules=matter.case.rules,
    )


def _expired(matter: Matter, held: Approval) -> Note:
    hours = matter.gate.override.hours if matter.gate.override else 0
    until = (held.at + timedelta(hours=hours)).isoformat(timespec="minutes")
    mark = f"{matter.gate.name}:{held.evidence}"
    return noted("override_expired", mark, who=held.approver, by=held.approver, until=until)


def _notes(matter: Matter, override: Override | None) -> Iterator[Note]:
    if override is not None and override.command.comment.id in matter.case.new:
        by = override.command.comment.by or ""
        until = override.until.isoformat(timespec="minutes")
        why = override.command.rest
        mark = f"{matter.gate.name}:{override.command.comment.id}"
        yield noted("override", mark, who=by, answer=True, by=by, until=until, why=why)
    lapsed = matter.lapsed if override is None and matter.inside else None
    if lapsed is not None and lapsed.evidence not in matter.undone:
        yield _expired(matter, lapsed)
    for command in matter.commands:
        new = command.comment.id in matter.case.new
        if command.word == "ignore" and new and not refused(matter, command):
            rule, why = command.rest.split(None, 1)
            by = command.comment.by or ""
            mark = f"{matter.gate.name}:{command.comment.id}:{rule}"
            yield noted("waived", mark, who=by, answer=True, by=by, rule=rule, why=why)


def lifted(matter: Matter, reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """What still speaks against the card when the override that holds, if any, is heard."""
    override = override_of(matter)
    if override is None:
        return reasons
    later = {each.command.comment.id for each in objections(matter) if each.key >= override.key}
    return tuple(r for r in reasons if r.code in UNANSWERABLE or r.evidence in later)
