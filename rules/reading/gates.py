"""Do the gates of a rules.toml make sense? A gate that anybody can pass, or nobody, does not."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from rules.approval.commands import BUILT_IN
from rules.book import Gate, Need, Require
from rules.reading.known import (
    Known,
    want_board,
    want_doers,
    want_once,
    want_roles,
    want_stages,
)
from rules.reading.movers import check_movers
from rules.reading.page import Page
from rules.reading.places import Path
from rules.reading.problems import did_you_mean
from rules.reading.toml import Toml
from rules.reading.typed import Entry

GUARDS: Final = (
    "name",
    "desc",
    "due",
    "start",
    "labels",
    "members",
    "attachments",
    "checklists",
    "cover",
)
"""what may be guarded, besides one custom field or one checklist"""
NAMED: Final = ("field:", "checklist:")

WAYS: Final = re.compile(r"move|comment:/(?P<word>[A-Za-z][\w-]*)|checklist:\s*\S.*")
TAKEN: Final = BUILT_IN - {"approve"}
"""words that already mean something else in a comment"""


def check_gates(toml: Toml, page: Page, known: Known, sets: Collection[str]) -> None:
    names: set[str] = set()
    for entry in page.gate:
        _check_names(toml, entry, known, sets)
        _check_road(toml, entry, known)
        _check_guards(toml, entry)
        for index, need in enumerate(entry.value.approvals):
            _check_need(toml, entry.value, need, (*entry.path, "approvals", index), known)
        check_movers(toml, entry, known)
        if entry.value.name in names:
            toml.wrong((*entry.path, "name"), f"gate '{entry.value.name}' is here twice")
        names.add(entry.value.name)
    if page.gate and "board" not in toml.data:
        toml.wrong(page.gate[0].path, "no [[board]] is named, so nothing would be watched")


def _check_names(toml: Toml, entry: Entry[Gate], known: Known, sets: Collection[str]) -> None:
    """Whatever the gate names is there."""
    gate, path = entry.value, entry.path
    want_board(toml, known, gate.board, (*path, "board"))
    for key in ("protects", "enter_from"):
        want_stages(toml, known, getattr(gate, key), (*path, key), gate.board)
    for key in ("protects", "enter_from", "enter_by", "not_by", "guards", "style"):
        want_once(toml, getattr(gate, key), (*path, key))
    for key in ("enter_by", "hold_by", "ignore_by"):
        want_doers(toml, known, getattr(gate, key), (*path, key))
    if gate.return_to != "last":
        want_stages(toml, known, [gate.return_to], (*path, "return_to"), gate.board)
    if gate.override is not None:
        want_doers(toml, known, gate.override.by, (*path, "override", "by"))
        if not gate.override.by and toml.sound((*path, "override")):
            toml.wrong((*path, "override", "by"), "is empty: nobody could override")
    for doer in gate.may_edit:
        want_doers(toml, known, [doer], (*path, "may_edit", doer))
    for name in gate.style:
        if name not in sets and toml.sound(("style",)) and toml.sound(("packs",)):
            hint = did_you_mean(name, sets) or "a [[style]] says its own 'set'"
            toml.wrong((*path, "style"), f"unknown style set '{name}'", hint)


def _check_road(toml: Toml, entry: Entry[Gate], known: Known) -> None:
    """What it protects, and where cards come from and go back to."""
    gate, path = entry.value, entry.path
    if not gate.name.strip():
        toml.wrong((*path, "name"), "is empty", "comments and the audit call the gate by it")
    if not gate.protects and toml.sound((*path, "protects")):
        toml.wrong((*path, "protects"), "is empty", "name the stages that the gate guards")
    stages = known.stages(gate.board)
    if known.whole and stages and stages <= set(gate.protects):
        hint = "leave at least one stage outside the gate"
        toml.wrong((*path, "protects"), "is every stage: a card could be sent back nowhere", hint)
    for stage in gate.enter_from:
        if stage in gate.protects:
            hint = "from one protected stage to another only enter_by is asked: leave it out of one"
            toml.wrong((*path, "enter_from"), f"'{stage}' is protected by this gate", hint)
    if gate.return_to in gate.protects:
        message = f"'{gate.return_to}' is protected by this gate"
        toml.wrong((*path, "return_to"), message, 'use "last", or a stage outside the gate')
    asked = gate.enter_by or gate.approvals or gate.style or gate.require != Require()
    if not asked and toml.sound(path):
        hint = "add enter_by, approvals, require or style"
        toml.wrong(path, "asks for nothing, so anybody could pass", hint)


def _check_guards(toml: Toml, entry: Entry[Gate]) -> None:
    gate, path = entry.value, entry.path
    for guard in gate.guards:
        if guard not in GUARDS and not _is_named(guard):
            hint = did_you_mean(guard, (*GUARDS, "field:Name", "checklist:Name"))
            toml.wrong((*path, "guards"), f"unknown field '{guard}'", hint)
    if not toml.sound((*path, "guards")):
        return
    for doer, names in gate.may_edit.items():
        _want_guarded(toml, gate, names, (*path, "may_edit", doer))
    for index, need in enumerate(gate.approvals):
        _want_guarded(toml, gate, need.owns, (*path, "approvals", index, "owns"))


def _is_named(guard: str) -> bool:
    return any(guard.startswith(kind) and guard.removeprefix(kind).strip() for kind in NAMED)


def _want_guarded(toml: Toml, gate: Gate, names: Collection[str], path: Path) -> None:
    for name in names:
        if name not in gate.guards:
            hint = did_you_mean(name, gate.guards) or "add it to guards"
            toml.wrong(path, f"'{name}' is not guarded by this gate", hint)


def _check_need(toml: Toml, gate: Gate, need: Need, path: Path, known: Known) -> None:
    """One approval that the gate asks for."""
    want_roles(toml, known, [need.role], (*path, "role"))
    if need.when.board is not None:
        want_board(toml, known, need.when.board, (*path, "when", "board"))
    if need.when.stage is not None:
        want_stages(toml, known, [need.when.stage], (*path, "when", "stage"), gate.board)
    way = WAYS.fullmatch(need.by)
    if way is None:
        hint = 'use "move", "comment:/approve" or "checklist:Name of the item"'
        toml.wrong((*path, "by"), f"unknown way '{need.by}' to approve", hint)
    elif way["word"] and way["word"].lower() in TAKEN:
        toml.wrong((*path, "by"), f"'/{way['word']}' already means something else", "take another")
    could = known.roles.get(need.role)
    if could and need.count > len(could):
        message = (
            f"{need.count} approvals are asked of '{need.role}', which has {len(could)} people"
        )
        toml.wrong((*path, "count"), message, "lower count or add people to the role")
