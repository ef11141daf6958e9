"""From a JSON value to a stored cell, type by type: strict, or with `typecast` best effort.

A reader returns what is to be stored (None clears the cell) or raises Unfit; it changes nothing.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, Protocol
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from syncer.sandbox.airtable import errors
from syncer.sandbox.airtable.fields import NUMBERS, TEXT
from syncer.sandbox.airtable.model import Field, User, new_id

LONGEST_TEXT = 100_000
"""Characters in one text cell [REP pyairtable#26]."""

_BULLET = re.compile(r"^(\s*)[*+] ", re.MULTILINE)
_RECORD_ID = re.compile(r"rec[A-Za-z0-9]{14}")


class Unfit(ValueError):
    """The field cannot accept the value."""


class Surroundings(Protocol):
    """What a reader may ask about the base it writes into."""

    typecast: bool

    def option(self, field: Field, name: str) -> str:
        """The option's name, made if it may be; Refusal if not."""

    def linked(self, field: Field, record_id: str) -> bool:
        """Whether the row exists in the table that the field links to."""

    def user(self, key: str) -> User | None:
        """By id or e-mail address."""

    def attachment(self, field: Field, attachment_id: str) -> dict[str, Any] | None:
        """An attachment that some row of the table already holds."""


def read_value(field: Field, value: Any, around: Surroundings) -> Any:
    """The cell to store for a JSON value; Refusal with Airtable's words if it does not fit."""
    if value is None and field.type != "richText":
        return None
    try:
        return _READERS[field.type](field, value, around)
    except (Unfit, OverflowError) as unfit:
        raise errors.bad_value(field.name) from unfit


def _text(_: Field, value: Any, around: Surroundings) -> str:
    if around.typecast and isinstance(value, (int, float, bool)):
        value = json.dumps(value)
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise Unfit
    return value


def _rich_text(field: Field, value: Any, around: Surroundings) -> str:
    """Airtable rewrites Markdown: bullets become `- `, one newline ends it, and so null is "\\n".

    Only these three rewritings are recorded; the others are unknown and left alone.
    """
    text = _text(field, "" if value is None else value, around)
    return _BULLET.sub(r"\1- ", text).rstrip("\n") + "\n"


def _number(_: Field, value: Any, around: Surroundings) -> float:
    if around.typecast and isinstance(value, str):
        try:
            value = float(value) if "." in value else int(value)
        except ValueError as bad:
            raise Unfit from bad
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise Unfit
    return value


def _rating(field: Field, value: Any, around: Surroundings) -> float:
    stars = _number(field, value, around)
    if stars != int(stars) or not 1 <= stars <= (field.options or {}).get("max", 10):
        raise Unfit
    return stars


def _checkbox(_: Field, value: Any, around: Surroundings) -> bool:
    if around.typecast and isinstance(value, str):
        value = value.strip().lower() in {"true", "1", "checked", "yes"}
    if not isinstance(value, bool):
        raise Unfit
    return value


def _moment(field: Field, value: Any) -> datetime:
    """Epoch milliseconds [REC] or ISO 8601; without an offset it is in the field's zone [DOC]."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        try:
            return datetime.fromtimestamp(value / 1000, UTC)
        except (ValueError, OSError) as bad:
            raise Unfit from bad
    if not isinstance(value, str):
        raise Unfit
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as bad:
        raise Unfit from bad
    if moment.tzinfo is None:
        zone = (field.options or {}).get("timeZone", "utc")
        moment = moment.replace(tzinfo=UTC if zone in {"utc", "client"} else ZoneInfo(zone))
    return moment.astimezone(UTC)


def _date_time(field: Field, value: Any, _: Surroundings) -> str:
    moment = _moment(field, value)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def _date(field: Field, value: Any, _: Surroundings) -> str:
    if isinstance(value, str) and len(value) == len("2026-11-23"):
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError as bad:
            raise Unfit from bad
    return _moment(field, value).date().isoformat()


def _select(field: Field, value: Any, around: Surroundings) -> str | None:
    if not isinstance(value, str):
        raise Unfit
    return around.option(field, value) if value else None


def _selects(field: Field, value: Any, around: Surroundings) -> list[str]:
    if around.typecast and isinstance(value, str):
        value = [part.strip() for part in value.split(",") if part.strip()]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise Unfit
    return list(dict.fromkeys(around.option(field, item) for item in value))


def _links(field: Field, value: Any, around: Surroundings) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise Unfit
    for item in value:
        if not _RECORD_ID.fullmatch(item):
            message = f'Value "{item}" is not a valid record ID.'
            raise errors.refused(422, "INVALID_RECORD_ID", message)
        if not around.linked(field, item):
            raise errors.no_row(item)
    return list(dict.fromkeys(value))


def _attachments(field: Field, value: Any, around: Surroundings) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise Unfit
    return [_attachment(field, item, around) for item in value]


def _attachment(field: Field, item: dict[str, Any], around: Surroundings) -> dict[str, Any]:
    if "id" in item:
        held = around.attachment(field, str(item["id"]))
        if held is not None:
            return held
    elif isinstance(item.get("url"), str) and item["url"].startswith(("http://", "https://")):
        name = item.get("filename") or urlsplit(item["url"]).path.rpartition("/")[2]
        name = name or "Unnamed attachment"
        return {"id": new_id("att"), "url": item["url"], "filename": name}
    shown = json.dumps(item, indent=2, ensure_ascii=False)
    message = f"Invalid attachment object for field {field.name}: {shown}"
    raise errors.refused(422, "INVALID_ATTACHMENT_OBJECT", message)


def _barcode(_: Field, value: Any, __: Surroundings) -> dict[str, str]:
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        raise Unfit
    return {key: value[key] for key in ("text", "type") if key in value}


def _collaborator(_: Field, value: Any, around: Surroundings) -> dict[str, str]:
    key = (value.get("id") or value.get("email")) if isinstance(value, dict) else None
    user = around.user(key) if isinstance(key, str) else None
    if user is None:
        raise Unfit
    return user.cell()


def _collaborators(field: Field, value: Any, around: Surroundings) -> list[dict[str, str]]:
    if not isinstance(value, list):
        raise Unfit
    return [_collaborator(field, item, around) for item in value]


_READERS: dict[str, Callable[[Field, Any, Surroundings], Any]] = {
    **dict.fromkeys(TEXT, _text),
    **dict.fromkeys(NUMBERS, _number),
    "richText": _rich_text,
    "rating": _rating,
    "checkbox": _checkbox,
    "date": _date,
    "dateTime": _date_time,
    "singleSelect": _select,
    "multipleSelects": _selects,
    "multipleRecordLinks": _links,
    "multipleAttachments": _attachments,
    "barcode": _barcode,
    "singleCollaborator": _collaborator,
    "multipleCollaborators": _collaborators,
}
