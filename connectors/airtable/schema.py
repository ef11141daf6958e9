"""What a table should look like, what it does look like, and the difference. Pure.

Types and options: https://airtable.com/developers/web/api/field-model. Only field types that the
API can create are accepted here, so that whatever is described can also be made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from connectors.airtable.answers import LiveField, LiveTable
from connectors.airtable.wire import Json

UTC_ISO: Mapping[str, Json] = {
    "timeZone": "utc",
    "dateFormat": {"name": "iso"},
    "timeFormat": {"name": "24hour"},
}

CREATABLE = frozenset(
    {
        *("singleLineText", "multilineText", "richText", "email", "url", "phoneNumber", "barcode"),
        *("number", "percent", "currency", "rating", "duration", "checkbox", "date", "dateTime"),
        *("singleSelect", "multipleSelects", "multipleAttachments", "multipleRecordLinks"),
        *("singleCollaborator", "multipleCollaborators"),
    }
)
FIT_FOR_PRIMARY = frozenset(
    {
        *("singleLineText", "multilineText", "email", "url", "phoneNumber"),
        *("number", "date", "dateTime"),
    }
)
WITH_CHOICES = frozenset({"singleSelect", "multipleSelects"})
ALSO_GOOD: Mapping[str, frozenset[str]] = {
    "singleLineText": frozenset({"multilineText"}),
    "url": frozenset({"singleLineText", "multilineText"}),
    "email": frozenset({"singleLineText", "multilineText"}),
    "singleSelect": frozenset({"singleLineText", "multilineText"}),
}
"""Types of a table made by hand that hold the wanted values unchanged."""


@dataclass(frozen=True)
class Field:
    """A wanted field. `options` as the API takes them, {} where the type has none.

    Raises ValueError for a type that cannot be created or a select without choices.
    """

    name: str
    type: str
    options: Mapping[str, Json] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("a field needs a name")
        if self.type not in CREATABLE:
            raise ValueError(f"field {self.name!r}: the API cannot create the type {self.type!r}")
        if self.type in WITH_CHOICES and not self.choices:
            raise ValueError(f"field {self.name!r}: a {self.type} needs choices")

    @property
    def choices(self) -> tuple[str, ...]:
        return _choices(self.options)

    def payload(self) -> dict[str, Json]:
        """The JSON that creates it."""
        plain: dict[str, Json] = {"name": self.name, "type": self.type}
        return {**plain, "options": self.options} if self.options else plain


def text(name: str) -> Field:
    """One line; the type to give an upsert's key."""
    return Field(name, "singleLineText")


def long_text(name: str) -> Field:
    """Several lines, returned unchanged (richText would be rewritten); about 100,000 characters."""
    return Field(name, "multilineText")


def number(name: str, *, decimals: int = 0) -> Field:
    """A number shown with that many decimals, 0 to 8."""
    return Field(name, "number", {"precision": decimals})


def date_time(name: str) -> Field:
    """An instant, shown in UTC as ISO with 24 hours."""
    return Field(name, "dateTime", UTC_ISO)


def url(name: str) -> Field:
    """A link that can be clicked."""
    return Field(name, "url")


def select(name: str, *choices: str) -> Field:
    """One of `choices`; without typecast Airtable refuses any other word."""
    return Field(name, "singleSelect", {"choices": [{"name": choice} for choice in choices]})


@dataclass(frozen=True)
class TableSpec:
    """A wanted table; its first field is the primary one.

    Raises ValueError for no field, a first field unfit to be primary, or two names that differ
    in case only, which Airtable holds for the same.
    """

    name: str
    fields: tuple[Field, ...]

    def __post_init__(self) -> None:
        if not self.fields or self.fields[0].type not in FIT_FOR_PRIMARY:
            raise ValueError(f"table {self.name!r} needs a first field that can be primary")
        names = [wanted.name.casefold() for wanted in self.fields]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"table {self.name!r} names a field twice: {', '.join(twice)}")

    @property
    def types(self) -> dict[str, str]:
        """Field name to Airtable type, as `wire.canonical` wants them."""
        return {wanted.name: wanted.type for wanted in self.fields}


@dataclass(frozen=True)
class Missing:
    """The table (`field` is None) or one field of it is not there: it can be created."""

    table: str
    field: Field | None

    def __str__(self) -> str:
        what = f"field {self.field.name!r} in table" if self.field else "table"
        return f"Airtable has no {what} {self.table!r}"


@dataclass(frozen=True)
class WrongType:
    """A field that cannot hold what it should, or `found` under a name that differs in case: the
    API can change neither, so a person must."""

    table: str
    field: Field
    found: LiveField

    def __str__(self) -> str:
        return (
            f"field {self.found.name!r} in table {self.table!r} is of type {self.found.type}; "
            f"wanted is {self.field.name!r} of type {self.field.type}"
        )


@dataclass(frozen=True)
class MissingOption:
    """A select without some of its choices. The API has no call that adds one: a person must, or
    a write with typecast."""

    table: str
    field: Field
    options: tuple[str, ...]

    def __str__(self) -> str:
        missing = ", ".join(repr(option) for option in self.options)
        return f"field {self.field.name!r} in table {self.table!r} lacks the options {missing}"


Difference: TypeAlias = Missing | WrongType | MissingOption


def difference(spec: TableSpec, live: Sequence[LiveTable]) -> list[Difference]:
    """What stands between a base's tables and the wanted one, in the order of `spec`'s fields.

    The table is looked for by name or id. Fields that are there and not wanted are people's own.
    """
    table = next((table for table in live if spec.name in (table.name, table.id)), None)
    if table is None:
        return [Missing(spec.name, None)]
    found = {there.name.casefold(): there for there in table.fields}
    return [
        problem
        for wanted in spec.fields
        if (problem := _compare(spec.name, wanted, found.get(wanted.name.casefold())))
    ]


def _compare(table: str, wanted: Field, found: LiveField | None) -> Difference | None:
    if found is None:
        return Missing(table, wanted)
    fits = found.type == wanted.type or found.type in ALSO_GOOD.get(wanted.type, ())
    if found.name != wanted.name or not fits:
        return WrongType(table, wanted, found)
    if found.type not in WITH_CHOICES:
        return None
    there = _choices(found.options)
    lacking = tuple(choice for choice in wanted.choices if choice not in there)
    return MissingOption(table, wanted, lacking) if lacking else None


def _choices(options: Mapping[str, Json]) -> tuple[str, ...]:
    listed = options.get("choices")
    if not isinstance(listed, list | tuple):
        return ()
    return tuple(str(choice["name"]) for choice in listed if isinstance(choice, Mapping))
