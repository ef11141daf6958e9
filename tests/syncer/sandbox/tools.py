"""People who use the sandbox's Trello over HTTP, for tests."""

from __future__ import annotations

from typing import Any

import requests

from syncer.sandbox.server import Sandbox
from syncer.sandbox.trello.world import DEFAULT_KEY


class Person:
    """Somebody with a token. `get` and its like return the body of a 200; `ask` any answer."""

    def __init__(self, sandbox: Sandbox, username: str, app: str | None = None) -> None:
        names = {m.username for m in sandbox.trello.members.values()}
        adding = sandbox.trello.add_token if username in names else sandbox.trello.add_user
        full_name = () if username in names else (f"{username.title()} Petrosyan",)
        self.token = adding(username, *full_name, app=app)
        self.id = self.token.member.id
        self.username = username
        self.url = f"{sandbox.trello_url}/1"
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.headers["Authorization"] = oauth(self.token.secret)

    def ask(self, method: str, path: str, **kwargs: Any) -> requests.Response:
        return self.session.request(method, self.url + path, timeout=10, **kwargs)

    def get(self, path: str, **params: Any) -> Any:
        return _body(self.ask("GET", path, params=params))

    def post(self, path: str, **values: Any) -> Any:
        return _body(self.ask("POST", path, json=values))

    def put(self, path: str, **values: Any) -> Any:
        return _body(self.ask("PUT", path, json=values))

    def delete(self, path: str) -> Any:
        return _body(self.ask("DELETE", path))

    def board(self, *lists: str, **values: Any) -> Board:
        """A new board of this person with these lists, from left to right."""
        made = self.post("/boards", **{"name": "Posts", "defaultLists": False, **values})
        ids = {
            name: self.post("/lists", name=name, idBoard=made["id"], pos="bottom")["id"]
            for name in lists
        }
        return Board(made["id"], ids)

    def card(self, list_id: str, name: str = "A post", **values: Any) -> Any:
        return self.post("/cards", idList=list_id, name=name, **values)

    def feed(self, board: Board, **params: Any) -> Any:
        return self.get(f"/boards/{board.id}/actions", **{"limit": 1000, **params})


class Board:
    def __init__(self, board_id: str, lists: dict[str, str]) -> None:
        self.id = board_id
        self.lists = lists

    def __getitem__(self, name: str) -> str:
        return self.lists[name]


def oauth(token: str, key: str = DEFAULT_KEY) -> str:
    return f'OAuth oauth_consumer_key="{key}", oauth_token="{token}"'


def kinds(actions: list[dict[str, Any]]) -> list[str]:
    """Oldest first: "createCard", "updateCard:idList", …"""
    return [":".join([a["type"], *a["data"].get("old", {})]) for a in reversed(actions)]


def _body(answer: requests.Response) -> Any:
    assert answer.status_code == 200, (answer.status_code, answer.text)
    return answer.json()
