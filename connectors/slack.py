"""Slack: posts to the channel of an incoming webhook, or as a bot to a channel or a person.

https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
https://docs.slack.dev/reference/methods/chat.postMessage
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from connectors.answer import Answer, retry_after, words
from connectors.answer import refusal as by_status
from connectors.errors import Garbled, Gone, NotAllowed, Refused, ServiceError, TryLater
from connectors.http import TIMEOUT, Transport
from connectors.retry import Patience

ONCE = Patience(tries=1)
"""A message has no key by which Slack would know it again: whoever keeps the outbox decides."""

BAD_CREDENTIALS = frozenset(
    {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"}
)
NO_RIGHT = frozenset(
    {
        *("missing_scope", "no_permission", "not_in_channel", "restricted_action"),
        *("ekm_access_denied", "access_denied", "org_login_required", "action_prohibited"),
        *("invalid_token", "not_allowed_token_type", "cannot_dm_bot", "messages_tab_disabled"),
    }
)
NOT_THERE = frozenset(
    {"channel_not_found", "user_not_found", "is_archived", "channel_is_archived", "no_service"}
)
LATER = frozenset({"ratelimited", "rate_limited"})
BROKEN = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "rollup_error"}
)


@dataclass(frozen=True)
class Mention:
    """A person to be notified, by Slack's user id (U… or W…). Raises ValueError for another word,
    so that no `<!channel>` can come in under a name."""

    user: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[UW][A-Z0-9]{2,}", self.user):
            raise ValueError(f"{self.user!r} is no Slack user id: one looks like U02ABCDEF")


@dataclass(frozen=True)
class Link:
    """A link that is shown as `label`. Raises ValueError for anything but http and https."""

    url: str
    label: str

    def __post_init__(self) -> None:
        if urlsplit(self.url).scheme not in ("http", "https"):
            raise ValueError(f"{self.url!r} is no web address")


Part = str | Mention | Link


def escape(text: str) -> str:
    """Text that Slack shows as it stands: without < and > nothing in it is a mention or a link.
    https://docs.slack.dev/messaging/formatting-message-text#escaping"""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def render(*parts: Part) -> str:
    """A message from plain text, which is escaped, and the mentions and links that are meant."""
    return "".join(map(_rendered, parts))


def _rendered(part: Part) -> str:
    match part:
        case Mention(user):
            return f"<@{user}>"
        case Link(url, label):
            address = escape(quote(url, safe=":/?#[]@!$&'()*+,;=%~"))
            return f"<{address}|{escape(label.replace('|', '¦'))}>"
        case text:
            return escape(text)


class Webhook:
    """Posts to the one channel that an incoming webhook belongs to.

    Its address is the credential, so it appears in no message. Raises ValueError for an address
    that is none.
    """

    def __init__(self, url: str, *, timeout: tuple[float, float] = TIMEOUT) -> None:
        address = urlsplit(url)
        if address.scheme not in ("http", "https") or not address.hostname:
            raise ValueError("the Slack webhook is no web address: https://hooks.slack.com/… is")
        self._url = url
        self._transport = Transport(
            f"{address.scheme}://{address.netloc}",
            secrets=[url, address.path],
            complaint=_webhook_complaint,
            timeout=timeout,
            patience=ONCE,
        )

    def post(self, *parts: Part) -> None:
        """Post once. Raises TryLater, NotAllowed, Gone, Refused or Garbled; where the error is
        `unknown` the message may stand there all the same."""
        message = {"text": render(*parts)}
        answer = _post(self._transport, self._url, message, asked="POST to Slack's webhook")
        if answer.text.strip() != "ok":
            raise Garbled(
                f"{answer.asked}: the answer is not Slack's: is the webhook's address whole?",
                status=answer.status,
                unknown=True,
            )

    def close(self) -> None:
        """Let go of the connection."""
        self._transport.close()


class Bot:
    """Posts with a bot token (xoxb-…; scope chat:write, and im:write for people).

    `api_url` is where the methods are, for a proxy or a test.
    """

    def __init__(
        self,
        token: str,
        *,
        api_url: str = "https://slack.com/api",
        timeout: tuple[float, float] = TIMEOUT,
    ) -> None:
        if not token or not token.isascii() or not token.isprintable() or " " in token:
            raise ValueError("the Slack token is empty, or holds blanks or foreign characters")
        self._transport = Transport(
            api_url,
            secrets=[token],
            headers={"Authorization": f"Bearer {token}"},
            timeout=timeout,
            patience=ONCE,
        )

    def post(self, channel: str, *parts: Part) -> str:
        """Post once to a channel's id, or to a person's id as a direct message; returns the
        message's `ts`, which with the channel names it. Errors as for `Webhook.post`."""
        url = f"{self._transport.address}/chat.postMessage"
        message = {"channel": channel, "text": render(*parts)}
        answer = _post(self._transport, url, message)
        told = _told(answer)
        if not told["ok"]:
            raise _complaint(answer, str(told.get("error", "")), told)
        return str(told.get("ts", ""))

    def close(self) -> None:
        """Let go of the connection."""
        self._transport.close()


def _post(
    transport: Transport, url: str, message: Mapping[str, str], asked: str | None = None
) -> Answer:
    # Without previews: a draft's links are nobody's news, and Slack would fetch them.
    body = {**message, "unfurl_links": False, "unfurl_media": False}
    headers = {"Content-Type": "application/json; charset=utf-8"}
    return transport.call("POST", url, body=json.dumps(body), headers=headers, asked=asked)


def _told(answer: Answer) -> dict[str, Any]:
    """Slack's verdict in the body of a 200."""
    try:
        told = json.loads(answer.text)
    except (ValueError, RecursionError):
        told = None
    if isinstance(told, dict) and isinstance(told.get("ok"), bool):
        return told
    raise Garbled(
        f"{answer.asked}: the answer is not Slack's: {words(answer.text)}",
        status=answer.status,
        unknown=True,
    )


def _webhook_complaint(answer: Answer) -> ServiceError:
    """A webhook says what is wrong in one word of plain text."""
    return _complaint(answer, answer.text.strip(), {})


def _complaint(answer: Answer, word: str, told: dict[str, Any]) -> ServiceError:
    """The error for Slack's word for it, or, where we do not know the word, for the status."""
    needed = f" (needed: {told['needed']})" if told.get("needed") else ""
    said = f"{answer.asked}: Slack says {word or 'nothing'}{needed}"
    status = answer.status
    kinds: list[tuple[frozenset[str], Callable[[], ServiceError]]] = [
        (BAD_CREDENTIALS, lambda: NotAllowed(said, status=status, everything=True)),
        (NO_RIGHT, lambda: NotAllowed(said, status=status)),
        (NOT_THERE, lambda: Gone(said, status=status)),
        (LATER, lambda: TryLater(said, after=retry_after(answer.headers) or 1.0, status=429)),
        (BROKEN, lambda: TryLater(said, status=status, unknown=True)),
    ]
    for known, error in kinds:
        if word in known:
            return error()
    return Refused(said, status=status, kind=word) if answer.ok else by_status(answer)
