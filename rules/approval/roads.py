"""How a card came to where it stands: its moves, folded.

A list before a move (`listBefore`) is never taken alone: the way back is found by walking all
moves, since a second wrong move's "before" is the first wrong list.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from rules.approval.version import seen
from rules.facts import BIRTHS, Edit, Happening, How, Move

Key = tuple[datetime, str]

BOUNDARIES = BIRTHS | {How.LEFT, How.CROSSED, How.WITH_LIST}
"""What came before these was said of something that nobody here watched, or of another card."""
REOPENINGS = frozenset({How.UNARCHIVED, How.LIST_REOPENED})


@dataclass(frozen=True, kw_only=True)
class Stay:
    """A card's present stay behind the gate. `hops` lead from where it arrived to where it
    stands, without the loops; `arrival` is None when no move into the gate is known."""

    arrival: Move | None = None
    hops: tuple[Move, ...] = ()
    known: bool = True
    """the moves end where the card stands"""

    @property
    def moves(self) -> tuple[Move, ...]:
        """The moves that explain where the card stands."""
        return (self.arrival, *self.hops) if self.arrival else self.hops


def key(happening: Happening) -> Key:
    """The order of happenings: by time, then by id, which the service counts up."""
    return happening.at, happening.id


def ordered(history: Iterable[Happening]) -> tuple[Happening, ...]:
    """The history sorted, each happening once, without what was observed and is told by name."""
    every = sorted(
        set(history), key=lambda each: (each.at, each.id, type(each).__name__, repr(each))
    )
    kept: list[Happening] = []
    place: str | None = None
    latest: dict[str, str | None] = {}
    for each in every:
        if isinstance(each, Move):
            if each.observed and each.how is How.UNSEEN and each.target == place:
                continue
            place = each.target
        elif isinstance(each, Edit):
            if each.observed and each.after is not None and _same(latest, each):
                continue
            if not each.observed:
                latest[each.what] = each.after
        kept.append(each)
    return tuple(kept)


def _same(latest: dict[str, str | None], edit: Edit) -> bool:
    """Did the last named edit of this field leave it as it was then observed?"""
    named = latest.get(edit.what)
    return named is not None and edit.after is not None and seen(named) == seen(edit.after)


def moves_of(history: Iterable[Happening]) -> tuple[Move, ...]:
    return tuple(each for each in history if isinstance(each, Move))


def stay_of(moves: Sequence[Move], protected: Collection[str], here: str) -> Stay:
    """The stay that the card is in now, empty when it stands outside."""
    stay: Stay | None = None
    place: str | None = None
    for move in moves:
        if move.target not in protected:
            stay = None
        elif stay is None or _is_arrival(move, protected):
            stay = _begun(move, protected)
        elif move.target != place:
            stay = _hopped(stay, move)
        place = move.target
    if here not in protected:
        return Stay()
    if stay is None or place != here:
        return Stay(known=not moves)
    return stay


def _is_arrival(move: Move, protected: Collection[str]) -> bool:
    """Does the move itself say that it came from outside?"""
    if move.how in BOUNDARIES:
        return True
    return move.source is not None and move.source not in protected


def _begun(move: Move, protected: Collection[str]) -> Stay:
    """A stay that begins with this move; when it came from a protected list, the arrival there
    is not known."""
    unknown = move.source in protected and move.how not in BOUNDARIES | REOPENINGS
    return Stay(hops=(move,)) if unknown else Stay(arrival=move)


def _hopped(stay: Stay, move: Move) -> Stay:
    """The stay after one more move inside; coming back to a list forgets the way round."""
    start = stay.arrival.target if stay.arrival else stay.hops[0].source
    if move.target == start:
        return Stay(arrival=stay.arrival, hops=())
    for at, hop in enumerate(stay.hops):
        if hop.target == move.target:
            return Stay(arrival=stay.arrival, hops=stay.hops[: at + 1])
    return Stay(arrival=stay.arrival, hops=(*stay.hops, move))


def visited(moves: Iterable[Move], protected: Collection[str]) -> tuple[str, ...]:
    """The lists outside the gate that the card was in, in order."""
    seen_lists: list[str] = []
    for move in moves:
        for place in (move.source, move.target):
            if place is not None and place not in protected and seen_lists[-1:] != [place]:
                seen_lists.append(place)
    return tuple(seen_lists)


def boundary(history: Iterable[Happening]) -> Key | None:
    """When the card last came from another board or was born; nothing before counts here."""
    keys = [key(each) for each in moves_of(history) if each.how in BOUNDARIES]
    return max(keys, default=None)
