"""Anchors: written when due, to every place that is named, and held against the ledger."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.reading import Problems
from syncer.audit.anchoring import anchor_if_due
from syncer.audit.anchors import read_line
from syncer.audit.findings import Code
from syncer.config import read_config
from tests.connectors import loopback, smtp
from tests.syncer.audit.tools import Office
from tests.syncer.audit.witness import QUICK, changed, checked, codes, restored


@QUICK
@given(data=st.data())
def test_any_change_of_any_anchor_is_found(day: Office, data: Any) -> None:
    lines = day.anchor_file.read_text().splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    new = data.draw(changed(lines[at]).filter(lambda text: text.strip() != lines[at].strip()))
    with restored(day):
        day.anchor_file.write_text("\n".join([*lines[:at], new, *lines[at + 1 :]]) + "\n")
        verdict = checked(day)
    assert verdict.exit == 1
    assert Code.ANCHOR in codes(verdict)


def test_an_anchor_file_that_is_gone_is_a_mismatch(day: Office) -> None:
    with restored(day):
        day.anchor_file.unlink()
        assert codes(checked(day)) == {Code.ANCHOR}


def test_an_anchor_is_written_when_due_and_only_then(here: Office) -> None:
    here.configure(f'[audit]\nanchor_file = "{here.anchor_file}"\nanchor_every = "1d"\n')
    card = here.card("ana", "Drafting", "Post")
    here.run()
    here.move("ana", card, "Approved")
    app = here.run()
    assert len(here.anchor_file.read_text().splitlines()) == 1
    assert anchor_if_due(app, app.clock() + timedelta(hours=23)) == ()
    assert len(here.anchor_file.read_text().splitlines()) == 1
    here.move("ana", card, "Approved")
    here.run(wait=timedelta(days=1))
    assert len(here.anchor_file.read_text().splitlines()) == 2
    here.run(wait=timedelta(days=2))
    here.run(wait=timedelta(days=2))
    assert len(here.anchor_file.read_text().splitlines()) == 2, "nothing new: no anchor"
    assert checked(here).exit == 0
    assert any("anchor" in row["fields"]["Event ID"] for row in here.rows())


def a_decision(here: Office) -> Any:
    """Something in the ledger, and a first try to anchor it."""
    card = here.card("ana", "Drafting", "Post")
    here.run()
    here.move("ana", card, "Approved")
    return here.run(well=False)


def test_slack_and_mail_are_given_the_head(here: Office) -> None:
    with loopback.serving(loopback.Reply(body="ok")) as slack, smtp.serving(smtp.Smtp()) as mail:
        here.configure(
            f'[notify.slack]\nwebhook_url = "{slack.url}/hook"\n'
            f'[notify.mail]\nsmtp_url = "smtp://127.0.0.1:{mail.port}"\n'
            'sender = "syncer@example.org"\n'
            '[audit]\nanchor_slack = true\nanchor_mail = "auditor@example.org"\n'
        )
        app = a_decision(here)
        assert anchor_if_due(app, app.clock()) == ()
        assert slack.seen == [("POST", "/hook")]
    [message] = mail.mails
    body = message_from_bytes(message, policy=SMTP).get_content()
    lines = [read_line(line) for line in body.splitlines()]
    [told] = [each for each in lines if each is not None]
    assert told.size == checked(here).entries - 1


def test_a_place_that_takes_nothing_is_told_and_the_others_are_served(here: Office) -> None:
    with loopback.serving(loopback.Reply(status=404, body="no_service")) as slack:
        here.configure(
            f'[notify.slack]\nwebhook_url = "{slack.url}/hook"\n'
            f'[audit]\nanchor_slack = true\nanchor_file = "{here.anchor_file}"\n'
        )
        app = a_decision(here)
        [problem] = here.problems
    assert "slack" in str(problem)
    assert len(here.anchor_file.read_text().splitlines()) == 1
    assert anchor_if_due(app, app.clock()) == ()


def test_a_file_that_cannot_be_written_is_told_and_tried_again(here: Office) -> None:
    here.configure('[audit]\nanchor_file = "/nowhere/anchors.txt"\n', airtable=False)
    app = a_decision(here)
    before = checked(here).entries
    for tried in (here.problems, anchor_if_due(app, app.clock())):
        [problem] = tried
        assert "/nowhere/anchors.txt" in str(problem)
    assert checked(here).entries == before


SMALL = '[trello]\napi_key = "k"\ntoken = "t"\n'


def test_config_names_the_places() -> None:
    text = SMALL + '[audit]\nanchor_file = "a.txt"\nanchor_every = "12h"\n'
    audit = read_config(text, "config.toml", Path("/srv"), {}).audit
    assert audit.anchor_file == Path("/srv/a.txt")
    assert audit.anchor_every == timedelta(hours=12)
    assert not read_config(SMALL, "config.toml", Path("/srv"), {}).audit.anchor_slack


@pytest.mark.parametrize(
    "wrong",
    ["anchor_slack = true", 'anchor_mail = "a@example.org"', 'anchor_every = "0s"', "anchors = 1"],
)
def test_config_refuses_a_place_that_is_not_there(wrong: str) -> None:
    with pytest.raises(Problems, match="anchor"):
        read_config(f"{SMALL}[audit]\n{wrong}\n", "config.toml", Path("/srv"), {})
