"""Assembling a Case: everything that one decision rests on, from the store alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from sqlalchemy import Connection

from rules.approval.version import version_of
from rules.book import Book
from rules.facts import BIRTHS, Board, Card, Case, Edit, Happening, Move, Standing
from syncer.history import happenings
from syncer.judge import outside
from syncer.store import cards, standing

DEEPEST = 8
"""How many copies of copies are followed to find the first author."""


@dataclass(frozen=True, kw_only=True)
class Bench:
    """What all cases of a tick share. `who` maps people of rules.toml to member ids, `ours` are
    the member ids that syncer acts as."""

    book: Book
    now: datetime
    ours: frozenset[str]
    who: Mapping[str, str] = field(default_factory=dict)
    gaps: Mapping[str, str] = field(default_factory=dict)
    """by board id: why its history may be incomplete"""
    posts: tuple[Card, ...] = ()
    """posts that are due around now, when a rule asks for repetition"""

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of style rules that there are: what no rule asks for is not looked up."""
        return frozenset(rule.KIND for rule in self.book.style)


def assemble(conn: Connection, bench: Bench, board: Board, card: Card) -> Case:
    """The case of a card as it stands now."""
    events = cards.read_history(conn, card.id)
    history = happenings(events)
    author, others = _lineage(conn, history)
    return Case(
        at=bench.now,
        card=card,
        board=board,
        history=history,
        new=frozenset(event.id for event in events if not event.judged),
        who=bench.who,
        author=author,
        contributors=others,
        standing=_standing(conn, bench.book, card),
        rules=bench.book.hash,
        ours=bench.ours,
        gap=bench.gaps.get(board.id),
        links=outside.links(conn, bench.kinds, card),
        images=outside.images(conn, bench.kinds, card),
        library=outside.library(conn, bench.kinds),
        recent=outside.recent(bench.posts, card),
    )


def _standing(conn: Connection, book: Book, card: Card) -> dict[str, Standing]:
    """How the card stands at each gate. When rules.toml guards other fields than it did, what was
    let in is compared by the fields that both name, and named anew: an admin's edit of the rules
    must not make every approval stale."""
    stands = standing.read_standing(conn, card.id)
    for gate in book.gates:
        found = stands.get(gate.name)
        if found is None or found.admitted is None:
            continue
        now = version_of(card, gate.guards)
        kept = found.admitted.values
        both = kept.keys() & now.values.keys()
        if kept.keys() != now.values.keys() and all(kept[key] == now.values[key] for key in both):
            stands[gate.name] = replace(found, admitted=now)
    return stands


def _lineage(
    conn: Connection, history: tuple[Happening, ...], depth: int = 0
) -> tuple[str | None, frozenset[str]]:
    """Who first made this card, following copies and converted items to what they were made
    from, and whoever else had a hand in its ancestors (THREATS 32: a colleague's copy must not
    launder the author)."""
    birth = next((item for item in history if isinstance(item, Move) and item.how in BIRTHS), None)
    if birth is None:
        return None, frozenset()
    if birth.parent is None or depth >= DEEPEST:
        return birth.by, frozenset()
    before = happenings(cards.read_history(conn, birth.parent))
    author, others = _lineage(conn, before, depth + 1)
    hands = {item.by for item in before if isinstance(item, Edit) and item.by}
    copier = {birth.by} if birth.by else set()
    return author or birth.by, others | hands | copier
