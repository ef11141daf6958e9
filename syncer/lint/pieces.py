"""What is linted: texts by the name that findings call them, from files, folders and pipes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

ENDINGS = (".md", ".markdown", ".txt")
"""files that a folder is searched for"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A text and its name."""

    name: str
    text: str


class Unreadable(Exception):
    """A file that cannot be linted; the message says which, why and what to do."""


def read(path: str) -> Piece:
    """The file's text. Raises Unreadable."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - pathlib costs an editor's start-up
            return decoded(path, file.read())
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror or error}") from None


def decoded(name: str, raw: bytes) -> Piece:
    """Bytes as text, without the mark that Windows begins files with. Raises Unreadable."""
    try:
        return Piece(name=name, text=raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        why = f"byte {error.start} is not UTF-8 text; save the file as UTF-8"
        raise Unreadable(f"{name}:{line}: {why}") from None


def found(paths: Iterable[str]) -> Iterator[str]:
    """The files that the paths name; a folder stands for the texts in it, however deep, but not
    for what lies in hidden folders."""
    for path in paths:
        if not os.path.isdir(path):  # noqa: PTH112 - as above
            yield path
            continue
        for folder, folders, files in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            yield from (
                os.path.join(folder, name)  # noqa: PTH118 - as above
                for name in sorted(files)
                if name.endswith(ENDINGS)
            )
