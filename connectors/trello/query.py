"""What is asked of Trello, and how it is written: fields, nested reads, feeds.

https://developer.atlassian.com/cloud/trello/guides/rest-api/nested-resources/
https://developer.atlassian.com/cloud/trello/rest/api-group-boards/
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

PAGE = 1000
"""The most actions that one answer holds."""

CARDS_PAGE = 300
"""Cards a page where all at once are too many for one answer."""

BOARD_FIELDS = "name,shortLink,dateLastActivity,ixUpdate,closed,idOrganization"

CARD_FIELDS = (
    "name,desc,closed,due,start,dueComplete,idBoard,idList,pos,idMembers,labels,cover,"
    "isTemplate,cardRole,dateLastActivity,shortLink"
)

NEEDED = frozenset({"name", "desc", "closed", "due", "idList", "pos", "idMembers", "labels"})
"""Fields without which a card that was asked for them cannot be judged."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BoardQuery:
    """A board to read, with its actions after `since` (exclusive, so overlap by a little) or,
    without it, the newest `actions_limit`."""

    id: str
    since: datetime | None = None
    actions_limit: int = PAGE


@dataclass(frozen=True, slots=True)
class Route:
    """A path below /1 and its query."""

    path: str
    params: Mapping[str, str]

    def __str__(self) -> str:
        """As it is written inside a batch: its own values encoded, so that no comma of theirs
        separates routes; the batch's address encodes the whole a second time."""
        return f"{self.path}?{urlencode(self.params)}"


def board_route(query: BoardQuery, *, cards: bool = True) -> Route:
    """A board, its lists, members, labels, custom fields and actions, and with `cards` every card
    with attachments, checklists and custom field values."""
    params = {
        "fields": BOARD_FIELDS + ",prefs,url",
        "lists": "all",
        "members": "all",
        "memberships": "all",
        "labels": "all",
        "labels_limit": "1000",
        "customFields": "true",
        "actions": "all",
        "actions_limit": str(query.actions_limit),
    }
    if query.since is not None:
        params["actions_since"] = stamp(query.since)
    if cards:
        params |= {
            "cards": "all",
            "card_fields": CARD_FIELDS,
            "card_attachments": "true",
            "checklists": "all",
            "card_customFieldItems": "true",
        }
    return Route(f"/boards/{segment(query.id)}", params)


def card_params() -> dict[str, str]:
    """The query of a card, or of a list of cards, read with all that is nested in it."""
    return {
        "fields": CARD_FIELDS,
        "attachments": "true",
        "checklists": "all",
        "customFieldItems": "true",
    }


def cards_route(board: str, before: str | None) -> Route:
    """One page of a board's cards, those made before the given id."""
    params = card_params() | {"limit": str(CARDS_PAGE)}
    if before is not None:
        params["before"] = before
    return Route(f"/boards/{segment(board)}/cards/all", params)


def feed_route(
    path: str,
    types: str,
    *,
    since: datetime | None = None,
    before: datetime | None = None,
    limit: int = PAGE,
) -> Route:
    """One page of the actions below `path`. The filter is always given: a card's feed would
    else hold comments and moves only."""
    params = {"filter": types, "limit": str(limit)}
    if since is not None:
        params["since"] = stamp(since)
    if before is not None:
        params["before"] = stamp(before)
    return Route(f"{path}/actions", params)


def stamp(moment: datetime) -> str:
    """A moment as Trello writes it: UTC, milliseconds."""
    utc = moment.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


def segment(given: str) -> str:
    """An id as a piece of a path. Raises ValueError for an empty one, which would be another
    route."""
    if not given:
        raise ValueError("an empty id has no address at Trello")
    return quote(given, safe="")
