"""Trello as a gatekeeper needs it: what changed, what a card is now, put it back, say why.

Each method is the fewest requests that its question can cost. py-trello's lazy objects, which
spend several on one card, stay unused.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from connectors.errors import ServiceError
from connectors.http import TIMEOUT, Transport
from connectors.retry import Patience
from connectors.trello import reading
from connectors.trello.action import Action, parse_action
from connectors.trello.line import Line
from connectors.trello.parse import (
    parse_attachment,
    parse_card,
    parse_checklist,
    parse_each,
    parse_member,
    parse_stub,
    require,
)
from connectors.trello.query import (
    BOARD_FIELDS,
    NEEDED,
    PAGE,
    BoardQuery,
    Route,
    card_params,
    segment,
    stamp,
)
from connectors.trello.refusal import complaint
from connectors.trello.seam import LIMITS, Seam, readings
from connectors.trello.wire import Attachment, BoardRead, BoardStub, Card, Checklist, Member


class Trello:
    """One account's view of Trello. Safe credentials: key and token travel in a header only, and
    appear in no error and no log line.

    Every method raises the errors of `connectors.errors`. Times are aware datetimes, in UTC in
    all that is returned. `clock` and `sleep` are in seconds.

    >>> trello = Trello("key", "token", base_url="http://127.0.0.1:8080")
    """

    def __init__(
        self,
        key: str,
        token: str,
        base_url: str = "https://api.trello.com",
        *,
        client: str = "board-syncer",
        timeout: tuple[float, float] = TIMEOUT,
        patience: Patience | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._transport = Transport(
            base_url,
            secrets=(key, token),
            limits=LIMITS,
            readings=readings,
            complaint=complaint,
            timeout=timeout,
            patience=patience,
            clock=clock,
            sleep=sleep,
        )
        self._seam = Seam(self._transport, key=key, token=token, client=client)
        self._line = Line(self._seam)

    @property
    def server_time(self) -> datetime | None:
        """Trello's own clock as of its last answer; None before the first."""
        return self._seam.server_time

    @property
    def requests_made(self) -> int:
        """How many requests were sent, repeated ones included."""
        return self._transport.requests_made

    def me(self) -> Member:
        """The account that the token belongs to. Charged to the slow /1/members/ limit."""
        fields = {"fields": "username,fullName"}
        return parse_member(self._line.get(Route("/members/me", fields)))

    def boards(self) -> tuple[BoardStub, ...]:
        """Every board that the account can see, closed ones too, with the marks that tell whether
        it changed. One request, charged to the slow /1/members/ limit (100 in 900 s: ask at most
        once in ten seconds or so)."""
        params = {"fields": BOARD_FIELDS, "filter": "all"}
        raw = self._line.get(Route("/members/me/boards", params))
        return parse_each(raw, parse_stub, "boards")

    def read_boards(self, reads: Sequence[BoardQuery]) -> tuple[BoardRead | ServiceError, ...]:
        """Each board whole, in the order asked, or why it could not be read; ten to a request.

        Every card carries its fields, attachments, checklists and custom fields. `actions` holds
        all since `since`; without one the newest page, and `more` tells that there are older
        ones. A board too large for one answer is read in pages. Nothing is raised.
        """
        return reading.boards(self._line, reads)

    def actions(
        self,
        board_id: str,
        since: datetime | None = None,
        before: datetime | None = None,
        limit: int = PAGE,
    ) -> tuple[Action, ...]:
        """A board's actions after `since` and before `before` (both exclusive), newest first,
        each once. `limit` is the size of a page, not of the answer. Types that Trello leaves out
        of feeds (labels, edited or deleted comments, removed members) are not among them."""
        path = f"/boards/{segment(board_id)}"
        return reading.feed(self._line, path, "all", since=since, before=before, limit=limit)

    def card_actions(self, card_id: str, types: Iterable[str]) -> tuple[Action, ...]:
        """A card's actions of these types (`commentCard`, `updateCard:idList`, …), newest first."""
        return reading.feed(self._line, f"/cards/{segment(card_id)}", ",".join(types))

    def cards_actions(
        self, ids: Sequence[str], types: Iterable[str]
    ) -> tuple[tuple[Action, ...] | ServiceError, ...]:
        """The same for many cards, in the order asked, ten to a request. Nothing is raised."""
        return reading.card_feeds(self._line, ids, ",".join(types))

    def comments(self, card_id: str) -> tuple[Action, ...]:
        """A card's comments as they stand now, newest first: to look for one's own after its
        answer was lost."""
        return self.card_actions(card_id, ["commentCard"])

    def card(self, card_id: str) -> Card:
        """A card as it is now, with all that is nested in it, in one request. A feed read a
        moment ago can be ahead of or behind it: act on this alone."""
        raw = self._line.get(Route(f"/cards/{segment(card_id)}", card_params()))
        return require(parse_card(raw), NEEDED, f"card {card_id}")

    def attachments(self, card_id: str) -> tuple[Attachment, ...]:
        """A card's attachments."""
        raw = self._line.get(Route(f"/cards/{segment(card_id)}/attachments", {}))
        return parse_each(raw, parse_attachment, "attachments")

    def checklists(self, card_id: str) -> tuple[Checklist, ...]:
        """A card's checklists with their items."""
        raw = self._line.get(Route(f"/cards/{segment(card_id)}/checklists", {}))
        return parse_each(raw, parse_checklist, "checklists")

    def move(self, card_id: str, list_id: str, pos: float | str) -> Card:
        """Puts a card into a list at a position ("top", "bottom" or a positive number), in one
        request. Safe to repeat."""
        return self.update_card(card_id, idList=list_id, pos=pos)

    def update_card(self, card_id: str, **fields: Any) -> Card:
        """Sets fields of a card by Trello's names for them (`desc=…`, `due=…`, `closed=…`).
        https://developer.atlassian.com/cloud/trello/rest/api-group-cards/#api-cards-id-put"""
        body = {
            name: stamp(value) if isinstance(value, datetime) else value
            for name, value in fields.items()
        }
        return self._line.write("PUT", f"/cards/{segment(card_id)}", body, parse_card)

    def comment(self, card_id: str, text: str) -> Action:
        """Writes a comment. Never repeated by itself once it may have been taken: after an error
        whose `unknown` is True, look with `comments` first."""
        path = f"/cards/{segment(card_id)}/actions/comments"
        return self._line.write("POST", path, {"text": text}, parse_action)

    def edit_comment(self, card_id: str, action_id: str, text: str) -> None:
        """Replaces the text of a comment of one's own. Safe to repeat."""
        path = f"/cards/{segment(card_id)}/actions/{segment(action_id)}/comments"
        self._line.write("PUT", path, {"text": text}, lambda _: None)

    def close(self) -> None:
        """Closes the kept connections."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
