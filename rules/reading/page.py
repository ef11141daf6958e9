"""rules.toml as it is written: its top-level keys, and the forms that are not plain fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, Literal

from rules.book import BoardRules, Brake, Deadline, Gate, Library, Person, Role
from rules.reading.places import Path
from rules.reading.problems import did_you_mean
from rules.reading.typed import BAD, Entry, Reader, Special
from rules.rule import Rule
from rules.style import registry
from rules.verdict import Mode


@dataclass(frozen=True, kw_only=True)
class Page:
    """The top-level keys of rules.toml; a field is a key. `version` is looked at by meaning."""

    version: int | None = None
    timezone: str = "UTC"
    language: Literal["en", "hy"] = "en"
    mode: Mode = Mode.ENFORCE
    brake: Brake = field(default_factory=Brake)
    people: Mapping[str, Entry[Person]] = field(default_factory=dict)
    roles: Mapping[str, Entry[Role]] = field(default_factory=dict)
    board: tuple[Entry[BoardRules], ...] = ()
    gate: tuple[Entry[Gate], ...] = ()
    packs: tuple[str, ...] = ()
    """built-in style sets, by name"""
    styles: tuple[str, ...] = ()
    """folders of Vale styles"""
    style: tuple[Entry[Rule], ...] = ()
    deadline: tuple[Entry[Deadline], ...] = ()
    library: Library | None = None
    messages: Mapping[str, str] = field(default_factory=dict)


def read_person(reader: Reader, value: object, path: Path) -> Any:
    """`[people.ana]`: the key is the name."""
    return reader.table(Person, value, path, given={"name": path[-1]})


def read_role(reader: Reader, value: object, path: Path) -> Any:
    """`creators = ["ana"]`, or a table with deputies and absences."""
    if isinstance(value, list):
        people = reader.read(tuple[str, ...], value, path)
        return Role(name=str(path[-1]), people=people, place=reader.toml.place(path))
    if not isinstance(value, dict):
        reader.toml.wrong(path, "must be a list of people, or a table with people = [...]")
        return BAD
    return reader.table(Role, value, path, given={"name": path[-1]})


def read_rule(reader: Reader, value: object, path: Path) -> Any:
    """`[[style]]`: its kind says which keys it takes."""
    if not isinstance(value, dict):
        return reader.table(Rule, value, path)
    kind = value.get("kind")
    if isinstance(kind, str) and kind in registry.names():
        return reader.table(registry.kind(kind), value, path, besides=("kind",))
    if kind is None:
        reader.toml.wrong(path, "key 'kind' is missing", "it takes " + _kinds())
    elif isinstance(kind, str):
        hint = did_you_mean(kind, registry.names()) or "known: " + _kinds()
        reader.toml.wrong((*path, "kind"), f"unknown kind '{kind}'", hint)
    else:
        reader.read(str, kind, (*path, "kind"))
    return BAD


def _kinds() -> str:
    return ", ".join(sorted(registry.names()))


SPECIAL: Final[Mapping[Any, Special]] = MappingProxyType(
    {Person: read_person, Role: read_role, Rule: read_rule}
)
