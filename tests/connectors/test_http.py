"""The transport, answer by answer: what is raised, how often it is sent, what is never shown."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import responses
import urllib3

from connectors.errors import Garbled, Gone, NotAllowed, Refused, ServiceError, TooLarge, TryLater
from connectors.http import Transport, prepare
from connectors.pacing import Limit

URL = "https://service.example/1/things"
SECRET = "s3cret-token"


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def transport(slept: list[float]) -> Iterator[Transport]:
    with Transport(
        "https://service.example/",
        secrets=[SECRET],
        headers={"Authorization": f"Bearer {SECRET}"},
        clock=lambda: sum(slept),  # it only moves when somebody waits
        sleep=slept.append,
    ) as made:
        yield made


def never_sent() -> Exception:
    reason = urllib3.exceptions.NewConnectionError(urllib3.HTTPConnectionPool("h"), "refused")
    error = urllib3.exceptions.MaxRetryError(urllib3.HTTPConnectionPool("h"), URL, reason)
    return requests.ConnectionError(error)


def cut_off() -> Exception:
    return requests.ConnectionError(urllib3.exceptions.ProtocolError("Connection aborted."))


def failing(transport: Transport, method: str) -> ServiceError:
    with pytest.raises(ServiceError) as caught:
        transport.call(method, URL, body=None if method == "GET" else "{}")
    return caught.value


@responses.activate
def test_an_answer_comes_back_whole(transport: Transport) -> None:
    responses.get(URL, json={"a": "é"}, headers={"X-One": "1"})
    answer = transport.call("GET", URL, params={"fields": "a,b"})
    assert (answer.status, answer.json(), answer.headers["x-one"]) == (200, {"a": "é"}, "1")
    assert transport.requests_made == 1
    assert responses.calls[0].request.url == URL + "?fields=a%2Cb"
    assert responses.calls[0].request.headers["Authorization"] == f"Bearer {SECRET}"


@responses.activate
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "POST"])
@pytest.mark.parametrize("status", [500, 502, 503, 504, 449])
def test_a_5xx_is_tried_again_only_where_that_is_safe(
    method: str, status: int, transport: Transport, slept: list[float]
) -> None:
    responses.add(method, URL, status=status, body="oops")
    error = failing(transport, method)
    assert isinstance(error, TryLater)
    assert error.status == status
    assert error.unknown is (method != "GET")
    assert len(responses.calls) == (1 if method == "POST" else 4)
    assert slept == ([] if method == "POST" else [1.0, 2.0, 4.0])
    assert error.after >= (0 if method == "POST" else 8)


FAILURES: list[tuple[Callable[[], Exception], bool]] = [
    (never_sent, False),
    (lambda: requests.ConnectTimeout("t"), False),
    (cut_off, True),
    (lambda: requests.ReadTimeout("t"), True),
    (lambda: requests.exceptions.ChunkedEncodingError("c"), True),
    (lambda: requests.exceptions.SSLError("certificate"), True),
]


@responses.activate
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "POST"])
@pytest.mark.parametrize(("failure", "maybe"), FAILURES)
def test_without_an_answer_a_post_is_repeated_only_if_it_was_not_sent(
    method: str, failure: Callable[[], Exception], maybe: bool, transport: Transport
) -> None:
    responses.add(method, URL, body=failure())
    error = failing(transport, method)
    assert isinstance(error, TryLater)
    assert error.unknown is (maybe and method != "GET")
    assert len(responses.calls) == (1 if maybe and method == "POST" else 4)


@responses.activate
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "POST"])
def test_a_429_is_waited_for_and_then_done(
    method: str, transport: Transport, slept: list[float]
) -> None:
    responses.add(method, URL, status=429, json={"error": "API_TOKEN_LIMIT_EXCEEDED"})
    responses.add(method, URL, status=429, headers={"Retry-After": "3"})
    responses.add(method, URL, json={"ok": True})
    body = None if method == "GET" else "{}"
    assert transport.call(method, URL, body=body).json() == {"ok": True}
    assert slept == [10.0, 3.0]


@responses.activate
def test_waiting_is_bounded_and_what_is_left_is_said(
    transport: Transport, slept: list[float]
) -> None:
    responses.get(URL, status=429, headers={"Retry-After": "600"})
    error = failing(transport, "GET")
    assert isinstance(error, TryLater)
    assert error.after == 600.0
    assert slept == []
    responses.upsert(responses.GET, URL, status=429)
    error = failing(transport, "GET")
    assert slept == [10.0, 10.0, 10.0]


@responses.activate
def test_a_retry_after_date_is_measured_by_the_services_own_clock(transport: Transport) -> None:
    headers = {
        "Date": "Mon, 02 Mar 2026 10:00:00 GMT",
        "Retry-After": "Mon, 02 Mar 2026 10:02:00 GMT",
    }
    responses.get(URL, status=503, headers=headers)
    error = failing(transport, "GET")
    assert isinstance(error, TryLater)
    assert error.after == 120.0


@responses.activate
def test_an_unknown_outcome_stays_unknown(transport: Transport) -> None:
    responses.put(URL, body=requests.ReadTimeout("t"))
    responses.put(URL, status=404, body="card not found")
    error = failing(transport, "PUT")
    assert isinstance(error, Gone)
    assert error.unknown


@responses.activate
@pytest.mark.parametrize(
    ("status", "kind"),
    [
        *[(400, Refused), (401, NotAllowed), (403, NotAllowed), (404, Gone), (410, Gone)],
        *[(409, Refused), (413, TooLarge), (414, TooLarge), (302, Refused), (422, Refused)],
    ],
)
def test_other_refusals_are_raised_at_once(
    status: int, kind: type[ServiceError], transport: Transport
) -> None:
    responses.get(URL, status=status, body="no, thank you", headers={"Location": "/elsewhere"})
    error = failing(transport, "GET")
    assert type(error) is kind
    assert str(error) == f"GET /1/things: {status} no, thank you"
    assert len(responses.calls) == 1


@responses.activate
@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('{"error": "ERROR", "message": "not so"}', "ERROR: not so"),
        ('{"statusCode": 403, "name": "Error", "message": "not so"}', "not so"),
        ('{"statusCode": 403, "name": "Forbidden"}', "Forbidden"),
        ('{"error": {"type": "X", "message": "m"}}', '{"type": "X", "message": "m"}'),
        (
            "<HTML><TITLE>ERROR: The request could not be satisfied</TITLE></HTML>",
            "an HTML page, 'ERROR: The request could not be satisfied'",
        ),
        ("", "an empty body"),
        ("x" * 400, "x" * 300 + "…"),
    ],
)
def test_the_services_own_words_are_quoted(body: str, said: str, transport: Transport) -> None:
    responses.get(URL, status=403, body=body)
    assert str(failing(transport, "GET")) == f"GET /1/things: 403 {said}"


@responses.activate
@pytest.mark.parametrize("body", ["", "<html>hello</html>", "{", "[" * 100_000])
def test_a_success_without_json_is_garbled(body: str, transport: Transport) -> None:
    responses.get(URL, body=body)
    with pytest.raises(Garbled, match="GET /1/things: the answer"):
        transport.call("GET", URL).json()


def test_a_get_carries_no_body(transport: Transport) -> None:
    with pytest.raises(ValueError, match="no body"):
        transport.call("GET", URL, body="{}")


@pytest.mark.parametrize("address", ["http://", "nonsense", "ftp://x/"])
def test_an_impossible_address_is_refused_at_once(address: str, transport: Transport) -> None:
    with pytest.raises(Refused, match="address cannot be used"):
        transport.call("GET", address)
    assert transport.requests_made == 1


def everything_said(error: BaseException | None) -> str:
    said = ""
    while error is not None:
        said += f"{error!r} {error} {error.args!r} {vars(error)!r}"
        error = error.__cause__ or error.__context__
    return said


ANSWERS: list[dict[str, Any]] = [
    {"status": 401, "body": f"bad {SECRET}"},
    {"status": 500, "body": f"at https://x/?token={SECRET}"},
    {"status": 429, "json": {"message": SECRET}},
    {"body": requests.ConnectionError(f"Max retries: /1/tokens/{SECRET}")},
    {"body": requests.ReadTimeout(SECRET)},
    {"body": requests.exceptions.InvalidURL(SECRET)},
]


@responses.activate
@pytest.mark.parametrize("answer", ANSWERS)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_error_and_no_log_line_holds_a_secret(
    answer: dict[str, Any],
    method: str,
    transport: Transport,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG, "connectors")
    url = f"https://service.example/1/tokens/{SECRET}/webhooks"
    responses.add(method, url, **answer)
    with pytest.raises(ServiceError) as caught:
        transport.call(method, url)
    shown = "".join(traceback.format_exception(caught.value)) + everything_said(caught.value)
    assert SECRET not in shown
    assert SECRET not in caplog.text
    assert "/1/tokens/[secret]/webhooks" in str(caught.value)


@responses.activate
def test_an_answer_is_logged_with_its_path_alone(
    transport: Transport, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "connectors")
    responses.get(URL, json={})
    transport.call("GET", URL, params={"token": "abc"})
    assert caplog.messages == ["GET /1/things: 200, 0 ms"]


@responses.activate
def test_every_try_takes_its_turn(slept: list[float]) -> None:
    limits = [Limit("lane", 3, 100.0)]
    responses.get(URL, status=503)
    with Transport(
        "https://x", limits=limits, clock=lambda: sum(slept), sleep=slept.append
    ) as made:
        with pytest.raises(TryLater):
            made.call("GET", URL, cost={"lane": 1})
        assert made.requests_made == 2
    assert slept == [1.0, 2.0]


def test_a_netrc_does_not_replace_our_header_but_a_proxy_counts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine service.example login me password wrong\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/etc/our-ca.pem")
    with requests.Session() as session:
        prepare(session, "https://service.example")
        ready = session.prepare_request(
            requests.Request("GET", URL, headers={"Authorization": "O"})
        )
        assert ready.headers["Authorization"] == "O"
        assert session.proxies["https"] == "http://proxy.example:3128"
        assert session.verify == "/etc/our-ca.pem"
    with requests.Session() as session:
        assert not prepare(session, "http://127.0.0.1:8080").proxies
