"""Are the approvals that the gate asks for there?

N of M: different people, each counted once for one approval that is asked for; someone in two
roles may give both. In a sequence, an approval counts only after all before it were complete.
A card that was let in as it is keeps its approvals, but for those whose comment was edited or
deleted since; and an approval that its label or field newly asks for is asked for then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rules.approval.answer import Answer
from rules.approval.codes import because, noted
from rules.approval.counts import Count, counts_of
from rules.approval.difference import word_difference
from rules.approval.entry import ask_entry
from rules.approval.hands import is_since, is_small
from rules.approval.matter import Matter
from rules.approval.roads import key
from rules.approval.votes import Vote, approval
from rules.facts import Approval, Edit
from rules.rule import When
from rules.verdict import Note, Reason, Step


def ask_approvals(matter: Matter) -> Answer:
    """Have the right people approved exactly this version?"""
    if matter.settled:
        return _kept(matter)
    counts = counts_of(matter)
    open_counts = [c for c in counts if not c.complete and (matter.inside or c.ask.way != "move")]
    return Answer(
        reasons=tuple(reason for count in open_counts for reason in _wanting(matter, count)),
        notes=(*_notes(matter, counts), *_small_edits(matter)),
        approvals=_approvals(matter, counts),
        steps=tuple(_step(count) for count in counts),
    )


def _approvals(matter: Matter, counts: Iterable[Count]) -> tuple[Approval, ...]:
    return tuple(approval(matter, c.ask, vote) for c in counts for vote in c.counted)


def _kept(matter: Matter) -> Answer:
    """It was let in as it is: does its label or a field ask for more since, or is a comment that
    let it in not what it was?"""
    now = matter.version.fingerprint
    rebound = tuple(each for each in matter.standing.approvals if each.fingerprint == now)
    relabelled = any(
        isinstance(each, Edit)
        and (each.what == "labels" or each.what.startswith("field:"))
        and is_since(each, matter.standing, matter.case)
        for each in matter.history
    )
    withdrawn = _withdrawn(matter, rebound)
    if not relabelled and not withdrawn:
        return Answer(approvals=rebound)
    rebound = tuple(each for each in rebound if each.by not in withdrawn)
    asked = {need.role + need.by for need in matter.gate.approvals if need.when != When()}
    asked = asked if relabelled else set()
    counts = [
        c for c in counts_of(matter) if c.ask.role + c.ask.way in asked or c.ask.way in withdrawn
    ]
    fresh = [
        each
        for each in _approvals(matter, counts)
        if each.evidence not in {known.evidence for known in rebound}
    ]
    return Answer(
        reasons=tuple(r for c in counts if not c.complete for r in _wanting(matter, c)),
        approvals=(*rebound, *fresh),
        steps=tuple(_step(count) for count in counts),
    )


def _withdrawn(matter: Matter, counted: Iterable[Approval]) -> frozenset[str]:
    """The ways (comment:/word) of approvals whose comment was edited or deleted since."""
    return frozenset(each.by for each in counted if each.evidence in matter.undone)


def _wanting(matter: Matter, count: Count) -> Iterator[Reason]:
    """Why this approval is not complete."""
    ask, place = count.ask, matter.gate.place
    yield from _stale_reasons(matter, count)
    given = {vote.by for vote in count.counted}
    can = tuple(member for member in matter.eligible(ask.names) if member not in given)
    if not ask.implied or not (count.stale or ask_entry(matter).reasons):
        yield because(
            "approvals",
            role=ask.role,
            have=str(len(given)),
            count=str(ask.count),
            way=ask.way,
            can=can,
            place=place,
        )


def _stale_reasons(matter: Matter, count: Count) -> Iterator[Reason]:
    """One reason for each change, naming all whose approval it spoilt."""
    can = matter.eligible(count.ask.names)
    for edit_id in dict.fromkeys(edit.id if edit else "" for _, edit, _ in count.stale):
        mine = [each for each in count.stale if (each[1].id if each[1] else "") == edit_id]
        approvers = ", ".join(dict.fromkeys(vote.by for vote, _, _ in mine))
        facts = stale_facts(matter, mine[0][1], mine[0][2])
        yield because(
            "stale",
            evidence=edit_id or None,
            can=can,
            place=matter.gate.place,
            approver=approvers,
            **facts,
        )


def stale_facts(matter: Matter, edit: Edit | None, untold: str) -> dict[str, str]:
    """Who changed what, and the words that differ; nobody, when no action tells."""
    let_in, now = matter.admitted, matter.version
    what = edit.what if edit else untold
    if let_in is not None and what in let_in.values:
        difference = word_difference(let_in.values[what], now.values.get(what, ""))
    elif edit is not None:
        difference = word_difference(edit.before or "", edit.after or "")
    else:
        difference = ""
    return {"by": (edit.by or "") if edit else "", "what": what, "difference": difference}


def _notes(matter: Matter, counts: Iterable[Count]) -> Iterator[Note]:
    """What this tick learnt of approvals that no longer count, or were given in haste."""
    for count in counts:
        for vote, edit, untold in count.stale:
            known = any(a.evidence == vote.evidence for a in matter.standing.approvals)
            if known and (edit is None or edit.id in matter.case.new):
                yield noted(
                    "stale_approval",
                    f"{matter.gate.name}:{vote.evidence}:{edit.id if edit else 'seen'}",
                    who=vote.by,
                    answer=not matter.inside,
                    approver=vote.by,
                    **stale_facts(matter, edit, untold),
                )
        for vote in count.counted:
            yield from _haste(matter, vote)


HASTE = 60
"""seconds between someone's change and another's approval that are remarked upon"""


def _haste(matter: Matter, vote: Vote) -> Iterator[Note]:
    """The approver may not have seen the text that they approved."""
    before = [e for e in matter.edits if key(e) < vote.key and e.by and e.by != vote.by]
    if not before or vote.evidence not in matter.case.new:
        return
    edit = before[-1]
    seconds = (vote.key[0] - edit.at).total_seconds()
    if seconds <= HASTE and edit.by:
        yield noted(
            "hasty",
            f"{matter.gate.name}:{vote.evidence}",
            who=vote.by,
            editor=edit.by,
            what=edit.what,
            seconds=str(round(seconds)),
            by=vote.by,
        )


def _small_edits(matter: Matter) -> Iterator[Note]:
    """Changes since it was let in that `may_edit` allows: the approvals moved along."""
    if matter.admitted is None:
        return
    for edit in matter.edits:
        if edit.id in matter.case.new and is_small(edit, matter.gate, matter.people):
            yield noted(
                "small_edit",
                f"{matter.gate.name}:{edit.id}",
                who=edit.by,
                by=edit.by or "",
                what=edit.what,
            )


def _step(count: Count) -> Step:
    ask = count.ask
    under = [Step(rule=v.way, outcome="counts", because=v.by) for v in count.counted]
    under += [
        Step(rule=v.way, outcome="stale", because=f"{v.by}: {e.what if e else untold} changed")
        for v, e, untold in count.stale
    ]
    under += [
        Step(rule=v.way, outcome="does not count", because=f"{v.by}: {why}")
        for v, why in count.flawed
    ]
    return Step(
        rule=f"approvals of {ask.role}",
        outcome="yes" if count.complete else "no",
        because=f"{len(count.counted)} of {ask.count} by {ask.way}",
        under=tuple(under),
    )
