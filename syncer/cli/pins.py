"""`syncer pins`: which boards, lists and people the names in rules.toml stand for."""

from __future__ import annotations

import json
from datetime import datetime

import click

from syncer.cli.options import Settings
from syncer.records import Entry, Problem, Stop, stamp
from syncer.store import boards as kept
from syncer.store.boards import Pin
from syncer.store.enter import enter


@click.group()
def pins() -> None:
    """What the names in rules.toml were resolved to, once and for all.

    A renamed list, a twin or a look-alike never takes over a name; only you can say so.
    """


@pins.command("list")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_obj
def show(settings: Settings, form: str) -> None:
    """Every name and the id that it stands for."""
    with settings.app().engine.begin() as conn:
        found = kept.read_all_pins(conn)
        names = {each.id: each.name for each in kept.read_boards(conn).values()}
    rows = [
        {
            "kind": pin.kind,
            "board": names.get(pin.scope, pin.scope),
            "name": pin.name,
            "id": pin.id,
            "since": pin.at,
        }
        for pin in found
    ]
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        where = f' on "{row["board"]}"' if row["board"] else ""
        click.echo(f'{row["kind"]} "{row["name"]}"{where}: {row["id"]}, since {row["since"]}')


@pins.command()
@click.argument("board")
@click.argument("name", required=False)
@click.pass_obj
def forget(settings: Settings, board: str, name: str | None) -> None:
    """Let BOARD, or the list NAME on it, be looked up anew at the next run.

    The ledger keeps which one it was: a gate changes its target only by a person's word.
    """
    app = settings.app()
    with app.engine.begin() as conn:
        boards = kept.read_pins(conn, "board")
        if board not in boards:
            raise Stop(_unknown(f'board "{board}"', sorted(boards)))
        scope = boards[board]
        lists = kept.read_pins(conn, "list", scope)
        if name is None:
            gone = Pin(kind="board", scope="", name=board, id=scope)
        elif name in lists:
            gone = Pin(kind="list", scope=scope, name=name, id=lists[name])
            kept.forget_activity(conn, scope)
        else:
            raise Stop(_unknown(f'list "{name}" on "{board}"', sorted(lists)))
        kept.unpin(conn, gone)
        rows = app.config.airtable is not None
        enter(conn, [_entry(gone, scope, board, app.clock())], app.clock(), rows=rows)
    click.echo(f'"{name or board}" is looked up anew at the next run.')


def _entry(pin: Pin, board: str, name: str, now: datetime) -> Entry:
    return Entry(
        key=f"unpinned:{pin.id}:{stamp(now)}",
        kind="unpinned",
        at=now,
        board=board,
        body={"kind": pin.kind, "name": pin.name, "id": pin.id, "names": {"board": name}},
    )


def _unknown(what: str, known: list[str]) -> Problem:
    names = ", ".join(known) or "none"
    return Problem(what=f"No {what} is pinned.", mend=f"Pinned there: {names}.", exit=2)
