"""The card that an admin's test describes, and how a test's words are read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from rules.book import Book, Gate
from rules.facts import Attachment, Card, CheckItem, Checklist, Label

CARD = (
    "name",
    "desc",
    "due",
    "labels",
    "members",
    "attachments",
    "fields",
    "checklists",
    "role",
)
DUE = datetime(2100, 1, 1, tzinfo=UTC)


class Misread(Exception):
    """A test cannot be understood; the text says what, and how to write it."""


def words(value: object, where: str) -> tuple[str, ...]:
    """One word, or a list of words."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, Sequence) and all(isinstance(each, str) for each in value):
        return tuple(str(each) for each in value)
    raise Misread(f"{where}: is neither a text nor a list of texts")


def named(book: Book, name: object, where: str) -> str:
    """A person of the rules."""
    if not isinstance(name, str) or name not in book.people:
        known = ", ".join(sorted(book.people))
        raise Misread(f"given.{where}: '{name}' is nobody of [people]: {known}")
    return name


def table(value: object, where: str, pattern: str, more: Sequence[str]) -> Mapping[str, object]:
    """A line read by a pattern, or a table with the pattern's names as keys, and `more`."""
    keys = tuple(re.compile(pattern).groupindex)
    if isinstance(value, str):
        found = re.fullmatch(pattern, value.strip(), re.DOTALL)
        if found:
            return found.groupdict()
    elif isinstance(value, Mapping) and set(keys) <= set(value) <= {*keys, *more}:
        return value
    raise Misread(f"{where}: '{value}' is not understood; a table has {', '.join((*keys, *more))}")


def card_of(book: Book, gate: Gate, given: Mapping[str, object], stage: str) -> Card:
    """The card: as the gate wants it, where the test says nothing."""
    want = gate.require
    labels = given.get("labels", (*want.labels_any[:1], *want.labels_all))
    return Card(
        id="card",
        board=gate.board or "board",
        list=stage,
        name=str(given.get("name", "A post")),
        desc=str(given.get("desc", "")),
        due=DUE if given.get("due", True) else None,
        labels=tuple(Label(id=name, name=name) for name in words(labels, "given.labels")),
        members=_members(book, given.get("members", want.members)),
        attachments=_attachments(given.get("attachments", want.attachments)),
        fields=_fields(given.get("fields", dict.fromkeys(want.fields, "given"))),
        checklists=_checklists(given),
        role=str(given["role"]) if "role" in given else None,
    )


def _members(book: Book, members: object) -> tuple[str, ...]:
    """People by name, or so many of them."""
    if isinstance(members, int):
        return tuple(f"member {number}" for number in range(members))
    return tuple(named(book, name, "members") for name in words(members, "given.members"))


def _attachments(attachments: object) -> tuple[Attachment, ...]:
    """Names, or how many."""
    if isinstance(attachments, int):
        attachments = [f"picture {number}.png" for number in range(attachments)]
    return tuple(
        Attachment(id=name, name=name, url=f"https://example.org/{name}")
        for name in words(attachments, "given.attachments")
    )


def _fields(fields: object) -> dict[str, str]:
    if not isinstance(fields, Mapping):
        raise Misread("given.fields: is no table of names and values")
    return {str(name): str(value) for name, value in fields.items()}


def _checklists(given: Mapping[str, object]) -> tuple[Checklist, ...]:
    """Items by name, true when done; ticked items are there and done."""
    items = given.get("checklists", {})
    if not isinstance(items, Mapping):
        raise Misread('given.checklists: is no table; write { "Item" = true }')
    done = {str(name): bool(value) for name, value in items.items()}
    ticks = given.get("ticks", ())
    for each in ticks if isinstance(ticks, Sequence) else ():
        said = table(each, "given.ticks", r"(?P<by>[^\s:]+):\s*(?P<item>.*)", ("after",))
        done[str(said["item"])] = True
    listed = tuple(CheckItem(id=name, name=name, done=value) for name, value in done.items())
    return (Checklist(id="checklist", name="Checklist", items=listed),) if listed else ()
