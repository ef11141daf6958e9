"""A team at its boards, and the installed command beside it, for acceptance tests.

Whatever a test looks up goes to the sandbox as a person of the team, so that the journal's lines
of syncer's own account hold nothing but what syncer asked.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import select

from syncer.deliver.airtable import place
from syncer.demo.office import BOT, Office
from syncer.records import Delivery
from syncer.sandbox.journal import Entry
from syncer.store import ledger
from syncer.store.boards import write_meta
from syncer.store.engine import open_state
from syncer.store.schema import outbox

STAGES = ("Drafting", "Review", "Approved")
PEOPLE = {"ana": "Ana Petrosyan", "kim": "Kim Lee"}
SYNCER = Path(sys.executable).with_name("syncer")

HEAD = """version = 1

[people.ana]
trello = "ana"

[people.kim]
trello = "kim"

[roles]
creators = ["ana"]
managers = ["kim"]
"""

BOARD = """
[[board]]
name = "{name}"
stages = ["Drafting", "Review", "Approved"]
"""

GATE = """
[[gate]]
name = "approved"
protects = ["Approved"]
enter_by = ["managers"]
enter_from = ["Review"]
not_by = ["author"]
style = ["house"]

[[style]]
set = "house"
name = "no-hype"
kind = "existence"
tokens = ["revolutionary"]
message = "Avoid '%s'."
level = "error"
"""


def rules(boards: Iterable[str] = ("Posts",), gate: str = GATE, more: str = "") -> str:
    """rules.toml for these boards."""
    return HEAD + more + "".join(BOARD.format(name=name) for name in boards) + gate


@contextmanager
def team(folder: Path, text: str | None = None, people: dict[str, str] | None = None) -> Any:
    """An Office with one board, "Posts", whose people are Ana who writes and Kim who approves."""
    office = Office(
        folder, rules() if text is None else text, "Posts", STAGES, {**PEOPLE, **(people or {})}
    )
    with office:
        office.box.limit(trello=False, airtable="off")
        yield office


def add_board(office: Office, name: str, *, bot: bool = True) -> dict[str, str]:
    """One more board with the same stages and people; list ids by name, the board's under "id"."""
    board = office.call("ana", "POST", "/boards", name=name, defaultLists=False)["id"]
    for username in ("kim", BOT) if bot else ("kim",):
        where = f"/boards/{board}/members/{office.member(username)}"
        office.call("ana", "PUT", where, type="normal")
    lists = {
        stage: office.call("ana", "POST", "/lists", name=stage, idBoard=board, pos="bottom")["id"]
        for stage in STAGES
    }
    return {"id": board, **lists}


def write_rules(office: Office, text: str) -> None:
    (office.folder / "rules.toml").write_text(text, encoding="utf-8")


def write_config(office: Office, old: str, new: str) -> None:
    """Change config.toml: `old`, which must be there, becomes `new`."""
    text = office.config.read_text(encoding="utf-8")
    assert old in text
    office.config.write_text(text.replace(old, new), encoding="utf-8")


def card_in(office: Office, list_id: str, name: str = "A post", user: str = "ana") -> str:
    return str(office.call(user, "POST", "/cards", idList=list_id, name=name)["id"])


def drag(office: Office, card: str, list_id: str, user: str = "ana", **more: Any) -> None:
    office.call(user, "PUT", f"/cards/{card}", idList=list_id, **more)


def look(office: Office, card: str) -> dict[str, Any]:
    """The card as a person of the team sees it."""
    found: dict[str, Any] = office.call("ana", "GET", f"/cards/{card}")
    return found


def said(office: Office, card: str) -> list[str]:
    """The texts of syncer's comments on a card, oldest first."""
    found = office.call("ana", "GET", f"/cards/{card}/actions?filter=commentCard&limit=1000")
    ours = [each for each in found if each["memberCreator"]["username"] == BOT]
    return [str(each["data"]["text"]) for each in reversed(ours)]


def asked(office: Office, service: str = "trello") -> list[Entry]:
    """What syncer asked of a service since the journal was cleared."""
    found = office.box.journal.entries(service)
    return [each for each in found if service == "airtable" or each.user == BOT]


def kinds(entries: Iterable[Entry]) -> dict[str, int]:
    """How often what was asked: ids are left out of the paths."""
    return dict(Counter(f"{each.method} {_bare(each.path)}" for each in entries))


def writes(office: Office) -> list[str]:
    """Everything that syncer changed or tried to change on Trello. (Airtable is only added to.)"""
    return [f"{each.method} {each.path}" for each in asked(office) if each.method != "GET"]


def _bare(path: str) -> str:
    parts = path.removeprefix("/1").split("/")
    return "/".join("…" if len(part) > 16 else part for part in parts)


def command(office: Office, *arguments: str, timeout: float = 60, **options: Any) -> Any:
    """The installed command, run to its end."""
    return subprocess.run(
        [SYNCER, "--config", office.config, *arguments],
        capture_output=True,
        text=True,
        timeout=timeout,
        cwd=office.folder,
        env=clean_env(),
        check=False,
        **options,
    )


def start(office: Office, *arguments: str) -> subprocess.Popen[str]:
    """The installed command, left running."""
    return subprocess.Popen(
        [SYNCER, "--config", office.config, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=office.folder,
        env=clean_env(),
    )


def clean_env() -> dict[str, str]:
    """The environment without anybody's proxies or other settings of syncer."""
    return {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}


def chain(office: Office) -> list[str]:
    """The ledger's keys, after checking that every entry follows from the one before."""
    with state(office) as conn:
        entries = list(ledger.read(conn))
    prev = ledger.GENESIS
    for seq, entry in enumerate(entries, start=1):
        assert (entry.seq, entry.prev) == (seq, prev)
        assert entry.hash == ledger.chain_hash(prev, entry.text)
        prev = entry.hash
    return [entry.key for entry in entries]


@contextmanager
def state(office: Office) -> Iterator[Any]:
    """A transaction on syncer's state."""
    engine = open_state(f"sqlite:///{office.folder / 'syncer.db'}")
    try:
        with engine.begin() as conn:
            yield conn
    finally:
        engine.dispose()


def deliveries(office: Office) -> list[Delivery]:
    """All of the outbox: `note` of a delivery's payload is its receipt's."""
    with state(office) as conn:
        return list(conn.execute(select(outbox).order_by(outbox.c.id)))


def forget_waits(office: Office) -> None:
    """As if the time that deliveries have to wait had passed."""
    with state(office) as conn:
        conn.execute(outbox.update().values(not_before=""))
        write_meta(conn, place.OPENS, "")


def rows_match_ledger(office: Office) -> None:
    """Each ledger entry stands in Airtable exactly once, and nothing else does."""
    there = sorted(row["Event ID"] for row in office.rows())
    assert there == sorted(chain(office))


def until(true: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait until it is so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.02)
