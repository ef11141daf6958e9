"""Takes a batch's answer apart: one value or error for each of its routes, in their order.

https://developer.atlassian.com/cloud/trello/rest/api-group-batch/ shows `{"200": body}` for a
success; a failure comes as `{"statusCode", "name", "message"}` without a status for its key.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from connectors.answer import Answer
from connectors.errors import Garbled, ServiceError
from connectors.trello.query import Route
from connectors.trello.refusal import complaint


def items(raw: Any, asked: Sequence[Route]) -> list[Any | ServiceError]:
    """What each route got. Raises Garbled when the answer does not fit what was asked."""
    if not isinstance(raw, list) or len(raw) != len(asked):
        got = f"{len(raw)} answers" if isinstance(raw, list) else "no list"
        raise Garbled(f"GET /1/batch: asked {len(asked)} routes, got {got}")
    return [_item(item, route) for item, route in zip(raw, asked, strict=True)]


def _item(item: Any, route: Route) -> Any | ServiceError:
    asked = f"GET /1{route.path} (in a batch)"
    if not isinstance(item, dict):
        return Garbled(f"{asked}: neither an answer nor an error")
    status, body = _status(item), next(iter(item.values()), None)
    if status is None:
        return Garbled(f"{asked}: an answer without a status")
    if "statusCode" not in item and 200 <= status < 300:
        return body
    told = item if "statusCode" in item else body
    text = told if isinstance(told, str) else json.dumps(told)
    return complaint(Answer(asked, status, {}, text.encode()))


def _status(item: dict[str, Any]) -> int | None:
    found = item.get("statusCode")
    if found is None and len(item) == 1:
        found = next(iter(item))
    try:
        return int(found) if found is not None else None
    except (TypeError, ValueError):
        return None
