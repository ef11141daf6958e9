"""Tells what a recorded JSON body of Trello's is, by its keys, and reads it with our parsers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from connectors.trello import parse
from connectors.trello.action import parse_action, parse_webhook

Parser = Callable[[Any, str], object]

# The first row whose keys are all there decides.
READ: list[tuple[str, set[str], Parser]] = [
    ("action", {"type", "data", "date"}, parse_action),
    ("custom field value", {"idCustomField", "idModel"}, parse.parse_custom_field_item),
    ("custom field", {"id", "name", "type"}, parse.parse_custom_field),
    ("membership", {"idMember", "memberType"}, parse.parse_membership),
    ("checklist", {"checkItems"}, parse.parse_checklist),
    ("check item", {"idChecklist", "state"}, parse.parse_check_item),
    ("card", {"id", "name", "idList"}, parse.parse_card),
    ("attachment", {"mimeType", "url"}, parse.parse_attachment),
    ("member", {"id", "username"}, parse.parse_member),
    ("list", {"id", "name", "pos", "closed"}, parse.parse_list),
    ("list", {"id", "name", "cards"}, parse.parse_list),
    ("label", {"id", "name", "color"}, parse.parse_label),
    ("board", {"id", "memberships"}, parse.parse_board),
    ("board", {"id", "name", "prefs"}, parse.parse_board),
    ("board", {"id", "name", "actions", "lists"}, parse.parse_board),
    ("board", {"id", "name", "closed"}, parse.parse_board),
]
# What syncer never asks for, or of which it reads nothing.
UNREAD: list[tuple[str, set[str]]] = [
    ("webhook", {"callbackURL", "idModel"}),
    ("token", {"identifier", "permissions"}),
    ("organization", {"displayName"}),
    ("plugin data", {"idPlugin"}),
    ("tick", {"idCheckItem", "state"}),
    ("option", {"value", "color", "pos"}),
    ("value", {"_value"}),
    ("nothing", {"limits"}),
    ("move of many", {"id", "idBoard", "idList", "pos"}),
    ("names", {"id", "name"}),
]


def read(raw: Any, path: str) -> Iterator[tuple[str, object]]:
    """(kind, what the parser made of it) for every object in a body; None for what is not read.
    Raises AssertionError for an object of a kind that nobody knows."""
    if isinstance(raw, list):
        for place, item in enumerate(raw):
            if isinstance(item, str):
                yield "id", None  # as POST …/idLabels answers
            else:
                yield from read(item, f"{path}[{place}]")
    elif isinstance(raw.get("action"), dict):
        yield "webhook post", parse_webhook(raw)
    elif "options" in raw and ("boards" in raw or "cards" in raw):
        yield from read(raw.get("boards", raw.get("cards")), path)
    elif not raw:
        yield "nothing", None
    else:
        yield _one(raw, path)
        if "cards" in raw:
            yield from read(raw["cards"], f"{path}.cards")


def _one(raw: dict[str, Any], path: str) -> tuple[str, object]:
    for kind, keys, parser in READ:
        if keys <= raw.keys():
            return kind, parser(raw, path)
    for kind, keys in UNREAD:
        if keys <= raw.keys():
            return kind, None
    raise AssertionError(f"{path}: nobody knows an object with {sorted(raw)}")


def kinds(raw: Any, path: str) -> Counter[str]:
    """How many objects of each kind a body holds."""
    return Counter(kind for kind, _ in read(raw, path))
