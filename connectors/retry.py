"""Which calls may be sent again, when, and what is to be said if none succeeds.

A retry may only follow an answer that makes it safe: a POST whose outcome is unknown is never
repeated here. Nothing in this module sends or waits.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import requests
import urllib3

from connectors.errors import Refused, ServiceError, TryLater

ABSOLUTE = frozenset({"GET", "HEAD", "PUT", "DELETE"})
"""Methods that read, or set a state that is the same after the second time."""

LONGEST_WAIT = 60.0
"""Seconds that one Retry-After is obeyed for at most within a call."""


class Reached(Enum):
    """How far a request that got no usable answer may have come."""

    NOT_SENT = "not sent"
    MAYBE = "maybe taken"
    NOT_TAKEN = "not taken"


@dataclass(frozen=True, slots=True)
class Patience:
    """How often and how long one call is tried. Seconds."""

    tries: int = 4
    total: float = 45.0
    """what all waits of one call may sum up to"""
    first: float = 1.0
    """the wait after the first failure; it doubles each time"""
    limited: float = 10.0
    """the wait after a 429 without Retry-After: Trello's window"""


def reached(failure: Exception) -> Reached:
    """How far the request came that ended in this exception of requests."""
    if isinstance(failure, requests.ConnectTimeout):
        return Reached.NOT_SENT
    if isinstance(failure, requests.ConnectionError):
        cause = failure.args[0] if failure.args else None
        reason = getattr(cause, "reason", None)
        if isinstance(
            reason, urllib3.exceptions.NewConnectionError | urllib3.exceptions.ConnectTimeoutError
        ):
            return Reached.NOT_SENT
    return Reached.MAYBE


def no_answer(asked: str, method: str, failure: Exception) -> ServiceError:
    """The error for a request that got no answer. The failure's own text is not repeated whole:
    it can hold the address with everything in it."""
    if isinstance(failure, ValueError):  # what requests raises before it tries to send
        return Refused(f"{asked}: the address cannot be used ({type(failure).__name__})")
    far = reached(failure)
    unknown = far is Reached.MAYBE and method not in {"GET", "HEAD"}
    hint = "it may have been carried out all the same" if unknown else "nothing was carried out"
    return TryLater(f"{asked}: {_in_words(failure, far)}; {hint}", unknown=unknown)


def may_repeat(method: str, error: ServiceError) -> bool:
    """Whether this very request may be sent again after this error."""
    if not isinstance(error, TryLater):
        return False
    if method in ABSOLUTE or error.status == 429:
        return True
    return error.status is None and not error.unknown


def pause(error: ServiceError, attempt: int, patience: Patience) -> float:
    """Seconds to wait after attempt number `attempt` (from 1) ended in `error`."""
    asked = error.after if isinstance(error, TryLater) else 0.0
    if error.status == 429:
        return asked or patience.limited
    return max(asked, patience.first * 2.0 ** (attempt - 1))


def _in_words(failure: Exception, far: Reached) -> str:
    if isinstance(failure, requests.exceptions.SSLError):
        return "no secure connection (certificate or TLS)"
    if isinstance(failure, requests.ConnectTimeout):
        return "no connection in time"
    if isinstance(failure, requests.Timeout):
        return "no answer in time"
    if far is Reached.NOT_SENT:
        return "cannot connect (no network, wrong address, or the service is down)"
    return f"the connection broke ({type(failure).__name__})"
