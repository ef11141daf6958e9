"""A local Trello: state, action log and API routes, honest about the service's quirks."""

from __future__ import annotations

from syncer.sandbox.trello.app import server_headers, trello_app
from syncer.sandbox.trello.humans import TrelloWorld

__all__ = ["TrelloWorld", "server_headers", "trello_app"]
