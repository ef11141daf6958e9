"""Trello's refusals. Most bodies are text/plain, with recorded texts where there are any."""

from __future__ import annotations


class RefusedError(Exception):
    """Answered with `status` and `text` instead of a result."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(f"{status} {text}")
        self.status = status
        self.text = text


def not_found() -> RefusedError:
    """A well-formed id of nothing."""
    return RefusedError(404, "The requested resource was not found.")


def invalid(what: str) -> RefusedError:
    """`invalid value for idList` and its like."""
    return RefusedError(400, f"invalid value for {what}")


def no_access(what: str = "") -> RefusedError:
    """No rights on this object: 401, not 403. Cards have a text of their own (recorded)."""
    return RefusedError(401, f"unauthorized {what + ' ' if what else ''}permission requested")
