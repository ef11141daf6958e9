"""Airtable's answers as frozen values. Each reader raises ValueError, TypeError or LookupError for
an answer that lacks what it needs, and passes over what it does not know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from connectors.airtable.wire import Json


@dataclass(frozen=True, kw_only=True)
class Record:
    """A row as Airtable shows it: `created` in ISO 8601, no empty cells in `fields`."""

    id: str
    created: str
    fields: Mapping[str, Json]


@dataclass(frozen=True, kw_only=True)
class Upserted:
    """What one upsert did: ids it created, ids it updated, and every row as it stands now."""

    created: tuple[str, ...]
    updated: tuple[str, ...]
    records: tuple[Record, ...]


@dataclass(frozen=True, kw_only=True)
class Identity:
    """The token's user; `scopes` only where Airtable tells them (OAuth), else empty."""

    id: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LiveField:
    """A field that is there. `type` may be one that we do not know."""

    id: str
    name: str
    type: str
    options: Mapping[str, Json]


@dataclass(frozen=True, kw_only=True)
class LiveTable:
    """A table that is there."""

    id: str
    name: str
    primary_field_id: str
    fields: tuple[LiveField, ...]


def record(raw: Mapping[str, Any]) -> Record:
    return Record(
        id=_text(raw["id"]), created=_text(raw["createdTime"]), fields=_mapping(raw["fields"])
    )


def upserted(raw: Mapping[str, Any], sent: int) -> Upserted:
    """`sent` rows must come back: fewer would mean that some were lost without an error."""
    rows = tuple(record(row) for row in raw["records"])
    if len({row.id for row in rows}) != sent:
        raise ValueError(f"{sent} rows were sent, {len(rows)} came back")
    created = tuple(map(_text, raw["createdRecords"]))
    updated = tuple(map(_text, raw["updatedRecords"]))
    return Upserted(created=created, updated=updated, records=rows)


def identity(raw: Mapping[str, Any]) -> Identity:
    return Identity(id=_text(raw["id"]), scopes=tuple(map(_text, raw.get("scopes") or ())))


def tables(raw: Mapping[str, Any]) -> tuple[LiveTable, ...]:
    return tuple(map(table, raw["tables"]))


def table(raw: Mapping[str, Any]) -> LiveTable:
    return LiveTable(
        id=_text(raw["id"]),
        name=_text(raw["name"]),
        primary_field_id=_text(raw["primaryFieldId"]),
        fields=tuple(map(field, raw["fields"])),
    )


def field(raw: Mapping[str, Any]) -> LiveField:
    return LiveField(
        id=_text(raw["id"]),
        name=_text(raw["name"]),
        type=_text(raw["type"]),
        options=_mapping(raw.get("options") or {}),
    )


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise TypeError(f"a text was expected, not {type(value).__name__}")
    return value


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise TypeError(f"an object was expected, not {type(value).__name__}")
    return value
