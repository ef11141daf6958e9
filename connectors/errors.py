"""What went wrong, by what the caller can do about it.

Every message names the method, the path (never a secret) and the service's own words.
"""

from __future__ import annotations


class ServiceError(Exception):
    """A call did not succeed. `unknown` is True when it may have taken effect all the same: the
    caller must look before it writes again."""

    def __init__(self, message: str, *, status: int | None = None, unknown: bool = False) -> None:
        super().__init__(message)
        self.status = status
        self.unknown = unknown


class TryLater(ServiceError):
    """429, 5xx, a time-out, no network. `after` is how many seconds to wait at least."""

    def __init__(
        self,
        message: str,
        *,
        after: float = 0.0,
        status: int | None = None,
        unknown: bool = False,
    ) -> None:
        super().__init__(message, status=status, unknown=unknown)
        self.after = after


class NotAllowed(ServiceError):
    """401 or 403. `everything` is True when the credentials themselves are refused, so that no
    other call can succeed either; False when only this object is closed to us."""

    def __init__(
        self, message: str, *, status: int | None = None, everything: bool = False
    ) -> None:
        super().__init__(message, status=status)
        self.everything = everything


class Gone(ServiceError):
    """404: not there (any more)."""


class Refused(ServiceError):
    """Another 4xx: this request will never be taken as it is. `kind` is the service's own word
    for it where it has one (Airtable's error type)."""

    def __init__(self, message: str, *, status: int | None = None, kind: str = "") -> None:
        super().__init__(message, status=status)
        self.kind = kind


class TooLarge(Refused):
    """The answer or the request is larger than the service allows: ask for less at a time."""


class Garbled(ServiceError):
    """An answer that cannot be read. For a write the outcome is unknown."""


class QuotaSpent(ServiceError):
    """A monthly limit is reached: waiting seconds is useless, a person must act."""
