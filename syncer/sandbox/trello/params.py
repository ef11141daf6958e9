"""Reading the values of a request, each of which may come as query, form or JSON."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from syncer.sandbox.trello.errors import RefusedError, invalid
from syncer.sandbox.trello.ids import written

LONGEST = 16384
"""Characters in a name, a description or a comment."""


def truth(value: object, name: str) -> bool:
    """true and false, as JSON or as words."""
    if isinstance(value, bool):
        return value
    word = str(value).lower()
    if word not in ("true", "false", "1", "0", ""):
        raise invalid(name)
    return word in ("true", "1")


def line(value: object, name: str) -> str:
    """Text that may not be empty."""
    if not text(value, name).strip():
        raise invalid(name)
    return str(value)


def text(value: object, name: str) -> str:
    """Text of at most 16384 characters."""
    if not isinstance(value, str | int | float) or len(str(value)) > LONGEST:
        raise invalid(name)
    return str(value)


def maybe_text(value: object, name: str) -> str | None:
    """Text, or None for null and nothing."""
    return None if value in (None, "", "null") else text(value, name)


def maybe_date(value: object, name: str) -> str | None:
    """A date in any ISO 8601 form, as Trello writes it; None for null and nothing."""
    if value in (None, "", "null"):
        return None
    try:
        at = datetime.fromisoformat(str(value))
    except ValueError:
        raise RefusedError(400, f"invalid date for {name}") from None
    return written(at if at.tzinfo else at.replace(tzinfo=UTC))


def maybe_number(value: object, name: str) -> int | None:
    """A whole number, or None for null and nothing."""
    if value in (None, "", "null"):
        return None
    try:
        return int(str(value))
    except ValueError:
        raise invalid(name) from None


def many(value: object) -> list[str]:
    """A JSON list or a comma list."""
    if isinstance(value, list):
        return [str(v) for v in value]
    return [v for v in str(value or "").split(",") if v]


def nested(values: dict[str, Any], name: str) -> Any:
    """`name` as JSON object, or put together from form fields such as `value[text]`."""
    if name in values:
        return values[name]
    inner = {
        k[len(name) + 1 : -1]: v
        for k, v in values.items()
        if k.startswith(f"{name}[") and k.endswith("]")
    }
    return inner or None


def chosen(whole: dict[str, Any], fields: str | None, always: str = "id") -> dict[str, Any]:
    """The fields that were asked for, and the id. None or "all": everything."""
    if fields is None or fields == "all":
        return whole
    names = {always, *fields.split(",")}
    return {k: v for k, v in whole.items() if k in names}
