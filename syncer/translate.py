"""Trello's words to the rules' words: wire values to cards, rosters and events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from connectors.trello import action as actions
from connectors.trello import wire
from rules.facts import (
    Attachment,
    BoardList,
    Card,
    CheckItem,
    Checklist,
    Label,
    Member,
)
from syncer.records import Event
from syncer.store.boards import Roster


def roster_of(read: wire.BoardRead) -> Roster:
    """Lists and members of a board. Without memberships everyone counts as a normal member."""
    kinds = {each.member: each for each in read.memberships or ()}
    return Roster(
        lists=tuple(board_list(each) for each in read.lists or ()),
        members=tuple(member(each, kinds.get(each.id)) for each in read.members or ()),
    )


def board_list(found: wire.BoardList) -> BoardList:
    """A list of the board."""
    return BoardList(
        id=found.id, name=found.name or "", closed=bool(found.closed), pos=found.pos or 0.0
    )


def member(found: wire.Member, membership: wire.Membership | None) -> Member:
    """Someone on the board, and what they may do there."""
    return Member(
        id=found.id,
        username=found.username or "",
        name=found.full_name or "",
        kind=(membership.kind if membership else None) or "normal",
        active=not (membership and membership.deactivated),
    )


def card_of(
    found: wire.Card, board: str, fields: Iterable[wire.CustomField], before: Card | None = None
) -> Card:
    """A card as it stands. A part that the answer did not carry is what it was `before`."""
    named = {each.id: each for each in fields}
    old = before or Card(id=found.id, board=board, list=found.list or "", name="")
    return Card(
        id=found.id,
        board=found.board or board,
        list=found.list or old.list,
        name=found.name or "",
        desc=found.desc or "",
        due=found.due,
        start=found.start,
        due_complete=bool(found.due_complete),
        closed=bool(found.closed),
        template=bool(found.template),
        role=found.role,
        labels=old.labels if found.labels is None else tuple(map(label, found.labels)),
        members=old.members if found.members is None else found.members,
        attachments=old.attachments
        if found.attachments is None
        else tuple(map(attachment, found.attachments)),
        checklists=old.checklists
        if found.checklists is None
        else tuple(map(checklist, found.checklists)),
        fields=old.fields if found.fields is None else custom_fields(found.fields, named),
        cover=found.cover,
        pos=found.pos if found.pos is not None else old.pos,
        url=found.url
        or (f"https://trello.com/c/{found.short_link}" if found.short_link else old.url),
    )


def label(found: wire.Label) -> Label:
    """A label; a nameless one is known by its colour."""
    return Label(id=found.id, name=found.name or "", color=found.color)


def attachment(found: wire.Attachment) -> Attachment:
    """A file or link."""
    return Attachment(
        id=found.id,
        name=found.name or "",
        url=found.url or "",
        mime=found.mime,
        size=found.size,
    )


def checklist(found: wire.Checklist) -> Checklist:
    """A checklist with its items in Trello's order."""
    items = tuple(
        CheckItem(id=item.id, name=item.name or "", done=item.done) for item in found.items or ()
    )
    return Checklist(id=found.id, name=found.name or "", items=items)


def custom_fields(
    found: Iterable[wire.CustomFieldItem], named: Mapping[str, wire.CustomField]
) -> dict[str, str]:
    """Custom fields by name; an option by its text; emptied ones are left out."""
    values: dict[str, str] = {}
    for item in found:
        field = named.get(item.field)
        name = (field.name if field else None) or item.field
        options = (field.options if field else None) or {}
        value = options.get(item.option, item.option) if item.option else item.value
        if value is not None:
            values[name] = value
    return values


def event_of(found: actions.Action, board: str) -> Event:
    """An action of the feed as an event."""
    data: dict[str, Any] = dict(found.data)
    return Event(
        id=found.id,
        board=found.board or board,
        card=found.card,
        kind=found.type,
        at=found.date,
        by=found.by,
        by_name=found.full_name or found.username or "",
        app=found.app,
        data=data,
    )
