"""What Trello's refusals mean. Its bodies are plain text, JSON or, from the gate before it, HTML;
the words are those of recorded answers."""

from __future__ import annotations

import re

from connectors.answer import Answer, kind, refusal, words
from connectors.errors import NotAllowed, ServiceError, TooLarge, TryLater

_CREDENTIALS = re.compile(r"invalid (key|token|app token)|expired token|missing scopes")
"""401s that concern the key and the token. Every other 401 ("unauthorized card permission
requested") is about one object: Trello answers 401, not 403, where a member has no access."""

_MEMBERS_PAUSE = 90.0
"""Seconds after a 429 of the /1/members/ limit, a tenth of its window (100 calls in 900 s)."""


def complaint(answer: Answer) -> ServiceError:
    """The error that an answer other than 2xx stands for."""
    said = f"{answer.asked}: {answer.status} {words(answer.text)}"
    text = answer.text.lower()
    if answer.status == 401 and _CREDENTIALS.search(text):
        hint = "; make a new key and token at https://trello.com/power-ups/admin"
        return NotAllowed(said + hint, status=401, everything=True)
    if "api_too_many_cards_requested" in text and answer.status < 500:
        return TooLarge(said, status=answer.status, kind="API_TOO_MANY_CARDS_REQUESTED")
    error = refusal(answer)
    if isinstance(error, TryLater) and kind(answer.text) == "RATE_LIMIT_EXCEEDED":
        error.after = max(error.after, _MEMBERS_PAUSE)
    return error
