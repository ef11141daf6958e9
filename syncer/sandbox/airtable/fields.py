"""Field types: which there are, which Airtable fills by itself, which options they need.

Source: airtable.com/developers/web/api/field-model and .../create-field.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from syncer.sandbox.airtable.model import new_id

COMPUTED = frozenset(
    {
        "aiText",
        "autoNumber",
        "button",
        "count",
        "createdBy",
        "createdTime",
        "externalSyncSource",
        "formula",
        "lastModifiedBy",
        "lastModifiedTime",
        "multipleLookupValues",
        "rollup",
    }
)
"""Types whose cells cannot be written; the API creates none of them either."""

TEXT = frozenset({"singleLineText", "multilineText", "richText", "email", "url", "phoneNumber"})
NUMBERS = frozenset({"number", "currency", "percent", "duration"})
MERGEABLE = frozenset(
    {"number", "singleLineText", "multilineText", "singleSelect", "multipleSelects", "date"}
)
"""The types that `fieldsToMergeOn` may name [DOC /update-multiple-records]."""

PRIMARY = (TEXT | NUMBERS | {"date", "dateTime", "barcode", "autoNumber", "formula"}) - {"richText"}
"""The types that a table's first field may have."""

_PLAIN = TEXT | {"barcode", "singleCollaborator", "multipleCollaborators"}
_DATE_FORMATS = {
    "local": "l",
    "friendly": "LL",
    "us": "M/D/YYYY",
    "european": "D/M/YYYY",
    "iso": "YYYY-MM-DD",
}
_TIME_FORMATS = {"12hour": "h:mma", "24hour": "HH:mm"}
_DURATIONS = ("h:mm", "h:mm:ss", "h:mm:ss.S", "h:mm:ss.SS", "h:mm:ss.SSS")

Options = dict[str, Any]


class BadOptions(ValueError):
    """The options do not fit the field's type; the message says which and why."""


def options_for(kind: str, given: Any) -> Options | None:
    """The options as the schema will show them; BadOptions if they do not fit the type."""
    if kind in _PLAIN:
        if given:
            raise BadOptions(f"{kind} takes no options")
        return None
    if not isinstance(given, dict):
        raise BadOptions(f"{kind} needs an options object")
    return _CHECKS[kind](given)


def usual_options(kind: str) -> Options | None:
    """What the Airtable app itself would set for a new field of this type; None if nothing."""
    usual = _USUAL.get(kind)
    return None if usual is None else options_for(kind, usual)


def creatable(kind: str) -> bool:
    """Whether the sandbox's API creates such fields."""
    return kind in _PLAIN or kind in _CHECKS


def choice(name: str, color: str = "blueLight2") -> dict[str, str]:
    """A new option of a select field."""
    return {"id": new_id("sel"), "name": name, "color": color}


def _whole(given: Options, key: str, low: int, high: int) -> int:
    value = given.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise BadOptions(f"{key} must be a whole number from {low} to {high}")
    return value


def _words(given: Options, *keys: str) -> Options:
    for key in keys:
        if not isinstance(given.get(key), str) or not given[key]:
            raise BadOptions(f"{key} is missing")
    return {key: given[key] for key in keys}


def _format(given: Options, key: str, known: dict[str, str]) -> dict[str, str]:
    value = given.get(key)
    name = value.get("name") if isinstance(value, dict) else None
    if not isinstance(name, str) or name not in known:
        raise BadOptions(f"{key}.name must be one of {', '.join(known)}")
    return {"name": name, "format": known[name]}


def _choices(given: Options) -> Options:
    items = given.get("choices")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise BadOptions("choices must be a list of objects")
    names = [item.get("name") for item in items]
    if not all(isinstance(name, str) and name for name in names) or len(set(names)) < len(names):
        raise BadOptions("each choice needs a name of its own")
    return {"choices": [choice(item["name"], item.get("color", "blueLight2")) for item in items]}


def _date(given: Options) -> Options:
    return {"dateFormat": _format(given, "dateFormat", _DATE_FORMATS)}


def _date_time(given: Options) -> Options:
    zone = given.get("timeZone")
    if zone not in ("utc", "client"):
        try:
            known = isinstance(zone, str) and "/" in zone and bool(ZoneInfo(zone))
        except (ZoneInfoNotFoundError, ValueError):
            known = False
        if not known:
            raise BadOptions(f"Invalid timezone {zone!r}")
    return {
        "timeZone": zone,
        "dateFormat": _format(given, "dateFormat", _DATE_FORMATS),
        "timeFormat": _format(given, "timeFormat", _TIME_FORMATS),
    }


def _duration(given: Options) -> Options:
    if given.get("durationFormat") not in _DURATIONS:
        raise BadOptions(f"durationFormat must be one of {', '.join(_DURATIONS)}")
    return {"durationFormat": given["durationFormat"]}


def _precision(given: Options) -> Options:
    return {"precision": _whole(given, "precision", 0, 8)}


_CHECKS: dict[str, Callable[[Options], Options]] = {
    "number": _precision,
    "percent": _precision,
    "currency": lambda given: {
        "precision": _whole(given, "precision", 0, 7),
        **_words(given, "symbol"),
    },
    "duration": _duration,
    "rating": lambda given: {"max": _whole(given, "max", 1, 10), **_words(given, "icon", "color")},
    "checkbox": lambda given: _words(given, "icon", "color"),
    "date": _date,
    "dateTime": _date_time,
    "singleSelect": _choices,
    "multipleSelects": _choices,
    "multipleAttachments": lambda given: {"isReversed": bool(given.get("isReversed", False))},
}
_ISO = {"dateFormat": {"name": "iso"}}
_USUAL: dict[str, Options] = {
    "number": {"precision": 0},
    "percent": {"precision": 0},
    "currency": {"precision": 2, "symbol": "$"},
    "duration": {"durationFormat": "h:mm"},
    "rating": {"max": 5, "icon": "star", "color": "yellowBright"},
    "checkbox": {"icon": "check", "color": "greenBright"},
    "date": _ISO,
    "dateTime": {"timeZone": "utc", **_ISO, "timeFormat": {"name": "24hour"}},
    "singleSelect": {"choices": []},
    "multipleSelects": {"choices": []},
    "multipleAttachments": {"isReversed": False},
}
