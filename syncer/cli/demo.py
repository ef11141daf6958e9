"""`syncer demo`: a working day of a content team, against a local Trello and Airtable."""

from __future__ import annotations

import re
import tempfile
import textwrap
import time
from importlib.resources import files
from pathlib import Path

import click

from syncer.demo.day import DAY, Scene
from syncer.demo.office import Office
from syncer.demo.posts import POSTS, put_up
from syncer.run import complaints, summary

STAGES = ("Ideas", "Drafting", "Editing", "Review", "Approved", "Scheduled", "Published")
PEOPLE = {
    "ana_petrosyan": "Ana Petrosyan",
    "davit_h": "Davit Hakobyan",
    "lilit_s": "Lilit Sargsyan",
    "mariam_k": "Mariam Karapetyan",
    "kim_lee": "Kim Lee",
    "narek_legal": "Narek Grigoryan",
}
WIDTH = 96


@click.command()
def demo() -> None:
    """The whole thing against a local Trello and Airtable: no account, half a minute.

    Ends well only if every outcome that the day should have was seen on the board.
    """
    rules = (files("syncer.demo") / "rules.toml").read_text(encoding="utf-8")
    started = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="syncer-demo-") as folder,
        Office(Path(folder), rules, "Social media", STAGES, PEOPLE) as office,
    ):
        wrong = _play(office)
        _show_rows(office)
    seconds = time.monotonic() - started
    click.echo()
    if wrong:
        click.secho(f"{len(wrong)} outcomes were not as they should be:", fg="red", bold=True)
        for line in wrong:
            click.echo(f"  {line}")
        raise click.exceptions.Exit(1)
    done = f"All {len(DAY)} outcomes were as they should be ({seconds:.0f} s)."
    click.secho(done, fg="green", bold=True)


def _play(office: Office) -> list[str]:
    """The whole day; what did not come out as it should."""
    cards = put_up(office)
    click.secho(f"Social media: {len(POSTS)} posts, {len(PEOPLE)} people", bold=True)
    report = office.run()
    click.echo(f"syncer looks at the board for the first time: {summary(report)}")
    wrong = [*complaints(report.problems)]
    if report.returns:
        wrong.append(f"0. {report.returns} posts that were approved long ago were sent back")
    outcomes: list[tuple[Scene, bool]] = []
    for number, scene in enumerate(DAY, start=1):
        found = _scene(office, cards, number, scene)
        outcomes.append((scene, not found))
        wrong += found
    _show_table(outcomes)
    return wrong


def _scene(office: Office, cards: dict[str, str], number: int, scene: Scene) -> list[str]:
    card = scene.act(office, cards)
    click.echo()
    click.secho(f"{number:2}. {PEOPLE[scene.who]} {scene.does}", fg="cyan", bold=True)
    before = set(office.comments(card))
    report = office.run()
    click.echo(f"    {summary(report)}")
    comments = office.comments(card)
    stage = office.stage_of(card)
    click.echo(f"    on the board: {stage}")
    for text in comments:
        if text not in before:
            _show_comment(text)
    wrong = (
        [f"{number}. it stands in {stage}, not in {scene.stage}"] if stage != scene.stage else []
    )
    if len(comments) > (0 if scene.silent else 1):
        wrong.append(f"{number}. syncer wrote {len(comments)} comments on one card")
    said = "\n".join(comments)
    wrong += [
        f"{number}. syncer's comment lacks “{text}”" for text in scene.says if text not in said
    ]
    return [*wrong, *(f"{number}. {problem}" for problem in complaints(report.problems))]


def _show_comment(text: str) -> None:
    """The comment about as Trello shows it."""
    click.secho("    ┌ syncer on the card", dim=True)
    for line in text.splitlines():
        indent = "  " if line.startswith("- ") else ""
        for part in textwrap.wrap(
            _rendered(line), WIDTH, subsequent_indent=indent, break_long_words=False
        ) or [""]:
            click.echo(click.style("    │ ", dim=True) + part)


def _rendered(line: str) -> str:
    """Markdown of a comment for a terminal."""
    line = re.sub(r"\[([^\]]+)\]\(([^)]+)\)", r"\1 \2", line)
    line = re.sub(r"^(- ✓ )~~(.*)~~$", r"\1\2", line)
    line = re.sub(r"~~([^~]+)~~", r"[-\1-]", line)
    line = re.sub(r"(?<!\\)\*\*?|(?<!\\)`", "", line)
    return re.sub(r"\\([\\`*_\[\]<>~|#+=!.-])", r"\1", line)


def _show_table(outcomes: list[tuple[Scene, bool]]) -> None:
    click.echo()
    click.secho("Who did what, and what syncer made of it", bold=True)
    for scene, good in outcomes:
        mark = click.style("✓", fg="green") if good else click.style("✗", fg="red")
        did = f"{PEOPLE[scene.who].split()[0]} {scene.does}"
        click.echo(f" {mark} {did:<62} {scene.outcome}")


def _show_rows(office: Office) -> None:
    click.echo()
    rows = office.rows()
    click.secho(f"The audit table in Airtable: {len(rows)} rows", bold=True)
    click.secho(f" {'Seq':>3} {'Card':<26} {'Actor':<18} {'From':<9} {'To':<9} Outcome", dim=True)
    for row in rows:
        cells = [str(row.get(name, "")) for name in ("Card", "Actor", "From", "To", "Outcome")]
        card, actor, source, target, outcome = cells
        line = (
            f" {row['Seq']:>3} {card[:25]:<26} {actor[:17]:<18} {source:<9} {target:<9} {outcome}"
        )
        click.echo(line)
