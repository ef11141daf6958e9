"""Gathering what style rules want to know of the world before a case is judged: is that link
alive, how large is that picture, what stands in the library of assets.

Only what some rule asks for, only for cards about to be judged behind a gate or spoken to, and
not again before it is old.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Engine

from connectors.errors import ServiceError
from rules.book import Book
from rules.facts import Attachment, Card
from syncer.records import Problem
from syncer.store import cards, standing
from syncer.store.probes import read_probes, write_probe

FRESH = timedelta(days=1)
"""So long a link that worked is taken to work."""
STALE = timedelta(hours=1)
"""So soon one that did not is tried again; also how long the library is remembered."""
MOST = 200
"""Links and pictures that are looked at in one pass; the rest waits for the next one."""


@dataclass(frozen=True, kw_only=True)
class World:
    """How the world is looked at: each is called only when a rule wants it. `library` is None
    when rules.toml names no table of assets."""

    link: Callable[[str], str]
    picture: Callable[[Attachment], Mapping[str, Any]]
    library: Callable[[], Iterable[str]] | None = None
    tired: Callable[[], bool] = lambda: False
    """has this pass looked long enough: a slow site must not delay sending cards back"""


def gather(
    engine: Engine,
    world: World,
    book: Book,
    guarded: Mapping[str, frozenset[str]],
    now: datetime,
) -> tuple[Problem, ...]:
    """Look at what the rules ask for. `guarded` maps boards about to be judged to the ids of
    their protected lists."""
    kinds = {rule.KIND for rule in book.style}
    wants_links = any(getattr(rule, "alive", False) for rule in book.style if rule.KIND == "links")
    wants_pictures, wants_library = "image" in kinds, "library" in kinds
    if not (wants_links or wants_pictures or wants_library):
        return ()
    with engine.begin() as conn:
        chosen = [card for board, lists in guarded.items() for card in _about(conn, board, lists)]
        urls = _due(conn, "link", _urls(chosen) if wants_links else (), now)
        files = {a.id: a for card in chosen for a in card.attachments} if wants_pictures else {}
        unmeasured = _due(conn, "picture", files, now)
    for url in _until(world.tired, urls):
        _keep(engine, "link", url, world.link(url), now)
    for file in _until(world.tired, unmeasured):
        _keep(engine, "picture", file, dict(world.picture(files[file])), now)
    if wants_library and chosen and world.library:
        return _library(engine, world.library, now)
    return ()


def _until(tired: Callable[[], bool], keys: Iterable[str]) -> Iterator[str]:
    """Up to MOST of them, as long as there is time."""
    for key in islice(keys, MOST):
        if tired():
            return
        yield key


def _about(conn: Connection, board: str, lists: frozenset[str]) -> list[Card]:
    """Cards that are about to be judged and for which the answer matters to somebody."""
    judged = cards.read_judged(conn, board)
    talking = standing.read_open_talks(conn)
    return [
        card
        for card in cards.read_cards(conn, board).values()
        if not judged.get(card.id) and (card.list in lists or card.id in talking)
    ]


def _urls(chosen: Iterable[Card]) -> list[str]:
    from rules.style.entities import links  # a large table of patterns

    found = [link.value for card in chosen for link in links(f"{card.name}\n{card.desc}")]
    return list(dict.fromkeys(found))


def _due(conn: Connection, kind: str, keys: Iterable[str], now: datetime) -> list[str]:
    """Those that were never looked at, or too long ago."""
    wanted = list(keys)
    known = read_probes(conn, kind, wanted)
    return [key for key in wanted if key not in known or _is_old(*known[key], now)]


def _is_old(found: Any, at: datetime, now: datetime) -> bool:
    good = found == "ok" or (isinstance(found, dict) and "why" not in found)
    return now - at >= (FRESH if good else STALE)


def _keep(engine: Engine, kind: str, key: str, found: Any, now: datetime) -> None:
    with engine.begin() as conn:
        write_probe(conn, kind, key, found, now)


def _library(
    engine: Engine, read: Callable[[], Iterable[str]], now: datetime
) -> tuple[Problem, ...]:
    with engine.begin() as conn:
        if not _due(conn, "library", ["assets"], now):
            return ()
    try:
        found = sorted(set(read()))
    except ServiceError as error:
        what = f"The library of approved assets cannot be read: {error}."
        return (Problem(what=what, mend="Cards that need it wait until it can.", exit=3),)
    _keep(engine, "library", "assets", found, now)
    return ()


def measured(fetch: Callable[[str], bytes], attachment: Attachment) -> Mapping[str, Any]:
    """A picture's measures as they are kept, or why there are none."""
    from connectors.web.guard import Forbidden
    from connectors.web.look import Unreachable
    from connectors.web.picture import NotAPicture, measure

    try:
        return asdict(measure(fetch(attachment.url)))
    except (Forbidden, Unreachable, NotAPicture, ServiceError) as problem:
        return {"why": str(problem)}
