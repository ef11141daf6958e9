"""The world outside, wired: how links, pictures and the library of assets are looked at."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rules.facts import Attachment
from syncer.app import App
from syncer.intake.gather import World, measured

LONGEST = 15.0
"""Seconds of a pass that may go into looking at links and pictures."""


def world_of(app: App) -> World:
    """What style rules may ask of the world, with the credentials of this configuration."""
    started = time.monotonic()
    wants_library = app.book.library is not None and app.config.airtable is not None
    return World(
        link=_state,
        picture=lambda attachment: _measured(app, attachment),
        library=(lambda: _assets(app)) if wants_library else None,
        tired=lambda: time.monotonic() - started > LONGEST,
    )


def _state(link: str) -> str:
    from connectors.web.look import Web

    return Web().state(link)


def _measured(app: App, attachment: Attachment) -> Mapping[str, Any]:
    from connectors.trello.download import download, is_ours
    from connectors.web.look import MOST_BYTES, Web

    trello = app.config.trello

    def fetch(url: str) -> bytes:
        if not is_ours(url, trello.base_url):
            return Web().fetch(url)
        key, token = trello.api_key.reveal(), trello.token.reveal()
        return download(url, key=key, token=token, most=MOST_BYTES)

    return measured(fetch, attachment)


def _assets(app: App) -> Iterable[str]:
    """Every name and link in the table of assets, whatever its columns are called."""
    library = app.book.library
    assert library is not None
    for row in app.airtable.list(library.airtable_table):
        for cell in row.fields.values():
            yield from _texts(cell)


def _texts(cell: object) -> Iterator[str]:
    """Texts of a cell; of attachments the file names and addresses."""
    if isinstance(cell, str):
        yield cell
    elif isinstance(cell, Mapping):
        yield from (str(cell[key]) for key in ("filename", "url") if key in cell)
    elif isinstance(cell, list | tuple):
        for part in cell:
            yield from _texts(part)
