"""A team at its board, ready to try a road: acts of people, and what syncer wrote down since."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from syncer.deliver.rows import row_of
from syncer.demo.office import Office
from syncer.records import Chained, Stop
from syncer.run import Report
from syncer.store import ledger
from syncer.store.schema import events
from tests.acceptance.tools import state

STAGES = ("Drafting", "Review", "Approved", "Scheduled", "Published")
PEOPLE = {
    "kim": "Kim Lee",
    "mary": "Mary Adams",
    "ana": "Ana Petrosyan",
    "davit": "Davit Hakobyan",
    "lilit": "Lilit Sargsyan",
    "narek": "Narek Grigoryan",
}
RULES = """version = 1
timezone = "Asia/Yerevan"

[people.kim]
trello = "kim"
[people.mary]
trello = "mary"
[people.ana]
trello = "ana"
[people.davit]
trello = "davit"
[people.lilit]
trello = "lilit"
[people.narek]
trello = "narek"

[roles]
managers = ["kim", "mary"]
creators = ["ana", "davit"]
editors = ["lilit"]
legal = ["narek"]

[[board]]
name = "Posts"
stages = ["Drafting", "Review", "Approved", "Scheduled", "Published"]

[[gate]]
name = "approved"
protects = ["Approved", "Scheduled", "Published"]
enter_by = ["managers"]
enter_from = ["Review"]
not_by = ["author", "last_editor"]
approvals = [
  { role = "managers", by = "move" },
  { role = "legal", by = "comment:/approve", when = { label = "Claim" } },
]
guards = ["name", "desc", "due", "start", "attachments", "labels", "checklists", "field:Network"]
may_edit = { editors = ["desc"] }
automation = "deny"
style = ["house"]

[[style]]
set = "house"
name = "no-hype"
kind = "existence"
tokens = ["revolutionary"]
message = "Avoid '%s'."
level = "error"
"""
APP = "5f00000000000000000000aa"
"""An application that works in somebody's name."""


@contextmanager
def playing(folder: Path, rules: str = RULES) -> Iterator[Play]:
    """The team's board in a sandbox without limits; syncer has seen it empty."""
    with Office(folder, rules, "Posts", STAGES, PEOPLE) as office:
        office.box.limit(trello=False, airtable="off")
        play = Play(office=office)
        play.begin()
        yield play


@dataclass
class Play:
    """People's acts go through the API with their own tokens, or by hand (the sandbox's control
    calls) where Trello has no API for them."""

    office: Office
    mark: int = 0
    """the ledger's length when the road began"""
    report: Report = field(default_factory=Report)
    stop: Stop | None = None

    # What people do

    def post(self, user: str = "ana", stage: str = "Review", name: str = "A post") -> str:
        """Somebody makes a card."""
        return self.office.write(user, stage, name, "Our shop opens on Monday.")

    def approved(self, user: str = "ana", name: str = "A post") -> str:
        """A card that was let in: Kim approved it, and the road begins."""
        card = self.post(user, name=name)
        self.begin()
        self.move("kim", card, "Approved")
        self.begin()
        assert self.office.stage_of(card) == "Approved"
        return card

    def claim(self, user: str = "ana") -> str:
        """A card in Review that needs the lawyer's word too."""
        card = self.post(user)
        label = self.label("Claim")
        self.call(user, "POST", f"/cards/{card}/idLabels", value=label)
        self.begin()
        return card

    def call(self, user: str, method: str, path: str, **body: Any) -> Any:
        return self.office.call(user, method, path, **body)

    def move(self, user: str, card: str, *stages: str) -> None:
        """Somebody drags a card from list to list."""
        for stage in stages:
            self.office.move(user, card, stage)

    def edit(self, user: str, card: str, **fields: Any) -> None:
        self.office.edit(user, card, **fields)

    def say(self, user: str, card: str, text: str) -> str:
        return self.office.say(user, card, text)

    def make_list(self, user: str, name: str, board: str | None = None) -> str:
        """Somebody makes a list; its id."""
        where = board or self.office.board
        made = self.call(user, "POST", "/lists", name=name, idBoard=where, pos="bottom")
        self.office.list_ids.setdefault(name, made["id"])
        return str(made["id"])

    def label(self, name: str) -> str:
        """A label of the board; its id."""
        made = self.call(
            "kim", "POST", "/labels", name=name, color="red", idBoard=self.office.board
        )
        return str(made["id"])

    def elsewhere(self, user: str = "ana") -> tuple[str, str]:
        """A board that syncer does not see, and a list on it."""
        board = self.call(user, "POST", "/boards", name="Private", defaultLists=False)["id"]
        return board, self.make_list(user, "Desk", board)

    def by_hand(self, act: str, /, **arguments: Any) -> Any:
        """A control call of the sandbox: what no API does."""
        return getattr(self.office.box.trello, act)(**arguments)

    def unfelt(self) -> None:
        """From here on, acts that no feed lists do not move the board's last activity either:
        nobody has said that they do, so that the worst is played."""
        self.office.box.trello.configure(quiet_excluded=True)

    # What syncer does

    def tick(self) -> None:
        """One run; a run that cannot begin is kept as `stop`."""
        try:
            self.report, self.stop = self.office.run(), None
        except Stop as stop:
            self.stop = stop

    def begin(self) -> None:
        """Run until nothing is left to say, and count from here."""
        self.tick()
        self.tick()
        self.mark = len(self.entries(0))

    def later(self, minutes: float) -> None:
        """Time passes for both services and for syncer, which goes by their clock."""
        self.office.box.clock.advance(minutes * 60)

    # What was written down

    def entries(self, after: int | None = None) -> list[Chained]:
        """The ledger since the road began."""
        with state(self.office) as conn:
            return list(ledger.read(conn, after=self.mark if after is None else after))

    def rows(self) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        """Since the road began: each entry, and its row as the auditor reads it."""
        return [(json.loads(each.text), dict(row_of(each))) for each in self.entries()]

    def is_observed(self, event: str) -> bool:
        """Was this seen in a snapshot only?"""
        with state(self.office) as conn:
            query = select(events.c.observed).where(events.c.id == event)
            return bool(conn.execute(query).scalar_one())

    def stands_in(self, card: str) -> str:
        """The list where the card is, by its name now; "gone" when it was deleted."""
        found = {c.id: c.list_id for c in self.office.box.trello.cards.values()}
        return self.office.box.trello.lists[found[card]].name if card in found else "gone"
