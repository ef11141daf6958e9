"""Frozen records to JSON text and back, by their type hints (msgspec does the work)."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, TypeVar

import msgspec

from syncer.store.rows import dump

T = TypeVar("T")


def to_json(value: object) -> str:
    """Canonical JSON of a record, or of any mix of records, lists and mappings."""
    return dump(plain(value))


def plain(value: object) -> Any:
    """The same as built-in values, as the ledger's bodies want them."""
    return msgspec.to_builtins(value, enc_hook=_read_only)


def _read_only(value: object) -> object:
    """A read-only mapping is written as the mapping it shows."""
    if isinstance(value, MappingProxyType):
        return dict(value)
    raise NotImplementedError(f"{type(value).__name__} is not kept in the state")


def from_json(text: str, kind: type[T]) -> T:
    """Read a record back."""
    return msgspec.json.decode(text, type=kind)
