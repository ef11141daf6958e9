"""`syncer check`: are config.toml and rules.toml well formed? Touches nothing and calls nobody."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import click
from click.core import ParameterSource

from rules.book import Book
from rules.reading import Problem, Problems
from rules.reading.toml import Toml
from syncer.config import load_config, rules_file
from syncer.judge.words import placeholders
from syncer.rulebook import load_book, read_text

FINDINGS = 1
NOT_THERE = 2

IDLE: Collection[str] = (
    "board.owner",
    "deadline",
    "library",
)
IDLE_CONFIG: Collection[str] = ("trello.secret",)
"""Keys that are read but that nothing acts on yet: whoever writes one is told so."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the check found. `missing` is why a file could not be opened."""

    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    summary: str = ""
    missing: str | None = None

    @property
    def exit(self) -> int:
        if self.missing is not None:
            return NOT_THERE
        return FINDINGS if self.problems else 0


@click.command()
@click.argument("rules", metavar="[RULES_FILE]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    envvar="SYNCER_CONFIG",
    default="config.toml",
    show_default=True,
    help="The operator's file; it also says where the rules are.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def check(context: click.Context, rules: Path | None, config: Path, form: str) -> None:
    """Say whether config.toml and rules.toml are well formed.

    Prints every problem with its file and line. Exit code: 0 nothing found, 1 problems, 2 a file
    is not there. Without RULES_FILE, the file that config.toml names is read, else ./rules.toml.
    """
    config, asked = _config_asked_for(context, config)
    outcome = look(rules, config if asked or config.exists() else None, os.environ)
    tell(outcome, form)
    context.exit(outcome.exit)


def _config_asked_for(context: click.Context, config: Path) -> tuple[Path, bool]:
    """Which config, and whether somebody named it: here, or before the command's name."""
    if context.get_parameter_source("config") != ParameterSource.DEFAULT:
        return config, True
    root = context.find_root()
    named = root.params.get("config") if root is not context else None
    if named and root.get_parameter_source("config") != ParameterSource.DEFAULT:
        return Path(named), True
    return config, False


def look(rules: Path | None, config: Path | None, env: Mapping[str, str]) -> Outcome:
    """Read both files. Without `config` only the rules are read."""
    problems: list[Problem] = []
    try:
        if config is not None:
            problems += _config_problems(config, env)
        path = rules or _rules_of(config)
        book, found = _book(path)
        notes = (*(book.notes if book else ()), *idle_notes(path, IDLE))
        if config is not None:
            notes = (*idle_notes(config, IDLE_CONFIG), *notes)
    except OSError as error:
        missing = f"{error.filename}: {error.strerror}"
        return Outcome(problems=tuple(problems), missing=missing)
    summary = f"{path}: {_counted(book)}" if book else ""
    return Outcome(problems=(*problems, *found), notes=notes, summary=summary)


def _config_problems(config: Path, env: Mapping[str, str]) -> tuple[Problem, ...]:
    try:
        load_config(config, env)
    except Problems as found:
        return found.problems
    return ()


def _rules_of(config: Path | None) -> Path:
    try:
        return rules_file(config) if config is not None else Path("rules.toml")
    except Problems:  # the config is no TOML, which is told already
        return Path("rules.toml")


def _book(path: Path) -> tuple[Book | None, tuple[Problem, ...]]:
    try:
        return load_book(path, templates=placeholders()), ()
    except Problems as found:
        return None, found.problems


def idle_notes(path: Path, idle: Collection[str]) -> tuple[str, ...]:
    """One sentence for each key of `idle` (a pattern, `*` for any name) that the file at `path`
    gives, with the first line that has it."""
    try:
        lines = Toml(read_text(path), str(path)).first_lines()
    except Problems:
        return ()
    first = {
        key: min((line for name, line in lines.items() if fnmatchcase(name, key)), default=0)
        for key in idle
    }
    return tuple(
        f"{path}:{line}: '{key}' is read, but nothing acts on it yet"
        for key, line in first.items()
        if line
    )


def _counted(book: Book) -> str:
    counts = {"gate": book.gates, "style rule": book.style, "person": book.people}
    words = [_number(len(things), what) for what, things in counts.items()]
    return ", ".join(words) + ": no problems"


def _number(count: int, what: str) -> str:
    many = "people" if what == "person" else f"{what}s"
    return f"{count} {what if count == 1 else many}"


def tell(outcome: Outcome, form: str) -> None:
    """Print the problems; what is no finding goes to standard error."""
    if form == "json":
        problems = [asdict(problem) for problem in outcome.problems]
        click.echo(json.dumps(problems, ensure_ascii=False, indent=2))
    else:
        for problem in outcome.problems:
            click.echo(str(problem))
        if outcome.exit == 0:
            click.echo(outcome.summary)
    for note in outcome.notes:
        click.echo(f"note: {note}", err=True)
    if outcome.missing is not None:
        click.echo(f"cannot read {outcome.missing}", err=True)
    elif outcome.problems:
        click.echo(_number(len(outcome.problems), "problem"), err=True)
