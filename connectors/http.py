"""The one way to a service over HTTP: time-outs, keep-alive, pacing, redaction, careful retries.

`Transport` is what our own connectors call through; `prepare` gives the same manners to a session
that another library owns.
"""

from __future__ import annotations

import ipaddress
import logging
import os
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import requests
import urllib3

from connectors.answer import Answer, refusal
from connectors.errors import ServiceError, TryLater
from connectors.pacing import Limit, Pacer, Reading
from connectors.redact import redact
from connectors.retry import Patience, may_repeat, no_answer, pause

log = logging.getLogger(__name__)

TIMEOUT = (5.0, 30.0)
"""Seconds to connect, and between two pieces of an answer."""


def prepare(session: requests.Session, address: str) -> requests.Session:
    """Makes `session` leave ~/.netrc alone, which would replace our Authorization header, while
    it keeps to the environment's proxies and certificates for `address`."""
    session.trust_env = False
    if not _loopback(address):
        session.proxies.update(requests.utils.get_environ_proxies(address))
    bundle = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
    if bundle:
        session.verify = bundle
    return session


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    """What is sent. `asked` names it in errors and logs."""

    asked: str
    method: str
    url: str
    params: Mapping[str, str] | None
    body: str | bytes | None
    headers: Mapping[str, str]


class Transport:
    """Sends requests to one service at `address`, one `requests.Session` for all of them.

    `secrets` never appear in an error or a log line. `limits` are what the service documents,
    `readings` finds the limits that an answer's headers state, `complaint` turns an answer other
    than 2xx into an error. `clock` and `sleep` are seconds.
    """

    def __init__(
        self,
        address: str,
        *,
        secrets: Iterable[str] = (),
        headers: Mapping[str, str] | None = None,
        limits: Iterable[Limit] = (),
        readings: Callable[[Mapping[str, str]], Iterable[Reading]] = lambda _: (),
        complaint: Callable[[Answer], ServiceError] = refusal,
        timeout: tuple[float, float] = TIMEOUT,
        patience: Patience | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.address = address.rstrip("/")
        self.requests_made = 0
        self._secrets = tuple(secrets)
        self._headers = dict(headers or {})
        self._readings = readings
        self._complaint = complaint
        self._timeout = timeout
        self._patience = patience or Patience()
        self._clock = clock
        self._sleep = sleep
        self._pacer = Pacer(limits, clock=clock, sleep=sleep)
        self._session = prepare(requests.Session(), address)

    def call(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        body: str | bytes | None = None,
        headers: Mapping[str, str] | None = None,
        cost: Mapping[str, int] | None = None,
        asked: str | None = None,
    ) -> Answer:
        """Sends one request and returns its answer, which is a 2xx; all else is raised as a
        ServiceError. It is sent again only where `may_repeat` allows.

        `cost` is how many calls it is charged as, by lane. `asked` names the request in errors
        and logs, for an address that is itself a secret; else it is the method and the path.
        """
        if method == "GET" and body is not None:
            raise ValueError("a GET carries no body: Trello's gate answers it with 403")
        request = _Request(
            asked=redact(asked or f"{method} {urlsplit(url).path}", self._secrets),
            method=method,
            url=url,
            params=params,
            body=body,
            headers={**self._headers, **(headers or {})},
        )

        def once() -> Answer:
            with self._pacer.turn(cost or {}):
                return self._send(request)

        try:
            return once()
        except TryLater as error:
            first = error
        return self._again(method, once, first)

    def close(self) -> None:
        """Closes the kept connections."""
        self._session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _again(self, method: str, once: Callable[[], Answer], first: TryLater) -> Answer:
        """Goes on after a first try that failed, as far as `Patience` and `may_repeat` allow."""
        import tenacity  # an idle run never needs it

        unanswered = [first]
        failures: list[ServiceError] = []

        def attempt() -> Answer:
            try:
                if unanswered:
                    raise unanswered.pop()
                return once()
            except ServiceError as error:
                failures.append(error)
                # Once the outcome is unknown it stays so, whatever a later try is told.
                error.unknown = any(failure.unknown for failure in failures)
                raise

        def spent(state: tenacity.RetryCallState) -> bool:
            idle = state.idle_for + wait(state)
            return state.attempt_number >= self._patience.tries or idle > self._patience.total

        def wait(state: tenacity.RetryCallState) -> float:
            return pause(failures[-1], state.attempt_number, self._patience)

        def repeatable(error: BaseException) -> bool:
            return isinstance(error, ServiceError) and may_repeat(method, error)

        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception(repeatable),
            stop=spent,
            wait=wait,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return retrying(attempt)
        except TryLater as error:
            error.after = max(error.after, pause(error, len(failures), self._patience))
            raise

    def _send(self, request: _Request) -> Answer:
        began = self._clock()
        self.requests_made += 1
        try:
            response = self._session.request(
                request.method,
                request.url,
                params=request.params,
                data=request.body,
                headers=request.headers,
                timeout=self._timeout,
                allow_redirects=False,  # a POST that follows one would turn into a GET
            )
            failure = None
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            failure = error
        if failure is not None:
            # Outside the except block: the failure holds the request with its headers, and must
            # not hang on our error as its context.
            raise no_answer(request.asked, request.method, failure)
        answer = Answer(request.asked, response.status_code, response.headers, response.content)
        spent = 1000 * (self._clock() - began)
        log.debug("%s: %d, %.0f ms", request.asked, answer.status, spent)
        self._pacer.learn(self._readings(answer.headers))
        if answer.ok:
            return answer
        raise self._error(request.method, answer)

    def _error(self, method: str, answer: Answer) -> ServiceError:
        error = self._complaint(answer)
        error.args = (redact(str(error), self._secrets),)
        if isinstance(error, TryLater) and answer.status != 429 and method != "GET":
            error.unknown = True
        return error


def _loopback(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
