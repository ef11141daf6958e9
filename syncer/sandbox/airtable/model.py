"""The things a base is made of, as plain records; no rule of Airtable's lives here."""

from __future__ import annotations

import secrets
import string
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

Permission = Literal["read", "comment", "edit", "create"]

ALL_SCOPES = frozenset(
    {"data.records:read", "data.records:write", "schema.bases:read", "schema.bases:write"}
)
_ALPHABET = string.ascii_letters + string.digits


def new_id(prefix: str) -> str:
    """An id as Airtable makes them: a three-letter prefix and 14 letters or digits."""
    return prefix + "".join(secrets.choice(_ALPHABET) for _ in range(14))


def timestamp(moment: float) -> str:
    """Epoch seconds as `2022-01-08T00:08:54.000Z`: whole seconds, as recorded in 2022."""
    return datetime.fromtimestamp(int(moment), UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


@dataclass(frozen=True, kw_only=True)
class User:
    """Who owns a token or edits by hand."""

    id: str
    name: str
    email: str

    def cell(self) -> dict[str, str]:
        """As a collaborator cell shows it."""
        return {"id": self.id, "email": self.email, "name": self.name}


@dataclass(frozen=True, kw_only=True)
class Token:
    """A personal access token: it acts as `user`, within `bases` (None: all) and `scopes`."""

    secret: str
    user: User
    bases: frozenset[str] | None
    scopes: frozenset[str]
    permission: Permission

    def may_enter(self, base_id: str) -> bool:
        return self.bases is None or base_id in self.bases


@dataclass(kw_only=True)
class Field:
    """A column. `options` as in /developers/web/api/field-model, None where the type has none."""

    id: str
    name: str
    type: str
    options: dict[str, Any] | None = None
    description: str | None = None

    def choices(self) -> list[dict[str, Any]]:
        """The options of a select field, in their order."""
        found: list[dict[str, Any]] = (self.options or {}).get("choices", [])
        return found

    def schema(self) -> dict[str, Any]:
        """As the base schema shows it."""
        shown: dict[str, Any] = {"type": self.type, "id": self.id, "name": self.name}
        if self.options is not None:
            shown["options"] = self.options
        if self.description is not None:
            shown["description"] = self.description
        return shown


@dataclass(kw_only=True)
class View:
    """A saved view: rows in the order they were added, those that satisfy `formula` ('' is all)."""

    id: str
    name: str
    type: str = "grid"
    formula: str = ""


@dataclass(kw_only=True)
class Record:
    """A row. `cells` is keyed by field id and holds what was stored; computed cells are not in it.

    `created` and `modified` are epoch seconds; `number` is the row's autoNumber.
    """

    id: str
    number: int
    created: float
    created_by: User
    modified: float
    modified_by: User
    cells: dict[str, Any]


@dataclass(kw_only=True)
class Table:
    """A table; `records` keeps the order in which rows were added."""

    id: str
    name: str
    fields: list[Field]
    views: list[View] = field(default_factory=list)
    records: dict[str, Record] = field(default_factory=dict)
    next_number: int = 1
    description: str | None = None

    def field(self, key: str) -> Field | None:
        """By id or exact name."""
        return next((f for f in self.fields if key in {f.id, f.name}), None)

    def view(self, key: str) -> View | None:
        """By id or exact name."""
        return next((v for v in self.views if key in {v.id, v.name}), None)

    def schema(self) -> dict[str, Any]:
        """As the base schema shows it."""
        shown: dict[str, Any] = {
            "id": self.id,
            "name": self.name,
            "primaryFieldId": self.fields[0].id,
            "fields": [f.schema() for f in self.fields],
            "views": [{"id": v.id, "name": v.name, "type": v.type} for v in self.views],
        }
        if self.description is not None:
            shown["description"] = self.description
        return shown


@dataclass(kw_only=True)
class Base:
    """A base and its tables."""

    id: str
    name: str
    tables: list[Table] = field(default_factory=list)

    def table(self, key: str) -> Table | None:
        """By id or exact name."""
        return next((t for t in self.tables if key in {t.id, t.name}), None)

    def size(self) -> int:
        """Rows over all tables: what Airtable's plans limit."""
        return sum(len(table.records) for table in self.tables)
