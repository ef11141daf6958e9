"""`syncer explain CARD`: why it was decided so, and what would make it pass."""

from __future__ import annotations

import json

import click

from syncer.cli.options import Settings
from syncer.explain.find import find_card
from syncer.records import Problem, Stop


@click.command()
@click.argument("card")
@click.option("--what-if", "saying", help='Suppose: "lilit edits desc", "kim moves to Approved", …')
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_obj
def explain(settings: Settings, card: str, saying: str | None, form: str) -> None:
    """Why CARD (short link, address, id or title) was decided so, from the stored trace.

    With --what-if, what the same judge would say if somebody did that now; nothing is changed.
    """
    from syncer.explain.answers import stored, supposed
    from syncer.explain.show import explained
    from syncer.store.codec import plain

    app = settings.app()
    with app.engine.begin() as conn:
        found = find_card(conn, card)
    answers = stored(app, found) if saying is None else supposed(app, found, saying)
    if not answers.decisions:
        what = f'Nothing was decided about "{found.name}" yet.'
        raise Stop(
            Problem(what=what, mend="Run `syncer run`, or see whether a gate guards it.", exit=2)
        )
    if form == "json":
        told = [{"at": at, **plain(decision)} for at, decision in answers.decisions]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    if saying:
        click.echo(f"If now {saying} (nothing was changed):")
    for at, decision in answers.decisions:
        click.echo("\n".join(explained(answers.card, answers.board, at, decision)))
