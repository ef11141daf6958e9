"""The brake: too many cards sent back at once means that something else is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rules.verdict import Decision, Remedy


@dataclass(frozen=True, kw_only=True, slots=True)
class Braked:
    """What the decisions of one tick would send back, and how many of that are allowed."""

    cards: tuple[str, ...]
    limit: int

    @property
    def over(self) -> bool:
        """More than the limit: then none of them is to be touched."""
        return len(self.cards) > self.limit


def brake(decisions: Iterable[Decision], limit: int) -> Braked:
    """Count the cards, not the decisions: two gates may send the same card back."""
    cards = (each.card for each in decisions if each.remedy is Remedy.RETURN)
    return Braked(cards=tuple(dict.fromkeys(cards)), limit=limit)
