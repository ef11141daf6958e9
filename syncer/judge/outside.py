"""What was gathered of the world outside, put into a case: only what some rule asks for."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection

from rules.facts import Card, ImageFacts
from syncer.store import cards
from syncer.store.probes import read_probes

AROUND = timedelta(days=120)
"""How far back and ahead posts are looked for that a post might repeat."""


def links(conn: Connection, kinds: Collection[str], card: Card) -> dict[str, str]:
    """What was found at each link of the card."""
    if "links" not in kinds:
        return {}
    from rules.style.entities import links as links_in  # a large table of patterns

    urls = {link.value for link in links_in(f"{card.name}\n{card.desc}")}
    return {url: str(found) for url, (found, _at) in read_probes(conn, "link", urls).items()}


def images(conn: Connection, kinds: Collection[str], card: Card) -> dict[str, ImageFacts]:
    """What was measured; a picture that could not be measured stays unknown."""
    if "image" not in kinds:
        return {}
    found = read_probes(conn, "picture", [each.id for each in card.attachments])
    good = {key: body for key, (body, _at) in found.items() if "why" not in body}
    return {
        key: ImageFacts(**{**body, "colours": tuple(body["colours"])}) for key, body in good.items()
    }


def library(conn: Connection, kinds: Collection[str]) -> frozenset[str] | None:
    """Names and links of approved assets, None when they were never read."""
    if "library" not in kinds:
        return None
    found = read_probes(conn, "library", ["assets"])
    return frozenset(found["assets"][0]) if found else None


def posts_around(conn: Connection, kinds: Collection[str], now: datetime) -> tuple[Card, ...]:
    """Posts of all boards that are due around now."""
    if "cadence" not in kinds:
        return ()
    every = cards.read_all(conn)
    return tuple(card for card in every if card.due and abs(card.due - now) <= AROUND)


def recent(posts: Iterable[Card], card: Card) -> tuple[tuple[str, datetime, str], ...]:
    """The other posts that a post might repeat: id, when they are due, their text."""
    return tuple(
        (each.id, each.due, f"{each.name}\n{each.desc}")
        for each in posts
        if each.id != card.id and each.due
    )
