"""Addresses in config.toml: told apart from typing errors without ever being shown in a message,
since they may hold passwords."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

SQLITE: Final = "sqlite:///"
IN_MEMORY: Final = frozenset({"", ":memory:"})


def check_url(text: str, schemes: Collection[str]) -> None:
    """Raise ValueError unless this is an address with one of the schemes and a host."""
    wanted = " or ".join(f"{scheme}://…" for scheme in schemes)
    try:
        parts = urlsplit(text)
        host = parts.hostname
        parts.port  # noqa: B018  reading it is what checks it
    except ValueError as error:
        raise ValueError(f"is no address of the form {wanted}") from error
    spaces = any(letter.isspace() or not letter.isprintable() for letter in text)
    if parts.scheme not in schemes or not host or spaces:
        raise ValueError(f"is no address of the form {wanted}")


def web_url(text: str) -> str:
    """An http(s) address that paths are added to: no slash at its end. Raises ValueError."""
    check_url(text, ("https", "http"))
    parts = urlsplit(text)
    if parts.query or parts.fragment:
        raise ValueError("must end before any '?' or '#': paths are added to it")
    if parts.username or parts.password:
        raise ValueError("must not hold a user or a password")
    return text.rstrip("/")


def state_url(text: str, folder: Path) -> str:
    """sqlite:///PATH with the path made absolute, or a postgresql address. Raises ValueError."""
    if text.startswith(SQLITE):
        path = text.removeprefix(SQLITE)
        if path in IN_MEMORY:
            raise ValueError("must be a file: state in memory would be forgotten after each run")
        return SQLITE + str(folder / Path(path).expanduser())
    if text.startswith("sqlite:"):
        raise ValueError("has three slashes: sqlite:///syncer.db")
    scheme = text.partition("://")[0]
    if scheme != "postgresql" and not scheme.startswith("postgresql+"):
        raise ValueError("must be sqlite:///FILE or postgresql://…")
    check_url(text, (scheme,))
    return text
