"""Who brought the card in, and from where.

Into the gate: by someone of `enter_by`, from a list of `enter_from`, and not by whom `not_by`
bars. Someone is barred from bringing it in where that is an approval: the gate names `enter_by`,
or asks an approval by move, or asks for no approval at all. Where every approval is given by
comment or checklist and anybody may move, moving approves nothing.

From one protected list to another (Approved to Scheduled, or back): by someone of `enter_by`;
where from and whose text it is was settled at the door. Out of the gate: anybody. A way round
that ended where it began counts for nothing here; it is audited as a passage.

How the card came counts for nothing either: created, copied, mailed, converted, brought from
another board, re-opened and dragged are judged alike, and what has no source came from nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence

from rules.approval.answer import Answer
from rules.approval.codes import REASONS, because
from rules.approval.hands import may_act
from rules.approval.matter import PATIENCE, Matter
from rules.approval.roads import REOPENINGS
from rules.facts import How, Move
from rules.verdict import Reason


def ask_entry(matter: Matter) -> Answer:
    """Did the card come to where it stands lawfully?"""
    if not matter.inside:
        return _preview(matter)
    if matter.admitted is not None:
        return _since_admitted(matter)
    arrival = matter.stay.arrival
    if arrival is None or arrival.how is How.UNSEEN:
        return _unexplained(matter, arrival)
    if arrival.by_us:
        return Answer(reasons=(because("ours", evidence=arrival.id),))
    reasons = list(wrong_with(matter, arrival, arriving=True))
    unknown: list[Reason] = []
    for hop in matter.stay.hops:
        if hop.how is How.UNSEEN:
            unknown.append(because("unseen", evidence=hop.id, to=matter.name(hop.target)))
        else:
            reasons += wrong_with(matter, hop, arriving=False)
    return Answer(reasons=tuple(reasons), doubts=(*unknown, *_unknown_hands(matter)))


def wrong_with(matter: Matter, move: Move, *, arriving: bool) -> tuple[Reason, ...]:
    """Why this move was not lawful; nothing when it was."""
    if move.by_us:
        return ()
    return (*_wrong_mover(matter, move, arriving=arriving), *_wrong_source(matter, move, arriving))


def _wrong_mover(matter: Matter, move: Move, *, arriving: bool) -> tuple[Reason, ...]:
    gate, place = matter.gate, matter.gate.place
    by, to = move.by or "", matter.name(move.target)
    can = matter.eligible(gate.enter_by)
    roles = ", ".join(gate.enter_by)
    if not may_act(gate, move.app):
        app = move.app or ""
        return (because("automation", evidence=move.id, can=can, place=place, app=app, by=by),)
    if gate.enter_by:
        refusal = matter.people.refusal(by, gate.enter_by, move.at)
        if refusal is not None:
            known = {"by": by, "to": to, "why": refusal.why, "roles": roles}
            facts = {name: known[name] for name in REASONS[refusal.code].facts}
            return (Reason(code=refusal.code, facts=facts, evidence=move.id, can=can, place=place),)
    barred = matter.hands.barred.get(by) if arriving and move_approves(matter) else None
    if barred is not None:
        return (because(barred, evidence=move.id, can=can, place=place, by=by),)
    return ()


def move_approves(matter: Matter) -> bool:
    """Is bringing a card in an approval of it?"""
    gate = matter.gate
    by_move = any(need.by == "move" for need in gate.approvals)
    return bool(gate.enter_by) or by_move or not gate.approvals


def _wrong_source(matter: Matter, move: Move, arriving: bool) -> tuple[Reason, ...]:
    wanted = matter.gate.enter_from
    if not arriving or not wanted or _from_stage(matter, move.source):
        return ()
    source = matter.name(move.source) if move.source else str(move.how)
    return (
        because(
            "enter_from",
            evidence=move.id,
            place=matter.gate.place,
            source=source,
            wanted=", ".join(wanted),
        ),
    )


def _from_stage(matter: Matter, source: str | None) -> bool:
    stages = matter.case.board.stages
    return source is not None and any(stages.get(name) == source for name in matter.gate.enter_from)


def _preview(matter: Matter) -> Answer:
    """The card stands outside: could it enter from there?"""
    if not matter.gate.enter_from or _from_stage(matter, matter.case.card.list):
        return Answer()
    reason = because(
        "enter_from",
        place=matter.gate.place,
        source=matter.name(matter.case.card.list),
        wanted=", ".join(matter.gate.enter_from),
    )
    return Answer(reasons=(reason,))


def _since_admitted(matter: Matter) -> Answer:
    """It was let in: has it been moved on lawfully since?"""
    home, here = matter.standing.admitted_list, matter.case.card.list
    if home is None or home == here:
        return Answer()
    hops = _since_home([m for m in matter.stay.moves if m.how not in REOPENINGS], home)
    if not hops or any(hop.how is How.UNSEEN for hop in hops):
        return _unexplained(matter, hops[-1] if hops else None)
    reasons = [r for hop in hops for r in wrong_with(matter, hop, arriving=False)]
    return Answer(reasons=tuple(reasons))


def _since_home(moves: Sequence[Move], home: str) -> Sequence[Move]:
    """The moves since it stood where it was let in; all of them, when none tells of that."""
    for at, move in enumerate(moves):
        if move.target == home:
            return moves[at + 1 :]
        if move.source == home:
            return moves[at:]
    return moves


def _unexplained(matter: Matter, move: Move | None) -> Answer:
    """No action tells how it came here. The feed may be late, so there is some patience; then
    the card stands here without anybody's approval, and nobody is accused of it."""
    to = matter.name(matter.case.card.list)
    reason = because("unseen", evidence=move.id if move else None, to=to, place=matter.gate.place)
    last = move or (matter.moves[-1] if matter.moves else None)
    waiting = last is not None and matter.case.at - last.at <= PATIENCE
    return Answer(doubts=(reason,)) if waiting else Answer(reasons=(reason,))


def _unknown_hands(matter: Matter) -> tuple[Reason, ...]:
    """Whose text it is must be known, or nobody can be told apart from its author."""
    place = matter.gate.place
    return tuple(
        Reason(code=code, facts={"what": what} if what else {}, evidence=evidence, place=place)
        for code, what, evidence in matter.hands.unknown
    )
