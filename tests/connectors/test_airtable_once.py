"""Over a real socket: whatever happens to a request, it is sent once, and never believed lost."""

from __future__ import annotations

import socket
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from connectors.airtable.client import Airtable
from connectors.airtable.schema import text
from connectors.errors import Garbled, ServiceError, TryLater
from tests.connectors.loopback import Reply, serving

TOKEN = "patAbCdEfGhIjKlMn." + "0f" * 32
WRITES: dict[str, Callable[[Airtable], object]] = {
    "upsert": lambda a: a.upsert("T", "Key", [{"Key": "a"}]),
    "update": lambda a: a.update("T", "rec1", {"Key": "a"}),
    "create_table": lambda a: a.create_table("T", [text("Key")]),
    "create_field": lambda a: a.create_field("tbl1", text("Key")),
}
READS: dict[str, Callable[[Airtable], object]] = {
    "list": lambda a: list(a.list("T")),
    "long formula": lambda a: list(a.list("T", formula="x" * 17_000)),
    "schema": lambda a: a.schema(),
}
FAULTS = [
    pytest.param(Reply(drop=True), TryLater, id="dropped reply"),
    pytest.param(Reply(delay=0.6), TryLater, id="read time-out"),
    pytest.param(Reply(200, "{", short=9), TryLater, id="half an answer"),
    pytest.param(Reply(503, "{", short=9), TryLater, id="half a 503"),
    pytest.param(Reply(503, headers={"Retry-After": "1"}), TryLater, id="503"),
    pytest.param(Reply(429, headers={"Retry-After": "1"}), TryLater, id="429"),
    pytest.param(Reply(307, headers={"Location": "/elsewhere"}), Garbled, id="redirect"),
    pytest.param(Reply(200, "nonsense"), Garbled, id="nonsense"),
    pytest.param(Reply(200, "nonsense", {"Content-Encoding": "gzip"}), Garbled, id="bad gzip"),
]


def attempt(call: Callable[[Airtable], object], url: str) -> tuple[ServiceError, int]:
    airtable = Airtable(TOKEN, "appX", url, timeout=(1, 0.2))
    with pytest.raises(ServiceError) as caught:
        call(airtable)
    airtable.close()
    assert TOKEN not in "".join(traceback.format_exception(caught.value))
    return caught.value, airtable.calls


@pytest.mark.parametrize(("fault", "wanted"), FAULTS)
@pytest.mark.parametrize("name", [*WRITES, *READS])
def test_a_request_is_sent_exactly_once(
    name: str, fault: Reply, wanted: type[ServiceError]
) -> None:
    with serving(fault) as server:
        error, calls = attempt((WRITES | READS)[name], server.url)
    assert type(error) is wanted
    assert len(server.seen) == calls == 1
    # A 429 was refused before anything was done; after all else a write may have happened.
    assert error.unknown is (name in WRITES and fault.status != 429)


def test_without_a_connection_nothing_was_done() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        url = f"http://127.0.0.1:{held.getsockname()[1]}"
        error, _ = attempt(WRITES["upsert"], url)
    assert type(error) is TryLater
    assert error.unknown is False
    assert "PATCH /v0/appX/T" in str(error)


def test_a_netrc_entry_does_not_replace_the_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with serving(Reply(200, {"id": "usr1"})) as server:
        airtable = Airtable(TOKEN, "appX", server.url)
        airtable.whoami()
        airtable.close()
    assert server.authorizations == [f"Bearer {TOKEN}"]


def test_a_call_after_close_opens_a_new_connection() -> None:
    with serving(Reply(200, {"id": "usr1"}), Reply(200, {"id": "usr1"})) as server:
        airtable = Airtable(TOKEN, "appX", server.url)
        airtable.whoami()
        airtable.close()
        airtable.whoami()
        airtable.close()
    assert len(server.seen) == 2
