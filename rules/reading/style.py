"""The style rules of a rules.toml: its own and those of built-in packs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rules.reading.known import Known, want_board, want_stages
from rules.reading.page import SPECIAL, Page
from rules.reading.problems import Problems, did_you_mean
from rules.reading.toml import Toml
from rules.reading.typed import Entry, Reader
from rules.rule import Rule

PACKS = Path(__file__).parents[1] / "packs"


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
