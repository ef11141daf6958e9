"""One sitting: the cards of some boards that could have changed their answer are judged.

What is still missing to judge them is asked for first; then everything comes from the store.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from rules.book import Book
from rules.facts import Board
from syncer.app import App
from syncer.intake import pins
from syncer.intake.ancestry import ask_births
from syncer.intake.gather import gather
from syncer.judge.assemble import Bench
from syncer.judge.court import Court
from syncer.judge.outside import posts_around
from syncer.judge.select import protected_lists
from syncer.judge.settle import Judged, judge_boards
from syncer.notices import addresses
from syncer.records import Problem
from syncer.store import boards as kept
from syncer.world import world_of


def sit(
    app: App, boards: Sequence[Board], *, ours: str, now: datetime, max_returns: int
) -> tuple[Judged, list[Problem]]:
    """Judge what is to be judged on these boards, whose stages are pinned. `ours` is the member
    id that we act as."""
    guarded = {board.id: protected_lists(app.book, board) for board in boards}
    ask_births(app.engine, app.trello, app.book, guarded, now)
    problems = gather(app.engine, world_of(app), app.book, guarded, now)
    with app.engine.begin() as conn:
        who = _people(conn, app.book, now)
        kinds = frozenset(rule.KIND for rule in app.book.style)
        posts = posts_around(conn, kinds, now)
    tables = app.config.airtable
    court = Court(
        bench=Bench(book=app.book, now=now, ours=frozenset({ours}), who=who, posts=posts),
        sheet=app.sheet,
        words=app.words,
        audit=tables is not None,
        max_returns=max_returns,
        rules_file=app.config.rules.file,
        posts=tables is not None and tables.posts_table is not None,
        versions=tables is not None and tables.versions_table is not None,
        admins=addresses(app.config.notify, app.book),
    )
    stages = {board.id: board.stages for board in boards}
    return judge_boards(app.engine, court, stages), list(problems)


def _people(conn: Connection, book: Book, now: datetime) -> dict[str, str]:
    members = [each for board in kept.read_boards(conn).values() for each in board.roster.members]
    who, new = pins.person_pins(book, kept.read_pins(conn, "person"), members)
    for name, member in new.items():
        kept.pin(conn, "person", name, member, now=now)
    return who
