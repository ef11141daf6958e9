"""Writes random TOML in random style: headers, dotted keys, inline tables, all kinds of string."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

names = st.sampled_from(
    ["a", "b", "c-d", "e_1", "7", "key with space", 'quo"te', "dot.ted", "ցանկ", ""]
)
words = st.sampled_from(
    ["", "x", "[no] = table", "# no comment", '"', "'", "\n", "a\nb", "\\", "ա#ր"]
)
simple = st.one_of(words, st.integers(-5, 5), st.booleans(), st.sampled_from([1.5, -0.25]))
values = st.recursive(
    simple,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=8,
)
tables = st.dictionaries(
    names, values | st.lists(st.dictionaries(names, values, max_size=3), max_size=3), max_size=5
)


def bare(name: str) -> bool:
    return bool(name) and all(c.isascii() and (c.isalnum() or c in "-_") for c in name)


class Writer:
    """Turns a table into TOML; `draw` decides between the forms that mean the same."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.lines: list[str] = []

    def flip(self) -> bool:
        return bool(self.draw(st.booleans()))

    def key(self, name: str) -> str:
        if bare(name) and self.flip():
            return name
        if "'" not in name and self.flip():
            return f"'{name}'"
        return json.dumps(name, ensure_ascii=self.flip())

    def text(self, value: str) -> str:
        if "'" not in value and self.flip():
            if "\n" in value or self.flip():
                return f"'''\n{value}'''"
            return f"'{value}'"
        if self.flip():
            escaped = value.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
            return f'"""{escaped}"""' if not escaped.startswith("\n") else f'"""\n{escaped}"""'
        return json.dumps(value, ensure_ascii=False)

    def value(self, value: Any) -> str:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            pairs = [f"{self.key(k)} = {self.value(v)}" for k, v in value.items()]
            return "{ " + ", ".join(pairs) + " }"
        if isinstance(value, list):
            gap = "\n  # within ] a list\n  " if self.flip() else " "
            return "[" + "".join(f"{gap}{self.value(item)}," for item in value) + gap + "]"
        return str(value).lower() if isinstance(value, bool) else repr(value)

    def table(self, table: dict[str, Any], above: str = "") -> None:
        later: list[tuple[str, Any]] = []
        for name, value in table.items():
            if (isinstance(value, dict) and self.flip()) or (
                isinstance(value, list)
                and value
                and all(isinstance(i, dict) for i in value)
                and self.flip()
            ):
                later.append((name, value))
            elif isinstance(value, dict) and value and self.flip():
                key = self.key(name)
                self.lines += [f"{key} . {self.key(k)}={self.value(v)}" for k, v in value.items()]
            else:
                self.lines.append(f"{self.key(name)} = {self.value(value)} # = not [a] key")
        for name, value in later:
            path = f"{above}.{self.key(name)}" if above else self.key(name)
            for inner in [value] if isinstance(value, dict) else value:
                brackets = "[{}]" if isinstance(value, dict) else "[[{}]]"
                self.lines += ["", "  " + brackets.format(f" {path} ")]
                self.table(inner, path)


@st.composite
def toml_texts(draw: Any) -> tuple[str, dict[str, Any]]:
    """A TOML text and the values that it means."""
    table = draw(tables)
    writer = Writer(draw)
    writer.table(table)
    return draw(st.sampled_from(["\n", "\r\n"])).join(writer.lines), table
