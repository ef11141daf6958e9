"""Which approvals this gate asks for this card, and which guarded fields each covers."""

from __future__ import annotations

from dataclasses import dataclass

from rules.approval.matter import Matter
from rules.book import Need


@dataclass(frozen=True, kw_only=True)
class Ask:
    """An approval that is asked for: by whom, how many, by which act, covering which guards."""

    names: tuple[str, ...]
    count: int
    way: str
    watched: tuple[str, ...]
    implied: bool = False
    """the gate names no approvals, so bringing the card in is the one that it asks for"""

    @property
    def role(self) -> str:
        return ", ".join(self.names)


def asks_of(matter: Matter) -> tuple[Ask, ...]:
    """The approvals asked for this card now."""
    gate = matter.gate
    if not gate.approvals:
        implied = Ask(names=gate.enter_by, count=1, way="move", watched=gate.guards, implied=True)
        return (implied,) if gate.enter_by else ()
    return tuple(_ask(matter, need) for need in gate.approvals if matter.meets(need.when))


def _ask(matter: Matter, need: Need) -> Ask:
    """A role watches what it owns, and what nobody owns; without `owns`, everything."""
    guards = matter.gate.guards
    owned = {guard for each in matter.gate.approvals for guard in each.owns}
    watched = tuple(g for g in guards if g in need.owns or g not in owned) if need.owns else guards
    return Ask(names=(need.role,), count=need.count, way=need.by, watched=watched)
