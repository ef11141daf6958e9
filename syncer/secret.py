"""A value that must never be shown: not in a log, not in an exception, not in a report."""

from __future__ import annotations

from collections.abc import Mapping
from hmac import compare_digest
from pathlib import Path
from typing import Final

MASK: Final = "<secret>"


class Secret:
    """Holds a credential; only `reveal` gives it out."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The credential itself, for the call that needs it."""
        return self._value

    def __repr__(self) -> str:
        return MASK

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return compare_digest(self._value.encode(), other._value.encode())

    def __hash__(self) -> int:
        return hash(self._value)


def resolve(text: str, folder: Path, env: Mapping[str, str]) -> str:
    """What "env:NAME", "file:PATH" (relative to the folder) or a literal stands for. Raises
    ValueError, which never shows the value."""
    kind, colon, where = text.partition(":")
    if colon and kind == "env":
        return _from_env(where.strip(), env)
    if colon and kind == "file":
        return _from_file(folder / Path(where.strip()).expanduser())
    if text.startswith("$"):
        raise ValueError('is not filled in by a shell here: write "env:NAME"')
    if not text.strip():
        raise ValueError('is empty: write "env:NAME" or "file:PATH"')
    return text


def _from_env(name: str, env: Mapping[str, str]) -> str:
    value = env.get(name, "").strip()
    if not value:
        state = "empty" if name in env else "not set"
        raise ValueError(f"the environment variable {name} is {state}")
    return value


def _from_file(path: Path) -> str:
    try:
        value = path.read_text("utf-8").strip()
    except OSError as error:
        raise ValueError(f"the file {path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError:
        raise ValueError(f"the file {path} is not UTF-8 text") from None
    if not value:
        raise ValueError(f"the file {path} is empty")
    return value
