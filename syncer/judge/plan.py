"""The plan for one card: pure values that settle writes down in one transaction.

Entries go to the ledger, deliveries to the outbox, standings and the talk are what is remembered
of the card from now on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from rules.facts import Board, Card, Case, Move, Standing
from rules.verdict import Decision, Note, Remedy, Verdict
from syncer.judge import talk as talking
from syncer.judge.scene import Scene
from syncer.judge.words import Words
from syncer.records import Delivery, Entry, stamp
from syncer.store.codec import plain, to_json
from syncer.store.standing import Talk

SPOKEN = (Remedy.RETURN, Remedy.FREEZE, Remedy.TELL)


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """What the rules said of one card, and what was known of it when they did."""

    case: Case
    decisions: tuple[Decision, ...]
    digests: Mapping[str, str] = field(default_factory=dict)
    """by gate: the digest of the decision that was in force"""
    talk: Talk | None = None

    @property
    def card(self) -> Card:
        return self.case.card

    @property
    def board(self) -> Board:
        return self.case.board

    @property
    def returns(self) -> bool:
        """Would this ruling send the card back?"""
        return any(each.remedy is Remedy.RETURN for each in self.decisions)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a ruling leads to."""

    entries: tuple[Entry, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    standings: Mapping[str, Standing] = field(default_factory=dict)
    talk: Talk | None = None
    unsure: bool = False


def digest(decision: Decision) -> str:
    """Names what a decision says, so that saying it again is known as such."""
    return hashlib.sha256(to_json(replace(decision, trace=(), notes=())).encode()).hexdigest()


def plan(ruling: Ruling, words: Words, now: datetime) -> Plan:
    """Everything that follows from a ruling."""
    news = [each for each in ruling.decisions if is_news(each, ruling)]
    lead = _lead(ruling)
    returns = [_return(ruling, lead)] if lead and lead.remedy is Remedy.RETURN else []
    talk = _talk(ruling, lead, words)
    said = [_comment(ruling, talk, returns)] if talk and talk != ruling.talk else []
    return Plan(
        entries=(
            *_moves(ruling, news),
            *(_decided(ruling, each, now) for each in news),
            *_notes(ruling, now),
        ),
        deliveries=(*returns, *said),
        standings={each.gate: standing_after(ruling, each) for each in ruling.decisions},
        talk=talk,
        unsure=any(each.verdict is Verdict.UNSURE for each in ruling.decisions),
    )


def is_news(decision: Decision, ruling: Ruling) -> bool:
    """Does this decision belong in the ledger? One about a card behind a gate does when it says
    something new, unless it only confirms what stood there already."""
    if not decision.inside or ruling.digests.get(decision.gate) == digest(decision):
        return False
    return decision.verdict is not Verdict.ALLOW or bool(ruling.case.new)


def standing_after(ruling: Ruling, decision: Decision) -> Standing:
    """How the card stands at a gate from now on."""
    before = ruling.case.standing.get(decision.gate, Standing())
    card = ruling.card
    if not decision.inside:
        legit = not ruling.returns
        return replace(
            before,
            last_list=card.list if legit else before.last_list,
            last_pos=card.pos if legit else before.last_pos,
            admitted=None,
            admitted_list=None,
            adopted=False,
            approvals=decision.approvals,
            frozen=False,
        )
    if decision.verdict is Verdict.ALLOW:
        return replace(
            before,
            admitted=decision.version,
            admitted_list=card.list,
            admitted_at=max((item.at for item in ruling.case.history), default=ruling.case.at),
            approvals=decision.approvals,
            frozen=False,
        )
    return replace(before, frozen=before.frozen or decision.remedy is Remedy.FREEZE)


def _lead(ruling: Ruling) -> Decision | None:
    """The decision that is acted upon: the gravest of those behind a gate, or else the one that
    the card's comment is about."""
    order = {Remedy.RETURN: 0, Remedy.FREEZE: 1, Remedy.TELL: 2}
    acted = [each for each in ruling.decisions if each.inside and each.remedy in order]
    if acted:
        return min(acted, key=lambda each: order[each.remedy])
    about = ruling.talk.episode.get("gate") if ruling.talk else None
    answers = (each for each in ruling.decisions if any(note.answer for note in each.notes))
    return next((each for each in ruling.decisions if each.gate == about), next(answers, None))


def _return(ruling: Ruling, lead: Decision) -> Delivery:
    card = ruling.card
    standing = ruling.case.standing.get(lead.gate, Standing())
    target = lead.return_to or card.list
    known = standing.last_pos is not None and standing.last_list == target
    return Delivery(
        key=f"return:{_cause(ruling, lead)}",
        lane=f"card:{card.id}",
        kind="return",
        payload={
            "card": card.id,
            "board": card.board,
            "from": card.list,
            "to": target,
            "pos": standing.last_pos if known else "bottom",
            "seen": seen(card),
            "gate": lead.gate,
            "names": _names(ruling, lead),
        },
    )


def seen(card: Card) -> str:
    """Names the text that was judged: a return is void when it has changed meanwhile."""
    due = stamp(card.due) if card.due else ""
    return hashlib.sha256("\x00".join((card.name, card.desc, due)).encode()).hexdigest()[:16]


def _cause(ruling: Ruling, decision: Decision) -> str:
    """Names what an effect answers: the happening, or the state in which the card was found."""
    cause = decision.cause or f"{digest(decision)[:16]}@{stamp(ruling.case.at)}"
    return f"{decision.card}:{decision.gate}:{cause}:{digest(decision)[:8]}"


def _talk(ruling: Ruling, lead: Decision | None, words: Words) -> Talk | None:
    if lead is None:
        return None
    card = ruling.card.id
    scene = Scene(board=ruling.board, words=words)
    old = ruling.talk
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
    comment = old.comment if old else None
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
            "names": _where(ruling),
        },
        after=next((each.key for each in returns), None),
    )


