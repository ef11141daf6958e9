"""The wire under pyairtable: every request is paced and counted here, also those that its paging
sends of its own accord, and what became of the last one is put into words."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter

from connectors.airtable.refusal import refusal
from connectors.answer import retry_after
from connectors.errors import Garbled, ServiceError
from connectors.pacing import Pacer
from connectors.retry import no_answer

UNREAD = (
    requests.exceptions.JSONDecodeError,
    requests.exceptions.ContentDecodingError,
    requests.exceptions.TooManyRedirects,
)
"""An answer came and cannot be used; other errors of requests mean that none came, or half."""


class Line(HTTPAdapter):
    """Sends each request once, when `pacer` lets it. `calls` counts them."""

    def __init__(self, pacer: Pacer) -> None:
        super().__init__(max_retries=0)
        self.calls = 0
        self._pacer = pacer
        self._method = ""
        self._path = ""
        self._answer: requests.Response | None = None

    def attach(self, session: requests.Session) -> None:
        """Take over a session's traffic. Redirects are refused: by one, a row could be sent twice,
        or to a host that nobody named."""
        session.max_redirects = 0
        for scheme in ("http://", "https://"):
            session.mount(scheme, self)

    # The parameters are requests' own; it passes them by name.
    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # type: ignore[override]
        self._method = request.method or ""
        self._path = " ".join(unquote(urlsplit(request.url or "").path).split())
        self._answer = None
        with self._pacer.turn({"base": 1}):
            self.calls += 1
            self._answer = super().send(request, **options)
        return self._answer

    def problem(self, error: Exception) -> ServiceError:
        """What it means that the last request ended in this error, of requests or of whoever read
        the answer: pyairtable stumbles over some error bodies, so the status goes first."""
        answer = self._answer
        if answer is not None and answer.status_code >= 400:
            return refusal(
                self._asked,
                answer.status_code,
                _text(answer),
                retry_after=retry_after(answer.headers) or 0.0,
                writes=self._writes,
            )
        no_reply = isinstance(error, requests.RequestException | urllib3.exceptions.HTTPError)
        if answer is None or (no_reply and not isinstance(error, UNREAD)):
            return no_answer(self._asked, "PATCH" if self._writes else "GET", error)
        return Garbled(
            f"{self._asked}: the answer is not one of Airtable's; check that endpoint_url leads "
            "there, and to nothing in between that answers for it",
            status=answer.status_code,
            unknown=self._writes,
        )

    @property
    def _asked(self) -> str:
        return f"{self._method} {self._path}"

    @property
    def _writes(self) -> bool:
        """POST /listRecords is how a listing with a long formula is asked for."""
        return self._method != "GET" and not self._path.endswith("/listRecords")


def _text(answer: requests.Response) -> str:
    """The body, or nothing if the connection broke in the middle of it."""
    try:
        return answer.text
    except (requests.RequestException, RuntimeError):
        return ""
