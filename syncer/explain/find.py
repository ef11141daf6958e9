"""Which card is meant: an id, a short link, an address, or the exact title."""

from __future__ import annotations

import re

from sqlalchemy import Connection, select

from rules.facts import Card
from syncer.records import Problem, Stop
from syncer.store.cards import read_card
from syncer.store.codec import from_json
from syncer.store.schema import cards

_ADDRESS = re.compile(r"(?:https?://)?trello\.com/c/([A-Za-z0-9]+)")


def find_card(conn: Connection, wanted: str) -> Card:
    """The card. Raises Stop when there is none, or more than one of that title."""
    by_id = read_card(conn, wanted)
    if by_id:
        return by_id
    address = _ADDRESS.match(wanted)
    link = address[1] if address else wanted
    known = [from_json(body, Card) for body in conn.execute(select(cards.c.body)).scalars()]
    found = [card for card in known if card.url.endswith(f"/c/{link}") or card.name == wanted]
    if len(found) == 1:
        return found[0]
    what = f'No card "{wanted}" is known to syncer.'
    mend = "Give its short link (the part after trello.com/c/), and run `syncer run` once before."
    if found:
        links = ", ".join(card.url or card.id for card in found)
        what, mend = f'{len(found)} cards are called "{wanted}": {links}.', "Give the short link."
    raise Stop(Problem(what=what, mend=mend, exit=2))
