"""One gate's decision on one card: its questions asked, their answers weighed.

    deny    something certain speaks against it. What rests on the feed is certain only while
            the feed is whole. Nothing is certain while the card shows less than its feed tells,
            or more (it came here, and the action that tells how may only be late).
    unsure  nothing certain does, but something could not be found out, or a rule failed.
    allow   every question was answered, and nothing speaks against it.

A question that fails answers with a doubt that names it; so does a gate whose decision could not
be put together. That happens here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rules.approval.answer import Answer
from rules.approval.breakglass import ask_exceptions, lifted
from rules.approval.codes import REASONS, because, told
from rules.approval.content import ask_card, ask_style
from rules.approval.entry import ask_entry
from rules.approval.matter import Matter
from rules.approval.needs import ask_approvals
from rules.approval.objections import ask_objections
from rules.approval.passages import ask_passages
from rules.approval.possible import ask_possible
from rules.approval.remedies import again, cause_of, in_mode, remedied
from rules.approval.replies import ask_replies
from rules.facts import Approval, Version
from rules.verdict import Decision, Place, Reason, Remedy, Step, Verdict

Question = Callable[[Matter], Answer]


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
    "approvals": ask_approvals,
    "objections": ask_objections,
    "exceptions": ask_exceptions,
    "possible": ask_possible,
    "card": ask_card,
    "style": ask_style,
    "replies": ask_replies,
    "passages": ask_passages,
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
    """The answers weighed, and what follows from them."""
    listed = tuple(answers.values())
    verdict, reasons = weighed(
        lifted(matter, tuple(reason for each in listed for reason in each.reasons)),
        lifted(matter, tuple(doubt for each in listed for doubt in each.doubts)),
    )
    notes = tuple({note.key: note for each in listed for note in each.notes}.values())
    remedy = remedied(matter, verdict, reasons, notes)
    cause = cause_of(matter, verdict, reasons)
    mode = matter.gate.mode or matter.book.mode
    arrival = None if matter.admitted else matter.stay.arrival
    return Decision(
        card=matter.case.card.id,
        gate=matter.gate.name,
        verdict=verdict,
        mode=mode,
        remedy=in_mode(remedy.would, mode),
        would=remedy.would,
        inside=matter.inside,
        mover=cause.mover,
        road=str(arrival.how) if arrival else None,
        cause=cause.id,
        return_to=remedy.place,
        version=matter.version,
        reasons=(*reasons, *remedy.further),
        findings=tuple(finding for each in listed for finding in each.findings),
        approvals=_once(approval for each in listed for approval in each.approvals),
        notes=notes,
        trace=tuple(_step(name, answer, matter) for name, answer in answers.items()),
        can=matter.eligible(matter.gate.enter_by),
        kept=matter.admitted is not None,
        again=again(matter, remedy.would),
    )


def _once(approvals: Iterable[Approval]) -> tuple[Approval, ...]:
    """Each yes once, though two questions may have come upon it."""
    return tuple({(each.evidence, each.role, each.by): each for each in approvals}.values())


CLOUDED = frozenset({"snapshot", "unseen", "unpinned"})
"""Doubts about what is there at all."""


def weighed(
    reasons: tuple[Reason, ...], doubts: tuple[Reason, ...]
) -> tuple[Verdict, tuple[Reason, ...]]:
    """The verdict, and all that speaks against allowing, what decided it first."""
    unclear = {doubt.code for doubt in doubts}
    certain = _certain(reasons) if "gap" in unclear else reasons
    if certain and unclear.isdisjoint(CLOUDED):
        return Verdict.DENY, (*reasons, *doubts)
    if reasons or doubts:
        return Verdict.UNSURE, (*doubts, *reasons)
    return Verdict.ALLOW, ()


def _certain(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(reason for reason in reasons if not REASONS[reason.code].feed)


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
