"""Walking the chain: is every entry what was hashed, and does each follow the one before? Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import msgspec

from syncer.audit.anchors import KIND as ANCHOR
from syncer.audit.anchors import Anchor, anchor_in
from syncer.audit.findings import Code, Finding
from syncer.audit.redaction import Redaction, holds
from syncer.records import Chained
from syncer.store.ledger import GENESIS, chain_hash
from syncer.store.trail import Stored

GAP = "gap"
"""The kind of entries that say that a run could not see."""


class _Said(msgspec.Struct):
    """What an entry's text says of itself; the rest is passed over unread."""

    seq: int
    key: str
    kind: str
    card: str | None = None


@dataclass
class Chain:
    """What the walk has learnt so far. `redactions` are those that the ledger itself records."""

    redactions: Mapping[int, Redaction] = field(default_factory=dict)
    entries: int = 0
    seq: int = 0
    hash: str = GENESIS
    first: str = ""
    """the hash of the first entry: it names the ledger"""
    redacted: int = 0
    anchors: list[Anchor] = field(default_factory=list)

    trusted: bool = True
    """was the last entry what was hashed?"""

    def walk(self, rows: Iterable[Stored]) -> Iterator[Finding]:
        """Every fault of the rows, which come in order."""
        for row in rows:
            yield from self._look(row)

    def _look(self, row: Stored) -> Iterator[Finding]:
        entry = row.entry
        said = _read(entry.text)
        altered = self._altered(row, said)
        if entry.seq < 1:
            yield _edit(row, "its number is no place in the ledger")
            return
        if entry.seq != self.seq + 1:
            yield _hole(self.seq + 1, entry.seq - 1)
        elif entry.prev != self.hash and self.trusted and not altered:
            # Whoever rewrites an entry with a hash that fits it is betrayed by the next one.
            yield _edit(row, f"it does not follow entry {self.seq}, which was written anew")
        if altered:
            yield _edit(row, altered)
        elif said is not None:
            yield from self._heard(entry, said)
        self.first = self.first or entry.hash
        self.entries += 1
        self.seq, self.hash, self.trusted = entry.seq, entry.hash, not altered

    def _altered(self, row: Stored, said: _Said | None) -> str:
        """Why this row is not what was hashed, "" when it is."""
        entry = row.entry
        if chain_hash(entry.prev, entry.text) != entry.hash:
            if not holds(entry, self.redactions.get(entry.seq)):
                return "its text, its hash or the hash before it was changed"
            self.redacted += 1
        if said is None:
            return "its text is no entry"
        if said.seq != entry.seq:
            return f"it was written as entry {said.seq}"
        if (said.key, said.card) != (entry.key, row.card):
            return "the key or the card beside its text was changed"
        return ""

    def _heard(self, entry: Chained, said: _Said) -> Iterator[Finding]:
        """What an entry says that the audit must know."""
        if said.kind == GAP:
            what = f"a run could not see {_blind_to(entry)}"
            yield Finding(code=Code.BLIND, seq=entry.seq, key=entry.key, what=what)
        if said.kind == ANCHOR:
            anchor = anchor_in(entry)
            if anchor is not None:
                self.anchors.append(anchor)


def _read(text: str) -> _Said | None:
    try:
        return msgspec.json.decode(text, type=_Said)
    except (msgspec.MsgspecError, UnicodeError):
        return None


def _blind_to(entry: Chained) -> str:
    """What an entry says that could not be seen (syncer.outages)."""
    body = json.loads(entry.text).get("body") or {}
    return ": ".join(str(body[key]) for key in ("about", "what") if body.get(key)) or "everything"


def _edit(row: Stored, what: str) -> Finding:
    return Finding(code=Code.LOCAL_EDIT, seq=row.entry.seq, key=row.entry.key, what=what)


def _hole(first: int, last: int) -> Finding:
    lost = f"entry {first} is" if first >= last else f"entries {first} to {last} are"
    return Finding(code=Code.LOCAL_GAP, seq=first, what=f"{lost} not in the ledger")
