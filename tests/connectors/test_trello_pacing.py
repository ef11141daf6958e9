"""Trello's limits, kept by the client over a real connection."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.errors import ServiceError
from connectors.trello.client import Trello
from connectors.trello.query import BoardQuery
from connectors.trello.seam import charge
from tests.connectors.tiny_trello import Query, Request, tiny_trello


@pytest.mark.parametrize(
    ("path", "query", "calls", "slow"),
    [
        ("/1/cards/c1", {}, 1, 0),
        ("/1/members/me/boards", {}, 1, 1),
        ("/1/batch", {"urls": "/boards/b1?a=1%2C2,/boards/b2,/members/me"}, 3, 1),
        ("/1/batch", {"urls": "/boards/b1"}, 1, 0),
    ],
)
def test_a_request_is_charged_as_the_calls_it_may_count_as(
    path: str, query: Query, calls: int, slow: int
) -> None:
    cost = charge(path, query)
    assert cost == {
        **dict.fromkeys(("token", "key", "member"), calls),
        **({"members": slow} if slow else {}),
    }


def test_a_hundred_boards_never_make_a_strict_server_say_429() -> None:
    """The server's windows open with their first call and count a batch as its routes."""
    now, slept = [0.0], []
    window = {"opened": -100.0, "used": 0.0}

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    def strict(request: Request) -> tuple[int, Any] | None:
        if now[0] >= window["opened"] + 10:
            window.update(opened=now[0], used=0)
        window["used"] += request.query.get("urls", "").count(",") + 1
        now[0] += 0.05
        return (429, "") if window["used"] > 100 else None

    def route(path: str, _: Query) -> tuple[int, Any]:
        parts = ("lists", "members", "memberships", "cards", "actions")
        return 200, {"id": path.rpartition("/")[2], **{part: [] for part in parts}}

    with (
        tiny_trello(route) as tiny,
        Trello("key", "token", tiny.url, clock=lambda: now[0], sleep=sleep) as client,
    ):
        tiny.whole = strict
        found = client.read_boards([BoardQuery(id=f"b{n}") for n in range(200)])
        for n in range(150):
            client.update_card(f"c{n}", pos=1)
        assert client.requests_made == 20 + 150
    assert not [each for each in found if isinstance(each, ServiceError)]
    assert 3 <= len(slept) <= 20
    assert now[0] < 60
