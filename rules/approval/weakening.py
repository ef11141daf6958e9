"""What became easier to get past between two versions of rules.toml.

Only what loosens is named: it is an event of the audit, so that nobody widens a gate in silence.
A change that is neither looser nor stricter for certain (other words in a style rule) is left to
the difference of the files.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from rules.approval.loosening import loosened_gate
from rules.book import Book, Gate
from rules.rule import When
from rules.verdict import Level, Mode

MODES = (Mode.OBSERVE, Mode.WARN, Mode.ENFORCE)
LEVELS = (Level.SUGGESTION, Level.WARNING, Level.ERROR)


@dataclass(frozen=True, kw_only=True, slots=True)
class Weakening:
    """One thing that is looser now: a stable code, what it is about, and a line for people."""

    code: str
    subject: str
    line: str

    def __str__(self) -> str:
        return f"{self.subject}: {self.line}"


def weakened(old: Book, new: Book) -> tuple[Weakening, ...]:
    """Everything that the new rules let pass and the old ones did not."""
    return (
        *_brake(old, new),
        *_boards(old, new),
        *_people(old, new),
        *_gates(old, new),
        *_styles(old, new),
        *_deadlines(old, new),
    )


def _brake(old: Book, new: Book) -> Iterator[Weakening]:
    before, after = old.brake.max_returns, new.brake.max_returns
    if after > before:
        line = f"max_returns was {before}, is {after}"
        yield Weakening(code="brake_raised", subject="brake", line=line)


def _boards(old: Book, new: Book) -> Iterator[Weakening]:
    kept = {board.name for board in new.boards}
    for board in old.boards:
        if board.name not in kept:
            line = "is not watched any more"
            yield Weakening(code="board_removed", subject=f"board {board.name}", line=line)


def _people(old: Book, new: Book) -> Iterator[Weakening]:
    for name in sorted(old.people.keys() & new.people.keys()):
        before, after = old.people[name], new.people[name]
        subject = f"person {name}"
        if before.trello != after.trello:
            line = f"was the account {before.trello}, is {after.trello}"
            yield Weakening(code="account_changed", subject=subject, line=line)
        if before.until and (after.until is None or after.until > before.until):
            line = f"was to leave on {before.until}, now {after.until or 'stays'}"
            yield Weakening(code="leave_postponed", subject=subject, line=line)
    for name in sorted(old.roles.keys() & new.roles.keys()):
        fresh = [day for day in new.roles[name].away if day not in old.roles[name].away]
        if new.roles[name].deputies and fresh:
            days = ", ".join(f"{each.start} to {each.end}" for each in fresh)
            line = f"deputies count on more days: {days}"
            yield Weakening(code="absence_added", subject=f"role {name}", line=line)


def _gates(old: Book, new: Book) -> Iterator[Weakening]:
    kept = {gate.name: gate for gate in new.gates}
    for before in old.gates:
        subject = f"gate {before.name}"
        after = kept.get(before.name)
        if after is None:
            yield Weakening(code="gate_removed", subject=subject, line="is gone")
            continue
        yield from _mode(before, after, old, new)
        for code, line in loosened_gate(before, after, old, new):
            yield Weakening(code=code, subject=subject, line=line)


def _mode(before: Gate, after: Gate, old: Book, new: Book) -> Iterator[Weakening]:
    was, now = before.mode or old.mode, after.mode or new.mode
    if MODES.index(now) < MODES.index(was):
        line = f"mode was {was}, is {now}"
        yield Weakening(code="mode_lowered", subject=f"gate {before.name}", line=line)


def _styles(old: Book, new: Book) -> Iterator[Weakening]:
    kept = {(rule.set, rule.name): rule for rule in new.style}
    for before in old.style:
        subject = f"style rule {before.set}.{before.name}"
        after = kept.get((before.set, before.name))
        if after is None:
            yield Weakening(code="rule_removed", subject=subject, line="is gone")
            continue
        if LEVELS.index(after.level) < LEVELS.index(before.level):
            line = f"level was {before.level}, is {after.level}"
            yield Weakening(code="level_lowered", subject=subject, line=line)
        was, now = before.mode or Mode.ENFORCE, after.mode or Mode.ENFORCE
        if MODES.index(now) < MODES.index(was):
            line = f"mode was {was}, is {now}"
            yield Weakening(code="mode_lowered", subject=subject, line=line)
        if before.when != after.when and after.when != When():
            line = "holds for other posts only"
            yield Weakening(code="rule_narrowed", subject=subject, line=line)


def _deadlines(old: Book, new: Book) -> Iterator[Weakening]:
    for name in _missing((d.name for d in old.deadlines), {d.name for d in new.deadlines}):
        yield Weakening(code="deadline_removed", subject=f"deadline {name}", line="is gone")
    order = ("off", "warn", "error")
    was = old.library.require if old.library else "off"
    now = new.library.require if new.library else "off"
    if order.index(now) < order.index(was):
        line = f"require was {was}, is {now}"
        yield Weakening(code="library_lowered", subject="library", line=line)


def _missing(names: Iterable[str], kept: Collection[str]) -> list[str]:
    return [name for name in names if name not in kept]
