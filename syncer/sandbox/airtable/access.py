"""Who asks, and whether they may: token, base, scope, pace and the month's quota, in that order."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, NoReturn

from flask import Response, request

from syncer.sandbox.airtable import errors
from syncer.sandbox.airtable.model import Base, Permission, Table, Token
from syncer.sandbox.airtable.settings import PER_BASE, PER_USER
from syncer.sandbox.airtable.world import AirtableWorld

LONGEST_URL = 16_000
"""Characters: a URL must be shorter [DOC /list-records]; the status of the refusal is our guess."""

_RANK: dict[Permission, int] = {"read": 0, "comment": 1, "edit": 2, "create": 3}


@dataclass(frozen=True)
class Visit:
    """A request that was let in."""

    base: Base
    token: Token


def reply(body: dict[str, Any], status: int = 200) -> Response:
    """A JSON answer with the content type that was recorded."""
    return Response(json.dumps(body), status, content_type="application/json; charset=utf-8")


def caller(world: AirtableWorld, scope: str | None = None) -> Token:
    """The request's token; the request then counts against its user's pace. Else Refusal."""
    if len(request.url) >= LONGEST_URL:
        raise errors.Refusal(414, {"error": "REQUEST_URI_TOO_LONG"}, "use POST .../listRecords")
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    token = world.tokens.get(secret.strip()) if kind == "Bearer" else None
    if token is None:
        raise errors.unauthenticated()
    if scope is not None and scope not in token.scopes:
        raise errors.no_model(f"the token lacks the scope {scope}")
    _pace(world, token.user.id, PER_USER)
    world.calls_used += 1
    return token


def enter(world: AirtableWorld, base_id: str, scope: str) -> Visit:
    """Into a base, for data or its schema; Refusal if it may not."""
    token = caller(world, scope)
    base = world.bases.get(base_id)
    if base is None:
        raise errors.not_found(f"no base {base_id}")
    if not token.may_enter(base_id):
        raise errors.no_model(f"the token was not granted the base {base_id}")
    _pace(world, base_id, PER_BASE)
    return Visit(base, token)


def enter_table(world: AirtableWorld, base_id: str, key: str, scope: str) -> tuple[Visit, Table]:
    """Into a table's records, which cost the month's quota; Refusal if it may not."""
    visit = enter(world, base_id, scope)
    quota = world.settings.call_quota
    if world.settings.billing_spent or (quota is not None and world.calls_used > quota):
        raise errors.quota_spent(world.settings.billing_shape)
    return visit, table_of(visit.base, key)


def table_of(base: Base, key: str) -> Table:
    """The table with that id or name; Refusal if the base has none."""
    table = base.table(key)
    if table is None:
        raise errors.no_model(f"no table {key!r} in base {base.id}")
    return table


def require(token: Token, least: Permission, what: str = "perform this operation") -> None:
    """Refusal unless the user's role in the base is at least `least`."""
    if _RANK[token.permission] < _RANK[least]:
        raise errors.not_permitted(what)


def json_body() -> dict[str, Any]:
    """The request's JSON object; Refusal if it is not one, and NaN is not JSON."""
    try:
        body = json.loads(request.get_data(), parse_constant=_not_json)
    except (ValueError, RecursionError) as bad:
        raise errors.unparsable() from bad
    if not isinstance(body, dict):
        raise errors.invalid("the body must be a JSON object")
    return body


def _not_json(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


def _pace(world: AirtableWorld, who: str, most: int) -> None:
    limits = world.settings.limits
    if limits != "off" and not world.limiter.admit(
        who, most, world.clock(), lock_out=limits == "strict"
    ):
        raise errors.too_fast()
