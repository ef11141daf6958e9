"""Names of rules.toml to ids, once: boards, lists and people are pinned at first sight.

A rename, a twin or a look-alike later on never retargets a rule (law 7).
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from rules.book import Book
from rules.facts import BoardList, Member
from syncer.records import Problem


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A board that our token can see."""

    id: str
    name: str
    link: str


def board_pin(name: str, seen: Collection[Candidate]) -> str | Problem:
    """The id of the board that rules.toml calls `name` (its name, short link or id)."""
    exact = [board.id for board in seen if name in (board.id, board.link)]
    found = exact or [board.id for board in seen if board.name == name]
    if len(found) == 1:
        return found[0]
    if found:
        return Problem(
            what=f'rules.toml: two boards are called "{name}".',
            mend="Name the one that is meant by its short link (trello.com/b/<short link>).",
            exit=2,
        )
    return Problem(
        what=f'rules.toml: no board "{name}" is visible to the token in config.toml.',
        mend=_near(name, [board.name for board in seen])
        or "Add syncer's Trello account to that board, or mend the name.",
        exit=2,
    )


def wanted_lists(book: Book, board: str) -> tuple[str, ...]:
    """Every list of a board that rules.toml names, in order of appearance."""
    rules = next(each for each in book.boards if each.name == board)
    names = list(rules.stages)
    for gate in book.gates_on(board):
        names += [*gate.protects, *gate.enter_from]
        names += [] if gate.return_to == "last" else [gate.return_to]
    names += [each.stage for each in book.deadlines if each.board in (None, board)]
    return tuple(dict.fromkeys(names))


def list_pins(
    board: str, wanted: Iterable[str], pinned: Mapping[str, str], there: Mapping[str, BoardList]
) -> dict[str, str] | Problem:
    """Stage name to list id for all `wanted`; the first name that cannot be resolved is told."""
    pins, wanted = dict(pinned), tuple(wanted)
    for name in wanted:
        if name in pins:
            if pins[name] not in there:
                return _vanished(board, name)
            continue
        open_ones = [each.id for each in there.values() if each.name == name and not each.closed]
        if len(open_ones) != 1:
            return _unresolved(board, name, len(open_ones), there)
        pins[name] = open_ones[0]
    # Stages in the order of rules.toml, whatever order they were remembered in.
    return {name: pins[name] for name in dict.fromkeys((*wanted, *pins))}


def person_pins(
    book: Book, pinned: Mapping[str, str], members: Iterable[Member]
) -> tuple[dict[str, str], dict[str, str]]:
    """Person name to member id as far as known, and the pins that are new (keyed by what
    rules.toml says of the person, so that a changed entry is resolved anew)."""
    by_name = {member.username: member.id for member in members}
    by_id = {member.id for member in members}
    who: dict[str, str] = {}
    new: dict[str, str] = {}
    for person in book.people.values():
        key = f"{person.name}={person.trello}"
        wanted = person.trello.removeprefix("@")
        found = pinned.get(key) or (wanted if wanted in by_id else by_name.get(wanted))
        if found:
            who[person.name] = found
            if key not in pinned:
                new[key] = found
    return who, new


def _vanished(board: str, name: str) -> Problem:
    return Problem(
        what=f'Board "{board}": the list known as "{name}" is gone; nothing was touched there.',
        mend=f'Bring it back, or say `syncer pins forget "{board}" "{name}"` to pin another one.',
        exit=2,
    )


def _unresolved(board: str, name: str, count: int, there: Mapping[str, BoardList]) -> Problem:
    if count:
        return Problem(
            what=f'Board "{board}" has {count} open lists called "{name}"; nothing was touched.',
            mend="Rename or archive all but the one that is meant, then run again.",
            exit=2,
        )
    return Problem(
        what=f'rules.toml: board "{board}" has no list "{name}"; nothing was touched there.',
        mend=_near(name, [each.name for each in there.values() if not each.closed])
        or "Make that list, or mend the name in rules.toml.",
        exit=2,
    )


def _near(name: str, others: list[str]) -> str:
    near = difflib.get_close_matches(name, others, n=1)
    return f'Did you mean "{near[0]}"?' if near else ""
