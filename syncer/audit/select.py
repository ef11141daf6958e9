"""Which entries of the ledger are asked for. Pure but for the walk."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from syncer.audit.naming import Person
from syncer.records import Chained, moment
from syncer.store.trail import Stored


@dataclass(frozen=True, kw_only=True)
class Selection:
    """What entries must have in common; None does not care. `until` is exclusive; `rule` is a
    gate's name, a reason's code, or a style rule as "rule" or "set.rule"."""

    card: str | None = None
    person: Person | None = None
    rule: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    kinds: frozenset[str] = frozenset()

    def wants(self, said: Mapping[str, Any]) -> bool:
        """Is this entry asked for?"""
        body = said["body"]
        at = moment(said["at"])
        return (
            (self.card is None or said["card"] == self.card)
            and (not self.kinds or said["kind"] in self.kinds)
            and (self.since is None or at >= self.since)
            and (self.until is None or at < self.until)
            and (self.rule is None or self.rule in set(rules_in(body)))
            and (self.person is None or _concerns(self.person, said))
        )


def rules_in(body: Mapping[str, Any]) -> Iterator[str]:
    """Every name by which a rule appears in an entry."""
    payload = body.get("payload")
    gate = body.get("gate") or (payload.get("gate") if isinstance(payload, dict) else None)
    if gate:
        yield str(gate)
    if body.get("code"):
        yield str(body["code"])
    for reason in body.get("reasons") or ():
        yield str(reason["code"])
    for finding in body.get("findings") or ():
        yield str(finding["rule"])
        yield f"{finding['set']}.{finding['rule']}"


def _concerns(person: Person, said: Mapping[str, Any]) -> bool:
    body = said["body"]
    doers = {said["actor"], body.get("mover"), (body.get("data") or {}).get("member")}
    doers |= {each.get("approver") for each in body.get("approvals") or ()}
    named = (body.get("names") or {}).get("actor")
    return bool(doers & person.ids) or named in person.names


def chosen(rows: Iterable[Stored], selection: Selection) -> Iterator[Chained]:
    """The entries asked for, in order, one at a time. One that is no entry any more is always
    given: nobody hides a change by making it unreadable."""
    for row in rows:
        try:
            wanted = selection.wants(json.loads(row.entry.text))
        except (ValueError, LookupError, TypeError, AttributeError):
            wanted = True
        if wanted:
            yield row.entry
