"""Every path that tomllib yields has a line, and its key stands on that line."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator

from hypothesis import given, settings

from rules.reading.places import Path, places
from tests.rules.reading.toml_texts import toml_texts

TEXT = '''\
# a comment with [brackets] = and "quotes"
top = 1
"quoted key" = """
[not.a.table]
not = 'a key' \\
"""
site . "google.com" = true   # dotted
[brake]
max_returns = 10
[people.ana]
trello = "ana"
[[gate]]
name = 'first [[gate]]'
approvals = [ { role = "managers", count = 1 },   # the ] first
              { role = "legal", when = { label = "Claim" } },
]
  [[gate.test]]
  name = "one"
  [[gate.test]]
  name = "two"
  [gate.test.given]
  by = """"kim"""" # four quotes
[[gate]]
protects = [
  "Approved",
  """Published""",
]
test = []
'''

LINES: dict[Path, int] = {
    ("top",): 2,
    ("quoted key",): 3,
    ("site",): 7,
    ("site", "google.com"): 7,
    ("brake",): 8,
    ("brake", "max_returns"): 9,
    ("people",): 10,
    ("people", "ana"): 10,
    ("people", "ana", "trello"): 11,
    ("gate",): 12,
    ("gate", 0): 12,
    ("gate", 0, "name"): 13,
    ("gate", 0, "approvals"): 14,
    ("gate", 0, "approvals", 0): 14,
    ("gate", 0, "approvals", 0, "role"): 14,
    ("gate", 0, "approvals", 0, "count"): 14,
    ("gate", 0, "approvals", 1): 15,
    ("gate", 0, "approvals", 1, "role"): 15,
    ("gate", 0, "approvals", 1, "when"): 15,
    ("gate", 0, "approvals", 1, "when", "label"): 15,
    ("gate", 0, "test"): 17,
    ("gate", 0, "test", 0): 17,
    ("gate", 0, "test", 0, "name"): 18,
    ("gate", 0, "test", 1): 19,
    ("gate", 0, "test", 1, "name"): 20,
    ("gate", 0, "test", 1, "given"): 21,
    ("gate", 0, "test", 1, "given", "by"): 22,
    ("gate", 1): 23,
    ("gate", 1, "protects"): 24,
    ("gate", 1, "protects", 0): 25,
    ("gate", 1, "protects", 1): 26,
    ("gate", 1, "test"): 28,
}


def paths(value: object, above: Path = ()) -> Iterator[Path]:
    pairs = value.items() if isinstance(value, dict) else ()
    pairs = enumerate(value) if isinstance(value, list) else pairs
    for part, inner in pairs:
        yield (*above, part)
        yield from paths(inner, (*above, part))


def test_lines_of_a_page_with_every_form() -> None:
    assert set(paths(tomllib.loads(TEXT))) == set(LINES)
    assert dict(places(TEXT)) == LINES


def test_windows_line_ends_and_an_unended_last_line() -> None:
    assert places(TEXT.replace("\n", "\r\n")) == LINES
    assert places("a = 1\nb = 2") == {("a",): 1, ("b",): 2}


def test_a_table_written_after_its_own_subtable_stands_at_its_own_header() -> None:
    assert places("[a.b]\nx = 1\n[a]\ny = 2\n")[("a",)] == 3


@settings(deadline=None, max_examples=300)
@given(toml_texts())
def test_every_path_has_a_line_that_holds_its_key(written: tuple[str, dict[str, object]]) -> None:
    text, table = written
    assert tomllib.loads(text) == table
    found = places(text)
    lines = text.split("\n")
    for path in paths(table):
        assert 1 <= found[path] <= len(lines)
        key = path[-1]
        if isinstance(key, str):
            line = lines[found[path] - 1]
            forms = (key, json.dumps(key), json.dumps(key, ensure_ascii=False))
            assert any(form in line for form in forms)
    assert set(found) == set(paths(table))
