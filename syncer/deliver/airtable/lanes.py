"""The lanes to Airtable: which deliveries become which rows of which table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from connectors.airtable.schema import TableSpec
from connectors.airtable.wire import Cell
from syncer.config import Airtable
from syncer.deliver import rows
from syncer.deliver.airtable import tables
from syncer.records import Delivery
from syncer.store import ledger

Cells = Mapping[str, Cell]


@dataclass(frozen=True, kw_only=True)
class Lane:
    """One table. `read` gives the rows of a batch by delivery id; one that it leaves out has
    nothing to stand on any more."""

    kind: str
    """of the deliveries that travel here"""
    key: str
    """the field that upserts match on"""
    spec: TableSpec
    read: Callable[[Connection, Sequence[Delivery]], dict[int, Cells]]

    @property
    def table(self) -> str:
        return self.spec.name


def lanes_of(settings: Airtable) -> tuple[Lane, ...]:
    """The tables that config.toml asks for; the audit log goes first."""
    lanes = [
        Lane(kind="audit", key=rows.KEY, spec=rows.table_spec(settings.table), read=_entries),
    ]
    if settings.posts_table:
        posts = tables.posts_spec(settings.posts_table)
        lanes.append(Lane(kind="post", key=tables.POST_KEY, spec=posts, read=_posts))
    if settings.versions_table:
        versions = tables.versions_spec(settings.versions_table)
        lanes.append(Lane(kind="version", key=tables.VERSION_KEY, spec=versions, read=_versions))
    return tuple(lanes)


def _entries(conn: Connection, batch: Sequence[Delivery]) -> dict[int, Cells]:
    found = {each.seq: each for each in ledger.read_seqs(conn, [d.payload["seq"] for d in batch])}
    return {
        delivery.id: rows.row_of(found[delivery.payload["seq"]])
        for delivery in batch
        if delivery.payload["seq"] in found
    }


def _posts(_conn: Connection, batch: Sequence[Delivery]) -> dict[int, Cells]:
    return {delivery.id: tables.post_cells(delivery.payload) for delivery in batch}


def _versions(_conn: Connection, batch: Sequence[Delivery]) -> dict[int, Cells]:
    return {delivery.id: tables.version_cells(delivery.payload) for delivery in batch}
