"""When a card may not stand behind the gate of `RULES`: a model of who did what, and no more.

It is meant to be sure of its no, not of its yes: conditions that only ever ask for more (the
lawyer's word, holds, style) are left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field

INSIDE = ("Approved", "Scheduled", "Published")
MANAGERS = ("kim", "mary")
FIXERS = {"lilit": ("desc",)}


@dataclass
class Track:
    """A card: whose it is, where it is, and the lawful or unlawful steps of its stay inside."""

    author: str
    editor: str
    stage: str
    steps: list[tuple[str, bool]] = field(default_factory=list)
    changed: bool = False
    """since a manager last moved it inside"""


@dataclass
class Model:
    cards: dict[str, Track] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)

    def born(self, card: str, user: str, stage: str) -> None:
        steps = [(stage, False)] if stage in INSIDE else []
        self.cards[card] = Track(author=user, editor=user, stage=stage, steps=steps)

    def copied(self, card: str, source: str, user: str, stage: str) -> None:
        """The author of a copy is whoever wrote what was copied."""
        self.born(card, user, stage)
        self.cards[card].author = self.cards[source].author

    def moved(self, card: str, user: str, stage: str) -> None:
        track = self.cards[card]
        if track.stage == stage:
            return
        before, track.stage = track.stage, stage
        if stage not in INSIDE:
            track.steps = []
            return
        manager = user in MANAGERS and user not in self.left
        if before not in INSIDE:
            four_eyes = user not in (track.author, track.editor)
            track.steps = [(stage, manager and before == "Review" and four_eyes)]
            track.changed = False
            return
        places = [place for place, _ in track.steps]
        if stage in places:  # back where it was: the way round is forgotten
            track.steps = track.steps[: places.index(stage) + 1]
        else:
            track.steps.append((stage, manager))
        track.changed = track.changed and not manager

    def edited(self, card: str, user: str, what: str) -> None:
        track = self.cards[card]
        track.editor = user
        if what not in FIXERS.get(user, ()):
            track.changed = True

    def found(self, card: str, stage: str) -> None:
        """It is there now; whatever syncer moved is outside."""
        if self.cards[card].stage != stage:
            self.moved(card, "syncer", stage)

    def gone(self, card: str) -> None:
        del self.cards[card]

    def may_stand(self, card: str) -> bool:
        track = self.cards[card]
        return all(lawful for _, lawful in track.steps) and not track.changed
