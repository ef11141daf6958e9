"""A small office on the sandbox: a board, three people, a configured syncer, its ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import requests

from rules.book import Book
from syncer.app import App
from syncer.config import Config, load_config
from syncer.deliver.rows import table_spec
from syncer.judge.words import placeholders
from syncer.records import Problem
from syncer.rulebook import load_book
from syncer.run import run_once
from syncer.sandbox.server import Sandbox
from syncer.sandbox.trello.records import Token

KEY = "5a9d" * 8
LISTS = ("Ideas", "Drafting", "Review", "Approved", "Published")
RULES = """\
version = 1
[people.ana]
trello = "ana"
[people.kim]
trello = "kim"
[roles]
creators = ["ana"]
managers = ["kim"]
[[board]]
name = "Social media"
stages = ["Ideas", "Drafting", "Review", "Approved", "Published"]
[[gate]]
name = "approved"
protects = ["Approved", "Published"]
enter_by = ["managers"]
enter_from = ["Review"]
not_by = ["author"]
style = ["house"]
automation = "allow"
[[style]]
set = "house"
name = "no-hype"
kind = "existence"
tokens = ["game-changer"]
message = "Avoid '%s'."
level = "error"
"""


@dataclass(frozen=True)
class SandboxApp(App):
    """A syncer that lives by the sandbox's clock, which tests put forward."""

    time: Callable[[], datetime]

    def clock(self) -> datetime:
        return self.time()


@dataclass(repr=False)
class Office:
    """The sandbox with a board on it, and where syncer keeps its things."""

    box: Sandbox
    folder: Path
    users: dict[str, Token] = field(default_factory=dict)
    board: str = ""
    lists: dict[str, str] = field(default_factory=dict)
    base: str = ""
    problems: tuple[Problem, ...] = ()
    """of the last pass"""

    @property
    def config_file(self) -> Path:
        return self.folder / "config.toml"

    @property
    def state_file(self) -> Path:
        return self.folder / "state.db"

    @property
    def anchor_file(self) -> Path:
        return self.folder / "anchors.txt"

    def call(self, who: str, method: str, path: str, **params: Any) -> Any:
        """What a person does through Trello's API."""
        auth = {"key": KEY, "token": self.users[who].secret}
        query = auth | params if method == "GET" else auth
        body = None if method == "GET" else params
        url = f"{self.box.trello_url}/1{path}"
        answer = requests.request(method, url, params=query, json=body, timeout=10)
        answer.raise_for_status()
        return answer.json()

    def card(self, who: str, where: str, name: str, **fields: Any) -> str:
        """A new card's id."""
        made = self.call(who, "POST", "/cards", idList=self.lists[where], name=name, **fields)
        return str(made["id"])

    def move(self, who: str, card: str, where: str) -> None:
        self.call(who, "PUT", f"/cards/{card}", idList=self.lists[where])

    def app(self) -> SandboxApp:
        """A syncer as a command makes it: nothing is opened yet."""
        config: Config = load_config(self.config_file, {})
        book: Book = load_book(config.rules.file, templates=placeholders())
        return SandboxApp(config, book, self.box.clock)

    def run(
        self, *, passes: int = 1, wait: timedelta = timedelta(minutes=2), well: bool = True
    ) -> SandboxApp:
        """So many passes, with so much time before each that rows travel."""
        app = self.app()
        for _ in range(passes):
            self.box.clock.advance(wait.total_seconds())
            report = run_once(app)
            assert not (well and report.problems), report.problems
            self.problems = report.problems
        return app

    def rows(self) -> list[dict[str, Any]]:
        return self.box.airtable.rows(self.base, "Audit log")

    def by_hand(self, name: str, row: str, **cells: Any) -> Any:
        """Somebody's hand on a row of Airtable."""
        act = getattr(self.box.airtable, name)
        return act(self.base, "Audit log", row, *([cells] if cells else []))

    @cached_property
    def airtable_section(self) -> str:
        return (
            f'[airtable]\ntoken = "pat1"\nbase = "{self.base}"\n'
            f'endpoint_url = "{self.box.airtable_url}"\n'
        )

    def configure(self, more: str = "", *, airtable: bool = True) -> None:
        """Write config.toml; `more` is added at its end."""
        text = (
            f'[trello]\napi_key = "{KEY}"\ntoken = "{self.users["syncer_bot"].secret}"\n'
            f'base_url = "{self.box.trello_url}"\n'
            f'[state]\nurl = "sqlite:///{self.state_file}"\n[rules]\nfile = "rules.toml"\n'
        )
        self.config_file.write_text(text + (self.airtable_section if airtable else "") + more)


@contextmanager
def office(folder: Path, *, rules: str = RULES) -> Iterator[Office]:
    """An office until the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with Sandbox() as box:
        box.limit(trello=False, airtable="off")
        here = Office(box=box, folder=folder)
        names = {"syncer_bot": "Syncer", "ana": "Ana Petrosyan", "kim": "Kim Lee"}
        with box.trello.lock:
            here.users = {name: box.trello.add_user(name, full) for name, full in names.items()}
        board = here.call("ana", "POST", "/boards", name="Social media", defaultLists=False)
        here.board = board["id"]
        for name in ("syncer_bot", "kim"):
            member = here.users[name].member.id
            here.call("ana", "PUT", f"/boards/{here.board}/members/{member}", type="normal")
        for name in LISTS:
            made = here.call("ana", "POST", "/lists", name=name, idBoard=here.board, pos="bottom")
            here.lists[name] = made["id"]
        here.base = box.airtable.add_base(name="Audit")
        fields = [each.payload() for each in table_spec("Audit log").fields]
        box.airtable.add_table(here.base, "Audit log", fields)
        box.airtable.add_token("pat1")
        (folder / "rules.toml").write_text(rules)
        here.configure()
        yield here


def a_day(here: Office) -> str:
    """Ana approves her own post, is sent back and mends it; Kim approves another. The id of
    Ana's card."""
    hers = here.card("ana", "Drafting", "Launch post", desc="A game-changer for teams")
    other = here.card("ana", "Review", "Good post", desc="It halves review time")
    here.run()
    here.move("ana", hers, "Approved")
    here.run()
    here.call("ana", "PUT", f"/cards/{hers}", desc="It halves the time")
    here.move("kim", other, "Approved")
    here.run(passes=2)
    return hers
