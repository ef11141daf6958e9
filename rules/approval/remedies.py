"""What is to be done about a verdict, and who is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from rules.approval.breakglass import override_of
from rules.approval.codes import because
from rules.approval.hands import is_since
from rules.approval.matter import PATIENCE, Matter
from rules.approval.returns import return_list
from rules.facts import Comment, Happening
from rules.verdict import Mode, Note, Reason, Remedy, Verdict

HOUR = timedelta(hours=1)
"""Returns are counted over so long before a card is frozen."""


@dataclass(frozen=True, kw_only=True)
class Remedied:
    """What enforce would do; one more reason, when it cannot simply be done; where it goes."""

    would: Remedy
    further: tuple[Reason, ...] = ()
    place: str | None = None


@dataclass(frozen=True, kw_only=True)
class Cause:
    """What a decision answers, and who is told."""

    id: str | None = None
    mover: str | None = None


def remedied(
    matter: Matter, verdict: Verdict, reasons: tuple[Reason, ...], notes: Iterable[Note]
) -> Remedied:
    """What enforce would do."""
    if not matter.inside or verdict is Verdict.ALLOW:
        answers = bool(matter.standing.returned) or any(note.answer for note in notes)
        return Remedied(would=Remedy.TELL if answers else Remedy.NONE)
    if verdict is Verdict.UNSURE and matter.gate.on_unsure == "wait":
        return Remedied(would=Remedy.WAIT)
    recent = _recent(matter)
    if matter.standing.frozen or len(recent) >= matter.gate.max_tries:
        return Remedied(would=Remedy.FREEZE, further=(_frozen(matter, len(recent)),))
    place = return_list(matter, frozenset(reason.code for reason in reasons))
    if place is None:
        nowhere = because("nowhere", place=matter.gate.place)
        return Remedied(would=Remedy.TELL, further=(nowhere,))
    return Remedied(would=Remedy.RETURN, place=place)


def _recent(matter: Matter) -> list[datetime]:
    return [at for at in matter.standing.returned if matter.case.at - at < HOUR]


def _frozen(matter: Matter, times: int) -> Reason:
    """Names the other side: whoever brought it in, again and again."""
    brought = [
        each.by or each.app or ""
        for each in matter.moves
        if each.target in matter.protected and not each.by_us
    ]
    others = ", ".join(sorted({who for who in brought[-max(times, 1) :] if who}))
    return because("frozen", times=str(times), others=others, place=matter.gate.place)


def in_mode(would: Remedy, mode: Mode) -> Remedy:
    """What is done of what enforce would do: observe nothing, warn only words."""
    if mode is Mode.OBSERVE:
        return Remedy.NONE
    if mode is Mode.WARN and would in {Remedy.RETURN, Remedy.FREEZE}:
        return Remedy.TELL
    return would


DOUBTS = frozenset({"unknown_author", "unknown_editor"})
"""What may not be blamed while something certain speaks against the card."""


def cause_of(matter: Matter, verdict: Verdict, reasons: Iterable[Reason]) -> Cause:
    """The first thing done that the decision objects to, else how the card came to be as it is.

    Nobody is named while we are unsure, nor of a card that stands outside. Someone who objects
    in a comment is not who is told: that is whoever brought the card in.
    """
    if not matter.inside:
        return Cause()
    arrival = matter.stay.arrival
    found: Happening | None = arrival
    if verdict is not Verdict.ALLOW:
        done = {each.id: each for each in matter.history}
        why = [each for each in reasons if verdict is Verdict.UNSURE or each.code not in DOUBTS]
        named = (done[each.evidence] for each in why if each.evidence in done)
        found = next(named, _latest_edit(matter) if matter.admitted else arrival)
    if found is None or found.by_us:
        return Cause()
    mover = found.by
    if isinstance(found, Comment):
        mover = arrival.by if arrival and not arrival.by_us else matter.case.author
    return Cause(id=found.id, mover=None if verdict is Verdict.UNSURE else mover)


def _latest_edit(matter: Matter) -> Happening | None:
    """What last changed a card that had been let in."""
    since = [e for e in matter.edits if is_since(e, matter.standing, matter.case)]
    return since[-1] if since else None


def again(matter: Matter, would: Remedy) -> datetime | None:
    """When time alone may change the answer: an override ends, patience does, a freeze thaws."""
    moments = [at + HOUR for at in _recent(matter)[:1] if would is Remedy.FREEZE]
    override = override_of(matter)
    if override is not None:
        moments.append(override.until)
    if would is Remedy.WAIT and matter.moves:
        moments.append(matter.moves[-1].at + PATIENCE)
    return min((at for at in moments if at > matter.case.at), default=None)
