"""The names that a rules.toml gives, and the checks that another key names one of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from rules.reading.page import Page
from rules.reading.places import Path
from rules.reading.problems import did_you_mean
from rules.reading.toml import Toml


@dataclass(frozen=True, kw_only=True)
class Known:
    """What may be named. A person or role whose own table is wrong is known all the same."""

    people: frozenset[str]
    roles: Mapping[str, frozenset[str]]
    """role -> everybody who can have its rights: people and deputies"""
    boards: Mapping[str, tuple[str, ...]]
    """board -> its stages"""
    whole: bool
    """every [[board]] could be read and is there once: an unknown stage is no stage"""

    def stages(self, board: str | None = None) -> frozenset[str]:
        """The stages of this board, or of every board."""
        if board is not None:
            return frozenset(self.boards.get(board, ()))
        return frozenset(stage for stages in self.boards.values() for stage in stages)

    def who(self, names: Iterable[str]) -> frozenset[str]:
        """The people behind these roles and people."""
        return frozenset().union(*(self.roles.get(name, frozenset({name})) for name in names))


def known_names(toml: Toml, page: Page) -> Known:
    """Gather the names that may be used."""
    roles = {
        name: frozenset((*entry.value.people, *entry.value.deputies))
        for name, entry in page.roles.items()
    }
    boards = {entry.value.name: entry.value.stages for entry in page.board}
    return Known(
        people=frozenset(_keys(toml, "people")),
        roles={name: roles.get(name, frozenset()) for name in _keys(toml, "roles")},
        boards=boards,
        whole=0 < len(boards) == len(page.board) and toml.sound(("board",)),
    )


def _keys(toml: Toml, section: str) -> Collection[str]:
    table = toml.data.get(section)
    return tuple(table) if isinstance(table, dict) else ()


def want_people(toml: Toml, known: Known, names: Iterable[str], path: Path) -> None:
    """Every one of these names must be a person of [people]."""
    _want(toml, known.people, names, path, what="person", where="[people.{}]")


def want_doers(toml: Toml, known: Known, names: Iterable[str], path: Path) -> None:
    """Every one of these names must be a role or a person."""
    everybody = {*known.roles, *known.people}
    _want(toml, everybody, names, path, what="role or person", where="[roles] {} = [...]")


def want_roles(toml: Toml, known: Known, names: Iterable[str], path: Path) -> None:
    """Every one of these names must be a role."""
    _want(toml, known.roles, names, path, what="role", where="[roles] {} = [...]")


def want_board(toml: Toml, known: Known, board: str | None, path: Path) -> None:
    """The board, when one is named, must be one that is watched."""
    if board is not None and toml.sound(("board",)):
        _want(toml, known.boards, [board], path, what="board", where='[[board]] name = "{}"')


def want_stages(
    toml: Toml, known: Known, names: Iterable[str], path: Path, board: str | None = None
) -> None:
    """Every one of these names must be a stage: of that board, when it is known."""
    board = board if board in known.boards else None
    if known.whole:
        what = f"stage of board '{board}'" if board else "stage"
        _want(toml, known.stages(board), names, path, what=what, where="[[board]] stages")


def want_once(toml: Toml, names: Iterable[str], path: Path) -> None:
    """No name may stand twice in a list."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            toml.wrong(path, f"'{name}' stands here twice", "name it once")
        seen.add(name)


def _want(
    toml: Toml,
    known: Collection[str],
    names: Iterable[str],
    path: Path,
    *,
    what: str,
    where: str,
) -> None:
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known) or "add it under " + where.format(name)
            toml.wrong(path, f"unknown {what} '{name}'", hint)
