"""A content team at its board: people with tokens of their own, acting over plain HTTP.

Everything here goes through the public API of the sandbox's Trello, as a browser or a script
would; nothing reaches into its state.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import requests

from syncer.app import App
from syncer.config import load_config
from syncer.deliver.rows import table_spec
from syncer.rulebook import load_book
from syncer.run import Report, run_once
from syncer.sandbox.server import Sandbox
from syncer.sandbox.trello.world import DEFAULT_KEY

BOT = "syncer_bot"
AUDIT = "Audit log"
AIRTABLE_TOKEN = "patSANDBOX0000000.0"  # noqa: S105 - the sandbox's own, good for nothing else


@dataclass
class Office:
    """A sandbox with one board, its people, an audit base, and syncer's two files in `folder`.

    `people` maps usernames to full names; `rules` is the text of rules.toml.
    """

    folder: Path
    rules: str
    board_name: str
    lists: Sequence[str]
    people: Mapping[str, str]
    box: Sandbox = field(default_factory=Sandbox)
    tokens: dict[str, str] = field(default_factory=dict)
    list_ids: dict[str, str] = field(default_factory=dict)
    board: str = ""
    base: str = ""

    def __enter__(self) -> Self:
        self.box.limit(trello=False)  # a human's setting-up of a board takes hours, not this second
        self._people()
        self._board()
        self._base()
        self._files()
        self.box.limit(trello=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._session.close()
        self.box.stop()

    @cached_property
    def _session(self) -> requests.Session:
        session = requests.Session()
        session.trust_env = False
        return session

    def call(self, user: str, method: str, path: str, **body: Any) -> Any:
        """One call of Trello's API as this user; raises requests.HTTPError with the refusal."""
        answer = self._session.request(
            method,
            f"{self.box.trello_url}/1{path}",
            params={"key": DEFAULT_KEY, "token": self.tokens[user]},
            json=None if method == "GET" else body,
            timeout=30,
        )
        answer.raise_for_status()
        return answer.json()

    def write(self, user: str, stage: str, name: str, desc: str = "", **more: Any) -> str:
        """Somebody makes a card; its id."""
        made = self.call(
            user, "POST", "/cards", idList=self.list_ids[stage], name=name, desc=desc, **more
        )
        return str(made["id"])

    def move(self, user: str, card: str, stage: str) -> None:
        """Somebody drags a card."""
        self.call(user, "PUT", f"/cards/{card}", idList=self.list_ids[stage])

    def edit(self, user: str, card: str, **fields: Any) -> None:
        """Somebody changes fields of a card."""
        self.call(user, "PUT", f"/cards/{card}", **fields)

    def say(self, user: str, card: str, text: str) -> str:
        """Somebody comments; the comment's id."""
        return str(self.call(user, "POST", f"/cards/{card}/actions/comments", text=text)["id"])

    def stage_of(self, card: str) -> str:
        """Where a card is, by the list's name."""
        found = self.call(BOT, "GET", f"/cards/{card}")["idList"]
        return next(name for name, each in self.list_ids.items() if each == found)

    def comments(self, card: str, by: str = BOT) -> list[str]:
        """The texts of a member's comments on a card, oldest first."""
        found = self.call(BOT, "GET", f"/cards/{card}/actions?filter=commentCard&limit=1000")
        mine = [each for each in found if each["memberCreator"]["username"] == by]
        return [str(each["data"]["text"]) for each in reversed(mine)]

    def rows(self) -> list[dict[str, Any]]:
        """The cells of every audit row, in the order they came."""
        return [row["fields"] for row in self.box.airtable.rows(self.base, AUDIT)]

    def member(self, username: str) -> str:
        """A person's member id."""
        return self.box.trello.member(username).id

    @property
    def config(self) -> Path:
        """syncer's config.toml."""
        return self.folder / "config.toml"

    def app(self) -> App:
        """syncer as configured now: both files are read anew, as at every start."""
        config = load_config(self.config, os.environ)
        return App(config, load_book(config.rules.file))

    def run(self, **options: Any) -> Report:
        """One pass of the real syncer, over HTTP."""
        return run_once(self.app(), **options)

    def _people(self) -> None:
        world = self.box.trello
        with world.lock:
            for username, name in {BOT: "Syncer", **self.people}.items():
                # A token of the browser's kind: a drag in Trello's own app names no application.
                app = "5f00000000000000005ca1ab" if username == BOT else None
                self.tokens[username] = world.add_user(username, name, app=app).secret

    def _board(self) -> None:
        first = next(iter(self.people))
        made = self.call(first, "POST", "/boards", name=self.board_name, defaultLists=False)
        self.board = str(made["id"])
        for username in (BOT, *self.people):
            if username != first:
                where = f"/boards/{self.board}/members/{self.member(username)}"
                self.call(first, "PUT", where, type="normal")
        for name in self.lists:
            made = self.call(first, "POST", "/lists", name=name, idBoard=self.board, pos="bottom")
            self.list_ids[name] = str(made["id"])

    def _base(self) -> None:
        world = self.box.airtable
        self.base = world.add_base(name="Evidence")
        fields = [each.payload() for each in table_spec(AUDIT).fields]
        world.add_table(self.base, AUDIT, fields)
        world.add_token(AIRTABLE_TOKEN)

    def _files(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "rules.toml").write_text(self.rules, encoding="utf-8")
        self.config.write_text(
            f"""[trello]
api_key = "{DEFAULT_KEY}"
token = "{self.tokens[BOT]}"
base_url = "{self.box.trello_url}"

[airtable]
token = "{AIRTABLE_TOKEN}"
base = "{self.base}"
table = "{AUDIT}"
endpoint_url = "{self.box.airtable_url}"

[state]
url = "sqlite:///syncer.db"

[rules]
file = "rules.toml"
""",
            encoding="utf-8",
        )
