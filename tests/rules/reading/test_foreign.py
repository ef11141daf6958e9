"""Folders of Vale styles, named by `styles`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from rules.reading import read_book
from rules.reading.foreign import styles_in
from syncer.rulebook import load_book, style_folder
from tests.rules.reading.tools import problems_of, small, the_problem

HYPE = "extends: existence\nmessage: Avoid '%s'.\nlevel: error\ntokens:\n  - revolutionary\n"
SCRIPT = "extends: script\nmessage: no\nscript: |\n  x\n"
TEXT = small({"version = 1\n": 'version = 1\nstyles = ["styles/Ours"]\n'})


def test_a_folder_is_a_set_that_gates_may_name() -> None:
    folders = {"styles/Ours": {"Hype.yml": HYPE, "Script.yml": SCRIPT}}
    book = read_book(TEXT + 'style = ["Ours"]\n', folders=folders)
    (rule,) = book.style
    assert (rule.set, rule.KIND, rule.message) == ("Ours", "existence", "Avoid '%s'.")
    (note,) = book.notes
    assert note.startswith("Ours/Script.yml: not taken over")
    assert book.hash != read_book(TEXT, folders={"styles/Ours": {"A.yml": HYPE}}).hash


@pytest.mark.parametrize(
    ("files", "names"),
    [
        ({"A.yml": "", "meta.json": ""}, {"Ours": {"A.yml", "meta.json"}}),
        (
            {"Google/A.yml": "", "House/B.yml": "", "config/vocabularies/V/accept.txt": ""},
            {
                "Google": {"A.yml", "config/vocabularies/V/accept.txt"},
                "House": {"B.yml", "config/vocabularies/V/accept.txt"},
            },
        ),
        ({"readme.txt": ""}, {}),
        ({}, {}),
    ],
)
def test_a_style_or_a_folder_of_styles(
    files: Mapping[str, str], names: Mapping[str, set[str]]
) -> None:
    found = styles_in("some/where/Ours", files)
    assert {name: set(inside) for name, inside in found.items()} == names


def test_folders_without_a_style_and_styles_twice() -> None:
    empty = the_problem(TEXT, folders={"styles/Ours": {"notes.txt": "x"}})
    assert "folder 'styles/Ours' holds no Vale style; rules end in .yml" in str(empty)
    twice = TEXT.replace('["styles/Ours"]', '["a/Ours", "b/Ours"]')
    problem = the_problem(twice, folders=lambda _name: {"Hype.yml": HYPE})
    assert "style 'Ours' was read from another folder already" in str(problem)


def test_folders_on_the_disk(tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text(TEXT)
    problem = problems_of(TEXT, folders=lambda name: style_folder(tmp_path / name))[0]
    assert "folder 'styles/Ours' cannot be read: no such folder" in str(problem)
    folder = tmp_path / "styles" / "Ours"
    folder.mkdir(parents=True)
    (folder / "Hype.yml").write_text(HYPE)
    (folder / "meta.json").write_bytes(b"\xff")
    assert [rule.set for rule in load_book(rules).style] == ["Ours"]
    (folder / "Bad.yml").write_bytes(b"\xff")
    bad = problems_of(TEXT, folders=lambda name: style_folder(tmp_path / name))
    assert any("byte 0 is not UTF-8" in str(problem) for problem in bad)


def test_styles_are_found_wherever_they_lie() -> None:
    files = {
        "mkdocs.yml": "site_name: docs\n",
        ".vale/styles/Ours/Hype.yml": HYPE,
        ".vale/styles/Ours/more/Deep.yml": HYPE,
        ".vale/styles/Theirs/Hype.yml": "message: x\n'extends': existence\n",
        "old/Ours/Hype.yml": HYPE,
        "accept.txt": "Zartonk\n",
    }
    found = styles_in("repo", files)
    assert {name: set(inside) for name, inside in found.items()} == {
        "Ours": {"accept.txt", "Hype.yml", "more/Deep.yml"},
        "Theirs": {"accept.txt", "Hype.yml"},
        "old/Ours": {"accept.txt", "Hype.yml"},
    }
