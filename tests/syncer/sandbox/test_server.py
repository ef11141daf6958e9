"""The servers: ports, threads, kept-alive connections, the journal, and the control endpoints."""

from __future__ import annotations

import http.client
import socket
import threading
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from syncer.sandbox.journal import Journal
from syncer.sandbox.server import Sandbox
from tests.syncer.sandbox.tools import Board, Person, kinds


def _control(sandbox: Sandbox, method: str, path: str, **kwargs: Any) -> Any:
    answer = requests.request(method, f"{sandbox.trello_url}/_control/{path}", timeout=5, **kwargs)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_limits_are_on_unless_switched_off() -> None:
    with Sandbox() as fresh:
        assert fresh.trello.limits.on
        assert fresh.airtable.settings.limits == "strict"


def test_ports_are_free_again_after_stopping() -> None:
    with Sandbox() as first:
        ports = [urlsplit(u).port or 0 for u in (first.trello_url, first.airtable_url)]
    with Sandbox(trello_port=ports[0], airtable_port=ports[1]) as second:
        assert second.trello_url == first.trello_url


def test_a_taken_port_is_refused_and_frees_the_other() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        before = threading.active_count()
        with pytest.raises((OSError, SystemExit)):
            Sandbox(airtable_port=taken.getsockname()[1])
        assert threading.active_count() == before


def test_connections_are_kept_alive_and_ended_by_stopping() -> None:
    with Sandbox() as running:
        connection = http.client.HTTPConnection(urlsplit(running.trello_url).netloc, timeout=5)
        for _ in range(3):
            connection.request("GET", "/1/members/me")
            first = connection.sock
            assert connection.getresponse().read() == b"invalid key"
            assert connection.sock is first is not None
        sock = connection.sock
        assert sock is not None
    assert sock.recv(1) == b""
    connection.close()


def test_unread_bodies_do_not_leak_into_the_next_request(sandbox: Sandbox, ana: Person) -> None:
    connection = http.client.HTTPConnection(urlsplit(sandbox.trello_url).netloc, timeout=5)
    connection.request("POST", "/_control/airtable/nowhere", body=b"GET /x HTTP/1.1\r\n" * 9)
    assert connection.getresponse().read()
    chunks = iter([b'{"username": "eva", ', b'"full_name": "Eva"}'])
    headers = {"Content-Type": "application/json"}
    connection.request("POST", "/_control/users", chunks, headers, encode_chunked=True)
    assert b'"token"' in connection.getresponse().read()
    connection.request("GET", "/1/members/me", headers=dict(ana.session.headers))
    assert b'"username":"ana"' in connection.getresponse().read()
    connection.close()


def test_a_path_is_kept_as_it_was_meant(sandbox: Sandbox) -> None:
    requests.get(f"{sandbox.airtable_url}/v0/appX/Գրառումներ", timeout=5)
    assert sandbox.journal.entries("airtable")[0].path == "/v0/appX/Գրառումներ"


