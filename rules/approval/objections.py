"""Who said no: holds and rejections, and who lifted them.

Both are said by `hold_by`, or by whoever may approve when the gate names nobody. A rejection
needs a reason. They outlast changes of the card, and the deletion or editing of the words; they
end when the same person, or another one with the right whom `not_by` does not bar, says so: with
`/unhold`, by approving in a comment, or (rejections only) by bringing the card in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rules.approval.answer import Answer
from rules.approval.codes import because
from rules.approval.commands import FORBIDDING, Command, words_of
from rules.approval.entry import move_approves
from rules.approval.hands import may_act
from rules.approval.matter import Matter
from rules.approval.roads import Key, key
from rules.facts import Happening, Move
from rules.verdict import Reason


@dataclass(frozen=True, kw_only=True)
class Objection:
    """A no that has not been lifted."""

    command: Command

    @property
    def by(self) -> str:
        return self.command.comment.by or ""

    @property
    def key(self) -> Key:
        return key(self.command.comment)


def objectors(matter: Matter) -> tuple[str, ...]:
    """The roles and people who may hold and reject."""
    gate = matter.gate
    roles = (need.role for need in gate.approvals)
    return gate.hold_by or tuple(dict.fromkeys((*roles, *gate.enter_by)))


def ask_objections(matter: Matter) -> Answer:
    """Has someone with the right put it on hold, or asked for changes?"""
    return Answer(reasons=tuple(_reason(matter, each) for each in objections(matter)))


def _reason(matter: Matter, objection: Objection) -> Reason:
    held = objection.command.word == "hold"
    may = matter.eligible(objectors(matter))
    can = tuple(dict.fromkeys((*may, objection.by)))
    return because(
        "held" if held else "rejected",
        evidence=objection.command.comment.id,
        can=can,
        place=matter.gate.place,
        by=objection.by,
        why=objection.command.rest,
    )


def objections(matter: Matter) -> tuple[Objection, ...]:
    """Every no that stands, in the order in which they were said."""
    standing: list[Objection] = []
    for act in _acts(matter):
        if isinstance(act, Move):
            standing = [
                o for o in standing if o.command.word == "hold" or not _lifts(matter, act, o)
            ]
        elif act.word in FORBIDDING:
            if refused(matter, act) == "":
                standing = [
                    o for o in standing if (o.by, o.command.word) != (act.comment.by, act.word)
                ]
                standing.append(Objection(command=act))
        else:
            standing = [o for o in standing if not _lifts(matter, act.comment, o)]
    return tuple(standing)


def _acts(matter: Matter) -> Iterator[Command | Move]:
    """What can say no or take a no back, in order."""
    lifting = {"unhold", "approve", *(word.lower() for word in words_of(matter.gate))}
    acts: list[tuple[Key, Command | Move]] = [
        (key(command.comment), command)
        for command in matter.commands
        if command.word in FORBIDDING
        or (command.word in lifting and command.live and not command.meant)
    ]
    if move_approves(matter):
        ins = (m for m in matter.moves if m.target in matter.protected and not m.by_us)
        acts += [(key(move), move) for move in ins]
    return (act for _, act in sorted(acts, key=lambda pair: pair[0]))


def refused(matter: Matter, command: Command) -> str:
    """Why a hold or a rejection does not count; "" when it does."""
    if command.meant:
        return "unclear"
    if command.word == "reject" and not command.rest:
        return "no_reason"
    return _no_right(matter, command.comment)


def _no_right(matter: Matter, act: Happening) -> str:
    if not may_act(matter.gate, act.app):
        return "automation"
    refusal = matter.people.refusal(act.by or "", objectors(matter), act.at, counted=True)
    return refusal.code if refusal else ""


def _lifts(matter: Matter, act: Happening, objection: Objection) -> bool:
    """Does this act, by this person, take the no back?"""
    if not may_act(matter.gate, act.app) or act.by is None:
        return False
    if act.by == objection.by and not isinstance(act, Move):
        return True
    names = (
        matter.gate.enter_by or objectors(matter) if isinstance(act, Move) else objectors(matter)
    )
    right = matter.people.refusal(act.by, names, act.at) is None
    return right and act.by not in matter.hands.barred
