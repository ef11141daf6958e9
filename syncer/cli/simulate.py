"""`syncer simulate`: what these rules would have done to the board's real history."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from syncer.cli.audit import moment_option
from syncer.cli.options import Settings
from syncer.records import Problem, Stop

if TYPE_CHECKING:
    from rules.book import Book
    from syncer.audit.pasts import Gathered
    from syncer.audit.replay import Effect
    from syncer.audit.simulate import Simulated


@click.command()
@click.option("--since", default="90d", show_default=True, help="90d, 2026-11-23, …")
@click.option(
    "--rules",
    "rules",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Another rules.toml: show how it differs from the one in force.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_obj
def simulate(settings: Settings, since: str, rules: Path | None, form: str) -> None:
    """Replay what really happened through the rules: what would have been sent back, and
    which rule fired how often. Nothing is written, neither at Trello nor here."""
    from syncer.audit.pasts import gather

    app = settings.app()
    begin = moment_option(app, since, "--since")
    books = [app.book, _read(rules)] if rules else [app.book]
    there = gather(app, books, begin)
    results = [_judged(book, there) for book in books]
    effects = list(_compared(*results))
    if form == "json":
        click.echo(json.dumps([_json(*each) for each in effects], ensure_ascii=False, indent=2))
    else:
        for line in _text(effects, results):
            click.echo(line)


def _read(path: Path) -> Book:
    """The other rules file. Raises Stop with all that is wrong with it."""
    from rules.reading.problems import Problems
    from syncer.judge.words import placeholders
    from syncer.rulebook import load_book

    try:
        return load_book(path, templates=placeholders())
    except Problems as problems:
        raise Stop(Problem(what=str(problems), mend="\nMend it first.", exit=2)) from problems
    except OSError as error:
        what = f"{error.filename or path} cannot be read: {error.strerror}."
        raise Stop(Problem(what=what, mend="Name another file with --rules.", exit=2)) from error


def _judged(book: Book, there: Gathered) -> Simulated:
    """With a progress bar where somebody is looking."""
    from syncer.audit.simulate import simulate as replay_all

    if not sys.stderr.isatty():
        return replay_all(book, there)
    with click.progressbar(length=there.cards, label="judging", file=sys.stderr) as bar:
        return replay_all(book, there, step=lambda: bar.update(1))


def _compared(now: Simulated, new: Simulated | None = None) -> Iterator[tuple[Effect, str]]:
    """Each effect with its change: "" for one rule file alone, else same, gone, new or other."""
    if new is None:
        yield from ((each, "") for each in now.effects)
        return
    before = {each.key: each for each in now.effects}
    after = {each.key: each for each in new.effects}
    every = {**before, **after}
    for key, effect in sorted(every.items(), key=lambda pair: pair[1].at):
        if key not in after:
            yield effect, "gone"
        elif key not in before:
            yield effect, "new"
        else:
            yield effect, "same" if before[key] == effect else "other"


def _json(effect: Effect, change: str) -> dict[str, object]:
    return effect.as_json() | ({"change": change} if change else {})


_SIGN = {"": "", "same": "  ", "gone": "- ", "new": "+ ", "other": "~ "}


def _text(effects: Sequence[tuple[Effect, str]], results: Sequence[Simulated]) -> Iterator[str]:
    for effect, change in effects:
        why = ", ".join((*effect.rules, *effect.findings))
        done = effect.would if effect.remedy == effect.would else f"{effect.would} ({effect.mode})"
        back = f" → {effect.return_to}" if effect.return_to else ""
        where = f"{effect.list}{back}"
        parts = (effect.at[:19], done, effect.name, where, effect.mover, f"{effect.gate}: {why}")
        yield _SIGN[change] + "  ".join(part for part in parts if part)
    for title, result in zip(("these rules", "the new rules"), results, strict=False):
        yield from _totals(title, result)
    changes = Counter(change for _effect, change in effects if change)
    if changes:
        yield "the new rules: " + ", ".join(f"{count} {word}" for word, count in changes.items())


def _totals(title: str, result: Simulated) -> Iterator[str]:
    done = Counter(each.would for each in result.effects)
    counted = ", ".join(f"{count} × {word}" for word, count in done.most_common()) or "nothing"
    yield f"{title}: {counted}; {result.cards} cards, {result.judged} moments judged"
    if result.unsure:
        yield f"  unsure {result.unsure} times"
    if result.gaps:
        yield f"  the past of {result.gaps} cards could not be rebuilt whole"
    for rule, count in _fired(result.effects).most_common():
        yield f"  {count:>5}  {rule}"


def _fired(effects: Iterable[Effect]) -> Counter[str]:
    return Counter(
        rule
        for each in effects
        for rule in (*(f"{each.gate}: {code}" for code in each.rules), *each.findings)
    )
