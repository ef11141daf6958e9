"""One TOML file while it is read: its values, where they stand, and what is wrong so far."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

from rules.reading.places import Path, places
from rules.reading.problems import Problem, Problems
from rules.verdict import Place

SPOT = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")

DEEPEST = 40
"""so many keys and indices may lead to a value; more is no file that a person wrote"""

SYNTAX_HINTS = {
    "Cannot overwrite a value": "this key is written twice",
    "Cannot declare": "this table is written twice",
    "Invalid initial character for a key part": "a table in { } stays on one line",
    "Unclosed inline table": "a table in { } stays on one line",
    "Invalid value": "text stands in double quotes",
    "Unescaped '\\' in a string": "use single quotes for a pattern: '\\bword\\b'",
}


class Toml:
    """Values of a TOML text, their lines, and the problems noted while they are read.

    Raises Problems at once when the text is no TOML: tomllib stops at the first error.
    """

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._wrong: set[Path] = set()
        self.data, self._lines = _parsed(text.removeprefix("\ufeff"), file)

    def line(self, path: Path) -> int:
        """The line of this path, or of the nearest table around it."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def first_lines(self) -> Mapping[str, int]:
        """Each key that the file gives, dotted and without indices -> the first line with it."""
        lines: dict[str, int] = {}
        for path, line in self._lines.items():
            key = ".".join(part for part in path if isinstance(part, str))
            lines[key] = min(line, lines.get(key, line))
        return lines

    def place(self, path: Path) -> Place:
        return Place(file=self.file, line=self.line(path))

    def wrong(self, path: Path, message: str, hint: str = "", *, line_of: Path = ()) -> None:
        """Note a problem with the value at this path; it stands at the line of `line_of`, when
        that is another."""
        self._wrong.add(path)
        self.problems.append(
            Problem(
                file=self.file,
                line=self.line(line_of or path),
                key=self.title(path),
                message=message,
                hint=hint,
            )
        )

    def sound(self, path: Path) -> bool:
        """Nothing is wrong at this path or under it, so far."""
        return not any(wrong[: len(path)] == path for wrong in self._wrong)

    def settle(self) -> None:
        """Raise Problems if there are any."""
        if self.problems:
            raise Problems(self.problems)

    def title(self, path: Path) -> str:
        """A path as its writer sees it: `[[gate]] approved: require.members`."""
        if len(path) > 1 and isinstance(path[1], int) and isinstance(self._value(path[:2]), dict):
            head, rest = f"[[{path[0]}]] {self._entry_name(path[:2])}", path[2:]
        else:
            cut = self._tables(path)
            head, rest = "[" + ".".join(map(str, path[:cut])) + "]" if cut else "", path[cut:]
        tail = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in rest)
        return ": ".join(filter(None, (head, tail.removeprefix("."))))

    def _entry_name(self, path: Path) -> str:
        entry = self._value(path)
        name = entry.get("name") if isinstance(entry, Mapping) else None
        index = path[-1]
        assert isinstance(index, int)
        return name if isinstance(name, str) and name.isprintable() and name else f"#{index + 1}"

    def _tables(self, path: Path) -> int:
        """How many leading parts of the path lead from table to table."""
        for length in range(1, len(path) + 1):
            if not isinstance(self._value(path[:length]), Mapping):
                return length - 1
        return len(path)

    def _value(self, path: Path) -> object:
        value: object = self.data
        for part in path:
            if isinstance(value, Mapping):
                value = value.get(part)
            elif isinstance(value, list) and isinstance(part, int) and part < len(value):
                value = value[part]
            else:
                return None
        return value


def _parsed(text: str, file: str) -> tuple[dict[str, object], Mapping[Path, int]]:
    try:
        data, lines = tomllib.loads(text), places(text)
    except RecursionError:
        raise Problems([_too_deep(file)]) from None
    except ValueError as error:  # tomllib's own, and a number of thousands of digits
        raise Problems([_syntax(str(error), text, file)]) from None
    if max(map(len, lines), default=0) > DEEPEST:
        raise Problems([_too_deep(file)])
    return data, lines


def _too_deep(file: str) -> Problem:
    said = "lists or tables are nested too deeply to be read"
    return Problem(file=file, line=1, key="", message=said)


def _syntax(said: str, text: str, file: str) -> Problem:
    spot = SPOT.search(said)
    line = len(text.splitlines()) or 1
    column = ""
    if spot and spot["line"]:
        line, column = int(spot["line"]), f" (column {spot['column']})"
    message = SPOT.sub("", said)
    hint = next((hint for start, hint in SYNTAX_HINTS.items() if message.startswith(start)), "")
    return Problem(file=file, line=line, key="", message=f"not TOML: {message}{column}", hint=hint)
