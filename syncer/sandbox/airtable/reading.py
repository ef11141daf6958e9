"""From stored cells to what a reader of the API sees, computed fields included."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from syncer.sandbox.airtable import evaluate, formula
from syncer.sandbox.airtable.model import Field, Record, Table, timestamp

_parsed = lru_cache(maxsize=256)(formula.parse)


def record_json(
    table: Table, record: Record, *, by_id: bool = False, only: tuple[str, ...] | None = None
) -> dict[str, Any]:
    """A record as replies carry it: empty cells ("", [], false, null) are left out [DOC].

    `only` is the field names or ids asked for; `by_id` keys the cells by field id.
    """
    shown = {}
    for field in table.fields:
        if only is None or field.id in only or field.name in only:
            value = cell(table, record, field)
            if value not in (None, "", [], {}) and value is not False:
                shown[field.id if by_id else field.name] = value
    return {"id": record.id, "createdTime": timestamp(record.created), "fields": shown}


def cell(table: Table, record: Record, field: Field) -> Any:
    """The value of one cell as JSON; None if it is empty or its type is not emulated."""
    if field.type == "formula":
        return _formula_cell(table, record, field)
    computed = _COMPUTED.get(field.type)
    return record.cells.get(field.id) if computed is None else computed(field, record)


def _count(field: Field, record: Record) -> int:
    return len(record.cells.get((field.options or {}).get("recordLinkFieldId", ""), ()))


_COMPUTED: dict[str, Callable[[Field, Record], Any]] = {
    "autoNumber": lambda _, record: record.number,
    "createdTime": lambda _, record: timestamp(record.created),
    "lastModifiedTime": lambda _, record: timestamp(record.modified),
    "createdBy": lambda _, record: record.created_by.cell(),
    "lastModifiedBy": lambda _, record: record.modified_by.cell(),
    "count": _count,
}


def _formula_cell(table: Table, record: Record, field: Field) -> Any:
    text = (field.options or {}).get("formula")
    if not text:
        return None
    try:
        value = _formula_value(table, record, field, frozenset())
    except evaluate.CellError:
        return {"error": "#ERROR!"}
    return evaluate.text_of(value) if isinstance(value, (datetime, list)) else value


def _formula_value(table: Table, record: Record, field: Field, seen: frozenset[str]) -> Any:
    if field.id in seen:
        raise evaluate.CellError("the formula refers to itself")
    try:
        node = _parsed((field.options or {}).get("formula", ""))
    except formula.FormulaError as bad:
        raise evaluate.CellError(str(bad)) from bad
    row = row_values(table, record, seen | {field.id})
    if complaint := evaluate.complaint(node, lambda key: table.field(key) is not None):
        raise evaluate.CellError(complaint)
    return evaluate.evaluate(node, row, record.id)


def row_values(
    table: Table, record: Record, seen: frozenset[str] = frozenset()
) -> Callable[[str], Any]:
    """The row as formulas see it: dates are moments, people and files their names."""

    def value(key: str) -> Any:
        field = table.field(key)
        if field is None:
            raise evaluate.CellError(f"no field {key!r}")
        if field.type == "formula":
            return _formula_value(table, record, field, seen)
        return _formula_operand(cell(table, record, field), field.type)

    return value


def _formula_operand(value: Any, kind: str) -> Any:
    if isinstance(value, list):
        return [_formula_operand(item, kind) for item in value] or None
    if isinstance(value, dict):
        return value.get("name") or value.get("filename") or value.get("text")
    if value and kind in {"date", "dateTime", "createdTime", "lastModifiedTime"}:
        moment = datetime.fromisoformat(value)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None if value == "" else value
