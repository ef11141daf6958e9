"""`syncer forget PERSON`: a leaver's name and ids go, the chain stays whole.

Why this way, and what it cannot do, is told in docs/decisions/0020-forgetting.md.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection
from sqlalchemy.engine import make_url

from rules.book import Book
from syncer.audit.chain import Chain
from syncer.audit.mask import Mask
from syncer.audit.naming import Person, find_person, usernames
from syncer.audit.redaction import KIND, PREFIX, redactions, text_hash
from syncer.judge.ruling import digest
from syncer.records import Entry, Problem, Stop
from syncer.store import boards as kept
from syncer.store import ledger, trail
from syncer.store.enter import enter
from syncer.store.forgetting import mask_tables, scrub, unpin
from syncer.store.lock import only_one
from syncer.store.standing import every_decision, write_digest

if TYPE_CHECKING:
    from syncer.app import App

AT_ONCE = 200
"""Redacted entries that one entry names: about 30 kilobytes."""


@dataclass(frozen=True, kw_only=True)
class Forgotten:
    """What was done: the pseudonym, how many entries and other rows were changed."""

    pseudonym: str
    entries: int
    rows: int
    in_keys: int
    """entries whose key holds an id, which must stay"""


def forget(app: App, wanted: str, also: Iterable[str] = ()) -> Forgotten:
    """Put a new pseudonym in the place of a person everywhere in the state, and queue the rows
    of Airtable to be written anew. `also` are further names to take out.

    Raises Stop for somebody who is still on a board or in rules.toml, or whom nothing names.
    """
    with only_one(app.lock_file) as alone:
        if not alone:
            what = "A run is under way."
            raise Stop(Problem(what=what, mend="Try again when it has ended.", exit=3))
        _check_chain(app)
        with app.engine.begin() as conn:
            done = _forget(conn, app, wanted, tuple(also))
        scrub(Path(make_url(app.config.state.url).database or ""))
        return done


def _check_chain(app: App) -> None:
    """An entry that somebody altered must not be made good by redacting it."""
    with app.engine.begin() as conn:
        chain = Chain(redactions=redactions(trail.with_prefix(conn, PREFIX)))
    if any(each.fault for each in chain.walk(trail.walk(app.engine))):
        what = "The ledger was altered; forgetting somebody now would cover the traces."
        raise Stop(Problem(what=what, mend="Look into `syncer audit verify` first.", exit=2))


def _forget(conn: Connection, app: App, wanted: str, also: tuple[str, ...]) -> Forgotten:
    person = _leaver(conn, app.book, wanted)
    mask = Mask(
        f"former-{secrets.token_hex(4)}",
        ids=person.ids,
        names=person.names | set(also),
        usernames={wanted.removeprefix("@")} | usernames(conn, person.ids),
    )
    redacted, in_keys = _redact(conn, app, mask, person)
    rows = mask_tables(conn, mask.json, lambda text: mask.json(text, leave={"values"}))
    unpin(conn, person.ids)
    for decision in every_decision(conn):
        # A decision is known again by its digest, which covers the names in it.
        write_digest(conn, decision, digest(decision))
    if not redacted and not rows:
        what = f'Nothing names "{wanted}".'
        raise Stop(Problem(what=what, mend="Give the username or member id.", exit=2))
    return Forgotten(pseudonym=mask.pseudonym, entries=len(redacted), rows=rows, in_keys=in_keys)


def _leaver(conn: Connection, book: Book, wanted: str) -> Person:
    person = find_person(conn, wanted)
    word = wanted.removeprefix("@")
    for board in kept.read_boards(conn).values():
        if any(each.id in person.ids for each in board.roster.members):
            what = f'"{wanted}" is still on the board "{board.name}".'
            mend = "Take them off the board, let `syncer run` see it, then forget them."
            raise Stop(Problem(what=what, mend=mend, exit=2))
    for each in book.people.values():
        if word in (each.name, each.trello.removeprefix("@")) or each.trello in person.ids:
            what = f'"{wanted}" still stands in rules.toml, as people.{each.name}.'
            mend = "Take them out there, then forget them."
            raise Stop(Problem(what=what, mend=mend, exit=2))
    seen = kept_names(conn, person)
    return replace(person, ids=person.ids | seen.ids, names=(person.names | seen.names) - {word})


def kept_names(conn: Connection, person: Person) -> Person:
    """The ids and full names under which the events know this person."""
    people = trail.doers(conn)
    ids = {member for member, name in people if member in person.ids or name in person.names}
    if len(ids) > 1:
        what = f"{len(ids)} people go by that name: {', '.join(sorted(ids))}."
        raise Stop(Problem(what=what, mend="Give the member id of the one meant.", exit=2))
    return Person(
        ids=frozenset(ids), names=frozenset(name for member, name in people if member in ids)
    )


def _redact(
    conn: Connection, app: App, mask: Mask, person: Person
) -> tuple[list[dict[str, Any]], int]:
    """Put masked texts in place, and append the entries that say so."""
    redacted: list[dict[str, Any]] = []
    in_keys = 0
    for entry in ledger.read(conn):
        masked = mask.entry(entry.text) if not entry.key.startswith(PREFIX) else entry.text
        in_keys += any(each in entry.key for each in person.ids)
        if masked != entry.text:
            redacted.append({"seq": entry.seq, "hash": entry.hash, "text": text_hash(masked)})
            trail.rewrite(conn, entry.seq, masked)
    now = app.clock()
    records = [
        Entry(
            key=f"{PREFIX}{mask.pseudonym}:{start}",
            kind=KIND,
            at=now,
            body={"subject": mask.pseudonym, "entries": redacted[start : start + AT_ONCE]},
        )
        for start in range(0, len(redacted), AT_ONCE)
    ]
    rows = app.config.airtable is not None
    if rows:
        trail.requeue(conn, [each["seq"] for each in redacted], now)
    enter(conn, records, now, rows=rows)
    return redacted, in_keys
