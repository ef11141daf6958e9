"""What a snapshot shows that no action tells: `observed` events, with nobody named as the doer.

Labels, checklist items, members who left, attachments that were renamed: Trello's feed never
lists these (facts: "excluded types"), so the difference between two snapshots is the only witness.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from rules.facts import Board, Card, Edit, Happening, How, Member, Move
from syncer.records import Event, stamp

SLACK = timedelta(minutes=2)
"""An action this much older than the last snapshot may still explain a difference to it: a
snapshot can lag behind the feed (eventual consistency was seen in recordings)."""


def card_differences(
    before: Card | None,
    after: Card,
    told: Sequence[Happening],
    *,
    since: datetime | None,
    now: datetime,
    carried: Mapping[str, Event],
) -> tuple[Event, ...]:
    """Events for what changed on a card and `told` (its whole history) does not explain.

    `carried` maps lists to the action that brought them, with all their cards, to this board:
    Trello writes no action for the cards (recorded), but it does say who moved the list.
    """
    recent = [item for item in told if since is None or item.at >= since - SLACK]
    found: list[Event] = []
    if before is None:
        if after.list in carried:
            found.append(_carried(after, carried[after.list]))
        elif not any(isinstance(item, Move) and item.target == after.list for item in told):
            found.append(_move(after, None, How.UNSEEN, now))
        return tuple(found)
    if before.list != after.list and not _move_told(recent, after.list):
        found.append(_move(after, before.list, How.UNSEEN, now))
    if before.closed and not after.closed and not _move_told(recent, after.list):
        found.append(_move(after, None, How.UNARCHIVED, now))
    old, new = guarded(before), guarded(after)
    untold = (
        what
        for what in sorted(old.keys() | new.keys())
        if old.get(what) != new.get(what) and not _edit_told(recent, what, new.get(what))
    )
    found += [_edit(after, what, old.get(what), new.get(what), now) for what in untold]
    return tuple(found)


def guarded(card: Card) -> dict[str, str]:
    """Every part of a card that a gate can guard, as text."""
    parts = {
        "name": card.name,
        "desc": card.desc,
        "due": stamp(card.due) if card.due else "",
        "start": stamp(card.start) if card.start else "",
        "labels": ", ".join(sorted(label.name or label.id for label in card.labels)),
        "members": ", ".join(sorted(card.members)),
        "attachments": "\n".join(sorted(f"{a.name} {a.url}" for a in card.attachments)),
        "checklists": "\n".join(_checklists(card)),
        "cover": card.cover or "",
        "template": "yes" if card.template else "",
    }
    return parts | {f"field:{name}": value for name, value in card.fields.items()}


def board_differences(before: Board, after: Board, now: datetime) -> tuple[Event, ...]:
    """Events for members who came, went or changed rank, and for lists that changed."""
    found: list[Event] = []
    for member in sorted(before.members.keys() | after.members.keys()):
        old, new = before.members.get(member), after.members.get(member)
        if _rank(old) != _rank(new):
            data = {"member": member, "before": _rank(old), "after": _rank(new)}
            data["name"] = (new or old or Member(id=member, username="", name="")).username
            found.append(_observed(after.id, None, "observed:member", data, now))
    for each in sorted(before.lists.keys() | after.lists.keys()):
        was, now_is = before.lists.get(each), after.lists.get(each)
        changes = {
            "name": (was.name if was else None, now_is.name if now_is else None),
            "closed": (was.closed if was else None, now_is.closed if now_is else None),
        }
        changed = {key: list(pair) for key, pair in changes.items() if pair[0] != pair[1]}
        if changed:
            seen: dict[str, Any] = {"list": each, "changed": changed}
            found.append(_observed(after.id, None, "observed:list", seen, now))
    return tuple(found)


def gone_events(
    missing: Iterable[Card], told: Mapping[str, Sequence[str]], now: datetime
) -> tuple[Event, ...]:
    """Events for cards that are no longer there and whose going no action tells. `told` has the
    kinds of actions that were seen, by card."""
    explained = {"deleteCard", "moveCardFromBoard"}
    return tuple(
        _observed(card.board, card.id, "observed:gone", {"name": card.name}, now)
        for card in missing
        if not explained & set(told.get(card.id, ()))
    )


def _checklists(card: Card) -> list[str]:
    lines = []
    for each in card.checklists:
        items = sorted(f"[{'x' if item.done else ' '}] {item.name}" for item in each.items)
        lines.append(f"{each.name}: " + "; ".join(items))
    return sorted(lines)


def _rank(member: Member | None) -> str:
    if member is None:
        return "not on the board"
    return member.kind if member.active else "deactivated"


def _move_told(told: Iterable[Happening], target: str) -> bool:
    return any(isinstance(item, Move) and item.target == target for item in told)


def _edit_told(told: Iterable[Happening], what: str, value: str | None) -> bool:
    edits = [item for item in told if isinstance(item, Edit) and item.what == what]
    if what in {"name", "desc"}:  # the feed carries the new text: it must be this one
        return any(item.after == value for item in edits)
    if what == "checklists":
        return any(not isinstance(item, Move | Edit) for item in told) or bool(edits)
    return bool(edits)


def _move(card: Card, source: str | None, how: How, now: datetime) -> Event:
    data = {"before": source, "after": card.list, "how": str(how)}
    return _observed(card.board, card.id, "observed:move", data, now)


def _carried(card: Card, move: Event) -> Event:
    data = {"before": None, "after": card.list, "how": str(How.WITH_LIST)}
    return Event(
        id=f"{move.id}:{card.id}",
        board=card.board,
        card=card.id,
        kind="observed:move",
        at=move.at,
        by=move.by,
        by_name=move.by_name,
        app=move.app,
        data=data,
    )


def _edit(card: Card, what: str, old: str | None, new: str | None, now: datetime) -> Event:
    data = {"what": what, "before": old, "after": new}
    return _observed(card.board, card.id, "observed:edit", data, now)


def _observed(
    board: str, card: str | None, kind: str, data: dict[str, Any], now: datetime
) -> Event:
    subject = f"{board} {card} {kind} {sorted(data.items())} {stamp(now)}"
    digest = hashlib.sha256(subject.encode()).hexdigest()[:24]
    return Event(
        id=f"observed:{digest}",
        board=board,
        card=card,
        kind=kind,
        at=now,
        observed=True,
        data=data,
    )
