"""Trello's actions: what was done, when, by whom and through what.

Types and shapes: https://developer.atlassian.com/cloud/trello/guides/rest-api/action-types/
and the recordings that the tests read. A feed comes newest first by date, not by id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from connectors.errors import Garbled
from connectors.trello.piece import Piece


@dataclass(frozen=True, kw_only=True, slots=True)
class Action:
    """One entry of a feed, or of a webhook's post.

    `by` is the member id in whose name it was done (idMemberCreator decides, the nested
    memberCreator is only a source of names), None when the answer names nobody. `app` is the id
    of the application that did it in that name, None for a person in Trello's own apps; Butler
    shows as `app_name` "Butler". `data` is as received and read-only at its top; its names are
    snapshots of that moment and any of them can be absent.
    """

    id: str
    type: str
    date: datetime
    by: str | None
    app: str | None = None
    app_name: str | None = None
    data: Mapping[str, Any]
    username: str | None = None
    full_name: str | None = None

    @property
    def card(self) -> str | None:
        """The id of the card it is about."""
        return self._id("card")

    @property
    def board(self) -> str | None:
        """The id of the board it happened on."""
        return self._id("board")

    @property
    def text(self) -> str | None:
        """A comment's text."""
        found = self.data.get("text")
        return found if isinstance(found, str) else None

    def _id(self, key: str) -> str | None:
        part = self.data.get(key)
        found = part.get("id") if isinstance(part, dict) else None
        return found if isinstance(found, str) else None


@dataclass(frozen=True, kw_only=True, slots=True)
class WebhookPost:
    """What Trello posts to a webhook: a hint that something happened. `model` is the id of the
    watched object, whose state may be later than the action."""

    action: Action
    model: str | None
    webhook: str | None


def parse_action(raw: Any, path: str = "action") -> Action:
    """One action. Raises Garbled."""
    piece = Piece(raw, path)
    date = piece.moment("date")
    if date is None:
        raise Garbled(f"{path}.date is missing")
    creator = piece.part("memberCreator")
    app, app_name = _app(piece)
    return Action(
        id=piece.id(),
        type=piece.id("type"),
        date=date,
        by=piece.text("idMemberCreator") or (creator.text("id") if creator else None),
        app=app,
        app_name=app_name,
        data=MappingProxyType(dict(piece.mapping("data") or {})),
        username=creator.text("username") if creator else None,
        full_name=creator.text("fullName") if creator else None,
    )


def parse_webhook(raw: Any) -> WebhookPost:
    """The JSON body that Trello posts to a webhook. Raises Garbled.
    https://developer.atlassian.com/cloud/trello/guides/rest-api/webhooks/"""
    piece = Piece(raw, "webhook post")
    if "action" not in piece.raw:
        raise Garbled("webhook post.action is missing")
    model, webhook = piece.part("model"), piece.part("webhook")
    return WebhookPost(
        action=parse_action(piece.raw["action"], "webhook post.action"),
        model=model.text("id") if model else None,
        webhook=webhook.text("id") if webhook else None,
    )


def _app(piece: Piece) -> tuple[str | None, str | None]:
    """Who acted in the member's name: an app, or since 2026 an agent. A doer that is given but
    not named still counts as one, so that a machine's move never passes for a person's."""
    for key in ("appCreator", "agenticIdentity"):
        found = piece.raw.get(key)
        if not found:
            continue
        if isinstance(found, dict):
            part = Piece(found, f"{piece.path}.{key}")
            name = part.text("name")
            return part.text("id") or name or key, name
        return (found if isinstance(found, str) else key), None
    return None, None
