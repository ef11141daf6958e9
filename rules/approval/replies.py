"""Answers to what people said to the gate: what was understood, and why it does not count.

Nothing that somebody meant as an approval is passed over in silence.
"""

from __future__ import annotations

from collections.abc import Iterator

from rules.approval import breakglass, objections
from rules.approval.answer import Answer
from rules.approval.asks import asks_of
from rules.approval.codes import noted
from rules.approval.commands import FORBIDDING, Command
from rules.approval.counts import counts_of
from rules.approval.matter import Matter
from rules.approval.roads import key
from rules.approval.votes import votes_on
from rules.verdict import Note


def ask_replies(matter: Matter) -> Answer:
    """What was said to the gate that wants an answer?"""
    return Answer(notes=(*_replies(matter), *_ticks(matter)))


def _replies(matter: Matter) -> Iterator[Note]:
    for command in matter.commands:
        comment = command.comment
        by = comment.by or ""
        if comment.id not in matter.case.new:
            continue
        if command.meant:
            line = f"/{command.word} {command.rest}".strip()
            meant, mark = f"/{command.meant}", f"{comment.id}:{command.word}"
            yield noted("unclear", mark, who=by, answer=True, line=line, by=by, meant=meant)
        elif command.word == "why":
            yield noted("why", comment.id, who=by, answer=True, by=by)
        else:
            yield from _refused(matter, command)


def _refused(matter: Matter, command: Command) -> Iterator[Note]:
    """The answer to a command that does not count; nothing when it does."""
    why, names = _why_not(matter, command)
    if why:
        by = command.comment.by or ""
        yield noted(
            "not_counted",
            f"{matter.gate.name}:{command.word}:{command.comment.id}",
            who=by,
            answer=True,
            command=f"/{command.word}",
            by=by,
            because=why,
            can=", ".join(matter.eligible(names)),
        )


def _why_not(matter: Matter, command: Command) -> tuple[str, tuple[str, ...]]:
    """Why a command does not count ("" when it does), and the roles of those who could."""
    gate, word = matter.gate, command.word
    if word in {"override", "ignore"}:
        by = (gate.override.by if gate.override else ()) if word == "override" else gate.ignore_by
        return breakglass.refused(matter, command), by
    names = objections.objectors(matter)
    if word in {"hold", "reject"}:
        return objections.refused(matter, command), names
    if word == "unhold":
        return ("" if command.live else "edited") or _no_lift(matter, command), names
    return _no_vote(matter, command)


def _no_lift(matter: Matter, command: Command) -> str:
    """Only those who may hold may lift."""
    by = command.comment.by or ""
    refusal = matter.people.refusal(by, objections.objectors(matter), command.comment.at)
    return refusal.code if refusal else matter.hands.barred.get(by, "")


def _no_vote(matter: Matter, command: Command) -> tuple[str, tuple[str, ...]]:
    """Why an approval by comment counts for nothing: neither for what is asked, nor to take
    back somebody's no."""
    why, names = _uncounted(matter, f"comment:/{command.word}", command.comment.id)
    if why == "not_asked" and command.live and _answers_no(matter, command):
        why = _no_lift(matter, command)
    return why, names


def _answers_no(matter: Matter, command: Command) -> bool:
    """Was there a no for it to take back, before it or above it in the same comment?"""
    said = key(command.comment)
    return any(c.word in FORBIDDING and key(c.comment) <= said for c in matter.commands)


def _uncounted(matter: Matter, way: str, evidence: str) -> tuple[str, tuple[str, ...]]:
    asked = [c for c in counts_of(matter) if c.ask.way.lower() == way.lower()]
    names = tuple(name for count in asked for name in count.ask.names)
    if not asked:
        return "not_asked", matter.gate.enter_by
    if any(evidence == vote.evidence for count in asked for vote in count.counted):
        return "", names
    for count in asked:
        if any(evidence == vote.evidence for vote, _, _ in count.stale):
            return "stale", names
        for vote, why in count.flawed:
            if vote.evidence == evidence:
                return why, names
    return "", names


def _ticks(matter: Matter) -> Iterator[Note]:
    """Items that sign something off, ticked by somebody whose tick does not count."""
    ways = dict.fromkeys(ask.way for ask in asks_of(matter) if ask.way.startswith("checklist:"))
    for way in ways:
        for vote in votes_on(matter, way):
            why, names = _uncounted(matter, way, vote.evidence)
            if why not in {"", "unticked"} and vote.evidence in matter.case.new:
                yield noted(
                    "not_counted",
                    f"{matter.gate.name}:tick:{vote.evidence}",
                    who=vote.by,
                    answer=True,
                    command=way,
                    by=vote.by,
                    because=why,
                    can=", ".join(matter.eligible(names)),
                )
