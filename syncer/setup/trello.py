"""Looking at Trello: credentials, the boards and lists that are pinned, people, the clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from connectors.errors import NotAllowed, ServiceError
from connectors.trello.query import BoardQuery
from connectors.trello.wire import BoardRead, BoardStub, Member
from rules.book import Book
from rules.facts import Member as RuleMember
from syncer.intake import pins
from syncer.records import Problem
from syncer.setup.findings import Finding, away, bad, good, warn
from syncer.translate import roster_of

CLOSE = timedelta(seconds=5)
FAR = timedelta(minutes=1)
"""Beyond it, whether a person had left or a deadline had passed is judged for the wrong moment."""


class Account(Protocol):
    """What looking asks of Trello."""

    @property
    def server_time(self) -> datetime | None: ...

    def me(self) -> Member: ...

    def boards(self) -> Sequence[BoardStub]: ...

    def read_boards(self, reads: Sequence[BoardQuery]) -> Sequence[BoardRead | ServiceError]: ...


@dataclass(frozen=True, kw_only=True)
class Pinned:
    """What was resolved before: boards, lists by board id, people."""

    boards: Mapping[str, str]
    lists: Mapping[str, Mapping[str, str]]
    people: Mapping[str, str]


def look_at_trello(trello: Account, book: Book, pinned: Pinned, now: datetime) -> Iterator[Finding]:
    """Everything about Trello. Writes nothing, there or here."""
    try:
        me = trello.me()
        stubs = {stub.id: stub for stub in trello.boards()}
    except ServiceError as error:
        yield _unreachable(error)
        return
    yield good("Trello", f"the token acts as {me.username or me.id} and sees {len(stubs)} boards")
    if trello.server_time is not None:
        yield clock(now - trello.server_time)
    found, findings = _boards(book, pinned, stubs)
    yield from findings
    reads = trello.read_boards([BoardQuery(id=each, actions_limit=1) for each in found.values()])
    members: list[RuleMember] = []
    for (name, board), read in zip(found.items(), reads, strict=True):
        if isinstance(read, ServiceError):
            yield _unread(name, read)
        else:
            members += roster_of(read).members
            yield from look_at_board(name, read, me.id, book, pinned.lists.get(board, {}))
    yield from look_at_people(book, pinned.people, members)


def clock(ahead: timedelta) -> Finding:
    """This machine's clock against Trello's."""
    seconds = abs(ahead.total_seconds())
    word = "ahead of" if ahead > timedelta(0) else "behind"
    what = f"this machine is {seconds:.0f} s {word} Trello"
    if abs(ahead) <= CLOSE:
        return good("clock", "this machine and Trello agree")
    mend = "Let the machine keep its time by NTP."
    return bad("clock", f"{what}.", mend) if abs(ahead) > FAR else warn("clock", f"{what}.", mend)


def _boards(
    book: Book, pinned: Pinned, stubs: Mapping[str, BoardStub]
) -> tuple[dict[str, str], list[Finding]]:
    """The boards that rules.toml names, as they were pinned or would be."""
    seen = [
        pins.Candidate(id=stub.id, name=stub.name or "", link=stub.short_link or "")
        for stub in stubs.values()
    ]
    found: dict[str, str] = {}
    findings: list[Finding] = []
    for rules in book.boards:
        about = f'board "{rules.name}"'
        board = pinned.boards.get(rules.name) or pins.board_pin(rules.name, seen)
        if isinstance(board, Problem):
            findings.append(bad(about, board.what, board.mend))
        elif board not in stubs:
            mend = "Add syncer's Trello account to the board again."
            findings.append(bad(about, f"it is pinned to {board}, which is not visible.", mend))
        else:
            found[rules.name] = board
            if stubs[board].closed:
                findings.append(warn(about, "it is closed: nobody can move its cards."))
    return found, findings


def look_at_board(
    name: str, read: BoardRead, me: str, book: Book, pinned: Mapping[str, str]
) -> Iterator[Finding]:
    """What we may do on a board, and whether the lists that rules.toml names are there."""
    about = f'board "{name}"'
    mine = next((each for each in read.memberships or () if each.member == me), None)
    if mine is None:
        what = "syncer's account is no member of it: it may look, and cannot send cards back."
        yield bad(about, what, "Add the account to the board as a normal member.")
    elif mine.kind == "observer":
        what = "syncer's account is an observer: it cannot send cards back or comment."
        yield bad(about, what, "Make the account a normal member of the board.")
    else:
        yield good(about, f"syncer is {mine.kind or 'a member'}, {len(read.cards or ())} cards")
    there = {each.id: each for each in roster_of(read).lists}
    resolved = pins.list_pins(name, pins.wanted_lists(book, name), pinned, there)
    if isinstance(resolved, Problem):
        yield bad(about, resolved.what, resolved.mend)
        return
    for word, each in resolved.items():
        if there[each].closed:
            yield warn(about, f'the list "{word}" is archived.')
        elif there[each].name != word:
            yield warn(
                about,
                f'the list "{word}" is now called "{there[each].name}"; it is watched as before.',
                "Name it in rules.toml as the board does, for people's sake.",
            )


def look_at_people(
    book: Book, pinned: Mapping[str, str], members: Iterable[RuleMember]
) -> Iterator[Finding]:
    """Who of rules.toml is on the boards."""
    there = {member.id: member for member in members}
    who, _new = pins.person_pins(book, pinned, there.values())
    lost = [name for name in book.people if name not in who]
    left = [name for name, each in who.items() if each not in there]
    off = [name for name, each in who.items() if each in there and not there[each].active]
    if lost:
        yield warn(
            "people",
            f"on no board under the name that rules.toml gives: {', '.join(lost)}.",
            "Nothing that they do counts; mend their `trello` or add them to the board.",
        )
    if left:
        yield warn("people", f"known, and on no board now: {', '.join(left)}.")
    if off:
        yield warn("people", f"their accounts are deactivated: {', '.join(off)}.")
    yield good("people", f"{len(who)} of {len(book.people)} people of rules.toml were found")


def _unreachable(error: ServiceError) -> Finding:
    if isinstance(error, NotAllowed):
        mend = "Put a valid key and token in [trello] of config.toml."
        return bad("Trello", f"{error}.", mend)
    return away("Trello", f"it cannot be asked: {error}.")


def _unread(name: str, error: ServiceError) -> Finding:
    about = f'board "{name}"'
    if isinstance(error, NotAllowed):
        return bad(about, f"{error}.", "Add syncer's Trello account to that board.")
    return away(about, f"it could not be read: {error}.")
