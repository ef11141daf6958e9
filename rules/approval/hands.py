"""Whose hands were on a post: which changes count, and who therefore may not approve it.

    author       who made the card, or the card that it was copied or converted from.
    contributor  everyone who changed a guarded field since the card was last let in, by any
                 gate-keeping of this gate; before that first time its author too, since writing
                 the first text is the first contribution; and those whom the case adds (hands on
                 the cards that it was copied from).
    last_editor  the last who changed a guarded field; the author when nobody has.

A change that nobody is named for may have been anyone's, so where `not_by` asks for contributors
or the last editor it makes the gate unsure, until the feed names someone or a person overrides.
A change that nobody can see (spaces at line ends, zero-width characters) is no change, and what
syncer did is nobody's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rules.approval.people import People
from rules.approval.version import seen
from rules.book import Gate
from rules.facts import Case, Edit, Happening, Standing


@dataclass(frozen=True, kw_only=True)
class Hands:
    """Who had a hand in the post as it is. `barred` maps member ids to the reason's code."""

    barred: Mapping[str, str]
    unknown: tuple[tuple[str, str, str | None], ...] = ()
    """(code, what, evidence) of hands that nobody is named for"""


def guarded_edits(history: Sequence[Happening], gate: Gate) -> tuple[Edit, ...]:
    """The changes of guarded fields that can be seen and that are not ours."""
    return tuple(
        each
        for each in history
        if isinstance(each, Edit) and not each.by_us and is_guarded(each, gate) and _shows(each)
    )


def is_guarded(edit: Edit, gate: Gate) -> bool:
    return any(covers(guard, edit.what) for guard in gate.guards)


def covers(guard: str, what: str) -> bool:
    """Does a change of `what` touch this guard? One checklist's guard is touched by any."""
    if guard.startswith("checklist:"):
        return what in {"checklists", guard}
    return guard == what


def _shows(edit: Edit) -> bool:
    if edit.before is None or edit.after is None:
        return True
    return seen(edit.before) != seen(edit.after)


def may_act(gate: Gate, app: str | None) -> bool:
    """May this application act in a person's name? A person at a keyboard always may."""
    if app is None or gate.automation == "allow":
        return True
    return gate.automation != "deny" and app in gate.automation


def is_small(edit: Edit, gate: Gate, people: People) -> bool:
    """Is it a change that `may_edit` lets its maker make without asking for a new approval?"""
    if edit.by is None or not may_act(gate, edit.app):
        return False
    for name, fields in gate.may_edit.items():
        allowed = any(covers(field, edit.what) for field in fields)
        if allowed and people.refusal(edit.by, (name,), edit.at) is None:
            return True
    return False


def is_since(happening: Happening, standing: Standing, case: Case) -> bool:
    """Did it happen, or become known, after the card was last let in?"""
    if standing.adopted and standing.admitted_at is None:
        return False
    if happening.id in case.new:
        return True
    if standing.admitted_at is None:
        return standing.admitted is None
    return happening.at > standing.admitted_at


def hands_on(case: Case, gate: Gate, standing: Standing, edits: Sequence[Edit]) -> Hands:
    """Who may not approve this post, and for what reason; `edits` are the guarded ones."""
    barred: dict[str, str] = {}
    unknown: dict[str, tuple[str, str, str | None]] = {}
    recent = [edit for edit in edits if is_since(edit, standing, case)]
    fresh = standing.admitted is None and standing.admitted_at is None
    if "last_editor" in gate.not_by:
        if edits:
            _bar(barred, unknown, edits[-1], "last_editor")
        else:
            _bar_author(barred, unknown, case, "last_editor")
    if "contributor" in gate.not_by:
        for edit in recent:
            _bar(barred, unknown, edit, "contributor")
        barred.update(dict.fromkeys(sorted(case.contributors), "contributor"))
        if fresh:
            _bar_author(barred, unknown, case, "contributor")
    if "author" in gate.not_by:
        _bar_author(barred, unknown, case, "author")
    return Hands(barred=barred, unknown=tuple(unknown.values()))


def _bar(
    barred: dict[str, str], unknown: dict[str, tuple[str, str, str | None]], edit: Edit, code: str
) -> None:
    if edit.by is None:
        unknown[edit.what] = ("unknown_editor", edit.what, edit.id)
    else:
        barred[edit.by] = code


def _bar_author(
    barred: dict[str, str], unknown: dict[str, tuple[str, str, str | None]], case: Case, code: str
) -> None:
    if case.author is None:
        unknown[""] = ("unknown_author", "", None)
    else:
        barred[case.author] = code
