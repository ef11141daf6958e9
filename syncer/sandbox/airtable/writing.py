"""Creating, changing and upserting rows: the whole request is worked out before any of it lands.

A batch is all or nothing [REC: grouparoo's export-records session, steps 46 to 62].
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from syncer.sandbox.airtable import errors
from syncer.sandbox.airtable.cells import read_value
from syncer.sandbox.airtable.fields import COMPUTED, MERGEABLE, choice
from syncer.sandbox.airtable.model import Base, Field, Record, Table, User, new_id
from syncer.sandbox.airtable.settings import Settings

Cells = dict[str, Any]


class Home(Protocol):
    """What a draft needs of the world it writes into."""

    clock: Callable[[], float]
    settings: Settings

    def user(self, key: str) -> User | None:
        """By id or e-mail address."""


@dataclass(frozen=True)
class Change:
    """One row of a request: `record` is None for a row to be created."""

    record: Record | None
    cells: Cells


class Draft:
    """One request's writes. Reading values collects new select options; `commit` makes it so."""

    def __init__(
        self,
        home: Home,
        base: Base,
        table: Table,
        user: User,
        *,
        typecast: bool,
        may_add_options: bool,
    ) -> None:
        self.table = table
        self.typecast = typecast
        self._home = home
        self._base = base
        self._user = user
        self._may_add_options = may_add_options
        self._new_options: list[tuple[Field, str]] = []
        self._find: Callable[[tuple[Any, ...]], Sequence[Record]] | None = None

    def created(self, fields: Any) -> Change:
        """A row to be created."""
        return Change(None, self._cells(fields))

    def changed(self, record_id: str, fields: Any, *, replace: bool = False) -> Change:
        """A row to be changed; `replace` clears every cell not given, as PUT does [DOC]."""
        record = self.table.records.get(record_id)
        if record is None:
            raise errors.no_row(record_id)
        return self._onto(record, self._cells(fields), replace=replace)

    def upserted(self, merge_on: Sequence[Field], fields: Any, *, replace: bool) -> Change:
        """A row matched by its key: none creates, one changes, several refuse [DOC].

        A key with a null part creates [SRC: pyairtable's live test]. Rows are matched as they
        stood before the request, so one new key twice in a request makes two rows.
        """
        cells = self._cells(fields)
        if absent := [field.name for field in merge_on if field.id not in cells]:
            raise errors.invalid(f"records to upsert lack {', '.join(absent)}")
        key = _key(cells, merge_on)
        if any(part in (None, "", ()) for part in key):
            return Change(None, cells)
        if self._find is None:
            self._find = _index(self.table.records.values(), merge_on)
        matches = self._find(key)
        if len(matches) > 1:
            found = ", ".join(record.id for record in matches)
            raise errors.invalid(f"upsert key {key!r} matches several records: {found}")
        return self._onto(matches[0], cells, replace=replace) if matches else Change(None, cells)

    def commit(self, changes: Sequence[Change]) -> list[Record]:
        """Make the changes and return the rows in the order given; Refusal if the base is full."""
        fresh = sum(change.record is None for change in changes)
        cap = self._home.settings.record_cap
        if cap is not None and fresh and self._base.size() + fresh > cap:
            raise errors.invalid(f"the base may hold {cap} records and has {self._base.size()}")
        for field, name in self._new_options:
            field.options = {**(field.options or {}), "choices": [*field.choices(), choice(name)]}
        now = self._home.clock()
        return [self._apply(change, now) for change in changes]

    def _apply(self, change: Change, now: float) -> Record:
        if change.record is not None:
            change.record.cells.update(change.cells)
            change.record.modified, change.record.modified_by = now, self._user
            return change.record
        record = Record(
            id=new_id("rec"),
            number=self.table.next_number,
            created=now,
            created_by=self._user,
            modified=now,
            modified_by=self._user,
            cells=change.cells,
        )
        self.table.next_number += 1
        self.table.records[record.id] = record
        return record

    def _onto(self, record: Record, cells: Cells, *, replace: bool) -> Change:
        return Change(record, {**dict.fromkeys(record.cells), **cells} if replace else cells)

    def _cells(self, fields: Any) -> Cells:
        if not isinstance(fields, dict):
            raise errors.missing_fields()
        cells = {}
        for key, value in fields.items():
            field = self.table.field(key)
            if field is None:
                raise errors.unknown_field(key)
            if field.type in COMPUTED:
                raise errors.computed(field.name)
            cells[field.id] = read_value(field, value, self)
        return cells

    def option(self, field: Field, name: str) -> str:
        """The name of a select option; a new one only with typecast and the right to make it."""
        known = {item["name"] for item in field.choices()}
        if name not in known and (field, name) not in self._new_options:
            if not (self.typecast and self._may_add_options):
                raise errors.no_option(name)
            self._new_options.append((field, name))
        return name

    def linked(self, field: Field, record_id: str) -> bool:
        """Whether the linked table, if the base has it, holds the row."""
        other = self._base.table((field.options or {}).get("linkedTableId", ""))
        return other is not None and record_id in other.records

    def user(self, key: str) -> User | None:
        """By id or e-mail address."""
        return self._home.user(key)

    def attachment(self, field: Field, attachment_id: str) -> dict[str, Any] | None:
        """The attachment with that id in some row of this field."""
        held = (item for r in self.table.records.values() for item in r.cells.get(field.id) or ())
        return next((item for item in held if item["id"] == attachment_id), None)


def _index(
    records: Collection[Record], merge_on: Sequence[Field]
) -> Callable[[tuple[Any, ...]], Sequence[Record]]:
    """Finds the rows with a key."""
    if len(merge_on) == 1:
        column = merge_on[0].id
        cells = [record.cells.get(column) for record in records]
        # The usual case: texts, each in one row. Many times faster for a large table.
        alone = dict(zip(cells, records, strict=True)) if _are_texts(cells) else {}
        if len(alone) == len(records):
            return lambda key: [alone[key[0]]] if key[0] in alone else []
    found: dict[tuple[Any, ...], list[Record]] = {}
    for record in records:
        found.setdefault(_key(record.cells, merge_on), []).append(record)
    return lambda key: found.get(key, [])


def _are_texts(cells: Sequence[Any]) -> bool:
    return set(map(type, cells)) == {str}


def _key(cells: Cells, merge_on: Sequence[Field]) -> tuple[Any, ...]:
    values = (cells.get(field.id) for field in merge_on)
    return tuple(tuple(value) if isinstance(value, list) else value for value in values)


def merge_fields(table: Table, names: Any) -> list[Field]:
    """The fields of `fieldsToMergeOn`: one to three, of the types that allow it [DOC]."""
    if not isinstance(names, list) or not 1 <= len(names) <= 3:
        raise errors.invalid("fieldsToMergeOn takes one to three field names")
    found = []
    for name in names:
        field = table.field(name) if isinstance(name, str) else None
        if field is None:
            raise errors.unknown_field(str(name))
        if field.type not in MERGEABLE:
            raise errors.invalid(f"cannot merge on {field.name!r}, a {field.type} field")
        found.append(field)
    return found
