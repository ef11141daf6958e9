"""Reads one JSON object of Trello's tolerantly: what is absent is None, what has the wrong shape
is Garbled with the path to it. Unknown keys are nobody's business here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from connectors.errors import Garbled

T = TypeVar("T")


class Piece:
    """A JSON object and the path to it, as "board.cards[3]". Raises Garbled for anything else."""

    __slots__ = ("path", "raw")

    def __init__(self, raw: Any, path: str) -> None:
        if not isinstance(raw, dict):
            raise Garbled(f"{path} should be an object, not {_shown(raw)}")
        self.raw: Mapping[str, Any] = raw
        self.path = path

    def id(self, key: str = "id") -> str:
        """A text that must be there and not empty."""
        found = self.text(key)
        if not found:
            raise Garbled(f"{self.path}.{key} is missing or empty")
        return found

    def text(self, key: str) -> str | None:
        """A text; a number is taken as its digits, since Trello sends counters both ways."""
        found = self.raw.get(key)
        if found is None or isinstance(found, str):
            return found
        if isinstance(found, int | float) and not isinstance(found, bool):
            return str(found)
        raise self._wrong(key, "a text")

    def flag(self, key: str) -> bool | None:
        """True or false; also as text, as custom fields have it."""
        found = self.raw.get(key)
        if found is None or isinstance(found, bool):
            return found
        if found in ("true", "false"):
            return bool(found == "true")
        raise self._wrong(key, "true or false")

    def number(self, key: str) -> float | None:
        """A number; also as text."""
        found = self.raw.get(key)
        if found is None or found == "":
            return None
        try:
            if not isinstance(found, bool):
                return float(found)
        except (ValueError, TypeError, OverflowError):
            pass
        raise self._wrong(key, "a number")

    def moment(self, key: str) -> datetime | None:
        """A date and time, aware, in UTC; None for null and for an empty text."""
        found = self.raw.get(key)
        if found is None or found == "":
            return None
        if isinstance(found, str):
            try:
                # Recordings exist whose collector put blanks into the time ("13: 27: 44").
                parsed = datetime.fromisoformat("".join(found.split()))
                aware = parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
                return aware.astimezone(UTC)
            except (ValueError, OverflowError):
                pass
        raise self._wrong(key, "an ISO 8601 date")

    def part(self, key: str) -> Piece | None:
        """A nested object."""
        found = self.raw.get(key)
        return None if found is None else Piece(found, f"{self.path}.{key}")

    def mapping(self, key: str) -> Mapping[str, Any] | None:
        """A nested object as it was received."""
        part = self.part(key)
        return None if part is None else part.raw

    def each(self, key: str, parse: Callable[[Any, str], T]) -> tuple[T, ...] | None:
        """A nested list, each item parsed; None when the answer did not carry it."""
        found = self.raw.get(key)
        return None if found is None else each(found, parse, f"{self.path}.{key}")

    def texts(self, key: str) -> tuple[str, ...] | None:
        """A nested list of texts, as of ids."""
        return self.each(key, _text)

    def _wrong(self, key: str, wanted: str) -> Garbled:
        return Garbled(f"{self.path}.{key} should be {wanted}, not {_shown(self.raw[key])}")


def each(raw: Any, parse: Callable[[Any, str], T], path: str) -> tuple[T, ...]:
    """A JSON list, each item parsed. Raises Garbled when it is none."""
    if not isinstance(raw, list):
        raise Garbled(f"{path} should be a list, not {_shown(raw)}")
    return tuple(parse(item, f"{path}[{i}]") for i, item in enumerate(raw))


def _text(raw: Any, path: str) -> str:
    if not isinstance(raw, str):
        raise Garbled(f"{path} should be a text, not {_shown(raw)}")
    return raw


def _shown(raw: Any) -> str:
    """A piece of the wrong shape, named by its type: its content may be a person's."""
    return {dict: "an object", list: "a list", str: "a text", type(None): "null"}.get(
        type(raw), f"a {type(raw).__name__}"
    )
