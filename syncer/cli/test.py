"""`syncer test`: the rules file's own tests, and with --live what its rules did on the board."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from rules.book import Book
from rules.reading import Problems
from syncer.cli.options import Settings
from syncer.config import rules_file
from syncer.lint.live import Usage, usage
from syncer.lint.trials import Results, counted, run
from syncer.records import Problem, Stop
from syncer.rulebook import load_book, read_text

FINDINGS = 1
WINDOW = timedelta(days=90)


@click.command()
@click.argument("rules", metavar="[RULES_FILE]", required=False, type=click.Path(path_type=Path))
@click.option("--live", is_flag=True, help="Also: which rules were idle or waived these 90 days.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_obj
def test(settings: Settings, rules: Path | None, live: bool, form: str) -> None:
    """Run the tests that stand in the rules file: [[style.test]] and [[gate.test]].

    A style rule of the file that none of its tests makes fire fails too. Answers of gates that no
    test asks for are named, and fail nothing. Without RULES_FILE, the file that config.toml names
    is read, else ./rules.toml. --live asks the state that config.toml names, and changes nothing.

    Exit code: 0 all tests pass, 1 failures, 2 the rules cannot be read.
    """
    path = rules or _rules_of(Path(settings.config))
    book, text = _read(path)
    results = run(book, text, str(path))
    seen = _seen(settings, book) if live else None
    if form == "json":
        click.echo(json.dumps(_as_json(results, seen), ensure_ascii=False, indent=1))
    else:
        _tell(results, seen, path)
    raise click.exceptions.Exit(FINDINGS if results.failures else 0)


def _rules_of(config: Path) -> Path:
    try:
        return rules_file(config) if config.exists() else Path("rules.toml")
    except Problems as problems:
        raise Stop(Problem(what=str(problems), exit=2)) from None


def _read(path: Path) -> tuple[Book, str]:
    try:
        return load_book(path), read_text(path)
    except Problems as problems:
        raise Stop(Problem(what=str(problems), exit=2)) from None
    except OSError as error:
        what = f"{error.filename or path} cannot be read: {error.strerror}."
        raise Stop(Problem(what=what, mend="Name the rules file.", exit=2)) from None


def _seen(settings: Settings, book: Book) -> Usage:
    from syncer.store.trail import walk

    with closing(settings.app()) as app:
        texts = (stored.entry.text for stored in walk(app.engine))
        return usage(book.style, texts, datetime.now(UTC) - WINDOW)


def _as_json(results: Results, seen: Usage | None) -> dict[str, object]:
    told: dict[str, object] = {
        "tests": results.tests,
        "failures": [asdict(each) for each in results.failures],
        "untested": list(results.untested),
    }
    if seen is not None:
        doubted = [{"rule": rule, "times": times} for rule, times in seen.doubted()]
        told["live"] = {"silent": list(seen.silent()), "waived": doubted}
    return told


def _tell(results: Results, seen: Usage | None, path: Path) -> None:
    for failure in results.failures:
        click.echo(str(failure))
    for each in results.untested:
        click.echo(f"note: {each}: no test asks for this answer", err=True)
    if seen is not None:
        _tell_live(seen)
    click.echo(counted(results, path), err=bool(results.failures))


def _tell_live(seen: Usage) -> None:
    if seen.first is None:
        click.echo("live: the ledger is empty: nothing has been judged yet")
        return
    since = max(seen.since, seen.first).date().isoformat()
    for rule in seen.silent():
        click.echo(f"live: {rule}: did not fire since {since}")
    for rule, times in seen.doubted():
        click.echo(f"live: {rule}: waived {times} time{'s' * (times != 1)} since {since}")
