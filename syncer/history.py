"""Events to happenings: Trello's actions, and differences between snapshots, in the rules' words.

One `updateCard` action carries exactly one changed field in `data.old` (all recordings agree),
but nothing here depends on it. A copied comment (`copyCommentCard`) is nobody's word on this
card, so it is left out: copies never inherit approvals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from rules.facts import Comment, Edit, Happening, How, Move, Tick
from syncer.records import Event

BIRTH_KINDS = {
    "createCard": How.CREATED,
    "copyCard": How.COPIED,
    "convertToCardFromCheckItem": How.CONVERTED,
    "emailCard": How.MAILED,
    "moveCardToBoard": How.CROSSED,
}
GUARD_OF = {
    "name": "name",
    "desc": "desc",
    "due": "due",
    "start": "start",
    "idLabels": "labels",
    "idAttachmentCover": "cover",
    "isTemplate": "template",
}
"""Which guard a field of `data.old` belongs to."""

EDITS = {
    "addAttachmentToCard": ("attachments", "attachment"),
    "deleteAttachmentFromCard": ("attachments", "attachment"),
    "addMemberToCard": ("members", "member"),
    "removeMemberFromCard": ("members", "member"),
    "addChecklistToCard": ("checklists", "checklist"),
    "removeChecklistFromCard": ("checklists", "checklist"),
    "updateChecklist": ("checklists", "checklist"),
    "addLabelToCard": ("labels", "label"),
    "removeLabelFromCard": ("labels", "label"),
}
"""Action types that change a guarded part, with the key that names the part."""


def happenings(events: Iterable[Event]) -> tuple[Happening, ...]:
    """All that happened, oldest first; what a snapshot showed and the feed tells later, once."""
    found = [happening for event in events for happening in _of(event)]
    told = [item for item in found if not item.observed]
    kept = [item for item in found if not (item.observed and _is_told(item, told))]
    return tuple(sorted(kept, key=lambda item: (item.at, item.id)))


def _of(event: Event) -> Iterable[Happening]:
    make = _MAKERS.get(event.kind)
    return make(event, _common(event)) if make else ()


def _common(event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "at": event.at,
        "by": event.by,
        "app": event.app,
        "by_us": event.by_us,
        "observed": event.observed,
    }


def _is_told(seen: Happening, told: Iterable[Happening]) -> bool:
    """Does an action explain what the snapshot showed?"""
    for other in told:
        if other.at > seen.at or type(other) is not type(seen):
            continue
        if isinstance(seen, Edit) and isinstance(other, Edit):
            same = seen.what == other.what and seen.after == other.after
        elif isinstance(seen, Move) and isinstance(other, Move):
            same = seen.target == other.target and seen.source == other.source
        else:
            same = False
        if same and (seen.at - other.at).total_seconds() < 3600:
            return True
    return False


def _birth(event: Event, common: dict[str, Any]) -> Iterable[Happening]:
    parent = _get(event.data, "cardSource", "id")
    yield Move(
        **common, how=BIRTH_KINDS[event.kind], target=_get(event.data, "list", "id"), parent=parent
    )


def _left(_event: Event, common: dict[str, Any]) -> Iterable[Happening]:
    yield Move(**common, how=How.LEFT, source=_get(_event.data, "list", "id"))


def _update(event: Event, common: dict[str, Any]) -> Iterable[Happening]:
    old = event.data.get("old") or {}
    card = event.data.get("card") or {}
    if "idList" in old:
        source = _get(event.data, "listBefore", "id") or old["idList"]
        target = _get(event.data, "listAfter", "id") or card.get("idList")
        yield Move(**common, how=How.MOVED, source=source, target=target)
    if old.get("closed") is True:
        yield Move(**common, how=How.UNARCHIVED, target=_get(event.data, "list", "id"))
    for name, guard in GUARD_OF.items():
        if name in old:
            yield Edit(**common, what=guard, before=_text(old[name]), after=_text(card.get(name)))


def _part(event: Event, common: dict[str, Any]) -> Iterable[Happening]:
    what, key = EDITS[event.kind]
    part = event.data.get(key) or {}
    name = _text(part.get("name") or part.get("id") or event.data.get("idMember"))
    gone = event.kind.startswith(("delete", "remove"))
    yield Edit(**common, what=what, before=name if gone else None, after=None if gone else name)


def _custom(event: Event, common: dict[str, Any]) -> Iterable[Happening]:
    name = _get(event.data, "customField", "name") or "?"
    value = _get(event.data, "customFieldItem", "value")
    before = _get(event.data, "old", "value")
    yield Edit(**common, what=f"field:{name}", before=_text(before), after=_text(value))


def _comment(event: Event, common: dict[str, Any]) -> Iterable[Happening]:
    """What is stored as its text is what was read first; a later edit stands beside it."""
    data = event.data
    first = str(data.get("text") or "")
    now = str(data.get("syncerText", first))
    yield Comment(
        **common,
        text=now,
        edited=bool(data.get("dateLastEdited")),
        gone=bool(data.get("syncerGone")),
        original=first if now != first else None,
    )


def _tick(event: Event, common: dict[str, Any]) -> Iterable[Happening]:
    item = event.data.get("checkItem") or {}
    done = item.get("state") == "complete"
    yield Tick(**common, item=str(item.get("id")), name=str(item.get("name") or ""), done=done)


def _observed_move(event: Event, common: dict[str, Any]) -> Iterable[Happening]:
    how = How(event.data.get("how", How.UNSEEN))
    yield Move(**common, how=how, source=event.data.get("before"), target=event.data.get("after"))


def _observed_edit(event: Event, common: dict[str, Any]) -> Iterable[Happening]:
    data = event.data
    yield Edit(**common, what=data["what"], before=data.get("before"), after=data.get("after"))


_Maker = Callable[[Event, dict[str, Any]], Iterable[Happening]]
_MAKERS: Mapping[str, _Maker] = {
    **dict.fromkeys(BIRTH_KINDS, _birth),
    **dict.fromkeys(EDITS, _part),
    "moveCardFromBoard": _left,
    "updateCard": _update,
    "updateCustomFieldItem": _custom,
    "commentCard": _comment,
    "updateCheckItemStateOnCard": _tick,
    "observed:move": _observed_move,
    "observed:edit": _observed_edit,
}


def _get(data: Mapping[str, Any], *path: str) -> Any:
    """A nested value, None where any step is missing: every nested name is optional."""
    here: Any = data
    for step in path:
        if not isinstance(here, Mapping):
            return None
        here = here.get(step)
    return here


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        return ", ".join(sorted(str(item) for item in value))
    if isinstance(value, Mapping):
        return ", ".join(str(item) for _key, item in sorted(value.items()))
    return str(value)
