"""How much travels in one request, and how the next page is asked for.

https://developer.atlassian.com/cloud/trello/rest/api-group-batch/
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import quote

from connectors.errors import Garbled
from connectors.trello.action import Action
from connectors.trello.query import Route, stamp

BATCH = 10
"""Routes that one batch may carry."""

LONGEST_QUERY = 8000
"""Characters of a batch's encoded routes; longer addresses are refused by gates on the way."""


def groups(routes: Sequence[Route]) -> list[list[Route]]:
    """The routes in order, cut into batches that are neither too many nor too long."""
    made: list[list[Route]] = []
    room = 0
    for route in routes:
        length = len(quote(str(route), safe="")) + len("%2C")
        if not made or len(made[-1]) == BATCH or length > room:
            made.append([])
            room = LONGEST_QUERY
        made[-1].append(route)
        room -= length
    return made


def older(page: Sequence[Action], before: datetime | None) -> datetime:
    """The cursor (exclusive) for the page behind a full `page` that was read with `before`.

    It covers the page's last second once more, because paging is only second-exact where
    several actions share one; if that second alone fills a page, its last millisecond. Raises
    Garbled if even that brings no progress: the rest of the feed cannot be reached.
    """
    oldest = min(action.date for action in page)
    for cursor in (
        oldest.replace(microsecond=0) + timedelta(seconds=1),
        oldest + timedelta(milliseconds=1),
    ):
        if before is None or cursor < before:
            return cursor
    raise Garbled(
        f"the feed holds {len(page)} actions or more at {stamp(oldest)}: what is older is lost"
    )


def older_cards(ids: Sequence[str], before: str | None) -> str:
    """The same for a full page of cards, whose cursor is an id: its first eight digits are the
    second in which the card was made."""
    oldest = min(ids)
    if re.fullmatch(r"[0-9a-f]{24}", oldest):
        next_second = f"{int(oldest[:8], 16) + 1:08x}{'0' * 16}"
        if before is None or next_second < before:
            return next_second
    if before is None or oldest < before:
        return oldest
    raise Garbled(f"the pages of cards do not go on behind card {oldest}")
