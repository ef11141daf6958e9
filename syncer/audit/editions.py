"""The versions of a card's text, oldest first: who made each, when, and what differs. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rules.approval.difference import word_difference
from rules.facts import Card, Label
from syncer.audit.rewind import undo
from syncer.history import BIRTH_KINDS, happenings
from syncer.intake.differences import guarded
from syncer.records import Event, stamp

FIELDS = ("name", "desc", "due", "attachments", "labels")


@dataclass(frozen=True, kw_only=True)
class Change:
    """One field that differs from the version before."""

    field: str
    before: str
    after: str

    @property
    def difference(self) -> str:
        """Word by word, on one line."""
        return word_difference(self.before, self.after)


@dataclass(frozen=True, kw_only=True)
class Edition:
    """A version. `kind` is the event that made it, "" for the oldest that is known; `by` and
    `name` are "" when nobody is named; `gap` says what no event tells."""

    number: int
    at: str
    kind: str
    by: str = ""
    name: str = ""
    app: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    gap: str = ""

    def as_json(self) -> dict[str, object]:
        return {
            "number": self.number,
            "at": self.at,
            "kind": self.kind,
            "by": self.by,
            "name": self.name,
            "app": self.app,
            "values": dict(self.values),
            "changes": [
                {
                    "field": each.field,
                    "before": each.before,
                    "after": each.after,
                    "difference": each.difference,
                }
                for each in self.changes
            ],
            "gap": self.gap,
        }


def known_once(events: Iterable[Event]) -> tuple[Event, ...]:
    """The events in order, without what a snapshot showed and the feed tells as well."""
    ordered = sorted(events, key=lambda event: (event.at, event.id))
    kept = {item.id for item in happenings(ordered)}
    return tuple(each for each in ordered if not each.observed or each.id in kept)


def editions(
    card: Card, events: Iterable[Event], labels: Mapping[str, Label]
) -> tuple[Edition, ...]:
    """Every version up to `card`, which is how it is now."""
    steps: list[tuple[Event, Mapping[str, str], Mapping[str, str], str]] = []
    here = card
    birth: Event | None = None
    for event in reversed(known_once(events)):
        if event.kind in BIRTH_KINDS:
            birth = event
            break
        undone = undo(here, event, labels)
        after, before = _values(here), _values(undone.card)
        if before != after or (undone.gap and _concerns(undone.gap)):
            steps.append((event, before, after, undone.gap))
        here = undone.card
    found = [_first(birth, _values(here))]
    for step in reversed(steps):
        found.append(_edition(len(found) + 1, *step))
    return tuple(found)


def _values(card: Card) -> dict[str, str]:
    texts = guarded(card)
    return {name: texts[name] for name in FIELDS}


def _concerns(gap: str) -> bool:
    return any(gap.startswith(name) for name in FIELDS) or "attachment" in gap


def _first(birth: Event | None, values: Mapping[str, str]) -> Edition:
    if birth is None:
        gap = "what was before is not known"
        return Edition(number=1, at="", kind="", values=values, gap=gap)
    return Edition(
        number=1,
        at=stamp(birth.at),
        kind=birth.kind,
        by=birth.by or "",
        name=birth.by_name,
        app=birth.app or "",
        values=values,
    )


def _edition(
    number: int, event: Event, before: Mapping[str, str], after: Mapping[str, str], gap: str
) -> Edition:
    changes = tuple(
        Change(field=name, before=before[name], after=after[name])
        for name in FIELDS
        if before[name] != after[name]
    )
    return Edition(
        number=number,
        at=stamp(event.at),
        kind=event.kind,
        by=event.by or "",
        name=event.by_name,
        app=event.app or "",
        values=after,
        changes=changes,
        gap=gap,
    )
