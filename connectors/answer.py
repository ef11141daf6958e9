"""What a service answered, and what that means in the words of `connectors.errors`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from connectors.errors import (
    Garbled,
    Gone,
    NotAllowed,
    Refused,
    ServiceError,
    TooLarge,
    TryLater,
)

LONGEST_QUOTE = 300
"""Characters of a service's own words that an error message repeats."""

OVERLOADED = 449
"""Not in any RFC; Trello has been seen to answer it on very large boards, beside 503 and 504."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, read to its end. `asked` is the method and path, free of secrets."""

    asked: str
    status: int
    headers: Mapping[str, str]
    """looked up without regard to case"""
    content: bytes

    @property
    def ok(self) -> bool:
        """Whether the service took the request."""
        return 200 <= self.status < 300

    @property
    def text(self) -> str:
        """The body as text; what is not UTF-8 is replaced."""
        return self.content.decode("utf-8", errors="replace")

    def json(self) -> Any:
        """The body as JSON. Raises Garbled when it is not."""
        problem = "holds no JSON"
        try:
            return json.loads(self.content)
        except ValueError:
            pass
        except RecursionError:
            problem = "is nested too deeply to be read"
        raise Garbled(
            f"{self.asked}: the answer {problem} but {words(self.text)}", status=self.status
        )


def refusal(answer: Answer) -> ServiceError:
    """The error that an answer other than 2xx stands for, by its status alone."""
    said = f"{answer.asked}: {answer.status} {words(answer.text)}"
    status = answer.status
    if status in {408, 429, OVERLOADED} or status >= 500:
        return TryLater(said, after=retry_after(answer.headers) or 0.0, status=status)
    if status in {401, 403}:
        return NotAllowed(said, status=status)
    if status in {404, 410}:
        return Gone(said, status=status)
    if status in {413, 414, 431}:
        return TooLarge(said, status=status)
    return Refused(said, status=status, kind=kind(answer.text))


def words(body: str) -> str:
    """The service's own words in a body of JSON, HTML or plain text, short enough to quote."""
    told = _told(body)
    if isinstance(told, dict):
        parts = [part for part in (told.get("error"), told.get("message")) if part]
        named = [told["name"]] if told.get("name") and not parts else parts
        found = ": ".join(dict.fromkeys(map(_flat, named)))
    elif re.match(r"\s*<(!doctype|html|\?xml)", body, re.IGNORECASE):
        title = re.search(r"<title[^>]*>(.*?)</title>", body, re.IGNORECASE | re.DOTALL)
        found = f"an HTML page, {title[1].strip()!r}" if title else "an HTML page"
    else:
        found = ""
    text = " ".join((found or body).split())
    return (text[:LONGEST_QUOTE] + "…" if len(text) > LONGEST_QUOTE else text) or "an empty body"


def kind(body: str) -> str:
    """The service's own word for an error, where a JSON body has one, else ""."""
    told = _told(body)
    error = told.get("error") if isinstance(told, dict) else None
    if isinstance(error, dict):
        error = error.get("type")
    return error if isinstance(error, str) else ""


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that a Retry-After header asks for; None without one. A date is measured against
    the answer's own Date header, so that the local clock does not matter."""
    asked = headers.get("Retry-After", "").strip()
    try:
        return max(0.0, float(asked))
    except ValueError:
        pass
    try:
        pause = parsedate_to_datetime(asked) - parsedate_to_datetime(headers.get("Date", ""))
    except (ValueError, TypeError):
        return None
    return max(0.0, pause.total_seconds())


def _told(body: str) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _flat(part: object) -> str:
    return part if isinstance(part, str) else json.dumps(part)
