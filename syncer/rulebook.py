"""Opens rules.toml and whatever files it names."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from rules.book import Book
from rules.reading import Problem, Problems, read_book


def read_text(path: Path) -> str:
    """The text of a file that people edit. Raises OSError; Problems when it is not UTF-8."""
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problem = Problem(
            file=str(path),
            line=line,
            key="",
            message=f"byte {error.start} is not UTF-8 text",
            hint="save the file as UTF-8",
        )
        raise Problems([problem]) from None


STYLE_FILES = frozenset({".yml", ".txt"})
"""rules, and lists of words"""


def load_book(path: Path, *, templates: Mapping[str, Collection[str]] | None = None) -> Book:
    """Read the rules file at `path`; folders that it names count from its own.

    Raises:
        Problems: everything that is wrong with it.
        OSError: it cannot be opened.
    """
    return reread(read_text(path), path, templates=templates)


def reread(
    text: str, path: Path, *, templates: Mapping[str, Collection[str]] | None = None
) -> Book:
    """Read a text as if it stood in the rules file at `path`. Raises as load_book does."""

    def files(name: str) -> Mapping[str, str]:
        return style_folder(path.parent / name)

    return read_book(text, str(path), folders=files, templates=templates)


def style_folder(folder: Path) -> Mapping[str, str]:
    """The files of a folder of Vale styles, by their path inside it. Raises OSError."""
    if not folder.is_dir():
        raise NotADirectoryError(None, "no such folder", str(folder))
    found = sorted(path for path in folder.rglob("*") if path.suffix in STYLE_FILES)
    return {path.relative_to(folder).as_posix(): read_text(path) for path in found}
