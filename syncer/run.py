"""One pass: intake, judge, deliver. The stages meet in the store and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError

from connectors.errors import NotAllowed, ServiceError
from rules.book import Book
from rules.facts import Board
from syncer import outages
from syncer.app import App
from syncer.audit.anchoring import anchor_if_due
from syncer.deliver import audit
from syncer.deliver.notify import Desk, tell_admins
from syncer.deliver.work import Worked, work_trello
from syncer.intake import pins
from syncer.intake.comments import look_again
from syncer.intake.listen import Heard, listen
from syncer.notices import addresses
from syncer.records import Problem, Stop
from syncer.store import boards as kept
from syncer.store import cards
from syncer.store.engine import is_mendable, state_problem
from syncer.store.lock import only_one


@dataclass(frozen=True, kw_only=True)
class Report:
    """What one pass did."""

    boards: int = 0
    cards: int = 0
    returns: int = 0
    delivered: int = 0
    rows: int = 0
    problems: tuple[Problem, ...] = ()
    busy: bool = False
    """another run was under way, so this one did nothing"""

    @property
    def exit(self) -> int:
        """The exit code (RULES.md): a bug of ours, else what a person must mend, else theirs."""
        asked = {problem.exit for problem in self.problems}
        return next((code for code in (4, 2, 3) if code in asked), 0)


def run_once(app: App, *, max_returns: int | None = None) -> Report:
    """One pass over every board. Raises Stop when it cannot begin, or when the state cannot be
    written any more: what was settled until then stays settled, and the next run goes on."""
    most = app.book.brake.max_returns if max_returns is None else max_returns
    with only_one(app.lock_file) as alone:
        if not alone:
            return Report(busy=True)
        try:
            return _pass(app, most)
        except DatabaseError as error:
            if not is_mendable(error):
                raise
            raise Stop(state_problem(error, str(app.lock_file.with_suffix("")))) from error


def _pass(app: App, max_returns: int) -> Report:
    try:
        ours = app.our_member()
        visible = app.trello.boards()
    except ServiceError as error:
        unheard = _unheard(error)
        _note_sight(app, outages.sight([unheard], ()))
        tell_admins(_desk(app))
        _flush(app)  # what is known already need not wait for Trello
        raise Stop(unheard) from error
    app.set_clock()
    now = app.clock()
    heard = listen(
        app.engine,
        app.trello,
        app.book,
        visible,
        now=now,
        sweep_every=app.config.trello.sweep_every,
    )
    judged, returns, problems = _judge(app, heard, ours, now, max_returns)
    wants_rows = app.config.airtable is not None
    worked = work_trello(app.engine, app.trello, clock=app.clock, audit=wants_rows)
    looked = (*heard.problems, *problems, *worked.problems)
    _note_sight(app, outages.sight(looked, _open(heard, worked)))
    untold = (*tell_admins(_desk(app)), *anchor_if_due(app, app.clock()))
    flushed = _flush(app)
    if flushed.reached is not None:
        found_open = ["airtable"] if flushed.reached else []
        _note_sight(app, outages.sight(flushed.problems, found_open))
    return Report(
        boards=len(heard.read),
        cards=judged,
        returns=returns,
        delivered=worked.done,
        rows=flushed.rows,
        problems=(
            *heard.problems,
            *problems,
            *worked.problems,
            *untold,
            *flushed.problems,
        ),
    )


def _judge(
    app: App, heard: Heard, ours: str, now: datetime, max_returns: int
) -> tuple[int, int, list[Problem]]:
    """How many cards were judged, how many are sent back, and problems."""
    read = {name: board for name, board in heard.watched.items() if board in heard.read}
    look_again(app.engine, app.trello, app.book, read, all_of=set(heard.swept))
    boards, problems = _boards_to_judge(app.engine, app.book, heard, now)
    if not boards:
        return 0, 0, problems
    # The rules of approval and style are a good part of the start-up, and most runs are idle.
    from syncer.sitting import sit

    judged, found = sit(app, boards, ours=ours, now=now, max_returns=max_returns)
    return judged.cards, judged.returns, [*problems, *found, *judged.problems]


def _boards_to_judge(
    engine: Engine, book: Book, heard: Heard, now: datetime
) -> tuple[list[Board], list[Problem]]:
    """Boards that were read or have something unjudged, with their stages pinned; a board whose
    lists cannot be resolved is a problem and is left alone."""
    boards: list[Board] = []
    problems: list[Problem] = []
    with engine.begin() as conn:
        cards.unsettle_due(conn, now)
        waiting = cards.boards_unjudged(conn)
        known = kept.read_boards(conn)
        for board_id in heard.watched.values():
            if board_id not in known or board_id not in waiting | set(heard.read):
                continue
            board = kept.board_of(known[board_id])
            found = _pin_lists(conn, book, board, now)
            if isinstance(found, Problem):
                problems.append(replace(found, about=f"board:{board.name}"))
                kept.forget_activity(conn, board_id)
            else:
                boards.append(kept.board_of(known[board_id], found))
    return boards, problems


def _pin_lists(
    conn: Connection, book: Book, board: Board, now: datetime
) -> dict[str, str] | Problem:
    pinned = kept.read_pins(conn, "list", board.id)
    wanted = pins.wanted_lists(book, board.name)
    found = pins.list_pins(board.name, wanted, pinned, board.lists)
    if not isinstance(found, Problem):
        for name in found.keys() - pinned.keys():
            kept.pin(conn, "list", name, found[name], now=now, scope=board.id)
    return found


def _open(heard: Heard, worked: Worked) -> list[str]:
    """What this pass found open (store.outages)."""
    read = [f"board:{name}" for name, board in heard.watched.items() if board in heard.read]
    return ["trello", *read, *(["trello writes"] if worked.done else [])]


def _note_sight(app: App, seen: outages.Sight) -> None:
    with app.engine.begin() as conn:
        rows, admins = app.config.airtable is not None, addresses(app.config.notify, app.book)
        outages.note(conn, seen, app.clock(), rows=rows, admins=admins)


def _desk(app: App) -> Desk:
    """From where the admins are told."""
    rows = app.config.airtable is not None
    return Desk(engine=app.engine, notify=app.config.notify, clock=app.clock, audit=rows)


def _flush(app: App) -> audit.Flushed:
    settings = app.config.airtable
    if settings is None:
        return audit.Flushed()
    return audit.flush(
        app.engine,
        app.airtable_at,
        settings,
        clock=app.clock,
        admins=addresses(app.config.notify, app.book),
    )


def _unheard(error: ServiceError) -> Problem:
    if isinstance(error, NotAllowed):
        return Problem(
            what=f"Trello refuses syncer's credentials: {error}.",
            mend="Put a valid key and token in [trello] of config.toml. Nothing was touched.",
            exit=2,
            about="trello",
        )
    return Problem(
        what=f"Trello cannot be asked: {error}.",
        mend="Nothing was touched; the next run goes on from here.",
        exit=3,
        about="trello",
    )


def summary(report: Report) -> str:
    """One line for an operator's log."""
    if report.busy:
        return "another run is under way; this one leaves"
    return (
        f"{report.boards} boards read, {report.cards} cards judged, {report.returns} sent back, "
        f"{report.delivered} effects delivered, {report.rows} audit rows written"
    )


def complaints(problems: Iterable[Problem]) -> tuple[str, ...]:
    """Each problem once, gravest first."""
    ordered = sorted(problems, key=lambda each: (each.exit == 3, each.exit))
    return tuple(dict.fromkeys(str(problem) for problem in ordered))
