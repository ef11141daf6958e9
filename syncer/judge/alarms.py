"""What the admins are told beside the board: that the brake is on, that a card was frozen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from rules.approval.brake import Braked
from rules.facts import Standing
from rules.verdict import Decision, Remedy
from syncer.judge.braking import movers, name_of
from syncer.judge.court import Court
from syncer.judge.entries import where_of
from syncer.judge.ruling import Ruling
from syncer.notices import notices
from syncer.records import Delivery, stamp


def brake_alarm(court: Court, held: Braked, rulings: Iterable[Ruling]) -> tuple[Delivery, ...]:
    """Once for the same cards."""
    words = court.words
    facts = {
        "count": str(len(held.cards)),
        "limit": str(held.limit),
        "people": words.join(movers(rulings).names) or words.say("somebody"),
    }
    subject = words.say("alarm_brake_subject", **facts)
    text = words.say("alarm_brake", **facts)
    return notices(f"brake:{name_of(held.cards)}", subject, text, court.admins, {})


def freeze_alarms(court: Court, ruling: Ruling) -> tuple[Delivery, ...]:
    """Once for each freeze: no further return follows the last one before it."""
    return tuple(
        sent
        for decision in ruling.decisions
        if decision.remedy is Remedy.FREEZE
        and not (before := ruling.case.standing.get(decision.gate, Standing())).frozen
        for sent in _freeze_alarm(court, ruling, decision, before.returned)
    )


def _freeze_alarm(
    court: Court, ruling: Ruling, decision: Decision, returned: Sequence[datetime]
) -> tuple[Delivery, ...]:
    reason = next(each for each in decision.reasons if each.code == "frozen")
    board, words = ruling.board, court.words
    others = [board.called(each) or each for each in reason.facts["others"].split(", ") if each]
    facts = {
        "card": ruling.card.name,
        "board": board.name,
        "list": board.name_of(ruling.card.list),
        "times": reason.facts["times"],
        "others": words.join(others) or words.say("somebody"),
        "url": ruling.card.url,
    }
    last = stamp(returned[-1]) if returned else ""
    return notices(
        f"freeze:{decision.card}:{decision.gate}:{last}",
        words.say("alarm_freeze_subject", **facts),
        words.say("alarm_freeze", **facts),
        court.admins,
        where_of(ruling),
    )
