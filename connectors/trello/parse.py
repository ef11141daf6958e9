"""Turns Trello's JSON into the records of `wire`. Nothing here sends or waits; what is malformed
raises Garbled with the path to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeVar

from connectors.errors import Garbled
from connectors.trello import piece as pieces
from connectors.trello.action import Action, parse_action
from connectors.trello.piece import Piece
from connectors.trello.wire import (
    Attachment,
    BoardList,
    BoardRead,
    BoardStub,
    Card,
    CheckItem,
    Checklist,
    CustomField,
    CustomFieldItem,
    Label,
    Member,
    Membership,
)

T = TypeVar("T")


def parse_label(raw: Any, path: str = "label") -> Label:
    """One label."""
    piece = Piece(raw, path)
    return Label(id=piece.id(), name=piece.text("name"), color=piece.text("color"))


def parse_member(raw: Any, path: str = "member") -> Member:
    """One member."""
    piece = Piece(raw, path)
    return Member(id=piece.id(), username=piece.text("username"), full_name=piece.text("fullName"))


def parse_membership(raw: Any, path: str = "membership") -> Membership:
    """One membership of a board."""
    piece = Piece(raw, path)
    return Membership(
        member=piece.id("idMember"),
        kind=piece.text("memberType"),
        deactivated=piece.flag("deactivated"),
        unconfirmed=piece.flag("unconfirmed"),
    )


def parse_list(raw: Any, path: str = "list") -> BoardList:
    """One list."""
    piece = Piece(raw, path)
    return BoardList(
        id=piece.id(),
        name=piece.text("name"),
        closed=piece.flag("closed"),
        pos=piece.number("pos"),
        board=piece.text("idBoard"),
    )


def parse_attachment(raw: Any, path: str = "attachment") -> Attachment:
    """One attachment."""
    piece = Piece(raw, path)
    size = piece.number("bytes")
    return Attachment(
        id=piece.id(),
        name=piece.text("name"),
        url=piece.text("url"),
        mime=piece.text("mimeType") or None,
        size=None if size is None else int(size),
        upload=piece.flag("isUpload"),
        date=piece.moment("date"),
        member=piece.text("idMember"),
    )


def parse_check_item(raw: Any, path: str = "checkItem") -> CheckItem:
    """One item of a checklist."""
    piece = Piece(raw, path)
    return CheckItem(
        id=piece.id(),
        name=piece.text("name"),
        state=piece.text("state"),
        due=piece.moment("due"),
        member=piece.text("idMember"),
        pos=piece.number("pos"),
    )


def parse_checklist(raw: Any, path: str = "checklist") -> Checklist:
    """One checklist with its items."""
    piece = Piece(raw, path)
    return Checklist(
        id=piece.id(),
        name=piece.text("name"),
        card=piece.text("idCard"),
        pos=piece.number("pos"),
        items=piece.each("checkItems", parse_check_item),
    )


def parse_custom_field(raw: Any, path: str = "customField") -> CustomField:
    """One custom field's definition."""
    piece = Piece(raw, path)
    options = piece.each("options", _option)
    return CustomField(
        id=piece.id(),
        name=piece.text("name"),
        type=piece.text("type"),
        options=None if options is None else MappingProxyType(dict(options)),
    )


def parse_custom_field_item(raw: Any, path: str = "customFieldItem") -> CustomFieldItem:
    """One custom field's value: `{"value": {"text": …}}`, also with number, checked or date as
    the key, or `{"idValue": …}` for an option."""
    piece = Piece(raw, path)
    value = next(iter((piece.mapping("value") or {}).values()), None)
    return CustomFieldItem(
        field=piece.id("idCustomField"),
        value=str(value).lower() if isinstance(value, bool) else value and str(value),
        option=piece.text("idValue"),
    )


