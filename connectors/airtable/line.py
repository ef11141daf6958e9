"""The wire under pyairtable: every request is paced and counted here, also those that its paging
sends of its own accord, and what became of the last one is put into words."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

import requests
from requests.adapters import HTTPAdapter

from connectors.airtable.refusal import refusal
from connectors.answer import retry_after
from connectors.errors import Garbled, ServiceError
from connectors.pacing import Pacer
from connectors.retry import no_answer


class Line(HTTPAdapter):
    """Sends each request once, when `pacer` lets it. `calls` counts them."""

    def __init__(self, pacer: Pacer) -> None:
        super().__init__(max_retries=0)
        self.calls = 0
        self._pacer = pacer
        self._method = ""
        self._path = ""

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
        with self._pacer.turn({"base": 1}):
            self.calls += 1
            return super().send(request, **options)

    def problem(self, error: Exception) -> ServiceError:
        """What the failure of the last request means."""
        unread = (
            requests.exceptions.JSONDecodeError,
            requests.exceptions.ContentDecodingError,
            requests.exceptions.TooManyRedirects,
        )
        if isinstance(error, unread):
            return self.garbled()
        if not isinstance(error, requests.HTTPError):
            return no_answer(self._asked, "PATCH" if self._writes else "GET", error)
        answer = error.response
        return refusal(
            self._asked,
            answer.status_code,
            answer.text,
            retry_after=retry_after(answer.headers) or 0.0,
            writes=self._writes,
        )

    def garbled(self) -> Garbled:
        """The last answer cannot be read, or lacks what it should hold."""
        return Garbled(
            f"{self._asked}: the answer is not one of Airtable's; check that endpoint_url leads "
            "there, and to nothing in between that answers for it",
            status=200,
            unknown=self._writes,
        )

    @property
    def _asked(self) -> str:
        return f"{self._method} {self._path}"

    @property
    def _writes(self) -> bool:
        """POST /listRecords is how a listing with a long formula is asked for."""
        return self._method != "GET" and not self._path.endswith("/listRecords")
