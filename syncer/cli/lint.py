"""`syncer lint`: style rules on a text, a file or a card, for writers and for editors' tools."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from syncer.lint.formats import FORMATS
from syncer.lint.pieces import Piece, Unreadable, decoded, found, read
from syncer.lint.row import LEVELS, Outcome
from syncer.lint.run import NETWORKS, lint_post, lint_texts
from syncer.lint.text import coloured, counted
from syncer.records import Problem, Stop

if TYPE_CHECKING:
    from syncer.app import App
    from syncer.cli.options import Settings
    from syncer.lint.guide import Guide

FINDINGS = 1
NO_ANSWER = 2
RULES = "rules.toml"


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """The options."""

    files: tuple[str, ...]
    text: str | None
    card: str | None
    rules: Path | None
    styles: tuple[Path, ...]
    sets: tuple[str, ...]
    network: str | None
    labels: tuple[str, ...]
    least: str
    form: str
    stdin_name: str
    unread: list[str] = field(default_factory=list)
    """why files were left out, filled while they are read"""


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE…|-]")
@click.option("--text", help="Lint this text itself.")
@click.option("--card", help="Lint a card of Trello: its id, short link or address.")
@click.option("--rules", type=click.Path(path_type=Path), help="The rules file to take.")
@click.option(
    "--styles",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A folder of Vale styles, or one style. Can be given again.",
)
@click.option("--set", "sets", multiple=True, help="Only this set of rules. Can be given again.")
@click.option("--network", type=click.Choice(NETWORKS), help="The text goes out there.")
@click.option("--label", "labels", multiple=True, help="As if the card had it. Can be given again.")
@click.option("--min-level", "least", type=click.Choice(LEVELS), default=LEVELS[0])
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text")
@click.option("--stdin-name", default="<stdin>", help="What to call the text of standard input.")
@click.pass_obj
def lint(settings: Settings, /, **given: Any) -> None:
    """Try the style rules on texts: files, the texts in folders, standard input ("-"), or a card.

    Rules come from --rules and --styles; without either from ./rules.toml (for a card: from the
    file that config.toml names), and where there is none from the built-in starter.

    Exit code: 0 nothing found, 1 findings, 2 a rule could not answer, a file cannot be read, or
    the rules or arguments are wrong. What of a Vale style could not be taken over is told on
    standard error.
    """
    gc.set_threshold(100_000)  # a short run makes little garbage in circles: look for it rarely
    asked = _Asked(**given)
    outcome = _card(settings, asked) if asked.card is not None else _texts(asked)
    _tell(outcome, asked)
    if asked.unread or outcome.unanswered:
        raise click.exceptions.Exit(NO_ANSWER)
    raise click.exceptions.Exit(FINDINGS if outcome.rows else 0)


def _texts(asked: _Asked) -> Outcome:
    rules = asked.rules
    if not rules and not asked.styles and Path(RULES).is_file():
        rules = Path(RULES)
    return lint_texts(
        _guide(asked, rules).rules,
        _pieces(asked),
        labels=asked.labels,
        network=asked.network,
        least=asked.least,
    )


def _card(settings: Settings, asked: _Asked) -> Outcome:
    from contextlib import closing

    from syncer.lint.card import card_id, card_post

    if asked.files or asked.text is not None or asked.labels or asked.network:
        raise click.UsageError("--card takes no FILE, --text, --label or --network")
    name = card_id(asked.card or "")
    with closing(settings.app()) as app:
        rules = asked.rules or (None if asked.styles else _rules_of(app))
        chosen = _guide(asked, rules)
        post = card_post(app.trello, name)
    return lint_post(chosen.rules, post, name, least=asked.least)


def _rules_of(app: App) -> Path:
    return app.config.rules.file


def _guide(asked: _Asked, rules: Path | None) -> Guide:
    """The rules to lint with; tells what could not be taken over. Raises Stop."""
    from syncer.lint.guide import BadGuide, guide, starter

    packs = () if rules or asked.styles else starter(asked.sets)
    try:
        chosen = guide(rules, asked.styles, packs).only(asked.sets)
    except BadGuide as problem:
        raise Stop(Problem(what=str(problem), exit=2)) from None
    for note in chosen.notes:
        click.echo(f"note: {note}", err=True)
    return chosen


def _pieces(asked: _Asked) -> Iterator[Piece]:
    """Each text; what cannot be read is told, and the others are linted all the same."""
    if asked.text is not None:
        yield Piece(name="<text>", text=asked.text)
    files = asked.files or (() if asked.text is not None else _piped())
    for file in found(files):
        try:
            yield _stdin(asked.stdin_name) if file == "-" else read(file)
        except Unreadable as problem:
            asked.unread.append(str(problem))
            click.echo(f"syncer: {problem}", err=True)


def _piped() -> tuple[str, ...]:
    """Standard input, when nobody sits at it."""
    if sys.stdin.isatty():
        raise click.UsageError('Give a FILE, a folder, "-" for standard input, --text or --card.')
    return ("-",)


def _stdin(name: str) -> Piece:
    return decoded(name, sys.stdin.buffer.read())


def _tell(outcome: Outcome, asked: _Asked) -> None:
    """The findings on standard output, everything else on standard error."""
    bright = asked.form == "text" and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    if bright and outcome.rows:
        click.echo(coloured(outcome.rows))
    elif told := FORMATS[asked.form](outcome):
        click.echo(told.encode("utf-8", "replace"))  # programs read it: UTF-8 everywhere
    for name, failure in outcome.unanswered:
        rule = f"{failure.set}.{failure.rule} could not answer: " if failure.rule else ""
        click.echo(f"syncer: {name}: {rule}{failure.why}", err=True)
    if asked.form == "text":
        click.echo(counted(outcome.rows), err=True)
