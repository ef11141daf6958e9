"""The facts that a decision rested on, as the ledger keeps them beside the decision's own trace.

Texts of guarded fields stand in the decision's version; here they are named by their hash.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from rules.facts import Card, Comment, Edit, Happening, Move, Standing, Tick
from rules.verdict import Decision
from syncer.judge.ruling import Ruling
from syncer.records import stamp
from syncer.store.codec import plain


def grounds(ruling: Ruling, decision: Decision) -> dict[str, Any]:
    """Everything that was known and could have mattered; empty parts are left out."""
    case = ruling.case
    found: dict[str, Any] = {
        "judged_at": stamp(case.at),
        "card": card_facts(case.card),
        "happenings": [_happening(item) for item in _relevant(ruling, decision)],
        "author": case.author,
        "contributors": sorted(case.contributors),
        "who": dict(case.who),
        "standing": _standing(case.standing.get(decision.gate, Standing())),
        "gap": case.gap,
        "links": dict(case.links),
        "waived": dict(case.waived),
        "recent": [[card, stamp(at), mark(text)] for card, at, text in case.recent],
        "library": None if case.library is None else mark("\n".join(sorted(case.library))),
    }
    return {name: value for name, value in found.items() if value not in (None, [], {}, "")}


def card_facts(card: Card) -> dict[str, Any]:
    """The card as it stood, its long text by hash."""
    items = [item.done for checklist in card.checklists for item in checklist.items]
    return {
        "list": card.list,
        "name": card.name,
        "desc": mark(card.desc),
        "due": stamp(card.due) if card.due else None,
        "start": stamp(card.start) if card.start else None,
        "closed": card.closed,
        "labels": [label.name or label.color or label.id for label in card.labels],
        "members": list(card.members),
        "attachments": [f"{each.name} {each.url}".strip() for each in card.attachments],
        "ticked": f"{sum(items)}/{len(items)}",
        "fields": dict(card.fields),
    }


def mark(text: str) -> str:
    """Names a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16] if text else ""


def _relevant(ruling: Ruling, decision: Decision) -> Iterator[Happening]:
    """What the decision names as its cause or evidence, and all that was new when it fell."""
    named = {decision.cause, *(each.evidence for each in decision.reasons)}
    named |= {each.evidence for each in decision.approvals} | ruling.case.new
    return (item for item in ruling.case.history if item.id in named)


def _happening(item: Happening) -> dict[str, Any]:
    told: dict[str, Any] = {"id": item.id, "at": stamp(item.at), "by": item.by}
    told |= {key: True for key in ("observed", "by_us") if getattr(item, key)}
    if item.app:
        told["app"] = item.app
    return told | _what(item)


def _what(item: Happening) -> dict[str, Any]:
    match item:
        case Move():
            return {"move": str(item.how), "from": item.source, "to": item.target}
        case Edit():
            return {
                "edit": item.what,
                "before": mark(item.before or ""),
                "after": mark(item.after or ""),
            }
        case Comment():
            return {"comment": item.text, "edited": item.edited, "gone": item.gone}
        case Tick():
            return {"tick": item.name, "done": item.done}
    return {}


def _standing(stands: Standing) -> dict[str, Any]:
    """What the ledger remembered of the card before, versions by their fingerprint."""
    known = plain(stands)
    known.pop("approvals")
    known["admitted"] = stands.admitted.fingerprint if stands.admitted else None
    if stands.last_pos is not None:
        known["last_pos"] = str(stands.last_pos)
    return {key: value for key, value in known.items() if value not in (None, [], False)}
