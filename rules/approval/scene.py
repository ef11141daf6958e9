"""The case that an admin's test describes, in people's and stages' names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from rules.approval.script import CARD, Misread, card_of, named, table
from rules.book import BoardRules, Book, Gate
from rules.facts import (
    BIRTHS,
    Board,
    BoardList,
    Case,
    Comment,
    Edit,
    Happening,
    How,
    Member,
    Move,
    Tick,
)

GIVEN = ("author", "from", "to", "by", "how", "app", "at", "edits", "comments", "ticks", *CARD)

BEFORE_ALL = datetime(2001, 1, 1, 12, tzinfo=UTC)
"""When a test plays that does not say: nobody whom the rules name has left by then."""
SOMEBODY = "somebody"
"""The author when a test names none: nobody of [people]."""
SOURCELESS = BIRTHS | {How.CROSSED, How.WITH_LIST, How.UNARCHIVED, How.LIST_REOPENED}


def gives_text(given: Mapping[str, object]) -> bool:
    """Does the test say what the post's words are?"""
    return "name" in given or "desc" in given


def case_of(book: Book, gate: Gate, given: Mapping[str, object]) -> Case:
    """The case. Raises Misread, which says what of the test cannot be understood."""
    unknown = sorted(set(given) - set(GIVEN))
    if unknown:
        raise Misread(f"given: unknown {', '.join(unknown)}; known are {', '.join(GIVEN)}")
    rules = next((b for b in book.boards if gate.board in (None, b.name)), None)
    if rules is None:
        raise Misread(f"the gate's board {gate.board} is no [[board]]")
    history = tuple(_history(book, rules, given))
    stage = _stage(rules, given.get("to", given.get("from", rules.stages[0])))
    return Case(
        at=history[-1].at + timedelta(minutes=1) if history else _start(given),
        card=card_of(book, gate, given, stage),
        board=_board(book, rules),
        history=history,
        new=frozenset(each.id for each in history),
        who={name: name for name in book.people},
        author=_author(book, given),
        rules=book.hash,
    )


def _author(book: Book, given: Mapping[str, object]) -> str | None:
    """Who wrote it: somebody else, unless the test names someone, or "unknown"."""
    author = given.get("author", SOMEBODY)
    if author == "unknown" and author not in book.people:
        return None
    return SOMEBODY if author == SOMEBODY else named(book, author, "author")


def _board(book: Book, rules: BoardRules) -> Board:
    """A board on which everything is as the rules say; ids are the names."""
    return Board(
        id=rules.name,
        name=rules.name,
        stages={stage: stage for stage in rules.stages},
        lists={
            stage: BoardList(id=stage, name=stage, pos=float(at))
            for at, stage in enumerate(rules.stages)
        },
        members={name: Member(id=name, username=name, name=name) for name in book.people},
    )


def _start(given: Mapping[str, object]) -> datetime:
    at = given.get("at", BEFORE_ALL)
    if isinstance(at, str):
        try:
            at = datetime.fromisoformat(at)
        except ValueError:
            raise Misread(f"given.at: '{at}' is no time; write 2026-12-24T10:00:00Z") from None
    if isinstance(at, datetime):
        return at if at.tzinfo else at.replace(tzinfo=UTC)
    if isinstance(at, date):
        return datetime(at.year, at.month, at.day, 12, tzinfo=UTC)
    raise Misread("given.at: is no time; write 2026-12-24T10:00:00Z")


def _history(book: Book, rules: BoardRules, given: Mapping[str, object]) -> Iterator[Happening]:
    """What happened, a minute apart: birth, edits, words, the move, and what came after it."""
    first: list[Happening] = []
    after: list[Happening] = []
    for happening, late in _acts(book, given):
        (after if late else first).append(happening)
    birth, moved = _moves(book, rules, given)
    order: list[Happening] = [*birth, *first, *moved, *after] if birth else [*moved, *first, *after]
    start = _start(given) - timedelta(minutes=len(birth) + len(first))
    for number, each in enumerate(order):
        yield replace(each, id=f"{number:03}", at=start + timedelta(minutes=number))


def _moves(
    book: Book, rules: BoardRules, given: Mapping[str, object]
) -> tuple[list[Move], list[Move]]:
    """The card's birth where it was first, and the move that the test is about."""
    how = _how(given)
    by = named(book, given["by"], "by") if "by" in given else None
    author = _author(book, given)
    source = _stage(rules, given["from"]) if "from" in given else None
    born = [] if source is None else [_move(How.CREATED, author, None, source)]
    if "to" not in given:
        return born, []
    if by is None and how is not How.UNSEEN:
        raise Misread("given: 'to' is given, but not 'by': who moved it?")
    app = given.get("app")
    came_from = None if how in SOURCELESS else source
    target = _stage(rules, given["to"])
    move = _move(how, by, came_from, target, app=str(app) if app is not None else None)
    return ([] if how in BIRTHS else born), [move]


def _move(
    how: How, by: str | None, source: str | None, target: str, app: str | None = None
) -> Move:
    unseen = how is How.UNSEEN
    return Move(
        id="",
        at=BEFORE_ALL,
        by=None if unseen else by,
        app=app,
        observed=unseen,
        how=how,
        source=source,
        target=target,
    )


def _how(given: Mapping[str, object]) -> How:
    try:
        return How(str(given.get("how", How.MOVED)))
    except ValueError:
        known = ", ".join(how for how in How if how is not How.LEFT)
        raise Misread(f"given.how: '{given['how']}' is no road; known are {known}") from None


def _stage(rules: BoardRules, name: object) -> str:
    if name not in rules.stages:
        raise Misread(f"'{name}' is no stage of {rules.name}: {', '.join(rules.stages)}")
    return str(name)


def _acts(book: Book, given: Mapping[str, object]) -> Iterator[tuple[Happening, bool]]:
    """Edits, comments and ticks, with whether they come after the move."""
    for each in _each(given, "edits"):
        said = table(each, "given.edits", r"(?P<by>\S+)\s+(?P<what>\S.*)", ("after",))
        by, what = named(book, said["by"], "edits"), str(said["what"])
        edit = Edit(id="", at=BEFORE_ALL, by=by, what=what)
        yield edit, bool(said.get("after"))
    for each in _each(given, "comments"):
        keys = ("edited", "gone", "app", "after")
        said = table(each, "given.comments", r"(?P<by>[^\s:]+):\s*(?P<text>.*)", keys)
        comment = Comment(
            id="",
            at=BEFORE_ALL,
            by=named(book, said["by"], "comments"),
            app=str(said["app"]) if "app" in said else None,
            text=str(said["text"]),
            edited=bool(said.get("edited")),
            gone=bool(said.get("gone")),
        )
        yield comment, bool(said.get("after"))
    for each in _each(given, "ticks"):
        said = table(each, "given.ticks", r"(?P<by>[^\s:]+):\s*(?P<item>.*)", ("after",))
        by, item = named(book, said["by"], "ticks"), str(said["item"])
        tick = Tick(id="", at=BEFORE_ALL, by=by, item=item, name=item, done=True)
        yield tick, bool(said.get("after"))


def _each(given: Mapping[str, object], key: str) -> Sequence[object]:
    found = given.get(key, ())
    if isinstance(found, str) or not isinstance(found, Sequence):
        raise Misread(f"given.{key}: is no list")
    return found
