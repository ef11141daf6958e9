"""`syncer history CARD`: its versions, who made them, and what differs."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from syncer.cli.options import Settings

if TYPE_CHECKING:
    from syncer.audit.editions import Edition

log = logging.getLogger("syncer")


@click.command()
@click.argument("card")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_obj
def history(settings: Settings, card: str, form: str) -> None:
    """The versions of CARD (short link, id, address or exact name): name, description, due
    date, attachments and labels, with who changed them, when, and the difference.

    What happened before syncer came is read from Trello's feed. Exit code 3: Trello could not
    be asked, so only what syncer saw itself is told.
    """
    from syncer.audit.editions import editions
    from syncer.audit.life import life_of

    app = settings.app()
    life = life_of(app.engine, app.trello, card)
    found = editions(life.card, life.events, life.labels)
    if form == "json":
        fields = {
            "card": life.card.id,
            "name": life.card.name,
            "url": life.card.url,
            "gone": life.gone,
            "versions": [each.as_json() for each in found],
        }
        click.echo(json.dumps(fields, ensure_ascii=False, indent=2))
    else:
        click.echo(f"{life.card.name}  {life.card.url}{'  (gone)' if life.gone else ''}")
        for each in found:
            click.echo("\n".join(_lines(each)))
    if life.unread is not None:
        log.error("Trello could not be asked, so older versions may be missing: %s", life.unread)
        raise click.exceptions.Exit(3)


def _lines(edition: Edition) -> Iterator[str]:
    who = edition.name or edition.by or ("nobody is named" if edition.kind else "")
    through = f" (through {edition.app})" if edition.app else ""
    head = (f"v{edition.number}", edition.at[:19], f"{who}{through}", edition.kind)
    yield "  ".join(part for part in head if part)
    if edition.number == 1:
        yield from (f"    {name}: {_short(text)}" for name, text in edition.values.items() if text)
    for change in edition.changes:
        yield f"    {change.field}: {change.difference or _short(change.after)}"
    if edition.gap:
        yield f"    gap: {edition.gap}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 200 else f"{line[:199]}…"
