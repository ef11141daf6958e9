"""Keeps secrets out of every text that leaves a connector: exceptions, log lines, reports."""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

MASK = "[secret]"

SHORTEST = 4
"""A shorter "secret" is a sandbox's toy: masking every "k" would leave no readable text."""

# What is recognised without being told, because a vendor gives it a form of its own.
_SHAPES = re.compile(
    r"""
      pat[A-Za-z0-9]{14}\.[0-9a-f]{64}                        # Airtable: id and secret
    | pat[A-Za-z0-9]{14}(?![A-Za-z0-9])                       # Airtable: the id alone
    | ATTA[0-9A-Za-z]{40,}                                    # Trello token, the newer form
    | xox[a-z]-[0-9A-Za-z-]{8,} | xapp-[0-9A-Za-z-]{8,}       # Slack tokens
    | (?<=hooks\.slack\.com/)[^\s"'<>]+                       # Slack webhook
    | (?<=oauth_token=")[^"]+ | (?<=oauth_consumer_key=")[^"]+
    | (?<=[?&]key=)[^&\s"'<>]+ | (?<=[?&]token=)[^&\s"'<>]+   # Trello, in an address
    | (?<=/tokens/)[^/?\s"'<>]+
    | (?<=Bearer\ )[^\s"'<>]+
    | (?<=://)[^/\s:@"'<>]+:[^/\s@"'<>]+(?=@)                 # user:password@
    """,
    re.VERBOSE,
)


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """`text` with each of `secrets`, in plain or percent-encoded form, and whatever has the shape
    of a key, token or webhook address replaced by `[secret]`."""
    forms = {form for secret in secrets for form in _forms(secret)}
    for form in sorted(forms, key=len, reverse=True):
        text = text.replace(form, MASK)
    return _SHAPES.sub(MASK, text)


def _forms(secret: str) -> set[str]:
    if len(secret) < SHORTEST:
        return set()
    return {secret, quote(secret, safe=""), quote_plus(secret)}


class Redaction(logging.Filter):
    """Redacts whole records: message, arguments and traceback. Put it on handlers, since a
    logger's own filters do not see what its children log.

    >>> handler = logging.StreamHandler()
    >>> handler.addFilter(Redaction(["the token"]))
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets = tuple(secrets)

    def filter(self, record: logging.LogRecord) -> bool:
        """Never drops a record; returns True."""
        record.msg, record.args = redact(record.getMessage(), self._secrets), ()
        if record.exc_info and record.exc_info[0] is not None:
            trace = "".join(traceback.format_exception(*record.exc_info)).rstrip()
            record.exc_text, record.exc_info = redact(trace, self._secrets), None
        elif record.exc_text:
            record.exc_text = redact(record.exc_text, self._secrets)
        return True
