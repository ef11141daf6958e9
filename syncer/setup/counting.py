"""How many rows a base holds: Airtable's API tells no number, so they are listed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from connectors.airtable.answers import LiveTable, Record

PAGE = 100
"""Rows that one call lists at most."""


class Lister(Protocol):
    """What counting asks of Airtable."""

    def list(self, table: str, fields: Sequence[str] | None = None) -> Iterable[Record]: ...


def count_rows(base: Lister, tables: Iterable[LiveTable], count: Callable[[], None]) -> int:
    """Rows of all these tables; a call for every hundred. `count` is called for each. Raises
    ServiceError."""
    total = 0
    for table in tables:
        count()
        primary = next(f.name for f in table.fields if f.id == table.primary_field_id)
        for number, _ in enumerate(base.list(table.id, fields=[primary]), start=1):
            total += 1
            if number % PAGE == 0:
                count()
    return total
