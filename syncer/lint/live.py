"""What the ledger tells of the style rules at work: which never fire, which are often waived."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rules.rule import Rule
from syncer.records import moment

OFTEN = 5
"""so many rules that are waived most are named"""


@dataclass(frozen=True, kw_only=True)
class Usage:
    """What was seen since a moment: `fired` on how many cards, `waived` how many times, by rule.
    `first` is when the ledger begins, None for an empty one."""

    since: datetime
    first: datetime | None
    fired: Mapping[tuple[str, str], int]
    waived: Mapping[tuple[str, str], int]

    def silent(self) -> tuple[str, ...]:
        """Rules that never fired."""
        return tuple(f"{set_}.{rule}" for (set_, rule), cards in self.fired.items() if not cards)

    def doubted(self) -> tuple[tuple[str, int], ...]:
        """Rules that were waived, most often first."""
        ranked = Counter(self.waived).most_common(OFTEN)
        return tuple((f"{set_}.{rule}", times) for (set_, rule), times in ranked if times)


def usage(rules: Iterable[Rule], texts: Iterable[str], since: datetime) -> Usage:
    """Count in the texts of the ledger's entries, oldest first. An entry that is no entry any more
    counts for nothing here: `syncer audit verify` tells of it."""
    fired: dict[tuple[str, str], set[str]] = {(rule.set, rule.name): set() for rule in rules}
    waived = dict.fromkeys(fired, 0)
    first: datetime | None = None
    for entry in filter(None, map(_entry, texts)):
        at = moment(entry["at"])
        first = first or at
        if at < since:
            continue
        body = entry["body"]
        for finding in body.get("findings") or ():
            if (found := (finding["set"], finding["rule"])) in fired:
                fired[found].add(entry["card"])
        if entry["kind"] == "note" and body.get("code") == "waived":
            for named in _named(body["facts"]["rule"], fired):
                waived[named] += 1
    counts = {rule: len(cards) for rule, cards in fired.items()}
    return Usage(since=since, first=first, fired=counts, waived=waived)


def _entry(text: str) -> dict[str, Any] | None:
    try:
        entry = json.loads(text)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) and {"at", "kind", "body"} <= entry.keys() else None


def _named(name: str, rules: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The rules that a waiver names: by their name, or with their set before it."""
    return [(set_, rule) for set_, rule in rules if name in (rule, f"{set_}.{rule}")]
