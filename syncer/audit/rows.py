"""Airtable's rows against the ledger, a page at a time, in whatever order they come.

Three ways: a row that is missing, a row that says something else, a row too many. What is kept
of the rows that were seen is one bit an entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from sqlalchemy import Engine

from connectors.airtable.answers import Record
from connectors.airtable.wire import Cell, canonical
from syncer.audit.findings import Code, Finding
from syncer.deliver.rows import KEY, row_of, table_spec
from syncer.records import Chained
from syncer.store import ledger, trail

PAGE = 100
LONGEST = 60
"""characters of a cell that a finding quotes"""

TYPES: Mapping[str, str] = {each.name: each.type for each in table_spec("any").fields}
"""The columns that are compared, with their Airtable types; others belong to whoever made them."""


class Bits:
    """A set of whole numbers from 0, one bit each."""

    def __init__(self) -> None:
        self._bits = bytearray()

    def add(self, number: int) -> None:
        byte, bit = divmod(number, 8)
        if byte >= len(self._bits):
            self._bits.extend(bytes(max(byte + 1 - len(self._bits), 1024)))
        self._bits[byte] |= 1 << bit

    def __contains__(self, number: int) -> bool:
        byte, bit = divmod(number, 8)
        return 0 <= byte < len(self._bits) and bool(self._bits[byte] >> bit & 1)


@dataclass
class Comparison:
    """The ledger's side, and what was learnt of the other. `last` is the newest entry when the
    audit began; what is written meanwhile may have no row yet."""

    engine: Engine
    last: int
    waiting: Bits = field(default_factory=Bits)
    given_up: dict[int, str] = field(default_factory=dict)
    """why the rows of these entries were parked"""
    seen: Bits = field(default_factory=Bits)
    rows: int = 0
    late: int = 0
    """entries whose rows still wait, so that nothing can be said of them"""

    @classmethod
    def begin(cls, engine: Engine, last: int) -> Comparison:
        """Note what waits, before anything is asked of Airtable."""
        started = cls(engine=engine, last=last)
        for seq in trail.waiting_seqs(engine):
            started.waiting.add(seq)
        for seq, state, receipt in trail.undelivered(engine):
            started.given_up[seq] = f"{state}: {receipt}"
        return started

    def compare(self, rows: Iterable[Record]) -> Iterator[Finding]:
        """Every fault of these rows."""
        stream = iter(rows)
        while page := list(islice(stream, PAGE)):
            self.rows += len(page)
            entries = self._entries(page)
            for row in page:
                yield from self._row(row, entries)

    def missing(self) -> Iterator[Finding]:
        """Entries that should have a row and have none. Ask when all rows were compared."""
        for stored in trail.walk(self.engine):
            entry = stored.entry
            if entry.seq > self.last:
                return
            if entry.seq < 1 or entry.seq in self.seen:
                continue
            if entry.seq in self.waiting:
                self.late += 1
                continue
            why = self.given_up.get(entry.seq, "")
            what = f"it has no row in Airtable ({why or 'it was deleted there, or never sent'})"
            yield Finding(code=Code.ROW_MISSING, seq=entry.seq, key=entry.key, what=what)

    def _entries(self, page: Sequence[Record]) -> dict[str, Chained]:
        """The entries of a page: by key, and for rows whose key is unknown by "#seq"."""
        keys = {str(row.fields.get(KEY, "")) for row in page}
        with self.engine.begin() as conn:
            found = trail.with_keys(conn, keys)
            lost = [_seq(row) for row in page if str(row.fields.get(KEY, "")) not in found]
            beside = ledger.read_seqs(conn, [seq for seq in lost if seq is not None])
        return found | {f"#{entry.seq}": entry for entry in beside}

    def _row(self, row: Record, entries: Mapping[str, Chained]) -> Iterator[Finding]:
        entry = entries.get(str(row.fields.get(KEY, "")))
        if entry is None:
            entry = entries.get(f"#{_seq(row)}")
            if entry is None or row.fields.get("Hash") != entry.hash or entry.seq in self.seen:
                yield self._foreign(row)
                return
        if entry.seq < 1:  # told where the ledger was walked
            return
        if entry.seq in self.seen:
            what = f"it stands in Airtable more than once (also as row {row.id})"
            yield Finding(code=Code.ROW_EXTRA, seq=entry.seq, key=entry.key, what=what)
            return
        self.seen.add(entry.seq)
        differing = _differences(entry, row)
        if differing and entry.seq in self.waiting:
            self.late += 1
        elif differing:
            what = f"row {row.id} differs: {'; '.join(differing)}"
            yield Finding(code=Code.ROW_EDITED, seq=entry.seq, key=entry.key, what=what)

    def _foreign(self, row: Record) -> Finding:
        """A row whose entry the ledger does not have."""
        seq, key = _seq(row), str(row.fields.get(KEY, ""))
        if seq is not None and seq > self.last and row.fields.get("Hash"):
            what = f"row {row.id} is of an entry past the end of the ledger, which ends at "
            return Finding(code=Code.LOCAL_GAP, seq=seq, key=key, what=f"{what}{self.last}")
        what = f"row {row.id} of Airtable is of no entry of the ledger"
        return Finding(code=Code.ROW_EXTRA, seq=seq, key=key, what=what)


def cells_of(entry: Chained) -> dict[str, Cell] | None:
    """The cells that an entry's row should have, None when its text is no entry any more."""
    try:
        return row_of(entry)
    except (ValueError, LookupError, TypeError, AttributeError):
        return None


def _seq(row: Record) -> int | None:
    found = row.fields.get("Seq")
    whole = isinstance(found, int | float) and not isinstance(found, bool) and found == int(found)
    return int(found) if whole and 0 < found < 2**62 else None  # type: ignore[arg-type, operator]


def _differences(entry: Chained, row: Record) -> list[str]:
    """One phrase for each cell that differs. Of an entry that cannot be read any more only what
    stands beside its text is known."""
    cells, types = cells_of(entry), TYPES
    if cells is None:
        cells = {KEY: entry.key, "Seq": entry.seq, "Prev": entry.prev, "Hash": entry.hash}
        types = {name: TYPES[name] for name in cells}
    wanted = canonical(cells, types)
    found = canonical(row.fields, types)
    return [
        f"{name} is {_shown(found.get(name))}, was {_shown(wanted.get(name))}"
        for name in types
        if wanted.get(name) != found.get(name)
    ]


def _shown(value: object) -> str:
    text = "empty" if value is None else f"“{value}”"
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
