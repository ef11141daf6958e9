"""The style rules of folders of Vale styles that a rules.toml names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final, TypeAlias

from rules.reading.page import Page
from rules.reading.places import Path
from rules.reading.problems import Problems
from rules.reading.toml import Toml
from rules.rule import Rule

Files: TypeAlias = Mapping[str, str]
"""path inside a folder, with slashes -> text"""

Folders: TypeAlias = Mapping[str, Files] | Callable[[str], Files]
"""The files of a folder of Vale styles: a mapping by the folder's name as rules.toml gives it, or
a function of that name, which raises OSError or Problems."""

NO_FOLDERS: Final[Mapping[str, Files]] = MappingProxyType({})


def foreign(toml: Toml, page: Page, folders: Folders) -> tuple[tuple[Rule, ...], tuple[str, ...]]:
    """The rules of every folder that the page names, and what of them could not be taken over."""
    rules: list[Rule] = []
    notes: list[str] = []
    seen: set[str] = set()
    for index, folder in enumerate(page.styles):
        path = ("styles", index)
        found = styles_in(folder, _files(toml, folder, path, folders))
        for name, files in found.items():
            if name in seen:
                toml.wrong(path, f"style '{name}' was read from another folder already")
            seen.add(name)
            taken, left = load_style(name, files)
            rules += taken
            notes += left
        if not found and toml.sound(path):
            toml.wrong(path, f"folder '{folder}' holds no Vale style", "rules end in .yml")
    return tuple(rules), tuple(notes)


def styles_in(folder: str, files: Files) -> Mapping[str, Files]:
    """The styles of a folder by name: it is one itself when rules (.yml) stand in it, else each
    folder in it with rules is one. Vocabularies beside them are every style's."""
    if any(path.endswith(".yml") and "/" not in path for path in files):
        return {PurePosixPath(folder).name: files}
    names = {path.partition("/")[0] for path in files if path.endswith(".yml")}
    names -= {"config"}
    shared = {path: text for path, text in files.items() if path.partition("/")[0] not in names}
    return {name: {**shared, **_inside(name, files)} for name in sorted(names)}


def load_style(name: str, files: Files) -> tuple[tuple[Rule, ...], tuple[str, ...]]:
    """One style's rules and notes. Its reader is imported when a folder is named: most are not."""
    from rules.style.vale import load_style as load

    return load(name, files)


def _inside(name: str, files: Files) -> Files:
    start = f"{name}/"
    return {path[len(start) :]: text for path, text in files.items() if path.startswith(start)}


def _files(toml: Toml, folder: str, path: Path, folders: Folders) -> Files:
    try:
        return folders[folder] if isinstance(folders, Mapping) else folders(folder)
    except KeyError:
        toml.wrong(path, f"folder '{folder}' cannot be read: its files were not given")
    except OSError as error:
        toml.wrong(path, f"folder '{folder}' cannot be read: {error.strerror}")
    except Problems as found:
        toml.wrong(path, f"folder '{folder}' cannot be read", "its files must be UTF-8")
        toml.problems.extend(found.problems)
    return {}
