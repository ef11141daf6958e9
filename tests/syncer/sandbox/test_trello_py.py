"""py-trello against the sandbox, through its http_service seam."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
import trello

from syncer.sandbox.server import Sandbox
from syncer.sandbox.trello.world import DEFAULT_KEY
from tests.syncer.sandbox.tools import Board, Person


class Redirected:
    """What py-trello calls instead of `requests`: the same, towards the sandbox."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.session = requests.Session()

    def request(self, method: str, url: str, **kwargs: Any) -> requests.Response:
        local = re.sub(r"^https://(api\.)?trello\.com", self.base, url)
        return self.session.request(method, local, timeout=5, **kwargs)


@pytest.fixture
def client(sandbox: Sandbox, ana: Person) -> Iterator[trello.TrelloClient]:
    service = Redirected(sandbox.trello_url)
    yield trello.TrelloClient(DEFAULT_KEY, ana.token.secret, http_service=service)
    service.session.close()


def test_a_post_from_idea_to_approval(client: trello.TrelloClient, board: Board) -> None:
    found = next(b for b in client.list_boards() if b.id == board.id)
    drafting, review, approved = found.open_lists()
    due = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    card = drafting.add_card("Launch", desc="Soon", due=due.isoformat())
    card.set_name("Launch day")
    card.comment("ready?")
    card.add_checklist("Sign-off", ["Legal", "Brand"], [True, False])
    card.add_label(found.get_labels()[0])
    card.attach(name="Brief", url="https://example.org/brief")
    card.change_list(review.id)
    card.change_list(approved.id)
    again = client.get_card(card.id)
    assert (again.name, again.list_id) == ("Launch day", approved.id)
    assert again.due_date == due
    assert [c["data"]["text"] for c in again.comments] == ["ready?"]
    assert [i["checked"] for i in again.checklists[0].items] == [True, False]
    moves = again.list_movements()
    assert [m["destination"]["name"] for m in moves] == ["Approved", "Review"]
    assert [c.name for c in approved.list_cards(query={})] == ["Launch day"]
    card.delete()
    assert found.open_cards() == []


def test_members_and_refusals(
    client: trello.TrelloClient, ana: Person, lilit: Person, board: Board
) -> None:
    ana.put(f"/boards/{board.id}/members/{lilit.id}", type="normal")
    assert {m.username for m in client.get_board(board.id).all_members()} == {"ana", "lilit"}
    assert client.get_member("me").full_name == "Ana Petrosyan"
    with pytest.raises(trello.exceptions.ResourceUnavailable, match="not found"):
        client.get_card("0" * 24)
    strange = lilit.board("Theirs")
    with pytest.raises(trello.exceptions.Unauthorized, match="permission"):
        client.get_board(strange.id)
