"""When the brake is on or a card is frozen, the admins are told: once, where they look."""

from __future__ import annotations

import email
import json
from collections.abc import Iterator
from email.policy import default
from pathlib import Path

import pytest

from syncer.demo.office import Office
from tests.acceptance.tools import card_in, drag, rows_match_ledger, rules, said, team
from tests.connectors import smtp
from tests.connectors.loopback import Loopback, Reply, serving
from tests.connectors.smtp import Smtp

ADMINS = 'admins = ["kim"]\n'
TEXT = (
    rules(more=ADMINS + "[brake]\nmax_returns = 2\n")
    .replace('trello = "kim"', 'trello = "kim"\nmail = "kim@example.org"\nslack = "U02ABCDEF"')
    .replace("[[gate]]", "[[gate]]\nmax_tries = 2")
)
TAKEN = Reply(200, "ok")


@pytest.fixture
def mails() -> Iterator[Smtp]:
    with smtp.serving(Smtp()) as server:
        yield server


def notify(office: Office, slack: str, mails: Smtp | None = None) -> None:
    """Name these in config.toml."""
    more = f'\n[notify.slack]\nwebhook_url = "{slack}/services/T0/B0/secret"\n'
    if mails is not None:
        url = f"smtp://127.0.0.1:{mails.port}"
        more += f'\n[notify.mail]\nsmtp_url = "{url}"\nsender = "syncer@example.org"\n'
    office.config.write_text(office.config.read_text() + more, encoding="utf-8")


def drag_three(office: Office) -> list[str]:
    """Ana drags more cards to Approved than may be sent back in one go."""
    found = [card_in(office, office.list_ids["Review"], f"Post {n}") for n in range(3)]
    office.run()
    for card in found:
        drag(office, card, office.list_ids["Approved"])
    return found


def posted(slack: Loopback) -> list[str]:
    return [json.loads(body)["text"] for body in slack.bodies]


def outcomes(office: Office) -> list[str]:
    return [str(row["Outcome"]) for row in office.rows()]


def test_the_brake_is_told_once_and_nothing_is_touched(tmp_path: Path, mails: Smtp) -> None:
    with team(tmp_path, TEXT) as office, serving(TAKEN) as slack:
        notify(office, slack.url, mails)
        found = drag_three(office)
        for _ in range(3):
            assert office.run().exit == 2
        assert {office.stage_of(card) for card in found} == {"Approved"}
        assert [said(office, card) for card in found] == [[], [], []]
        assert len(posted(slack)) == len(mails.mails) == 1
        assert posted(slack)[0].startswith("<@U02ABCDEF> 3 cards would be sent back")
        assert "Ana Petrosyan" in posted(slack)[0]
        told = email.message_from_bytes(mails.mails[0], policy=default)
        assert (told["To"], told["Subject"]) == ("kim@example.org", "The brake is on: 3 cards")
        assert outcomes(office).count("told: done") == 2
        rows_match_ledger(office)


def test_a_person_lifts_the_brake(tmp_path: Path) -> None:
    with team(tmp_path, TEXT) as office, serving(TAKEN) as slack:
        notify(office, slack.url)
        found = drag_three(office)
        office.run()
        assert office.run(max_returns=3).returns == 3
        assert {office.stage_of(card) for card in found} == {"Review"}
        assert len(posted(slack)) == 1


def test_a_freeze_is_told_and_names_both_sides(tmp_path: Path) -> None:
    with team(tmp_path, TEXT) as office, serving(TAKEN) as slack:
        notify(office, slack.url)
        card = card_in(office, office.list_ids["Review"], "A <!channel> sale")
        for _ in range(4):
            office.run()
            drag(office, card, office.list_ids["Approved"])
        for _ in range(3):
            office.run()
        assert office.stage_of(card) == "Approved"
        (text,) = posted(slack)
        assert "Ana Petrosyan" in text and "syncer sent it back 2 times" in text
        assert "&lt;!channel&gt;" in text


@pytest.mark.parametrize(
    ("replies", "calls", "states"),
    [
        ([Reply(429, "rate_limited", {"Retry-After": "1"}), TAKEN], 2, ["told: done"]),
        ([Reply(200, "ok", drop=True)], 1, ["told: done"]),
        ([Reply(404, "no_service")], 1, ["told: parked"]),
    ],
    ids=["refused for now", "no answer", "no such channel"],
)
def test_what_slack_did_not_take(
    tmp_path: Path, replies: list[Reply], calls: int, states: list[str]
) -> None:
    """Sent again only after an answer that says that it was not taken."""
    with team(tmp_path, TEXT) as office, serving(*replies) as slack:
        notify(office, slack.url)
        drag_three(office)
        said_so = [str(problem) for problem in office.run().problems]
        assert any("admins could not be told" in each for each in said_so)
        office.box.clock.advance(120)
        office.run()
        office.run()
        assert len(slack.seen) == calls
        assert [each for each in outcomes(office) if each.startswith("told")] == states


@pytest.mark.parametrize("text", [rules(), TEXT.replace(ADMINS, "")], ids=["calm", "no admins"])
def test_nobody_is_told_where_nobody_is_named(tmp_path: Path, text: str) -> None:
    with team(tmp_path, text) as office, serving() as slack:
        notify(office, slack.url)
        drag_three(office)
        office.run()
        assert slack.seen == []
