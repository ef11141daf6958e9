"""What py-trello is given for `http_service`, so that its calls go through our transport.

py-trello 0.20.1 writes its address into the code, puts key and token into every address and
loses status and headers of a refusal. This seam is where all of that is set right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from connectors.errors import Garbled
from connectors.http import Transport
from connectors.pacing import Limit, Reading

LIMITS = (
    Limit("token", calls=100, seconds=10.0),
    Limit("key", calls=300, seconds=10.0),
    Limit("members", calls=100, seconds=900.0),
)
"""https://developer.atlassian.com/cloud/trello/guides/rest-api/rate-limits/"""

_STATED = {
    "token": "X-Rate-Limit-Api-Token",
    "key": "X-Rate-Limit-Api-Key",
    "member": "X-Rate-Limit-Member",
}
_WRITTEN = re.compile(r"^https://(api\.)?trello\.com(?=/1/)")
_SLOW = ("/members/", "/search", "/membersSearch")


@dataclass(frozen=True, slots=True)
class Reply:
    """What py-trello reads of an answer. It takes no other success than 200."""

    text: str
    value: Any
    status_code: int = 200

    def json(self) -> Any:
        """The body, read once."""
        return self.value


class Seam:
    """Sends py-trello's requests. `server_time` is Trello's clock as of the last answer."""

    def __init__(self, transport: Transport, *, key: str, token: str, client: str) -> None:
        self.server_time: datetime | None = None
        self._transport = transport
        self._own = {
            "Authorization": f'OAuth oauth_consumer_key="{key}", oauth_token="{token}"',
            # Comes back as a header of the webhook posts that a write of ours causes.
            "X-Trello-Client-Identifier": client,
        }

    def request(
        self,
        method: str,
        url: str,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        data: str | None = None,
        **unused: object,  # noqa: ARG002 - py-trello also passes auth, files and proxies, all empty
    ) -> Reply:
        """Called by py-trello. Raises the errors of `connectors.errors`, never its own."""
        query = {
            name: str(value)
            for name, value in (params or {}).items()
            if value is not None and name not in {"key", "token"}
        }
        path = _WRITTEN.sub("", url)
        answer = self._transport.call(
            method,
            self._transport.address + path,
            params=query,
            body=data,
            headers={**(headers or {}), **self._own},
            cost=charge(path, query),
        )
        self.server_time = clock(answer.headers) or self.server_time
        try:
            return Reply(answer.text, answer.json())
        except Garbled as error:
            error.unknown = method != "GET"
            raise


def charge(path: str, query: Mapping[str, str]) -> dict[str, int]:
    """What a request costs, by lane. Nobody says how Trello counts a batch, so each of its routes
    is charged as a call of its own."""
    routes = query.get("urls", "").split(",") if path == "/1/batch" else [path.removeprefix("/1")]
    slow = sum(route.startswith(_SLOW) for route in routes)
    return {**dict.fromkeys(_STATED, len(routes)), **({"members": slow} if slow else {})}


def readings(headers: Mapping[str, str]) -> Iterator[Reading]:
    """The limits that an answer states, with what is left of them."""
    for lane, name in _STATED.items():
        calls, interval, left = (
            _whole(headers.get(f"{name}-{part}")) for part in ("Max", "Interval-Ms", "Remaining")
        )
        if calls and interval:
            yield Reading(Limit(lane, calls, interval / 1000), left)


def clock(headers: Mapping[str, str]) -> datetime | None:
    """Trello's own time, from X-Server-Time in milliseconds."""
    at = _whole(headers.get("X-Server-Time"))
    return None if at is None else datetime.fromtimestamp(at / 1000, UTC)


def _whole(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"[0-9]{1,13}", text) else None
