"""One card before one gate: everything that the gate's questions share, worked out once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Protocol

from rules.approval.commands import Command, commands_in
from rules.approval.hands import Hands, guarded_edits, hands_on, is_since
from rules.approval.people import People
from rules.approval.roads import REOPENINGS, Stay, key, moves_of, ordered, stay_of
from rules.approval.version import seen, version_of
from rules.book import Book, Gate
from rules.facts import Approval, Case, Comment, Edit, Happening, Move, Standing, Version
from rules.rule import Post, When
from rules.style.post import post_of
from rules.style.sheet import Report, holds

PATIENCE = timedelta(minutes=10)
"""So long an arrival without an action may be the feed's delay; then nobody let the card in."""


class Checker(Protocol):
    """Style rules, ready to be tried: rules.style.sheet.Sheet, or a stand-in."""

    def check(self, post: Post, sets: tuple[str, ...]) -> Report:
        """Try the rules of these sets on a post."""


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What the questions are asked about."""

    book: Book
    gate: Gate
    case: Case
    sheet: Checker

    @cached_property
    def history(self) -> tuple[Happening, ...]:
        """All that happened, in order, each thing once."""
        return ordered(self.case.history)

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        return moves_of(self.history)

    @cached_property
    def protected(self) -> frozenset[str]:
        """Ids of the lists that the gate protects."""
        stages = self.case.board.stages
        return frozenset(stages[name] for name in self.gate.protects if name in stages)

    @cached_property
    def inside(self) -> bool:
        return self.case.card.list in self.protected

    @cached_property
    def standing(self) -> Standing:
        """What the ledger remembers; a card adopted on the first run counts as let in, as it is,
        if the gate adopts."""
        return self.case.standing.get(self.gate.name, Standing())

    @cached_property
    def people(self) -> People:
        return People(book=self.book, case=self.case)

    @cached_property
    def version(self) -> Version:
        return version_of(self.case.card, self.gate.guards)

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        """The guarded edits that can be seen, in order."""
        return guarded_edits(self.history, self.gate)

    @cached_property
    def hands(self) -> Hands:
        return hands_on(self.case, self.gate, self.standing, self.edits)

    @cached_property
    def stay(self) -> Stay:
        return stay_of(self.moves, self.protected, self.case.card.list)

    @cached_property
    def admitted(self) -> Version | None:
        """The version that was let in and stays so while the card stays and does not change;
        None when the card is outside, was never let in, or came in anew since."""
        standing, arrival = self.standing, self.stay.arrival
        if not self.inside or self.lapsed is not None:
            return None
        if not self.stay.known and is_since(self.moves[-1], standing, self.case):
            return None
        if arrival is not None and not self._came_before(arrival):
            return None
        if standing.admitted is None and standing.adopted and self.gate.on_first_run == "adopt":
            return self.version
        return standing.admitted

    def _came_before(self, arrival: Move) -> bool:
        """Is this the arrival that was let in, or one that only re-opened where it was let in?"""
        reopened = arrival.how in REOPENINGS and arrival.target == self.standing.admitted_list
        return reopened or not is_since(arrival, self.standing, self.case)

    @cached_property
    def lapsed(self) -> Approval | None:
        """The override that let it in, when its time is over or its words were altered."""
        rule = self.gate.override
        held = next((a for a in self.standing.approvals[::-1] if a.by == "override"), None)
        if held is None or rule is None:
            return held
        over = held.at + timedelta(hours=rule.hours) <= self.case.at
        return held if over or held.evidence in self.undone else None

    @cached_property
    def undone(self) -> frozenset[str]:
        """Ids of comments that were edited or deleted since they were written."""
        comments = (each for each in self.history if isinstance(each, Comment))
        return frozenset(each.id for each in comments if each.edited or each.gone)

    @cached_property
    def settled(self) -> bool:
        """It was let in as it is now: only what happened since can tell against it."""
        return self.admitted is not None and self.admitted.fingerprint == self.version.fingerprint

    @cached_property
    def lagging(self) -> str | None:
        """The field whose latest change the card does not show yet, if any."""
        card = {"name": self.case.card.name, "desc": self.case.card.desc}
        crossed = [key(each) for each in self.moves if each.how.value in {"crossed", "left"}]
        after = max(crossed, default=None)
        last: dict[str, Edit] = {}
        for each in self.history:
            if isinstance(each, Edit) and (after is None or key(each) > after):
                last[each.what] = each
        for what in sorted(card.keys() & last.keys()):
            text = last[what].after
            if text is not None and seen(text) != seen(card[what]):
                return what
        return None

    @cached_property
    def commands(self) -> tuple[Command, ...]:
        """What people said to the gate, in order."""
        return commands_in(self.history, self.gate)

    @cached_property
    def post(self) -> Post:
        """The card as the style rules see it."""
        return post_of(self.case)

    def meets(self, when: When) -> bool:
        """Does the condition hold for this card?"""
        return holds(when, self.post)

    def eligible(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Who can approve or bring the card in now: those with the right whom nothing bars."""
        holders = self.people.holders(names, self.case.at)
        return tuple(member for member in holders if member not in self.hands.barred)

    def name(self, list_id: str | None) -> str:
        return self.case.board.name_of(list_id)
