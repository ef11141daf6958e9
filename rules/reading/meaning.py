"""The hash of a Book: the same for files that mean the same, another for any that do not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, time, timedelta
from enum import Enum
from hashlib import sha256
from typing import Any, Final

from rules.book import Book

ASIDE: Final = frozenset({"place", "hash", "notes", "tests", "test"})
"""fields that decide nothing: where a rule stands, and the admins' own tests of it"""


def hash_of(book: Book) -> str:
    """SHA-256 over canonical JSON of everything that can decide or say something.

    What equals its default is left out, so that a syncer that knows one key more gives the same
    hash to the same file, and approvals given under it stand.
    """
    text = json.dumps(meaning(book), sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return sha256(text.encode("ascii")).hexdigest()


def meaning(value: object) -> object:
    """The value as JSON can hold it, without places and tests."""
    if is_dataclass(value) and not isinstance(value, type):
        told = {
            field.name: meaning(getattr(value, field.name))
            for field in fields(value)
            if field.name not in ASIDE and getattr(value, field.name) != _default(field)
        }
        kind = getattr(value, "KIND", None)
        return {**told, "kind": kind} if kind else told
    if isinstance(value, Mapping):
        return {"map": {str(key): meaning(item) for key, item in value.items()}}
    if isinstance(value, tuple | list):
        return [meaning(item) for item in value]
    if isinstance(value, frozenset | set):
        return {"set": sorted(json.dumps(meaning(item), sort_keys=True) for item in value)}
    return _simple(value)


def _simple(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, timedelta):
        return {"seconds": value.total_seconds()}
    if isinstance(value, date | time):
        return {type(value).__name__: value.isoformat()}
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _default(field: Field[Any]) -> object:
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default
