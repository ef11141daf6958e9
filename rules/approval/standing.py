"""What the ledger remembers of a card at a gate after a decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from rules.facts import Approval, Case, Standing
from rules.verdict import Decision, Remedy, Verdict

INSTANT = timedelta(microseconds=1)


def standing_after(
    before: Standing, case: Case, decision: Decision, *, legitimate: bool = True
) -> Standing:
    """How the card stands from now on. When it was sent back is noted by who sends it.

    `legitimate` is False while another gate wants the card out of the list that it stands in:
    then that list is not one to send it back to later.
    """
    approvals = _merged(before.approvals, decision.approvals)
    if not decision.inside:
        return replace(
            before,
            last_list=case.card.list if legitimate else before.last_list,
            last_pos=case.card.pos if legitimate else before.last_pos,
            admitted=None,
            admitted_list=None,
            admitted_at=_let_in_at(before, case),
            adopted=False,
            approvals=approvals,
            frozen=False,
        )
    if decision.verdict is Verdict.ALLOW:
        return _let_in(before, case, decision, approvals)
    frozen = before.frozen or decision.remedy is Remedy.FREEZE
    if decision.kept:
        dated = _unsettled_from(before, case)
        return replace(before, admitted_at=dated, approvals=approvals, frozen=frozen)
    return replace(
        before, admitted=None, admitted_list=None, adopted=False, approvals=approvals, frozen=frozen
    )


def _let_in(
    before: Standing, case: Case, decision: Decision, approvals: tuple[Approval, ...]
) -> Standing:
    """It may stay. The admission is dated by the newest thing that it was judged on, so that
    what the feed tells later, however old, is known to be news. An override that was not needed
    any more is forgotten, so that its end undoes nothing."""
    return replace(
        before,
        admitted=decision.version,
        admitted_list=case.card.list,
        admitted_at=_seen_up_to(before, case),
        adopted=before.adopted and decision.kept,
        approvals=tuple(a for a in approvals if a.by != "override" or a in decision.approvals),
        frozen=False,
    )


def _let_in_at(before: Standing, case: Case) -> datetime | None:
    """When it was last let in; an admission without a date was before all that is new."""
    if before.admitted_at is not None or before.admitted is None:
        return before.admitted_at
    old = (each.at for each in case.history if each.id not in case.new)
    return max(old, default=datetime.min.replace(tzinfo=UTC))


def _unsettled_from(before: Standing, case: Case) -> datetime | None:
    """The same, before all that was news when it was objected to: that stays news until the
    card may stay, or the objection would end by being looked at twice."""
    let_in = _let_in_at(before, case)
    news = [each.at - INSTANT for each in case.history if each.id in case.new]
    return min((let_in, *news)) if let_in is not None else None


def _seen_up_to(before: Standing, case: Case) -> datetime:
    """The newest moment of the history, as far as it was ever known."""
    known = (before.admitted_at,) if before.admitted_at else ()
    return max((*known, *(each.at for each in case.history)), default=case.at)


def _merged(old: tuple[Approval, ...], new: tuple[Approval, ...]) -> tuple[Approval, ...]:
    """All that were ever counted, the present ones bound to the present version. Stale ones are
    remembered, or nobody could be told that theirs no longer counts."""
    every = {(each.evidence, each.role, each.by): each for each in (*old, *new)}
    return tuple(every.values())
