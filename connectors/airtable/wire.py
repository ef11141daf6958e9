"""Airtable's words and ours: error bodies and cells. Pure functions over raw or parsed text.

Cells come back otherwise than they were sent: "", [], false and null are left out
(https://airtable.com/developers/web/api/field-model), a dateTime reads `...Z` with milliseconds,
and richText is rewritten as Markdown of Airtable's own style (both recorded). `canonical` brings a
row as sent and the same row as read to one form, so that the two compare equal.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias

Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"
Cell: TypeAlias = "str | int | float | bool | date | datetime | Sequence[str] | None"

LARGEST_WHOLE_NUMBER = 2**53
"""Numbers are IEEE doubles at Airtable; a larger integer would come back as another one."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class ErrorBody:
    """Airtable's own reason: its type (`UNKNOWN_FIELD_NAME`) and sentence, "" if it gave none."""

    kind: str = ""
    message: str = ""


def parse_error(body: str) -> ErrorBody:
    """Read any error body: `{"error": {"type", "message"}}`, `{"error": "NOT_FOUND"}`,
    `{"errors": [{"error", "message"}]}`; HTML, nothing and everything else give an empty one."""
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):
        return ErrorBody()
    if isinstance(parsed, dict) and isinstance(parsed.get("errors"), list) and parsed["errors"]:
        parsed = parsed["errors"][0]
    return _reason(parsed)


def _reason(parsed: object) -> ErrorBody:
    if isinstance(parsed, str):
        return ErrorBody(kind=parsed)
    if not isinstance(parsed, dict):
        return ErrorBody()
    inner = parsed.get("error")
    if isinstance(inner, dict):
        return _reason(inner)
    kind = inner if isinstance(inner, str) else parsed.get("type")
    message = parsed.get("message")
    return ErrorBody(
        kind=kind if isinstance(kind, str) else "",
        message=message if isinstance(message, str) else "",
    )


def to_cell(value: Cell) -> Json:
    """The JSON to send for a value.

    A datetime must know its zone and is cut to milliseconds, since a time without one is read in
    the field's zone. Raises ValueError for what Airtable would refuse or change: a naive datetime,
    NaN and infinity (422 INVALID_REQUEST_BODY), an integer beyond 2**53.
    """
    if isinstance(value, str):
        return _whole_text(value)
    if isinstance(value, datetime):
        return _instant_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"Airtable has no number {value!r}")
    if isinstance(value, int) and abs(value) > LARGEST_WHOLE_NUMBER:
        raise ValueError(f"Airtable cannot hold {value} exactly: send it as text")
    if isinstance(value, Sequence):
        return [_whole_text(item) for item in value]
    return value


def from_cell(field_type: str, value: object) -> object:
    """A value of a field of that Airtable type, sent or read, in one comparable form.

    Empty is None; dateTime an aware datetime, date a date, a list a tuple. What does not fit the
    type is left as it is, so that it compares unequal rather than raising.
    """
    if value is None or value is False or value in ("", [], ()):
        return None
    if isinstance(value, list | tuple):
        return tuple(value)
    if field_type == "richText" and isinstance(value, str):
        return _markdown(value)
    if field_type == "dateTime":
        return _instant(value)
    if field_type == "date" and isinstance(value, str):
        return _day(value)
    return value


def canonical(fields: Mapping[str, object], types: Mapping[str, str]) -> dict[str, object]:
    """A row without its empty cells and without fields that `types` (name to Airtable type) does
    not name: people add columns of their own, and those are none of our business."""
    row = {name: from_cell(kind, fields.get(name)) for name, kind in types.items()}
    return {name: value for name, value in row.items() if value is not None}


def _whole_text(text: str) -> str:
    """Half a surrogate pair cannot travel as UTF-8: U+FFFD stands for it, here and there."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _instant_text(value: datetime) -> str:
    if value.utcoffset() is None:
        raise ValueError(f"{value.isoformat()} has no time zone: Airtable would guess one")
    in_utc = value.astimezone(UTC).replace(tzinfo=None)
    return in_utc.isoformat(timespec="milliseconds") + "Z"


def _instant(value: object) -> object:
    """Text with any offset, or epoch milliseconds (both accepted for a dateTime: recorded)."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return EPOCH + timedelta(milliseconds=value)
        if isinstance(value, str):
            value = datetime.fromisoformat(value)
        if isinstance(value, datetime) and value.utcoffset() is not None:
            in_utc = value.astimezone(UTC)
            return in_utc.replace(microsecond=in_utc.microsecond // 1000 * 1000)
    except (ValueError, OverflowError):
        pass
    return value


def _day(value: str) -> object:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return value


def _markdown(text: str) -> str | None:
    """`* item` comes back as `- item`, and a newline is added at the end (recorded)."""
    lines = text.rstrip("\n").split("\n")
    dashed = [f"- {line[2:]}" if line.startswith("* ") else line for line in lines]
    return "\n".join(dashed) or None
