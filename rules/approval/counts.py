"""Counting: which yes counts for which approval that is asked for, in what order."""

from __future__ import annotations

from dataclasses import dataclass

from rules.approval.asks import Ask, asks_of
from rules.approval.matter import Matter
from rules.approval.roads import Key
from rules.approval.votes import (
    Vote,
    flaw,
    spoiling_edit,
    untold_change,
    votes_on,
)
from rules.facts import Edit


@dataclass(frozen=True, kw_only=True)
class Count:
    """How one approval that is asked for was counted."""

    ask: Ask
    counted: tuple[Vote, ...] = ()
    stale: tuple[tuple[Vote, Edit | None, str], ...] = ()
    """with the edit that spoilt it, or the guards that changed untold"""
    flawed: tuple[tuple[Vote, str], ...] = ()
    adopted: bool = False
    """it was there on the first run, and nothing that this covers was changed since"""

    @property
    def complete(self) -> bool:
        return self.adopted or len(self.counted) >= self.ask.count

    @property
    def since(self) -> Key | None:
        """When enough people had given it."""
        enough = len(self.counted) >= self.ask.count > 0
        return self.counted[self.ask.count - 1].key if enough else None


def counts_of(matter: Matter) -> tuple[Count, ...]:
    """Every approval that is asked for, counted, in the order of the rules."""
    counts: list[Count] = []
    floor: Key | None = None
    blocked = False
    for ask in asks_of(matter):
        count = _counted(matter, ask, floor, blocked=blocked)
        counts.append(count)
        if matter.gate.order == "sequence":
            blocked = blocked or not count.complete
            floor = max(filter(None, (floor, count.since)), default=None)
    return tuple(counts)


def _counted(matter: Matter, ask: Ask, floor: Key | None, *, blocked: bool) -> Count:
    counted: dict[str, Vote] = {}
    stale: list[tuple[Vote, Edit | None, str]] = []
    flawed: list[tuple[Vote, str]] = []
    for vote in votes_on(matter, ask.way):
        wrong = flaw(matter, ask, vote)
        if not wrong and (blocked or (floor is not None and vote.key <= floor)):
            wrong = "out_of_turn"
        edit = spoiling_edit(matter, ask, vote)
        untold = "" if edit else untold_change(matter, ask, vote)
        if wrong in BARS and (edit or untold) and _counted_once(matter, vote):
            stale.append((vote, edit, untold))
        elif wrong:
            flawed.append((vote, wrong))
        elif edit or untold:
            stale.append((vote, edit, untold))
        else:
            counted.setdefault(vote.by, vote)
    adoption = _adoption(matter)
    if adoption is not None:
        edit = spoiling_edit(matter, ask, adoption)
        untold = "" if edit else untold_change(matter, ask, adoption)
        if edit or untold:
            stale.append((adoption, edit, untold))
            adoption = None
    return Count(
        ask=ask,
        counted=tuple(counted.values()),
        stale=tuple(each for each in stale if each[0].by not in counted),
        flawed=tuple(flawed),
        adopted=adoption is not None,
    )


BARS = frozenset({"contributor", "last_editor"})
"""What an approver becomes by a change of her own after she approved: then that change is told."""


def _counted_once(matter: Matter, vote: Vote) -> bool:
    return any(each.evidence == vote.evidence for each in matter.standing.approvals)


def _adoption(matter: Matter) -> Vote | None:
    """Being there on the first run stands for all approvals of the version that was there."""
    if not matter.standing.adopted or matter.admitted is None:
        return None
    when = matter.standing.admitted_at or matter.case.at
    return Vote(by="", key=(when, LAST), evidence="adopted", way="adopted")


LAST = "\U0010ffff"
"""after every id"""
