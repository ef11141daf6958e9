"""The pages say what the code does: every key, command, option, code, message and link."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from collections.abc import Iterator
from dataclasses import is_dataclass
from pathlib import Path
from string import Formatter
from types import ModuleType
from typing import Any, get_args, get_type_hints

import click
import pytest

from rules.approval.codes import NOTES, REASONS, UNCOUNTED, Code
from rules.approval.scene import GIVEN
from rules.approval.trial import WANT
from rules.approval.votes import VOID
from rules.facts import How
from rules.reading.page import Page
from rules.reading.typed import keys
from rules.rule import When
from syncer.cli import COMMANDS, cli
from syncer.config import Config
from syncer.judge.words import LANGUAGES, templates
from syncer.sandbox.faults import KINDS, Fault
from syncer.sandbox.trello.humans import CONTROLS
from tests.house.tree import ROOT, read, tracked

OWN_PAGE = frozenset({"style", "packs", "styles"})
"""keys of rules.toml whose own page tells what is in them (docs/style.md)"""


def pages() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".md"]


def tables() -> ModuleType:
    """docs/tables.py, which is no package's."""
    spec = importlib.util.spec_from_file_location("tables", ROOT / "docs" / "tables.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def dataclasses_in(hint: Any) -> Iterator[type]:
    if isinstance(hint, type) and is_dataclass(hint):
        yield hint
    for inside in get_args(hint):
        yield from dataclasses_in(inside)


def keys_of(kind: type, besides: frozenset[str] = frozenset()) -> set[str]:
    """Every key that a file of this form may have, at any depth, but for tables of `besides`."""
    found: set[str] = set()
    todo, seen = [kind], set()
    while todo:
        table = todo.pop()
        if table in seen:
            continue
        seen.add(table)
        for name, key in named(table).items():
            found.add(key)
            if key not in besides:
                todo += dataclasses_in(get_type_hints(table)[name])
    return found


def named(table: type) -> dict[str, str]:
    """Fields by their keys; a Person's name and every place are no keys."""
    return {
        name: key
        for name, key in ((field.name, key) for key, field in keys(table).items())
        if name != "place"
    }


def in_code(text: str) -> set[str]:
    """The words of a page that stand in backticks or in its examples."""
    inline = re.findall(r"`([^`\n]+)`", text)
    blocks = re.findall(r"^ {4}.*$", text, re.MULTILINE)
    return set(re.findall(r"[A-Za-z_]+", "\n".join((*inline, *blocks))))


def test_every_key_of_rules_toml_is_told() -> None:
    missing = keys_of(Page, OWN_PAGE) - in_code(read("docs/rules.md"))
    assert not missing - {"name"}
    assert set(named(When).values()) <= in_code(read("docs/rules.md"))


def test_every_key_of_config_toml_is_told() -> None:
    assert keys_of(Config) <= in_code(read("docs/operating.md"))


def test_every_word_of_a_gate_test_is_told() -> None:
    told = in_code(read("docs/rules.md"))
    assert {*GIVEN, *WANT, *(str(how) for how in How if how is not How.LEFT)} <= told


@pytest.mark.parametrize("page", [p for p in pages() if "<!-- end -->" in p.read_text("utf-8")])
def test_the_tables_are_the_code_s(page: Path) -> None:
    text = page.read_text("utf-8")
    assert tables().renewed(text) == text, "run `.venv/bin/python docs/tables.py`"


def commands() -> Iterator[tuple[str, click.Command]]:
    root = click.Context(cli)
    for name in COMMANDS:
        command = cli.get_command(root, name)
        assert command is not None, name
        if isinstance(command, click.Group):
            yield from ((f"{name} {sub}", found) for sub, found in command.commands.items())
        else:
            yield name, command


@pytest.mark.parametrize("name", [name for name, _ in commands()])
def test_every_command_and_option_is_told(name: str) -> None:
    sections = re.split(r"^### ", read("docs/cli.md"), flags=re.MULTILINE)
    mine = [each for each in sections if re.match(rf"`syncer {name}\b", each)]
    assert mine, f"docs/cli.md has no section for syncer {name}"
    options = [param for param in dict(commands())[name].params if isinstance(param, click.Option)]
    own = {opt for option in options for opt in option.opts if opt.startswith("--")}
    shared = read("docs/cli.md") if name == "audit export" else mine[0]
    assert own <= set(re.findall(r"--[a-z][a-z-]*", shared))


def test_every_command_told_is_there() -> None:
    there = {name for name, _ in commands()}
    told = re.findall(r"^### `syncer ([a-z]+(?: [a-z]+)?)", read("docs/cli.md"), re.MULTILINE)
    assert set(told) == there


def test_global_options_are_told() -> None:
    told = set(re.findall(r"--?[a-z][a-z-]*", read("docs/cli.md").partition("## For")[0]))
    assert {opt for param in cli.params for opt in param.opts} <= told


def test_the_sandbox_s_faults_and_calls_are_told() -> None:
    text = read("docs/sandbox.md")
    assert set(KINDS) <= set(re.findall(r"`([a-z0-9-]+)`", text))
    assert {*CONTROLS, *Fault.__dataclass_fields__} <= in_code(text)


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def coded() -> Iterator[tuple[str, Code]]:
    yield from ((f"reason_{name}", code) for name, code in REASONS.items())
    yield from ((f"note_{name}", code) for name, code in NOTES.items())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_its_words_and_no_word_lacks_its_code(language: str) -> None:
    texts = templates(language)
    wanted = dict(coded())
    assert wanted.keys() == {key for key in texts if key.startswith(("reason_", "note_"))}
    because = {key.removeprefix("because_") for key in texts if key.startswith("because_")}
    assert because == UNCOUNTED.keys()
    for key, code in wanted.items():
        assert placeholders(texts[key]) <= set(code.facts), key


def test_the_languages_say_the_same() -> None:
    first, *others = (templates(language) for language in LANGUAGES)
    for other in others:
        assert other.keys() == first.keys()
        for key, text in first.items():
            assert placeholders(other[key]) == placeholders(text), key
            assert other[key].count("**") == text.count("**"), key


def test_whatever_voids_a_yes_has_words() -> None:
    refusals = {"enter_by", "left", "deputy", "ours", "automation"}
    barring = {"author", "contributor", "last_editor"}
    assert VOID | refusals | barring <= UNCOUNTED.keys()


def test_each_problem_that_is_explained_is_one_that_is_told() -> None:
    """The first column of the table of problems quotes the code: `…` stands for what varies."""
    ours = list((ROOT / "syncer").rglob("*.py"))
    source = "\n".join(map(read, ours))
    source = re.sub(r'"\s*\n\s*f?"', "", source).replace('\\"', '"').replace("\\'", "'")
    section = (
        read("docs/operating.md").partition("## What a problem means")[2].partition("\n## ")[0]
    )
    quoted = re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)
    assert len(quoted) > 15
    for phrase in quoted:
        for part in phrase.split("…"):
            assert part.strip('" ') in source, phrase


def test_the_readme_s_two_commands_are_targets() -> None:
    shown = re.findall(r"^make (\w+)", read("README.md"), re.MULTILINE)
    targets = re.findall(r"^(\w+):", read("Makefile"), re.MULTILINE)
    assert len(shown) == 2
    assert set(shown) <= set(targets)


def test_the_readme_fits_a_screen_or_two() -> None:
    assert len(read("README.md").splitlines()) <= 70


def test_what_is_new_is_told() -> None:
    changes = read("CHANGELOG.md")
    version = tomllib.loads(read("pyproject.toml"))["project"]["version"]
    first = re.search(r"^## \[?([\w.]+)", changes, re.MULTILINE)
    assert first is not None
    assert first[1] == "Unreleased"
    assert f"## {version}" in changes or version == "0.1.0"


def test_decisions_are_numbered_once_and_say_their_number() -> None:
    numbers: set[str] = set()
    for path in (ROOT / "docs" / "decisions").glob("*.md"):
        number = path.name.split("-", 1)[0]
        assert number not in numbers, path.name
        numbers.add(number)
        assert path.read_text("utf-8").startswith(f"# {int(number)}. "), path.name