def parse_card(raw: Any, path: str = "card") -> Card:
    """One card with whatever is nested in it."""
    piece = Piece(raw, path)
    cover = piece.part("cover")
    return Card(
        id=piece.id(),
        name=piece.text("name"),
        desc=piece.text("desc"),
        board=piece.text("idBoard"),
        list=piece.text("idList"),
        pos=piece.number("pos"),
        closed=piece.flag("closed"),
        due=piece.moment("due"),
        start=piece.moment("start"),
        due_complete=piece.flag("dueComplete"),
        template=piece.flag("isTemplate"),
        role=piece.text("cardRole"),
        labels=piece.each("labels", parse_label),
        members=piece.texts("idMembers"),
        cover=(cover.text("idAttachment") if cover else None) or piece.text("idAttachmentCover"),
        last_activity=piece.moment("dateLastActivity"),
        short_link=piece.text("shortLink"),
        url=piece.text("shortUrl") or piece.text("url"),
        attachments=piece.each("attachments", parse_attachment),
        checklists=piece.each("checklists", parse_checklist),
        fields=piece.each("customFieldItems", parse_custom_field_item),
        carried=frozenset(piece.raw),
    )


def parse_stub(raw: Any, path: str = "board") -> BoardStub:
    """One board by its own fields."""
    piece = Piece(raw, path)
    return BoardStub(
        id=piece.id(),
        name=piece.text("name"),
        short_link=piece.text("shortLink"),
        closed=piece.flag("closed"),
        organization=piece.text("idOrganization"),
        last_activity=piece.moment("dateLastActivity"),
        index=piece.text("ixUpdate"),
    )


def parse_board(raw: Any, path: str = "board") -> BoardRead:
    """One board with whatever is nested in it. Checklists may be nested in the board; they are
    given to their cards."""
    piece = Piece(raw, path)
    actions = piece.each("actions", parse_action)
    cards = piece.each("cards", parse_card)
    checklists = piece.each("checklists", parse_checklist)
    return BoardRead(
        id=piece.id(),
        stub=parse_stub(raw, path),
        url=piece.text("shortUrl") or piece.text("url"),
        prefs=piece.mapping("prefs"),
        lists=piece.each("lists", parse_list),
        cards=cards if cards is None or checklists is None else _ticked(cards, checklists),
        labels=piece.each("labels", parse_label),
        members=piece.each("members", parse_member),
        memberships=piece.each("memberships", parse_membership),
        custom_fields=piece.each("customFields", parse_custom_field),
        actions=None if actions is None else newest_first(actions),
    )


def parse_each(raw: Any, parse: Callable[[Any, str], T], path: str) -> tuple[T, ...]:
    """A list answer, each item parsed."""
    return pieces.each(raw, parse, path)


def newest_first(actions: Iterable[Action]) -> tuple[Action, ...]:
    """By date, and by id within one instant, so that the order never depends on the answer's;
    each id once."""
    by_id = {action.id: action for action in actions}
    return tuple(sorted(by_id.values(), key=lambda act: (act.date, act.id), reverse=True))


def require(card: Card, keys: frozenset[str], path: str) -> Card:
    """The card itself, if the answer carried all of `keys`. Raises Garbled: a card whose text or
    list is not known must not be judged as if it had none."""
    lacking = keys - card.carried
    if lacking:
        raise Garbled(f"{path} lacks {', '.join(sorted(lacking))}")
    return card


def _ticked(cards: tuple[Card, ...], checklists: tuple[Checklist, ...]) -> tuple[Card, ...]:
    by_card: dict[str | None, list[Checklist]] = {}
    for checklist in checklists:
        by_card.setdefault(checklist.card, []).append(checklist)
    return tuple(
        card
        if card.checklists is not None
        else replace(card, checklists=tuple(by_card.get(card.id, ())))
        for card in cards
    )


def _option(raw: Any, path: str) -> tuple[str, str]:
    piece = Piece(raw, path)
    value: Mapping[str, Any] = piece.mapping("value") or {}
    text = value.get("text")
    return piece.text("id") or piece.id("_id"), text if isinstance(text, str) else ""
