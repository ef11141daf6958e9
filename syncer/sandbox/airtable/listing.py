"""Listing records: parameters, filter, order, pages.

Vendor's page: airtable.com/developers/web/api/list-records.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from syncer.sandbox.airtable import errors, evaluate, formula
from syncer.sandbox.airtable.model import Field, Record, Table, new_id
from syncer.sandbox.airtable.reading import cell, record_json, row_values

_OFFSET = re.compile(r"itr[A-Za-z0-9]{14}/rec[A-Za-z0-9]{14}")
_SORT_KEY = re.compile(r"sort\[(\d+)\]\[(field|direction)\]")
_LIST_KEY = re.compile(r"(fields|recordMetadata)\[\d*\]")
_LIST_NAMES = {"fields", "recordMetadata"}
_KNOWN = _LIST_NAMES | {
    "cellFormat",
    "filterByFormula",
    "maxRecords",
    "method",  # Airtable's own npm client sends it along
    "offset",
    "pageSize",
    "returnFieldsByFieldId",
    "sort",
    "timeZone",
    "userLocale",
    "view",
}


@dataclass(frozen=True, kw_only=True)
class Query:
    """One list request, read and checked; `order` is pairs of field and whether descending."""

    only: tuple[str, ...] | None
    formula: formula.Node | None
    order: tuple[tuple[Field, bool], ...]
    view: str | None
    page_size: int
    most: int | None
    offset: str | None
    by_id: bool


def from_url(items: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """URL parameters in the shape of a listRecords body: `sort[0][field]`, `fields[]` unfolded."""
    body: dict[str, Any] = {}
    sorts: dict[int, dict[str, str]] = {}
    for key, value in items:
        if match := _SORT_KEY.fullmatch(key):
            sorts.setdefault(int(match[1]), {})[match[2]] = value
        elif (match := _LIST_KEY.fullmatch(key)) or key in _LIST_NAMES:
            body.setdefault(match[1] if match else key, []).append(value)
        elif key in {"pageSize", "maxRecords"}:
            body[key] = int(value) if value.isdecimal() and value.isascii() else value
        elif key == "returnFieldsByFieldId":
            body[key] = value.lower() in {"1", "true"}
        elif key:
            body[key] = value
    if sorts:
        body["sort"] = [sorts[at] for at in sorted(sorts)]
    return body


def read_query(table: Table, body: dict[str, Any]) -> Query:
    """The checked request; Refusal if a parameter is unknown or wrong."""
    if strangers := sorted(set(body) - _KNOWN):
        raise errors.invalid(f"unknown parameters: {', '.join(strangers)}")
    only = body.get("fields")
    if only is not None:
        for name in _strings(only, "fields"):
            _known_field(table, name)
    return Query(
        only=None if only is None else tuple(only),
        formula=_formula(table, body.get("filterByFormula")),
        order=tuple(_order(table, item) for item in _objects(body.get("sort") or [], "sort")),
        view=_text_or_none(body, "view"),
        page_size=_number(body, "pageSize", 100) or 100,
        most=_number(body, "maxRecords", None),
        offset=_text_or_none(body, "offset") or None,  # an empty one is none [pyairtable's tests]
        by_id=bool(body.get("returnFieldsByFieldId")),
    )


@dataclass
class _Iteration:
    table: str
    ids: list[str]
    used: float


class Iterations:
    """The listings in progress: the rows and their order are settled by the first page."""

    def __init__(self) -> None:
        self._open: dict[str, _Iteration] = {}

    def page(self, table: Table, query: Query, now: float, life: float) -> dict[str, Any]:
        """One page as the API answers it; `life` is how long (s) an unused offset stays valid."""
        self._open = {key: i for key, i in self._open.items() if now - i.used <= life}
        if query.offset is None:
            key, start = new_id("itr"), 0
            matching = [record.id for record in _matching(table, query)]
            iteration = _Iteration(table.id, matching[: query.most], now)
        else:
            key, last = self._parts(query.offset)
            iteration = self._resumed(key, table)
            start = iteration.ids.index(last) + 1 if last in iteration.ids else 0
        iteration.used = now
        ids = iteration.ids[start : start + query.page_size]
        rows = [table.records[id_] for id_ in ids if id_ in table.records]
        shown = [record_json(table, row, by_id=query.by_id, only=query.only) for row in rows]
        if start + query.page_size >= len(iteration.ids):
            return {"records": shown}
        self._open[key] = iteration
        return {"records": shown, "offset": f"{key}/{ids[-1]}"}

    def _parts(self, offset: str) -> tuple[str, str]:
        if not _OFFSET.fullmatch(offset):
            raise errors.bad_offset(offset)
        key, _, last = offset.partition("/")
        return key, last

    def _resumed(self, key: str, table: Table) -> _Iteration:
        iteration = self._open.get(key)
        if iteration is None or iteration.table != table.id:
            raise errors.stale_offset()
        return iteration


def _matching(table: Table, query: Query) -> list[Record]:
    rows = list(table.records.values())
    if query.view is None:
        rows.sort(key=lambda record: record.id)  # without a view, all recorded lists are by id
    else:
        view = table.view(query.view)
        if view is None:
            name = f"View {query.view} not found"
            raise errors.refused(422, "VIEW_NAME_NOT_FOUND", name)
        rows = _kept(table, rows, _formula(table, view.formula))
    rows = _kept(table, rows, query.formula)
    for field, descending in reversed(query.order):
        rows.sort(key=partial(_sort_key, table, field), reverse=descending)
    return rows


def _kept(table: Table, rows: list[Record], node: formula.Node | None) -> list[Record]:
    if node is None:
        return rows
    return [row for row in rows if evaluate.passes(node, row_values(table, row), row.id)]


def _sort_key(table: Table, field: Field, record: Record) -> tuple[int, float, str]:
    """Empty cells first, then numbers, then options in their own order, then text."""
    value = cell(table, record, field)
    if value in (None, "", []):
        return (0, 0, "")
    if isinstance(value, (int, float)):
        return (1, value, "")
    if field.type == "singleSelect":
        names = [item["name"] for item in field.choices()]
        return (1, names.index(value), "")
    return (2, 0, evaluate.text_of(value).casefold())


def _formula(table: Table, text: Any) -> formula.Node | None:
    if text is None or text == "":
        return None
    if not isinstance(text, str):
        raise errors.invalid("filterByFormula must be text")
    generic = "Invalid formula. Please check your formula text."
    try:
        node = formula.parse(text)
    except formula.FormulaError as bad:
        raise errors.bad_formula(generic, str(bad)) from bad
    if complaint := evaluate.complaint(node, lambda name: table.field(name) is not None):
        raise errors.bad_formula(complaint, "the sandbox knows a part of the formula language")
    return node


def _order(table: Table, item: dict[str, Any]) -> tuple[Field, bool]:
    direction = item.get("direction", "asc")
    if direction not in ("asc", "desc") or not isinstance(item.get("field"), str):
        raise errors.invalid("each sort needs a field and a direction of asc or desc")
    return _known_field(table, item["field"]), direction == "desc"


def _known_field(table: Table, name: str) -> Field:
    field = table.field(name)
    if field is None:
        raise errors.unknown_field(name)
    return field


def _strings(value: Any, name: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise errors.invalid(f"{name} must be a list of text")
    return value


def _objects(value: Any, name: str) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise errors.invalid(f"{name} must be a list of objects")
    return value


def _text_or_none(body: dict[str, Any], key: str) -> str | None:
    value = body.get(key)
    if value is not None and not isinstance(value, str):
        raise errors.invalid(f"{key} must be text")
    return value


def _number(body: dict[str, Any], key: str, highest: int | None) -> int | None:
    value = body.get(key)
    if value is None:
        return None
    whole = isinstance(value, int) and not isinstance(value, bool) and value >= 1
    if not whole or (highest is not None and value > highest):
        raise errors.invalid(f"{key} must be a whole number from 1 to {highest or 'any'}")
    return int(value)
