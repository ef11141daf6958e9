"""What became easier to get past at one gate."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from rules.book import Book, Gate, Need, Require
from rules.rule import When

Loose = tuple[str, str]
"""a code and a line for people"""


def loosened_gate(old: Gate, new: Gate, before: Book, after: Book) -> Iterator[Loose]:
    """Every key of the gate that lets more pass than it did."""
    for look in _LOOKS:
        yield from look(old, new)
    yield from _doers(old, new, before, after)
    yield from _needs(old, new, before, after)


def _names(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _scope(old: Gate, new: Gate) -> Iterator[Loose]:
    if new.board not in (None, old.board):
        yield "board_narrowed", f"held on {old.board or 'every board'}, holds on {new.board}"
    dropped = set(old.protects) - set(new.protects)
    if dropped:
        yield "protects_dropped", f"no longer protects {_names(dropped)}"


def _door(old: Gate, new: Gate) -> Iterator[Loose]:
    if old.enter_from and not new.enter_from:
        yield "enter_from_widened", "cards may enter from anywhere"
    elif old.enter_from and set(new.enter_from) - set(old.enter_from):
        more = set(new.enter_from) - set(old.enter_from)
        yield "enter_from_widened", f"cards may also enter from {_names(more)}"
    dropped = set(old.not_by) - set(new.not_by)
    if dropped:
        yield "not_by_dropped", f"no longer bars {_names(dropped)}"


def _content(old: Gate, new: Gate) -> Iterator[Loose]:
    dropped = set(old.guards) - set(new.guards)
    if dropped:
        yield "guard_dropped", f"no longer guards {_names(dropped)}"
    for who, fields in sorted(new.may_edit.items()):
        more = set(fields) - set(old.may_edit.get(who, ()))
        if more:
            yield "may_edit_widened", f"{who} may now change {_names(more)} after approval"
    sets = set(old.style) - set(new.style)
    if sets:
        yield "style_dropped", f"no longer asks for the style sets {_names(sets)}"
    yield from _require(old.require, new.require)


def _require(old: Require, new: Require) -> Iterator[Loose]:
    for key in ("due", "checklists_done", "members", "attachments"):
        was, now = getattr(old, key), getattr(new, key)
        if now < was:
            yield "require_lowered", f"require.{key} was {_plain(was)}, is {_plain(now)}"
    for key in ("labels_all", "fields"):
        dropped = set(getattr(old, key)) - set(getattr(new, key))
        if dropped:
            yield "require_lowered", f"require.{key} lost {_names(dropped)}"
    if old.labels_any and (not new.labels_any or set(new.labels_any) - set(old.labels_any)):
        allowed = _names(new.labels_any) or "any label, or none"
        yield "require_lowered", f"require.labels_any was {_names(old.labels_any)}, is {allowed}"


def _plain(value: object) -> str:
    return str(value).lower()


def _policy(old: Gate, new: Gate) -> Iterator[Loose]:
    if "*" not in _trust(old) and _trust(new) - _trust(old):
        yield "automation_widened", f"automation was {_policy_of(old)}, is {_policy_of(new)}"
    if old.order == "sequence" and new.order != "sequence":
        yield "order_dropped", "approvals may come in any order"
    if old.on_first_run == "enforce" and new.on_first_run != "enforce":
        yield "first_run_adopts", "cards already there are taken as they are"
    if old.on_unsure == "return" and new.on_unsure != "return":
        yield "unsure_waits", "a card of which it is unsure stays in place"
    if new.max_tries < old.max_tries:
        line = f"gives up after {new.max_tries} returns, not {old.max_tries}"
        yield "tries_lowered", line
    was, now = (gate.override.hours if gate.override else 0 for gate in (old, new))
    if was and now > was:
        yield "override_widened", f"an override holds {now} hours, not {was}"


def _trust(gate: Gate) -> frozenset[str]:
    """The applications that may act for people; "*" stands for all others."""
    if gate.automation == "deny":
        return frozenset()
    if gate.automation == "allow":
        return frozenset({"*"})
    return frozenset(gate.automation)


def _policy_of(gate: Gate) -> str:
    return gate.automation if isinstance(gate.automation, str) else _names(gate.automation)


_LOOKS: tuple[Callable[[Gate, Gate], Iterator[Loose]], ...] = (_scope, _door, _content, _policy)


def people_of(book: Book, names: Iterable[str]) -> frozenset[str]:
    """Everyone who can have the right of these roles and people, deputies too."""
    found: set[str] = set()
    for name in names:
        role = book.roles.get(name)
        found.update((*role.people, *role.deputies) if role else (name,))
    return frozenset(found)


def _doers(old: Gate, new: Gate, before: Book, after: Book) -> Iterator[Loose]:
    """Who may enter, override, ignore; and who may no longer hold."""
    if old.enter_by and not new.enter_by:
        yield "approver_added", "anybody may bring cards in"
    elif old.enter_by:
        more = people_of(after, new.enter_by) - people_of(before, old.enter_by)
        if more:
            yield "approver_added", f"{_names(more)} may now bring cards in"
    could = old.override.by if old.override else ()
    can = new.override.by if new.override else ()
    if people_of(after, can) - people_of(before, could):
        more = people_of(after, can) - people_of(before, could)
        yield "override_widened", f"{_names(more)} may now override"
    if people_of(after, new.ignore_by) - people_of(before, old.ignore_by):
        more = people_of(after, new.ignore_by) - people_of(before, old.ignore_by)
        yield "ignore_widened", f"{_names(more)} may now waive style rules"
    lost = people_of(before, old.hold_by) - people_of(after, new.hold_by)
    if new.hold_by and lost:
        yield "hold_narrowed", f"{_names(lost)} may no longer hold or reject"


def _needs(old: Gate, new: Gate, before: Book, after: Book) -> Iterator[Loose]:
    kept = {(need.role, need.by): need for need in new.approvals}
    for need in old.approvals:
        now = kept.get((need.role, need.by))
        what = f"the approval of {need.role} by {need.by}"
        if now is None:
            yield "approval_dropped", f"{what} is not asked for any more"
            continue
        yield from _need(need, now, what)
        more = people_of(after, (now.role,)) - people_of(before, (need.role,))
        if more:
            yield "approver_added", f"{_names(more)} may now give {what}"


def _need(old: Need, new: Need, what: str) -> Iterator[Loose]:
    if new.count < old.count:
        yield "count_lowered", f"{what} is asked of {new.count}, not {old.count}"
    if old.when != new.when and new.when != When():
        yield "approval_narrowed", f"{what} is asked for other cards only"
    if new.owns and (not old.owns or set(old.owns) - set(new.owns)):
        yield "owns_narrowed", f"{what} covers {_names(new.owns)} only"
