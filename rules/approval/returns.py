"""Where a card goes when it may not stay."""

from __future__ import annotations

from collections.abc import Iterator

from rules.approval.entry import wrong_with
from rules.approval.matter import Matter
from rules.approval.roads import visited
from rules.facts import BIRTHS


def return_list(matter: Matter, codes: frozenset[str]) -> str | None:
    """The id of the list that it goes back to, None when no open list outside is left.

    A card that was let in as it is and only moved on unlawfully goes back to where it was let in.
    """
    if codes <= MOVING:
        home = _lawful_home(matter)
        if home is not None and _is_open(matter, home):
            return home
    return next((place for place in _ways_out(matter) if _may_take(matter, place)), None)


MOVING = frozenset({"enter_by", "left", "deputy", "automation", "unseen"})
"""Reasons that a move from one protected list to another can give."""


def _lawful_home(matter: Matter) -> str | None:
    """The protected list to which it came lawfully before it was moved on unlawfully."""
    if matter.admitted is not None:
        return matter.standing.admitted_list
    arrival = matter.stay.arrival
    if arrival is None or not matter.stay.hops or wrong_with(matter, arrival, arriving=True):
        return None
    if arrival.by is None or arrival.by_us:
        return None
    home = arrival.target
    for hop in matter.stay.hops:
        if hop.by is None or wrong_with(matter, hop, arriving=False):
            return home
        home = hop.target
    return home


def _ways_out(matter: Matter) -> Iterator[str | None]:
    """Lists to go back to, best first."""
    stages, gate = matter.case.board.stages, matter.gate
    if gate.return_to != "last":
        yield stages.get(gate.return_to)
    if not _born_inside(matter):
        fresh = [move for move in matter.moves if move.id in matter.case.new]
        yield from reversed(visited(fresh, matter.protected))
        yield matter.standing.last_list
        yield from reversed(visited(matter.moves, matter.protected))
    yield from (stages.get(name) for name in gate.enter_from)
    yield from stages.values()


def _born_inside(matter: Matter) -> bool:
    arrival = matter.stay.arrival
    return arrival is not None and arrival.how in BIRTHS


def _may_take(matter: Matter, place: str | None) -> bool:
    return place is not None and place not in matter.protected and _is_open(matter, place)


def _is_open(matter: Matter, place: str) -> bool:
    there = matter.case.board.lists.get(place)
    return there is not None and not there.closed