def _where(ruling: Ruling) -> dict[str, str]:
    """Names of the moment: Trello forgets them with the card."""
    card, board = ruling.card, ruling.board
    return {"board": board.name, "card": card.name, "url": card.url}


def _called(board: Board, member: str | None) -> str:
    found = board.members.get(member or "")
    return (found.name or found.username) if found else ""


def _names(ruling: Ruling, decision: Decision) -> dict[str, str]:
    return _where(ruling) | {
        "actor": _called(ruling.board, decision.mover),
        "from": ruling.board.name_of(ruling.card.list),
        "to": ruling.board.name_of(decision.return_to),
    }


def _people(ruling: Ruling, texts: str) -> dict[str, str]:
    """Names of the members whose ids stand in these texts: ids decide, names are for reading."""
    ids = ruling.board.members
    return {each: _called(ruling.board, each) for each in sorted(ids) if each in texts}


def _moves(ruling: Ruling, news: Iterable[Decision]) -> Iterable[Entry]:
    """The moves that this tick learnt of and that no decision tells already."""
    told = {each.cause for each in news}
    board = ruling.board
    for item in ruling.case.history:
        if not isinstance(item, Move) or item.id not in ruling.case.new:
            continue
        if item.by_us or item.id in told:
            continue
        yield Entry(
            key=f"move:{item.id}",
            kind="move",
            at=item.at,
            board=board.id,
            card=ruling.card.id,
            actor=item.by,
            body={
                "how": str(item.how),
                "observed": item.observed,
                "app": item.app,
                "names": _where(ruling)
                | {
                    "actor": _called(board, item.by),
                    "from": board.name_of(item.source),
                    "to": board.name_of(item.target),
                },
            },
        )


def _decided(ruling: Ruling, decision: Decision, now: datetime) -> Entry:
    cause = next((item for item in ruling.case.history if item.id == decision.cause), None)
    moved = cause if isinstance(cause, Move) else None
    names = _names(ruling, decision)
    names["to"] = ruling.board.name_of(ruling.card.list)
    names["from"] = ruling.board.name_of(moved.source) if moved else ""
    body: dict[str, Any] = plain(decision)
    body |= {
        "names": names,
        "people": _people(ruling, to_json(decision)),
        "rules": ruling.case.rules,
        "return_to_name": _back(ruling, decision),
    }
    return Entry(
        key=f"decision:{_cause(ruling, decision)}",
        kind="decision",
        at=cause.at if cause else now,
        board=ruling.board.id,
        card=decision.card,
        actor=decision.mover,
        body=body,
    )


def _back(ruling: Ruling, decision: Decision) -> str:
    return ruling.board.name_of(decision.return_to) if decision.return_to else ""


def _notes(ruling: Ruling, now: datetime) -> Iterable[Entry]:
    for decision in ruling.decisions:
        for note in decision.notes:
            yield _noted(ruling, decision, note, now)


def _noted(ruling: Ruling, decision: Decision, note: Note, now: datetime) -> Entry:
    return Entry(
        key=f"note:{ruling.card.id}:{note.key}",
        kind="note",
        at=now,
        board=ruling.board.id,
        card=ruling.card.id,
        actor=note.by,
        body={
            "gate": decision.gate,
            "code": note.code,
            "facts": dict(note.facts),
            "names": _where(ruling) | {"actor": _called(ruling.board, note.by)},
            "people": _people(ruling, to_json(note)),
        },
    )
