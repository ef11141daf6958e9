"""What to do so that a base has the tables that config.toml asks for. Pure.

Nothing is ever deleted or changed: a field of another type may hold somebody's work.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from connectors.airtable.answers import LiveTable
from connectors.airtable.schema import (
    Difference,
    Field,
    Missing,
    MissingOption,
    TableSpec,
    WrongType,
    difference,
)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing to do: make a table, add a field to the table with that id, or, with neither,
    something that only a person can."""

    what: str
    by_hand: str
    """how a person does it in Airtable"""
    table: TableSpec | None = None
    table_id: str = ""
    field: Field | None = None

    @property
    def can_be_made(self) -> bool:
        return self.table is not None or self.field is not None


def steps(specs: Iterable[TableSpec], live: Sequence[LiveTable]) -> tuple[Step, ...]:
    """Everything that stands between a base and these tables, () when nothing does."""
    return tuple(step for spec in specs for step in _steps(spec, live))


def _steps(spec: TableSpec, live: Sequence[LiveTable]) -> Iterator[Step]:
    there = next((table for table in live if spec.name in (table.name, table.id)), None)
    for found in difference(spec, live):
        yield _step(spec, there, found)


def _step(spec: TableSpec, there: LiveTable | None, found: Difference) -> Step:
    if isinstance(found, Missing) and found.field is not None and there is not None:
        field = found.field
        return Step(
            what=f'field "{field.name}" in table "{spec.name}"',
            by_hand=f'in table "{spec.name}" add the field {described(field)}',
            table_id=there.id,
            field=field,
        )
    if isinstance(found, Missing):
        fields = ", ".join(map(described, spec.fields))
        return Step(
            what=f'table "{spec.name}" with {len(spec.fields)} fields',
            by_hand=f'make a table "{spec.name}" whose first field is {fields}',
            table=spec,
        )
    return Step(what=str(found), by_hand=_advice(found))


def _advice(found: WrongType | MissingOption) -> str:
    if isinstance(found, MissingOption):
        return f'in field "{found.field.name}" add the options {", ".join(found.options)}'
    if found.found.name != found.field.name:
        return f'rename the field "{found.found.name}" to "{found.field.name}"'
    return (
        f'turn the field "{found.field.name}" into {_TYPES.get(found.field.type, "its type")}, or '
        "rename it: then `syncer setup` adds the right one"
    )


def described(field: Field) -> str:
    """A field as a person finds it in Airtable's menu."""
    return f'"{field.name}" ({_TYPES.get(field.type, field.type)})'


_TYPES = {
    "singleLineText": "single line text",
    "multilineText": "long text without rich formatting",
    "number": "number without decimals",
    "dateTime": "date with time, ISO, 24 hours, UTC",
    "url": "URL",
}
