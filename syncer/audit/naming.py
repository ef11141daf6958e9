"""What people type to mean a card or a person, and what the store knows by it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import Connection

from rules.facts import Card
from syncer.records import Problem, Stop
from syncer.store import boards as kept
from syncer.store.trail import every_card

_LINK = re.compile(r"/c/([A-Za-z0-9]+)")


def short_link(url: str) -> str:
    """The short link in a card's address, "" when there is none."""
    found = _LINK.search(url)
    return found[1] if found else ""


def matches(card: Card, wanted: str) -> bool:
    """Does this text mean the card: its id, short link, address or exact name?"""
    link = short_link(card.url)
    return wanted in (card.id, card.name) or (bool(link) and link in (wanted, short_link(wanted)))


def find_card(conn: Connection, wanted: str) -> Card | None:
    """The card that is meant, also one that is gone, None when the store has none. Raises Stop
    when the name stands on several."""
    found = [card for card in every_card(conn) if matches(card, wanted)]
    exact = [card for card in found if card.name != wanted] or found
    if len(exact) > 1:
        links = ", ".join(short_link(card.url) or card.id for card in exact)
        what = f'{len(exact)} cards are called "{wanted}": {links}.'
        raise Stop(Problem(what=what, mend="Name the one that is meant by its link.", exit=2))
    return exact[0] if exact else None


def need_card(conn: Connection, wanted: str) -> Card:
    """The card that is meant. Raises Stop when there is none."""
    found = find_card(conn, wanted)
    if found is None:
        mend = "Give its id, short link, address or exact name; `syncer run` reads new cards."
        raise Stop(Problem(what=f'No card "{wanted}" is known.', mend=mend, exit=2))
    return found


@dataclass(frozen=True, kw_only=True)
class Person:
    """Someone as the store knows them. `names` are full names and usernames."""

    ids: frozenset[str]
    names: frozenset[str]


def find_person(conn: Connection, wanted: str) -> Person:
    """Who is meant by a name of rules.toml, a username, a member id or a full name. Somebody
    whom no list knows is taken by the name alone."""
    word = wanted.removeprefix("@")
    ids = {member for key, member in kept.read_pins(conn, "person").items() if _is(key, word)}
    names = {wanted, word}
    for board in kept.read_boards(conn).values():
        for member in board.roster.members:
            if word in (member.id, member.username, member.name) or member.id in ids:
                ids.add(member.id)
                names |= {member.username, member.name}
    return Person(ids=frozenset(ids | {word}), names=frozenset(names - {""}))


def usernames(conn: Connection, members: frozenset[str]) -> frozenset[str]:
    """The usernames, and the names in rules.toml, under which these ids were pinned."""
    return frozenset(
        part.removeprefix("@")
        for key, member in kept.read_pins(conn, "person").items()
        if member in members
        for part in key.partition("=")[::2]
    )


def _is(pin: str, word: str) -> bool:
    """A pin's key is "name=trello" (intake.pins)."""
    name, _, trello = pin.partition("=")
    return word in (name, trello.removeprefix("@"))
