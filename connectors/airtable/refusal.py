"""What a status that is not 200 means for the caller. Pure; the statuses and words are those of
https://airtable.com/developers/web/api/errors and of reports where the page is silent."""

from __future__ import annotations

from connectors.airtable.wire import ErrorBody, parse_error
from connectors.errors import (
    Gone,
    NotAllowed,
    QuotaSpent,
    Refused,
    ServiceError,
    TooLarge,
    TryLater,
)

RATE_PENALTY = 30.0
"""Seconds that a base stays shut after a 429, as documented; the answer carries no Retry-After."""

LONGEST_WAIT = 900.0
"""Seconds; a longer Retry-After is taken for a mistake, and asking again costs one call."""

BILLING = "PUBLIC_API_BILLING_LIMIT_EXCEEDED"
ITERATOR_LOST = "LIST_RECORDS_ITERATOR_NOT_AVAILABLE"
WORDS_SHOWN = 300

_ABOUT_THE_TABLE = frozenset({"UNKNOWN_FIELD_NAME", "INVALID_REQUEST_MISSING_FIELDS"})

_ADVICE = {
    401: "Airtable does not take this token: it is mistyped, expired or revoked",
    403: (
        "check that the names and ids are right, that the token was given this base, and that it "
        "has the scopes data.records:read and data.records:write "
        "(schema.bases:read and schema.bases:write for a call under /meta)"
    ),
    404: "check the base id, and that the token was given this base",
    413: "send fewer rows at a time, or shorter texts",
}


_QUOTA = (
    ". The month's calls are used up; this ends with the month or with a larger plan, "
    "not by waiting some seconds"
)


def refusal(
    call: str, status: int, body: str, *, retry_after: float = 0.0, writes: bool = True
) -> ServiceError:
    """The error for an answer with a status of 400 or more.

    `call` is the method and path, `retry_after` the header in seconds (0.0: none), `writes` whether
    the call changes anything, without which no outcome is unknown.
    """
    reason = parse_error(body)
    message = _sentence(call, status, reason)
    # Reports disagree about the shape of this body, so the word is looked for anywhere in it.
    if status == 402 or (status == 429 and BILLING in body):
        return QuotaSpent(message + _QUOTA, status=status)
    if status == 429:
        wait = min(max(RATE_PENALTY, retry_after), LONGEST_WAIT)
        return TryLater(message, after=wait, status=status)
    if status >= 500 or status == 408:
        wait = min(retry_after, LONGEST_WAIT)
        return TryLater(message, after=wait, status=status, unknown=writes)
    return _not_so(message, status, reason.kind)


def _not_so(message: str, status: int, kind: str) -> ServiceError:
    """The errors that no waiting mends."""
    if status in (401, 403):
        return NotAllowed(message, status=status, everything=status == 401)
    if status == 404:
        return Gone(message, status=status)
    if status == 413:
        return TooLarge(message, status=status, kind=kind)
    return Refused(message, status=status, kind=kind)


def about_rows(why: Refused) -> bool:
    """Whether a smaller batch could fare better: False if the table itself lacks a field, or has
    it computed, so that every row would be refused alike."""
    computed = "because the field is computed" in str(why)
    return isinstance(why, TooLarge) or not (why.kind in _ABOUT_THE_TABLE or computed)


def _sentence(call: str, status: int, reason: ErrorBody) -> str:
    words = " ".join(f"{reason.kind}: {reason.message}".strip(": ").split())[:WORDS_SHOWN]
    advice = f" ({_ADVICE[status]})" if status in _ADVICE else ""
    return f"Airtable answered {call} with {status} {words or 'and no reason'}{advice}"
