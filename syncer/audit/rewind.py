"""A card as it was before an event, by what the event says of the past. Pure.

An `updateCard` carries the old value in `data.old` and the new one in `data.card` (recorded), so
the past of a card's text can be read backwards from what it is now. Where what an event made is
not what was found after it, something happened that no event tells: that is a gap, and it is named.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from rules.facts import Attachment, Card, CheckItem, Checklist, Label
from syncer.records import Event


@dataclass(frozen=True, kw_only=True)
class Undone:
    """The card before the event; `gap` says what does not fit, "" when all does."""

    card: Card
    gap: str = ""


def undo(card: Card, event: Event, labels: Mapping[str, Label]) -> Undone:
    """The card as it was just before `event`, given how it was just after. `labels` are the
    board's, by id. An event that changes no part of the card leaves it as it is."""
    make = _UNDO.get(event.kind)
    return make(card, event.data, labels) if make else Undone(card=card)


_Labels = Mapping[str, Label]


def _update(card: Card, data: Mapping[str, Any], labels: _Labels) -> Undone:
    old, new = data.get("old") or {}, data.get("card") or {}
    gaps: list[str] = []
    for key, value in old.items():
        named = _FIELDS.get(key)
        if named is None:
            continue
        field, read = named
        if key in new and key != "pos" and not _same(read(new[key], labels), getattr(card, field)):
            gaps.append(f"{field} was changed in between")
        card = replace(card, **{field: read(value, labels)})
    return Undone(card=card, gap=", ".join(gaps))


def _same(made: Any, found: Any) -> bool:
    if isinstance(made, tuple) and isinstance(found, tuple):
        return {each.id for each in made} == {each.id for each in found}
    return bool(made == found)


def _moment(value: Any, _labels: _Labels) -> datetime | None:
    if not isinstance(value, str) or not value:
        return None
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _label_list(value: Any, labels: _Labels) -> tuple[Label, ...]:
    given = value if isinstance(value, list) else []
    ids = [each for each in given if isinstance(each, str)]
    return tuple(labels.get(each) or Label(id=each, name=each) for each in ids)


_FIELDS: Mapping[str, tuple[str, Callable[[Any, _Labels], Any]]] = {
    "name": ("name", lambda value, _: str(value or "")),
    "desc": ("desc", lambda value, _: str(value or "")),
    "due": ("due", _moment),
    "start": ("start", _moment),
    "dueComplete": ("due_complete", lambda value, _: bool(value)),
    "closed": ("closed", lambda value, _: bool(value)),
    "isTemplate": ("template", lambda value, _: bool(value)),
    "idList": ("list", lambda value, _: str(value)),
    "pos": ("pos", lambda value, _: float(value) if isinstance(value, int | float) else 0.0),
    "idAttachmentCover": ("cover", lambda value, _: str(value) if value else None),
    "idLabels": ("labels", _label_list),
}


def _attached(card: Card, data: Mapping[str, Any], _labels: _Labels) -> Undone:
    part = data.get("attachment") or {}
    left = tuple(each for each in card.attachments if each.id != part.get("id"))
    gap = "" if len(left) < len(card.attachments) else "an attachment is gone and nothing says how"
    return Undone(card=replace(card, attachments=left), gap=gap)


def _detached(card: Card, data: Mapping[str, Any], _labels: _Labels) -> Undone:
    part = data.get("attachment") or {}
    lost = Attachment(
        id=str(part.get("id")), name=str(part.get("name") or ""), url=str(part.get("url") or "")
    )
    return Undone(card=replace(card, attachments=(*card.attachments, lost)))


def _joined(card: Card, data: Mapping[str, Any], _labels: _Labels) -> Undone:
    member = data.get("idMember") or (data.get("member") or {}).get("id")
    left = tuple(each for each in card.members if each != member)
    return Undone(card=replace(card, members=left))


def _parted(card: Card, data: Mapping[str, Any], _labels: _Labels) -> Undone:
    member = data.get("idMember") or (data.get("member") or {}).get("id")
    there = card.members if member in card.members else (*card.members, str(member))
    return Undone(card=replace(card, members=there))


def _ticked(card: Card, data: Mapping[str, Any], _labels: _Labels) -> Undone:
    item = data.get("checkItem") or {}
    done = item.get("state") == "complete"

    def before(each: CheckItem) -> CheckItem:
        return replace(each, done=not done) if each.id == item.get("id") else each

    lists = tuple(replace(each, items=tuple(map(before, each.items))) for each in card.checklists)
    return Undone(card=replace(card, checklists=lists))


def _listed(card: Card, data: Mapping[str, Any], _labels: _Labels) -> Undone:
    part = data.get("checklist") or {}
    left = tuple(each for each in card.checklists if each.id != part.get("id"))
    return Undone(card=replace(card, checklists=left))


def _unlisted(card: Card, data: Mapping[str, Any], _labels: _Labels) -> Undone:
    part = data.get("checklist") or {}
    lost = Checklist(id=str(part.get("id")), name=str(part.get("name") or ""))
    gap = "a checklist was taken away; its items are not known"
    return Undone(card=replace(card, checklists=(*card.checklists, lost)), gap=gap)


def _custom(card: Card, data: Mapping[str, Any], _labels: _Labels) -> Undone:
    name = str((data.get("customField") or {}).get("name") or "?")
    old = (data.get("old") or {}).get("value")
    values = {key: value for key, value in card.fields.items() if key != name}
    if isinstance(old, Mapping) and old:
        values[name] = ", ".join(str(value) for _key, value in sorted(old.items()))
    return Undone(card=replace(card, fields=values))


def _seen_move(card: Card, data: Mapping[str, Any], _labels: _Labels) -> Undone:
    before = data.get("before")
    return Undone(card=replace(card, list=str(before)) if before else card)


def _seen_edit(card: Card, data: Mapping[str, Any], labels: _Labels) -> Undone:
    """A difference between two snapshots (intake.differences), values as text."""
    what, before = data.get("what"), data.get("before") or ""
    if what in ("name", "desc", "due", "start"):
        value: Any = before if what in ("name", "desc") else _moment(before, labels)
        return Undone(card=replace(card, **{what: value}))
    if what == "members":
        members = tuple(part for part in before.split(", ") if part)
        return Undone(card=replace(card, members=members))
    if what == "labels":
        known = {label.name or label.id: label for label in labels.values()}
        names = [part for part in before.split(", ") if part]
        found = tuple(known.get(name) or Label(id=name, name=name) for name in names)
        return Undone(card=replace(card, labels=found))
    if isinstance(what, str) and what.startswith("field:"):
        name = what.removeprefix("field:")
        values = {key: value for key, value in card.fields.items() if key != name}
        return Undone(card=replace(card, fields=values | ({name: before} if before else {})))
    return Undone(card=card, gap=f"what the {what} were before is known as text only")


_UNDO: Mapping[str, Callable[[Card, Mapping[str, Any], _Labels], Undone]] = {
    "updateCard": _update,
    "addAttachmentToCard": _attached,
    "deleteAttachmentFromCard": _detached,
    "addMemberToCard": _joined,
    "removeMemberFromCard": _parted,
    "updateCheckItemStateOnCard": _ticked,
    "addChecklistToCard": _listed,
    "removeChecklistFromCard": _unlisted,
    "updateCustomFieldItem": _custom,
    "observed:move": _seen_move,
    "observed:edit": _seen_edit,
}
KINDS = tuple(kind for kind in _UNDO if not kind.startswith("observed:"))
"""The types of actions that can be undone."""
