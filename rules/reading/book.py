"""rules.toml -> Book."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar
from zoneinfo import ZoneInfo, available_timezones

from rules.book import Book
from rules.reading.deadlines import check_deadlines
from rules.reading.foreign import NO_FOLDERS, Folders, foreign
from rules.reading.gates import check_gates
from rules.reading.known import known_names
from rules.reading.meaning import hash_of
from rules.reading.messages import check_messages
from rules.reading.page import SPECIAL, Page
from rules.reading.people import check_boards, check_people, check_roles
from rules.reading.problems import did_you_mean
from rules.reading.style import check_style, packed
from rules.reading.toml import Toml
from rules.reading.typed import Entry, Reader
from rules.rule import Rule

T = TypeVar("T")

VERSION = 1


def read_book(
    text: str,
    file: str = "rules.toml",
    *,
    folders: Folders = NO_FOLDERS,
    templates: Mapping[str, Collection[str]] | None = None,
) -> Book:
    """Read the text of a rules.toml.

    `file` is how problems call it. `folders` gives the files of each folder that `styles` names.
    `templates` maps the keys that [messages] may have to their placeholders; without it they are
    not looked up.

    Raises:
        Problems: everything that is wrong with it, at once.
    """
    toml = Toml(text, file)
    page: Page = Reader(toml, SPECIAL).table(Page, toml.data, ())
    borrowed, notes = foreign(toml, page, folders)
    style = (*packed(toml, page), *borrowed, *_values(page.style))
    _check(toml, page, style, templates)
    toml.settle()
    book = _book(page, style, notes)
    return replace(book, hash=hash_of(book))


def _check(
    toml: Toml,
    page: Page,
    style: Collection[Rule],
    templates: Mapping[str, Collection[str]] | None,
) -> None:
    """Note whatever is well typed and makes no sense."""
    known = known_names(toml, page)
    _check_top(toml, page)
    check_people(toml, page, known)
    check_roles(toml, page, known)
    check_boards(toml, page, known)
    check_gates(toml, page, known, {rule.set for rule in style})
    check_style(toml, page, known)
    check_deadlines(toml, page, known)
    check_messages(toml, page, templates)


def _check_top(toml: Toml, page: Page) -> None:
    if page.version is None and toml.sound(("version",)):
        toml.wrong(("version",), "is missing", f"add version = {VERSION}")
    elif page.version not in (None, VERSION):
        hint = "this syncer reads version 1; a newer file needs a newer syncer"
        toml.wrong(("version",), f"must be {VERSION}, not {page.version}", hint)
    try:
        ZoneInfo(page.timezone)
    except (LookupError, ValueError, OSError):
        hint = did_you_mean(page.timezone, available_timezones())
        toml.wrong(("timezone",), f"unknown time zone '{page.timezone}'", hint)


def _book(page: Page, style: tuple[Rule, ...], notes: tuple[str, ...]) -> Book:
    return Book(
        version=VERSION,
        timezone=page.timezone,
        language=page.language,
        mode=page.mode,
        brake=page.brake,
        people=_by_name(page.people),
        roles=_by_name(page.roles),
        boards=_values(page.board),
        gates=_values(page.gate),
        style=style,
        deadlines=_values(page.deadline),
        library=page.library,
        messages=page.messages,
        notes=notes,
    )


def _values(entries: tuple[Entry[T], ...]) -> tuple[T, ...]:
    return tuple(entry.value for entry in entries)


def _by_name(entries: Mapping[str, Entry[T]]) -> Mapping[str, T]:
    return MappingProxyType({name: entry.value for name, entry in entries.items()})
