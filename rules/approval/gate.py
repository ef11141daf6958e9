"""One gate's decision on one card: its questions asked, their answers weighed.

    deny    something certain speaks against it. What rests on the feed is certain only while
            the feed is whole; what rests on the card, only while the card is not behind its feed.
    unsure  nothing certain does, but something could not be found out, or a rule failed.
    allow   every question was answered, and nothing speaks against it.

A question that fails answers with a doubt that names it; so does a gate whose decision could not
be put together. That happens here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta

from rules.approval.answer import Answer
from rules.approval.codes import REASONS, because, told
from rules.approval.content import ask_card, ask_style
from rules.approval.entry import ask_entry
from rules.approval.matter import Matter
from rules.approval.returns import return_list
from rules.facts import Edit, Move, Version
from rules.verdict import Decision, Mode, Place, Reason, Remedy, Step, Verdict

Question = Callable[[Matter], Answer]

HOUR = timedelta(hours=1)


def ask_facts(matter: Matter) -> Answer:
    """Is what is known of the card whole and up to date?"""
    case, place = matter.case, matter.gate.place
    doubts = []
    if case.gap is not None and not matter.settled:
        doubts.append(because("gap", why=case.gap, place=place))
    if matter.lagging is not None:
        doubts.append(because("snapshot", what=matter.lagging, place=place))
    lost = [name for name in matter.gate.protects if name not in case.board.stages]
    if lost and case.board.stage_of(case.card.list) is None:
        doubts.append(because("unpinned", stages=", ".join(lost), place=place))
    return Answer(doubts=tuple(doubts))


QUESTIONS: dict[str, Question] = {
    "facts": ask_facts,
    "entry": ask_entry,
    "card": ask_card,
    "style": ask_style,
}


def decide(matter: Matter) -> Decision:
    """What the gate says of the card. Never raises."""
    answers: dict[str, Answer] = {}
    for name, question in QUESTIONS.items():
        answers[name] = _asked(name, question, matter)
    try:
        return _concluded(matter, answers)
    except Exception as problem:  # noqa: BLE001  law 2: whatever fails, the answer is unsure
        return _undecided(matter, problem)


def _asked(name: str, question: Question, matter: Matter) -> Answer:
    """The answer to one question; when it fails, a doubt."""
    try:
        return question(matter)
    except Exception as problem:  # noqa: BLE001  law 2: a rule that raises makes us unsure
        return Answer(doubts=(_failed(name, problem, matter.gate.place),))


def _failed(rule: str, problem: Exception, place: Place) -> Reason:
    return because("failed", rule=rule, why=f"{type(problem).__name__}: {problem}", place=place)


def _concluded(matter: Matter, answers: dict[str, Answer]) -> Decision:
    verdict, reasons = weighed(answers.values())
    cause = _cause(matter, verdict, reasons)
    would, frozen, place = _remedy(matter, verdict, reasons)
    mode = matter.gate.mode or matter.book.mode
    arrival = matter.stay.arrival
    new_arrival = arrival if arrival is not None and matter.admitted is None else None
    notes = tuple(note for answer in answers.values() for note in answer.notes)
    return Decision(
        card=matter.case.card.id,
        gate=matter.gate.name,
        verdict=verdict,
        mode=mode,
        remedy=in_mode(would, mode),
        would=would,
        inside=matter.inside,
        mover=cause.by if cause else None,
        road=str(new_arrival.how) if new_arrival else None,
        cause=cause.id if cause else None,
        return_to=place,
        version=matter.version,
        reasons=(*reasons, *frozen),
        findings=tuple(f for answer in answers.values() for f in answer.findings),
        approvals=tuple(a for answer in answers.values() for a in answer.approvals),
        notes=notes,
        trace=tuple(_step(name, answer, matter) for name, answer in answers.items()),
        can=matter.eligible(matter.gate.enter_by),
    )


def weighed(answers: Iterable[Answer]) -> tuple[Verdict, tuple[Reason, ...]]:
    """The verdict, and all that speaks against allowing, certain things first."""
    listed = tuple(answers)
    reasons = tuple(reason for answer in listed for reason in answer.reasons)
    doubts = tuple(doubt for answer in listed for doubt in answer.doubts)
    unclear = {doubt.code for doubt in doubts}
    if "snapshot" in unclear:
        return Verdict.UNSURE, (*doubts, *reasons)
    certain = reasons if "gap" not in unclear else _certain(reasons)
    if certain:
        return Verdict.DENY, (*reasons, *doubts)
    if reasons or doubts:
        return Verdict.UNSURE, (*doubts, *reasons)
    return Verdict.ALLOW, ()


def _certain(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(reason for reason in reasons if not REASONS[reason.code].feed)


def _cause(matter: Matter, verdict: Verdict, reasons: tuple[Reason, ...]) -> Edit | Move | None:
    """What the decision answers: the first thing done that it objects to, else how the card
    came. Nobody is named while we are unsure, nor of a card that stands outside."""
    if not matter.inside:
        return None
    done = {each.id: each for each in matter.history if isinstance(each, Edit | Move)}
    if verdict is not Verdict.ALLOW:
        named = (done[r.evidence] for r in reasons if r.evidence in done)
        found = next(named, matter.stay.arrival)
    else:
        found = matter.stay.arrival
    if found is None or found.by_us:
        return None
    return replace(found, by=None) if verdict is Verdict.UNSURE else found


def _remedy(
    matter: Matter, verdict: Verdict, reasons: tuple[Reason, ...]
) -> tuple[Remedy, tuple[Reason, ...], str | None]:
    """What enforce would do, a further reason when that is to freeze, and where it would go."""
    if not matter.inside or verdict is Verdict.ALLOW:
        answered = bool(matter.standing.returned)
        return (Remedy.TELL if answered else Remedy.NONE), (), None
    if verdict is Verdict.UNSURE and matter.gate.on_unsure == "wait":
        return Remedy.WAIT, (), None
    recent = [at for at in matter.standing.returned if matter.case.at - at < HOUR]
    if matter.standing.frozen or len(recent) >= matter.gate.max_tries:
        return Remedy.FREEZE, (_frozen(matter, len(recent)),), None
    place = return_list(matter, frozenset(reason.code for reason in reasons))
    if place is None:
        return Remedy.TELL, (because("nowhere", place=matter.gate.place),), None
    return Remedy.RETURN, (), place


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


def _step(name: str, answer: Answer, matter: Matter) -> Step:
    under = tuple(
        Step(rule=reason.code, outcome=outcome, because=told(reason), place=reason.place)
        for outcome, reasons in (("no", answer.reasons), ("unsure", answer.doubts))
        for reason in reasons
    )
    outcome = "no" if answer.reasons else "unsure" if answer.doubts else "yes"
    doc = (QUESTIONS[name].__doc__ or "").strip()
    return Step(
        rule=name,
        outcome=outcome,
        because=doc,
        place=matter.gate.place,
        under=(*answer.steps, *under),
    )


def _undecided(matter: Matter, problem: Exception) -> Decision:
    """The decision when none could be put together."""
    reason = _failed("gate", problem, matter.gate.place)
    mode = matter.gate.mode or matter.book.mode
    stages = matter.case.board.stages
    return Decision(
        card=matter.case.card.id,
        gate=matter.gate.name,
        verdict=Verdict.UNSURE,
        mode=mode,
        remedy=in_mode(Remedy.WAIT, mode),
        would=Remedy.WAIT,
        inside=matter.case.card.list in {stages.get(name) for name in matter.gate.protects},
        mover=None,
        road=None,
        cause=None,
        return_to=None,
        version=Version(fingerprint="", values={}),
        reasons=(reason,),
        trace=(Step(rule="gate", outcome="unsure", because=told(reason), place=reason.place),),
    )
