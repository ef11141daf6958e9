"""The style rules of a rules.toml: its own, those of packs, and those of folders of Vale styles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import Final, TypeAlias

from rules.reading.known import Known, want_board, want_stages
from rules.reading.page import SPECIAL, Page
from rules.reading.places import Path
from rules.reading.problems import Problems, did_you_mean
from rules.reading.toml import Toml
from rules.reading.typed import Entry, Reader
from rules.rule import Rule

PACKS = files("rules") / "packs"

Folders: TypeAlias = Mapping[str, Mapping[str, str]] | Callable[[str], Mapping[str, str]]
"""The files of a folder of Vale styles: path inside the folder -> text. A mapping by the folder's
name as rules.toml gives it, or a function of that name, which raises OSError."""

NO_FOLDERS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Pack:
    """A built-in file of style rules: the keys that it may have."""

    style: tuple[Entry[Rule], ...] = ()


def pack_names() -> tuple[str, ...]:
    """The built-in packs, by name."""
    if not PACKS.is_dir():
        return ()
    found = (file.name for file in PACKS.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml")))


def read_pack(name: str) -> tuple[Rule, ...]:
    """The rules of a built-in pack. Raises Problems."""
    toml = Toml((PACKS / f"{name}.toml").read_text("utf-8"), f"packs/{name}.toml")
    pack: Pack = Reader(toml, SPECIAL).table(Pack, toml.data, ())
    _check_rules(toml, pack.style)
    toml.settle()
    return tuple(entry.value for entry in pack.style)


def packed(toml: Toml, page: Page) -> Iterator[Rule]:
    """The rules of every pack that the page asks for."""
    for index, name in enumerate(page.packs):
        if name not in pack_names():
            hint = did_you_mean(name, pack_names())
            toml.wrong(("packs", index), f"unknown pack '{name}'", hint)
            continue
        try:
            yield from read_pack(name)
        except Problems as found:
            toml.problems.extend(found.problems)


def foreign(toml: Toml, page: Page, folders: Folders) -> tuple[tuple[Rule, ...], tuple[str, ...]]:
    """The rules of every folder of Vale styles that the page names, and what of them could not be
    taken over."""
    for index, folder in enumerate(page.styles):
        if _files(toml, folder, ("styles", index), folders):
            toml.wrong(("styles", index), "folders of Vale styles cannot be read by this version")
    return (), ()


def _files(toml: Toml, folder: str, path: Path, folders: Folders) -> Mapping[str, str]:
    try:
        return folders[folder] if isinstance(folders, Mapping) else folders(folder)
    except (KeyError, OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "no such folder was given"
        toml.wrong(path, f"folder '{folder}' cannot be read: {why}")
        return {}


def check_style(toml: Toml, page: Page, known: Known) -> None:
    """Do the rules that the page itself holds make sense?"""
    _check_rules(toml, page.style)
    for entry in page.style:
        when = entry.value.when
        want_board(toml, known, when.board, (*entry.path, "when", "board"))
        stages = [] if when.stage is None else [when.stage]
        want_stages(toml, known, stages, (*entry.path, "when", "stage"), when.board)


def _check_rules(toml: Toml, entries: tuple[Entry[Rule], ...]) -> None:
    names: set[tuple[str, str]] = set()
    for entry in entries:
        rule, path = entry.value, entry.path
        for key in ("set", "name"):
            if not getattr(rule, key).strip():
                toml.wrong((*path, key), "is empty", "findings are told by set and name")
        if (rule.set, rule.name) in names:
            toml.wrong((*path, "name"), f"set '{rule.set}' has a rule '{rule.name}' already")
        names.add((rule.set, rule.name))
        for index, example in enumerate(rule.test):
            if example.bad is None and example.good is None and toml.sound((*path, "test", index)):
                hint = "give a text that must be found (bad), or one that must not (good)"
                toml.wrong((*path, "test", index), "has neither 'bad' nor 'good'", hint)
