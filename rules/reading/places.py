"""Where in a TOML text each key stands: tomllib tells values, not lines.

The text has been read by tomllib before, so that only well-formed TOML comes here; the walk
below knows just enough of the grammar (https://toml.io/en/v1.0.0) to follow keys, tables,
arrays and strings.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""Keys and list indices from the top of a file down to a value, as in ("gate", 0, "name")."""


def places(text: str) -> Mapping[Path, int]:
    """Map every path of this well-formed TOML to the 1-based line on which it is written.

    A table that is only implied (by `[a.b]` or `a.b = 1`) stands where it is first implied.
    """
    walk = _Walk(text.replace("\r\n", "\n"))
    walk.document()
    return walk.lines


class _Walk:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {}
        self.tables: dict[Path, int] = {}
        """arrays of tables met so far -> how many tables each has"""
        self.breaks = [spot for spot, letter in enumerate(text) if letter == "\n"]

    def line(self) -> int:
        return bisect_right(self.breaks, self.at - 1) + 1

    def document(self) -> None:
        table: Path = ()
        self.blank()
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.pair(table)
            self.blank()

    def blank(self, also: str = "") -> None:
        """Skip spaces, line ends, comments, and the letters of `also`."""
        while self.at < len(self.text):
            if self.text[self.at] == "#":
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            elif self.text[self.at] in " \t\n" + also:
                self.at += 1
            else:
                return

    def header(self) -> Path:
        """`[a.b]` or `[[a.b]]`: note it and answer the path that its keys stand under."""
        line, many = self.line(), self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        *above, last = self.key()
        self.at += 2 if many else 1
        path: Path = ()
        for part in above:
            path = (*path, part)
            self.lines.setdefault(path, line)
            if path in self.tables:
                path = (*path, self.tables[path] - 1)
        path = (*path, last)
        if many:
            self.lines.setdefault(path, line)
            count = self.tables.get(path, 0)
            self.tables[path] = count + 1
            path = (*path, count)
        self.lines[path] = line
        return path

    def pair(self, table: Path) -> None:
        """`a.b = value`, in a table or in an inline table."""
        line, path = self.line(), table
        for part in self.key():
            path = (*path, part)
            self.lines.setdefault(path, line)
        self.at += 1
        self.blank()
        self.value(path)

    def key(self) -> list[str]:
        """A key up to its `=` or `]`, split at the dots outside quotes."""
        parts: list[str] = []
        self.blank()
        while self.text[self.at] not in "=]":
            start = self.at
            if self.text[self.at] in "\"'":
                self.string()
                parts.append(_unquoted(self.text[start : self.at]))
            else:
                while self.text[self.at] not in " \t.=]":
                    self.at += 1
                parts.append(self.text[start : self.at])
            self.blank(also=".")
        return parts

    def value(self, path: Path) -> None:
        opening = self.text[self.at]
        if opening in "\"'":
            self.string()
        elif opening == "[":
            self.array(path)
        elif opening == "{":
            self.inline(path)
        else:
            while self.at < len(self.text) and self.text[self.at] not in ",]}#\n":
                self.at += 1

    def array(self, path: Path) -> None:
        self.at += 1
        self.blank(also=",")
        index = 0
        while self.text[self.at] != "]":
            self.lines[(*path, index)] = self.line()
            self.value((*path, index))
            self.blank(also=",")
            index += 1
        self.at += 1

    def inline(self, path: Path) -> None:
        self.at += 1
        self.blank(also=",")
        while self.text[self.at] != "}":
            self.pair(path)
            self.blank(also=",")
        self.at += 1

    def string(self) -> None:
        """Step over a string of any of the four kinds."""
        quote = self.text[self.at]
        triple = self.text.startswith(quote * 3, self.at)
        closing = quote * 3 if triple else quote
        self.at += len(closing)
        while not self.text.startswith(closing, self.at):
            self.at += 2 if self.text[self.at] == "\\" and quote == '"' else 1
        self.at += len(closing)
        while triple and self.text.startswith(quote, self.at):  # `""""` ends with a quote inside
            self.at += 1


def _unquoted(quoted: str) -> str:
    return str(next(iter(tomllib.loads(f"{quoted} = 1"))))
