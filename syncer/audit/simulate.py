"""`syncer simulate`: the boards' real history before a rule file. Pure: all was gathered before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from rules.book import Book
from rules.style.sheet import Sheet
from syncer.audit.pasts import Gathered, staged
from syncer.audit.replay import Bar, Effect, Past, Replayed, replay
from syncer.intake import pins


@dataclass(frozen=True, kw_only=True)
class Simulated:
    """What one rule file would have done."""

    effects: tuple[Effect, ...] = ()
    cards: int = 0
    judged: int = 0
    unsure: int = 0
    gaps: int = 0
    """cards whose past could not be rebuilt whole"""


def simulate(book: Book, there: Gathered, *, step: Callable[[], None] = lambda: None) -> Simulated:
    """Judge every card's past under one rule file. `step` is called after each card."""
    members = [each for scene in there.scenes for each in scene.board.members.values()]
    who, _new = pins.person_pins(book, there.known.people, members)
    sheet = Sheet(book.style)
    total = Simulated()
    for scene in there.scenes:
        board = staged(book, scene.board, there.known)
        if board is None:
            continue
        bar = Bar(book=book, sheet=sheet, board=board, who=who, ours=there.ours)
        for past in scene.pasts:
            total = _added(total, replay(bar, _ours(past, there.ours)))
            step()
    return replace(total, effects=tuple(sorted(total.effects, key=lambda each: each.at)))


def _added(total: Simulated, one: Replayed) -> Simulated:
    return Simulated(
        effects=(*total.effects, *one.effects),
        cards=total.cards + (one.judged > 0),
        judged=total.judged + one.judged,
        unsure=total.unsure + one.unsure,
        gaps=total.gaps + bool(one.gaps),
    )


def _ours(past: Past, ours: frozenset[str]) -> Past:
    """What our own account did is not judged: it was syncer's."""
    events = tuple(replace(each, by_us=True) if each.by in ours else each for each in past.events)
    return replace(past, events=events)
