"""Who may do what, and when: roles and people of the rules as member ids.

A right counts on a day (in the rules' time zone) when the person
- is named, by role or by name, and is resolved to a member id (names never decide anything);
- has not left: before `until`, a member of the board, not deactivated, more than an observer;
- as a deputy: on days of one of the role's absences only;
- is not one of the accounts that syncer itself acts as.

The board says who is on it now, not who was on it then. So an act of someone who is no longer on
it counts only if it was counted while they were (the ledger remembers counted approvals).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from rules.book import Book, Person, Role
from rules.facts import Case

OBSERVER = "observer"


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """Why someone has no right: `code` is a reason's, `why` says more."""

    code: str
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class People:
    """The people of the rules as they stand in one case."""

    book: Book
    case: Case

    def day(self, at: datetime) -> date:
        """The day that this moment is for the team."""
        return at.astimezone(ZoneInfo(self.book.timezone)).date()

    def holders(self, names: Iterable[str], at: datetime) -> tuple[str, ...]:
        """Member ids of all who have a right of these roles and people at that moment, sorted."""
        listed = tuple(names)
        ids = {self.case.who.get(person.name) for person, _ in self._named(listed)}
        return tuple(sorted(i for i in ids if i and self.refusal(i, listed, at) is None))

    def role_of(self, member: str, names: Iterable[str], at: datetime) -> str | None:
        """The first of these roles and people by which the member has the right, if any."""
        return next((n for n in names if self.refusal(member, (n,), at) is None), None)

    def refusal(
        self, member: str, names: Iterable[str], at: datetime, *, counted: bool = False
    ) -> Refusal | None:
        """Why the member has no right of these roles and people, None when they have it.
        `counted`: it counted when they still were on the board, so that is not asked again."""
        if member in self.case.ours:
            return Refusal(code="ours")
        mine = [each for each in self._named(names) if self.case.who.get(each[0].name) == member]
        refused = [self._person(person, role, at) for person, role in mine]
        if not refused:
            return Refusal(code="enter_by")
        if None not in refused:
            return refused[0]
        return None if counted else self._seat(member)

    def _named(self, names: Iterable[str]) -> Iterator[tuple[Person, Role | None]]:
        """Everyone behind these names; with the role for whom a deputy stands in."""
        for name in names:
            role = self.book.roles.get(name)
            if role is None:
                yield from self._persons((name,), None)
            else:
                yield from self._persons(role.people, None)
                yield from self._persons(role.deputies, role)

    def _persons(
        self, names: Iterable[str], deputy_of: Role | None
    ) -> Iterator[tuple[Person, Role | None]]:
        for name in names:
            if name in self.book.people:
                yield self.book.people[name], deputy_of

    def _person(self, person: Person, deputy_of: Role | None, at: datetime) -> Refusal | None:
        day = self.day(at)
        if person.until is not None and day >= person.until:
            return Refusal(code="left", why=f"until {person.until.isoformat()}")
        if deputy_of is None:
            return None
        away = any(absence.start <= day <= absence.end for absence in deputy_of.away)
        return None if away else Refusal(code="deputy")

    def _seat(self, member: str) -> Refusal | None:
        """Is the member still at the table?"""
        there = self.case.board.members.get(member)
        if there is None:
            return Refusal(code="left", why="not on the board")
        if not there.active:
            return Refusal(code="left", why="deactivated")
        if there.kind == OBSERVER:
            return Refusal(code="left", why="an observer")
        return None
