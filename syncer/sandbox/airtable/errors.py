"""What Airtable says when it refuses: status and body, word for word where the words are known.

Sources: [REC] recorded live exchanges, [DOC] airtable.com/developers/web/api/errors, [REP] quoted
by users. Where Airtable's body is not known, the body is the documented generic one
(`INVALID_REQUEST_UNKNOWN`), so that no client can learn invented words; the true reason then stands
in the reply's `X-Sandbox-Reason` header.
"""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """An answer other than 200. `reason` is for the person who debugs, never part of the body."""

    def __init__(self, status: int, body: dict[str, Any], reason: str = "") -> None:
        super().__init__(reason or str(body))
        self.status = status
        self.body = body
        self.reason = reason


def refused(status: int, kind: str, message: str | None = None, reason: str = "") -> Refusal:
    """The common shape: `{"error": {"type", "message"}}`."""
    error = {"type": kind} if message is None else {"type": kind, "message": message}
    return Refusal(status, {"error": error}, reason)


def not_found(reason: str) -> Refusal:
    """Unknown route, base or record: the error is a bare string [REC]."""
    return Refusal(404, {"error": "NOT_FOUND"}, reason)


def unauthenticated() -> Refusal:
    """No token, or one nobody issued [REC]."""
    return refused(401, "AUTHENTICATION_REQUIRED", "Authentication required")


def no_model(reason: str) -> Refusal:
    """Unknown table, a base the token was not granted, or a missing scope [DOC]."""
    return refused(
        403,
        "INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND",
        "Invalid permissions, or the requested model was not found. Check that both your user and "
        "your token have the required permissions, and that the model names and/or ids are "
        "correct.",
        reason,
    )


def not_permitted(what: str = "perform this operation") -> Refusal:
    """The user's role in the base is too low [DOC]."""
    return refused(403, "INVALID_PERMISSIONS", f"You are not permitted to {what}")


def invalid(reason: str) -> Refusal:
    """Airtable's generic validator [DOC]; `reason` is ours."""
    return refused(
        422,
        "INVALID_REQUEST_UNKNOWN",
        "Invalid request: parameter validation failed. Check your request data.",
        reason,
    )


def unparsable() -> Refusal:
    """The body is not JSON; NaN counts as not JSON [REP pyairtable#80]."""
    return refused(422, "INVALID_REQUEST_BODY", "Could not parse request body")


def missing_fields() -> Refusal:
    """Neither `fields` nor `records` in a write [REP]."""
    return refused(
        422,
        "INVALID_REQUEST_MISSING_FIELDS",
        'Could not find field "fields" in the request body',
    )


def bad_records(each: str) -> Refusal:
    """More than ten, or records of the wrong shape [REP: live 422 quoted in a bug report]."""
    return refused(422, "INVALID_RECORDS", f"You must provide an array of up to 10 {each}.")


def unknown_field(name: str) -> Refusal:
    """A field name or id the table does not have [REP]."""
    return refused(422, "UNKNOWN_FIELD_NAME", f'Unknown field name: "{name}"')


def computed(name: str) -> Refusal:
    """A value for a field that Airtable fills by itself [REC]."""
    return refused(
        422,
        "INVALID_VALUE_FOR_COLUMN",
        f'Field "{name}" cannot accept a value because the field is computed',
    )


def bad_value(name: str) -> Refusal:
    """A value of the wrong type for its field [REP]."""
    return refused(
        422, "INVALID_VALUE_FOR_COLUMN", f'Field "{name}" cannot accept the provided value'
    )


def no_option(option: str) -> Refusal:
    """A select option that is not there; the doubled quotes are Airtable's [REP pyairtable#137]."""
    return refused(
        422,
        "INVALID_MULTIPLE_CHOICE_OPTIONS",
        f'Insufficient permissions to create new select option ""{option}""',
    )


def no_row(record_id: str) -> Refusal:
    """A record id that the table does not hold, in a batch or a link [REP]."""
    return refused(422, "ROW_DOES_NOT_EXIST", f"Record ID {record_id} does not exist in this table")


def bad_formula(what: str, reason: str = "") -> Refusal:
    """A filterByFormula that cannot be read [REP]."""
    message = f"The formula for filtering records is invalid: {what}"
    return refused(422, "INVALID_FILTER_BY_FORMULA", message, reason)


def bad_offset(offset: str) -> Refusal:
    """An offset that never was one [REP]."""
    return refused(422, "INVALID_OFFSET_VALUE", f"The value of offset {offset} is invalid")


def stale_offset() -> Refusal:
    """The iteration timed out or the server forgot it: start again from page one [DOC]."""
    return refused(422, "LIST_RECORDS_ITERATOR_NOT_AVAILABLE")


def too_fast() -> Refusal:
    """More than 5 requests a second to one base, or 50 by one user [DOC]."""
    return refused(429, "RATE_LIMIT_REACHED", "Rate limit exceeded. Please try again later")


def quota_spent(shape: str) -> Refusal:
    """The month's calls are used up. Reports disagree on the shape: `list`, `string`, `object`."""
    kind = "PUBLIC_API_BILLING_LIMIT_EXCEEDED"
    message = (
        "API billing plan limit exceeded. You've reached the maximum number of requests allowed "
        "for this month."
    )
    if shape == "string":
        return Refusal(429, {"error": kind})
    if shape == "object":
        return refused(429, kind, message)
    return Refusal(429, {"errors": [{"error": kind, "message": message}]})
