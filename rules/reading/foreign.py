"""The style rules of folders of Vale styles that a rules.toml names."""

from __future__ import annotations

import re
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

_EXTENDS = re.compile(r"""^["']?extends["']?[ \t]*:""", re.IGNORECASE | re.MULTILINE)


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
    """The styles of a folder by name: each topmost folder in which rules (.yml that extend
    something; any .yml where none does) lie, which may be the folder itself. Vocabularies outside
    of them are every style's."""
    written = [path for path in files if path.endswith(".yml")]
    rules = [path for path in written if _EXTENDS.search(files[path])] or written
    homes = {path.rpartition("/")[0] for path in rules} - {"config"}
    tops = sorted(home for home in homes if not any(_within(home, other) for other in homes))
    shared = {
        path: text
        for path, text in files.items()
        if path.endswith(".txt") and not any(_within(path, top) for top in tops)
    }
    found: dict[str, Files] = {}
    for top in tops:
        name = PurePosixPath(top or folder).name
        found[top if name in found else name] = {**shared, **_inside(top, files)}
    return found


def _within(path: str, folder: str) -> bool:
    """Does the path lie below that folder? "" is the folder of all."""
    return path != folder and (not folder or path.startswith(f"{folder}/"))


def load_style(name: str, files: Files) -> tuple[tuple[Rule, ...], tuple[str, ...]]:
    """One style's rules and notes. Its reader is imported when a folder is named: most are not."""
    from rules.style.vale import load_style as load

    return load(name, files)


def _inside(folder: str, files: Files) -> Files:
    start = f"{folder}/" if folder else ""
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