def test_many_at_once_are_all_kept(sandbox: Sandbox, ana: Person, board: Board) -> None:
    def write(number: int) -> None:
        headers = {"Authorization": ana.session.headers["Authorization"]}
        for n in range(10):
            values = {"idList": board["Drafting"], "name": f"{number}.{n}"}
            requests.post(f"{ana.url}/cards", json=values, headers=headers, timeout=10)

    sandbox.journal.clear()
    threads = [threading.Thread(target=write, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cards = ana.get(f"/boards/{board.id}/cards")
    assert len({c["name"] for c in cards}) == 60
    assert len({c["idShort"] for c in cards}) == 60
    assert len({c["pos"] for c in cards}) == 60
    entries = sandbox.journal.entries("trello")
    assert sum(e.method == "POST" for e in entries) == 60
    assert [e.seq for e in entries] == sorted(e.seq for e in entries)


def test_the_journal_counts_on_after_clearing() -> None:
    journal = Journal()
    entry: dict[str, Any] = {
        "at": datetime(2026, 11, 23, tzinfo=UTC),
        "service": "trello",
        "method": "GET",
        "path": "/",
        "query": {},
        "body": None,
        "user": "",
        "status": 200,
        "applied": True,
    }
    assert journal.record(**entry).seq == 1
    journal.clear()
    assert journal.record(**{**entry, "service": "airtable"}).seq == 2
    assert journal.entries("trello") == []
    assert len(journal.entries()) == 1


def test_the_control_endpoints(sandbox: Sandbox) -> None:
    made = _control(
        sandbox, "POST", "users", json={"username": "eva", "full_name": "Eva M", "token": "t1"}
    )
    eva_as_app = _control(sandbox, "POST", "tokens", json={"username": "eva", "app": "b" * 24})
    assert made["token"] == "t1"
    assert eva_as_app["id"] == made["id"]
    assert _control(sandbox, "GET", "users") == [{"id": made["id"], "username": "eva"}]
    eva = Person(sandbox, "eva")
    board = eva.board("Drafting")
    mailed = _control(
        sandbox,
        "POST",
        "trello/email_card",
        json={"list_id": board["Drafting"], "name": "Mailed", "username": "eva"},
    )
    assert eva.get(f"/cards/{mailed['id']}")["name"] == "Mailed"
    assert kinds(eva.feed(board))[-1] == "emailCard"
    eva.session.close()


def test_journal_faults_limits_and_clock_over_http(
    sandbox: Sandbox, ana: Person, board: Board
) -> None:
    entries = _control(sandbox, "GET", "journal", params={"service": "trello"})
    assert entries[0]["path"] == "/1/boards"
    assert entries[0]["user"] == "ana"
    _control(sandbox, "DELETE", "journal")
    assert _control(sandbox, "GET", "journal") == [], "control calls are not in it"
    _control(sandbox, "POST", "faults", json={"kind": "503-after", "method": "GET", "times": 3})
    assert ana.ask("GET", "/members/me").status_code == 503
    assert _control(sandbox, "GET", "faults")[0]["times"] == 2
    _control(sandbox, "DELETE", "faults")
    assert ana.ask("GET", "/members/me").status_code == 200
    _control(sandbox, "POST", "limits", json={"trello": True, "airtable": "off"})
    assert sandbox.trello.limits.on
    assert sandbox.airtable.settings.limits == "off"
    before = sandbox.clock()
    moved = _control(sandbox, "POST", "clock", json={"advance": 3600})
    assert (datetime.fromisoformat(moved["now"]) - before).total_seconds() >= 3600
    _control(sandbox, "POST", "quirks", json={"bare_actions": True})
    assert "memberCreator" not in ana.feed(board)[0]


@pytest.mark.parametrize(
    ("path", "values", "words"),
    [
        ("faults", {"kind": "flood"}, "no fault 'flood'"),
        ("faults", {"sort": "429"}, "unexpected keyword"),
        ("trello/teleport", {}, "no control call 'teleport'"),
        ("trello/email_card", {"list_id": "0" * 24, "name": "x", "username": "ana"}, "404"),
        ("clock", {"by": 1}, "advance"),
        ("clock", [1], "a JSON object is wanted"),
        ("quirks", {"all": True}, "unexpected keyword"),
        ("limits", {"airtable": "loose"}, "limits must be one of"),
    ],
)
def test_control_calls_say_what_is_wrong(
    sandbox: Sandbox, ana: Person, path: str, values: Any, words: str
) -> None:
    answer = requests.post(f"{sandbox.airtable_url}/_control/{path}", json=values, timeout=5)
    assert answer.status_code == 400
    assert words in answer.json()["error"]


def test_airtables_own_control_calls_are_reached_on_both_ports(sandbox: Sandbox) -> None:
    made = _control(sandbox, "POST", "airtable/base", json={"name": "Social"})
    assert made["id"].startswith("app")
    assert sandbox.journal.entries() == []
