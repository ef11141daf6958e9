"""Who is asking: key and token from the query or from an OAuth header (plain, unsigned)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Request

from syncer.sandbox.trello.errors import RefusedError
from syncer.sandbox.trello.records import Actor, Token
from syncer.sandbox.trello.world import World

_PAIR = re.compile(r'(oauth_consumer_key|oauth_token)="([^"]*)"')


@dataclass(frozen=True)
class Credentials:
    key: str
    token: str


def credentials(request: Request) -> Credentials:
    """What was sent, the header before the query; "" for what was not."""
    header = request.headers.get("Authorization", "")
    pairs = dict(_PAIR.findall(header)) if header.startswith("OAuth") else {}
    return Credentials(
        key=pairs.get("oauth_consumer_key") or request.args.get("key", ""),
        token=pairs.get("oauth_token") or request.args.get("token", ""),
    )


def token_of(world: World, sent: Credentials) -> Token:
    """The token, or 401 with the text that tells which of the two is wrong."""
    if sent.key not in world.keys:
        raise RefusedError(401, "invalid key")
    if not sent.token:
        raise RefusedError(401, "unauthorized permission requested")
    token = world.tokens.get(sent.token)
    if token is None:
        raise RefusedError(401, "invalid token")
    return token


def actor_of(token: Token) -> Actor:
    """Who acts through this token."""
    return Actor(token.member, {"id": token.app} if token.app else None)
