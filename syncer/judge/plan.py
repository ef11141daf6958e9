"""The plan for one card: pure values that settle writes down in one transaction.

Entries go to the ledger, deliveries to the outbox, standings and the talk are what is remembered
of the card from now on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from rules.approval.standing import standing_after
from rules.facts import Standing
from rules.verdict import Decision, Remedy, Verdict
from syncer.judge import talk as talking
from syncer.judge.entries import entries_of, names_of, where_of
from syncer.judge.ruling import Ruling, cause_of, digest
from syncer.judge.scene import Scene
from syncer.judge.words import Words
from syncer.marks import text_mark
from syncer.records import Delivery, Entry, stamp
from syncer.store.codec import plain
from syncer.store.standing import Talk

SPOKEN = (Remedy.RETURN, Remedy.FREEZE, Remedy.TELL)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a ruling leads to."""

    entries: tuple[Entry, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    standings: Mapping[str, Standing] = field(default_factory=dict)
    talk: Talk | None = None
    unsure: bool = False


def plan(ruling: Ruling, words: Words, now: datetime) -> Plan:
    """Everything that follows from a ruling."""
    news = [each for each in ruling.decisions if is_news(each, ruling)]
    lead = _lead(ruling)
    returns = [_return(ruling, lead)] if lead and lead.remedy is Remedy.RETURN else []
    talk = _talk(ruling, lead, words)
    before = ruling.talk.text if ruling.talk else ""
    # A return is always told: its comment may have been deleted since the same was said before.
    said = [_comment(ruling, talk, returns)] if talk and (returns or talk.text != before) else []
    return Plan(
        entries=entries_of(ruling, news, now),
        deliveries=(*returns, *said),
        standings={each.gate: _standing(ruling, each) for each in ruling.decisions},
        talk=talk,
        unsure=any(each.inside and each.verdict is Verdict.UNSURE for each in ruling.decisions),
    )


def is_news(decision: Decision, ruling: Ruling) -> bool:
    """Does this decision belong in the ledger? One about a card behind a gate does when it says
    something new, unless it only confirms what stood there already."""
    if not decision.inside or ruling.digests.get(decision.gate) == digest(decision):
        return False
    return decision.verdict is not Verdict.ALLOW or bool(ruling.case.new)


def _standing(ruling: Ruling, decision: Decision) -> Standing:
    before = ruling.case.standing.get(decision.gate, Standing())
    return standing_after(before, ruling.case, decision, legitimate=not ruling.returns)


def _lead(ruling: Ruling) -> Decision | None:
    """The decision that is acted upon: the gravest of those behind a gate, of several returns the
    one furthest back; or else the one that the card's comment is about."""
    order = {Remedy.RETURN: 0, Remedy.FREEZE: 1, Remedy.TELL: 2}
    acted = [each for each in ruling.decisions if each.inside and each.remedy in order]
    if acted:
        stages = list(ruling.board.stages.values())
        return min(acted, key=lambda each: (order[each.remedy], _depth(each, stages)))
    about = ruling.talk.episode.get("gate") if ruling.talk else None
    answers = (each for each in ruling.decisions if any(note.answer for note in each.notes))
    return next((each for each in ruling.decisions if each.gate == about), next(answers, None))


def _depth(decision: Decision, stages: Sequence[str]) -> int:
    """How early in the board's order it sends the card; a list that is no stage comes last."""
    back = decision.return_to
    return stages.index(back) if back in stages else len(stages)


def _return(ruling: Ruling, lead: Decision) -> Delivery:
    card = ruling.card
    standing = ruling.case.standing.get(lead.gate, Standing())
    target = lead.return_to or card.list
    known = standing.last_pos is not None and standing.last_list == target
    return Delivery(
        key=f"return:{cause_of(ruling, lead)}",
        lane=f"card:{card.id}",
        kind="return",
        payload={
            "card": card.id,
            "board": card.board,
            "from": card.list,
            "to": target,
            "pos": standing.last_pos if known else "bottom",
            "seen": text_mark(card),
            "gate": lead.gate,
            "names": names_of(ruling, lead),
        },
    )


def _talk(ruling: Ruling, lead: Decision | None, words: Words) -> Talk | None:
    if lead is None:
        return None
    card = ruling.card.id
    scene = Scene(board=ruling.board, words=words)
    known = ruling.talk
    old = known if known and known.text else None  # what came to nothing was never said
    fresh = lead.inside and lead.remedy in SPOKEN and lead.verdict is not Verdict.ALLOW
    if not fresh and old is None and not any(note.answer for note in lead.notes):
        return None
    again = old is not None and old.episode.get("cause") == lead.cause and old.open
    if fresh and not (again and lead.remedy is Remedy.TELL):
        episode = talking.episode_of(lead, scene)
    else:
        episode = dict(old.episode) if old else talking.episode_of(lead, scene)
    answers = [plain(note) for note in lead.notes if note.answer]
    episode["answers"] = [*episode.get("answers", ()), *answers][-5:]
    text = talking.write(episode, lead, scene, card)
    settled = lead.inside and lead.verdict is Verdict.ALLOW
    comment = known.comment if known else None
    return Talk(card=card, comment=comment, episode=episode, text=text, open=not settled)


def _comment(ruling: Ruling, talk: Talk, returns: Iterable[Delivery]) -> Delivery:
    text_name = hashlib.sha256(talk.text.encode()).hexdigest()[:12]
    return Delivery(
        key=f"comment:{talk.card}:{text_name}:{stamp(ruling.case.at)}",
        lane=f"card:{talk.card}",
        kind="comment",
        payload={
            "card": talk.card,
            "board": ruling.board.id,
            "text": talk.text,
            "names": where_of(ruling),
        },
        after=next((each.key for each in returns), None),
    )
