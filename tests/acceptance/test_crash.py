"""A run that ends anywhere: killed before or after any write, of the state or of a service, and
answers that never come. At the end each card is back, with one comment, each audit row once."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
import requests.adapters
from sqlalchemy.engine.default import DefaultDialect

from connectors.airtable.client import Airtable
from connectors.retry import Patience
from connectors.trello.client import Trello
from syncer.demo.office import AIRTABLE_TOKEN, BOT, Office
from syncer.run import run_once
from syncer.sandbox.faults import Fault
from syncer.sandbox.trello.world import DEFAULT_KEY
from tests.acceptance.tools import (
    asked,
    card_in,
    chain,
    command,
    drag,
    forget_waits,
    look,
    rows_match_ledger,
    said,
    start,
    until,
)


class KilledError(BaseException):
    """Stands for the end of the process: nobody catches it."""


def commits() -> tuple[type, str, Callable[..., bool]]:
    return DefaultDialect, "do_commit", lambda *_: True


def http_writes() -> tuple[type, str, Callable[..., bool]]:
    return (
        requests.adapters.HTTPAdapter,
        "send",
        lambda _self, request, **_: request.method != "GET",
    )


@contextmanager
def killed_at(seam: Any, number: int, *, after: bool) -> Iterator[list[int]]:
    """Ends the process at its `number`-th write, just before or just after it."""
    owner, name, counts = seam()
    real = getattr(owner, name)
    met = [0]

    def deadly(*args: Any, **kwargs: Any) -> Any:
        met[0] += bool(counts(*args, **kwargs))
        fatal = met[0] == number and counts(*args, **kwargs)
        if fatal and not after:
            raise KilledError
        done = real(*args, **kwargs)
        if fatal:
            raise KilledError
        return done

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, deadly)
        yield met


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    ("seam", "step", "least"),
    [
        (http_writes, 1, 5),
        (commits, 6, 15),
        pytest.param(commits, 1, 15, marks=pytest.mark.slow),
    ],
)
def test_killed_at_any_write_the_next_run_ends_it(
    office: Office, seam: Any, step: int, least: int, after: bool
) -> None:
    card_in(office, office.list_ids["Review"], "First in its list")
    office.run()
    for number in range(1, 200, step):
        strayed, flawed = stray(office)
        with killed_at(seam, number, after=after) as met, suppress(KilledError):
            office.run()
        ends_well(office, strayed, flawed)
        if met[0] < number:
            assert number > least
            return
    pytest.fail("there is no end of writes")


def stray(office: Office) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two cards as they were before Ana dragged the one to Approved, and Kim the other, flawed."""
    first = card_in(office, office.list_ids["Review"], "Not hers to approve")
    second = card_in(office, office.list_ids["Review"], "A revolutionary post")
    office.run()
    before = look(office, first), look(office, second)
    drag(office, first, office.list_ids["Approved"])
    drag(office, second, office.list_ids["Approved"], "kim", pos="top")
    return before


def ends_well(office: Office, *before: dict[str, Any]) -> None:
    """After another run every card is back in its place, and everything was done once."""
    forget_waits(office)
    assert office.run().problems == ()
    for was in before:
        now = look(office, was["id"])
        assert (now["idList"], now["pos"]) == (was["idList"], was["pos"])
        assert len(said(office, was["id"])) == 1
        assert moves_of_ours(office, was["id"]) == 1
    office.run()
    entries = chain(office)
    for was in before:
        effects = [key for key in entries if key.startswith(f"effect:return:{was['id']}")]
        assert len(effects) == 1
    rows_match_ledger(office)


def moves_of_ours(office: Office, card: str) -> int:
    """How often our account moved the card, by Trello's own log."""
    found = office.call("ana", "GET", f"/cards/{card}/actions?filter=updateCard:idList&limit=1000")
    return sum(each["memberCreator"]["username"] == BOT for each in found)


PUT = {"service": "trello", "method": "PUT", "path": r"/cards/[0-9a-f]+$"}
POST = {"service": "trello", "method": "POST", "path": "/comments$"}
PATCH = {"service": "airtable", "method": "PATCH"}


@pytest.mark.parametrize("target", [PUT, POST, PATCH], ids=["PUT", "POST", "PATCH"])
@pytest.mark.parametrize("kind", ["drop-before", "drop-after", "500-before", "500-after"])
def test_lost_answers_are_looked_into_before_a_second_try(
    office: Office, kind: str, target: dict[str, str]
) -> None:
    before = stray(office)
    for _ in range(2):  # the answers to both cards' effects, and to a retry within the call
        office.box.faults.add(Fault(kind=kind, times=2, **target))
        hasty(office)
        forget_waits(office)
    office.box.faults.clear()
    ends_well(office, *before)


@pytest.mark.parametrize("target", [PUT, POST, PATCH], ids=["PUT", "POST", "PATCH"])
def test_an_answer_that_comes_too_late_is_no_answer(office: Office, target: dict[str, str]) -> None:
    """The time is up for us while the service is still at it, and then it does it."""
    before = stray(office)
    office.box.faults.add(Fault(kind="hang", times=1, seconds=0.8, **target))
    report = hasty(office, answer_within=0.3)
    time.sleep(1.0)
    assert target is PUT or any("no answer in time" in str(each) for each in report.problems)
    ends_well(office, *before)


def hasty(office: Office, answer_within: float = 5.0) -> Any:
    """A run with little patience: each call is tried once."""
    app = office.app()
    once = Patience(tries=1)
    vars(app)["trello"] = Trello(
        DEFAULT_KEY,
        office.tokens[BOT],
        office.box.trello_url,
        timeout=(5.0, answer_within),
        patience=once,
    )
    vars(app)["_bases"] = {
        office.base: Airtable(
            AIRTABLE_TOKEN,
            office.base,
            endpoint_url=office.box.airtable_url,
            timeout=(5.0, answer_within),
        )
    }
    try:
        return run_once(app)
    finally:
        app.close()


@pytest.mark.parametrize("target", [PUT, POST, PATCH], ids=["PUT", "POST", "PATCH"])
def test_a_real_kill_in_the_middle_of_a_call(office: Office, target: dict[str, str]) -> None:
    before = stray(office)
    office.box.journal.clear()
    office.box.faults.add(Fault(kind="hang", times=1, seconds=3.0, **target))
    process = start(office, "run")
    try:
        until(lambda: office.box.faults.active() == [])
        time.sleep(0.1)
        process.send_signal(signal.SIGKILL)
        assert process.wait(10) == -signal.SIGKILL
    finally:
        process.kill()
        process.communicate()
    until(
        lambda: bool([e for e in asked(office, target["service"]) if e.method == target["method"]])
    )
    forget_waits(office)
    done = command(office, "run")
    assert done.returncode == 0, done.stderr
    ends_well(office, *before)
