"""Mail over SMTP: one message to one person, recognisable by the Message-ID that the caller gives.

smtplib speaks the protocol (RFC 5321); a 4yz reply means later and a 5yz reply never (§4.2.1).
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TypeVar
from urllib.parse import parse_qs, unquote, urlsplit

from connectors.answer import LONGEST_QUOTE
from connectors.errors import Garbled, NotAllowed, Refused, ServiceError, TryLater
from connectors.redact import redact

Result = TypeVar("Result")

PORTS = {"smtp": 25, "smtps": 465}
SUBMISSION = 587
"""The port for STARTTLS with a password (RFC 6409)."""

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
LATER = 60.0
"""Seconds; a server that greylists wants about a minute (RFC 6647 §5)."""


@dataclass(frozen=True, kw_only=True)
class Server:
    """Where to hand mail in. `secure` is "tls" from the first byte, "starttls", or "" for none."""

    host: str
    port: int
    secure: str
    user: str
    password: str = field(repr=False)


def parse_url(smtp_url: str) -> Server:
    """Read `smtp://user:password@host:port?starttls=1` or `smtps://…`; user and password are
    percent-encoded. Raises ValueError, without the password, for what is no such address, and for
    a password that would travel in clear to another machine."""
    try:
        url = urlsplit(smtp_url)
        host, port = url.hostname or "", url.port
        asked = parse_qs(url.query, keep_blank_values=True, strict_parsing=bool(url.query))
    except ValueError:
        raise ValueError(f"the mail server's address {FORM}") from None
    if url.scheme not in PORTS or not host or asked.keys() - {"starttls"}:
        raise ValueError(f"the mail server's address {FORM}")
    word = asked.get("starttls", ["0"])[-1]
    if word not in ("0", "1") or (word == "1" and url.scheme == "smtps"):
        raise ValueError("starttls is 1 or 0, and only for smtp:// (smtps:// is secure already)")
    secure = "tls" if url.scheme == "smtps" else "starttls" if word == "1" else ""
    if url.password and not secure and host not in LOOPBACK:
        raise ValueError(f"the password would travel in clear to {host}: add ?starttls=1")
    return Server(
        host=host,
        port=port or (SUBMISSION if secure == "starttls" else PORTS[url.scheme]),
        secure=secure,
        user=unquote(url.username or ""),
        password=unquote(url.password or ""),
    )


FORM = "must look like smtp://user:password@host:587?starttls=1 or smtps://user:password@host"


def compose(
    *, sender: str, to: str, subject: str, body: str, message_id: str, date: datetime
) -> EmailMessage:
    """A plain-text message. Pure.

    `sender` and `to` are one address each, `message_id` is `<unique@domain>`. Blanks and line
    breaks in the subject become single spaces, so that nothing in it can start another header.
    Raises ValueError for an address or Message-ID that is none.
    """
    if not re.fullmatch(r"<[^<>@\s]+@[^<>@\s]+>", message_id) or not message_id.isascii():
        raise ValueError(f"{message_id!r} is no Message-ID: it looks like <unique@example.org>")
    message = EmailMessage(policy=SMTP)
    message["From"] = _address(sender)
    message["To"] = _address(to)
    message["Subject"] = _one_line(subject)
    message["Date"] = format_datetime(date)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday replies, please
    message.set_content(_sendable(body), cte="quoted-printable")
    return message


class Mail:
    """Hands messages in at a server, a connection for each: they are few and far between.

    `timeout` is seconds for each step of the conversation, `tls` for a private authority. Raises
    ValueError for an address that is none.
    """

    def __init__(
        self,
        smtp_url: str,
        sender: str,
        *,
        timeout: float = 30.0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._server = parse_url(smtp_url)
        self._sender = str(_address(sender))
        self._timeout = timeout
        self._tls = tls

    def send(self, *, to: str, subject: str, body: str, message_id: str, date: datetime) -> None:
        """Hand in one message. A repeat with the same Message-ID is the same mail to most readers.

        Raises TryLater (`unknown` once the message was on its way), NotAllowed, Refused or Garbled,
        and ValueError as `compose`.
        """
        message = compose(
            sender=self._sender,
            to=to,
            subject=subject,
            body=body,
            message_id=message_id,
            date=date,
        )
        smtp = self._try("logging in", self._connected, unknown=False)
        try:
            self._try(f"sending to {to}", lambda: smtp.send_message(message), unknown=True)
            # The server has taken it: a failed goodbye must not make it look unsent.
            with suppress(OSError, smtplib.SMTPException):
                smtp.quit()
        finally:
            smtp.close()

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        context = self._tls or ssl.create_default_context()
        if server.secure == "tls":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=self._timeout, context=context
            )
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=self._timeout)
        try:
            if server.secure == "starttls":
                smtp.starttls(context=context)
            if server.user:
                smtp.login(server.user, server.password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _try(self, doing: str, step: Callable[[], Result], *, unknown: bool) -> Result:
        """smtplib's errors in our words; `unknown` is whether the message may be out after a lost
        reply. Raised outside of the `except`, so that no server's echo hangs on our error."""
        where = f"mail server {self._server.host}:{self._server.port}, {doing}"
        try:
            return step()
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            problem = _problem(where, error, unknown=unknown)
        problem.args = (redact(str(problem), [self._server.password]),)
        raise problem


def _problem(where: str, error: Exception, *, unknown: bool) -> ServiceError:
    """What an exception of smtplib or the socket means."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, reply = next(iter(error.recipients.values()))
        return _by_code(where, code, reply)
    if isinstance(error, smtplib.SMTPResponseException):
        return _by_code(where, error.smtp_code, error.smtp_error)
    if isinstance(error, ssl.SSLCertVerificationError):
        return TryLater(f"{where}: its certificate is not to be trusted: {error.verify_message}")
    if isinstance(error, UnicodeError):
        return Refused(f"{where}: the server takes ASCII only here", kind="not_supported")
    lost = isinstance(error, smtplib.SMTPServerDisconnected)
    # SMTPException is an OSError, but only a lost connection is one in earnest.
    if isinstance(error, smtplib.SMTPException) and not lost:
        return Refused(f"{where}: {error}", kind="not_supported")
    words = "no answer in time" if isinstance(error, TimeoutError) else str(error)
    hint = "; it may have been sent all the same" if unknown else ""
    return TryLater(f"{where}: {words}{hint}", unknown=unknown, after=LATER)


def _by_code(where: str, code: int, reply: bytes | str) -> ServiceError:
    """What a reply code means (RFC 5321 §4.2.1; 530, 534, 535: RFC 4954 §6)."""
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    said = f"{where}: {code} {' '.join(text.split())[:LONGEST_QUOTE]}".rstrip()
    if 400 <= code < 500:
        return TryLater(said, status=code, after=LATER)
    if code in (530, 534, 535):
        return NotAllowed(f"{said} (check user and password)", status=code, everything=True)
    if 500 <= code < 600:
        return Refused(said, status=code, kind=str(code))
    return Garbled(f"{said}: no mail server's answer", unknown=True)


def _address(text: str) -> Address:
    """One address, `a@b` or `Name <a@b>`; the name in the angle form may be in any script."""
    named = re.fullmatch(r'\s*"?([^"<>\r\n]*?)"?\s*<([^<>]+)>\s*', text)
    name, plain = (named[1], named[2]) if named else ("", text.strip())
    try:
        return Address(display_name=_one_line(name), addr_spec=plain)
    except (ValueError, LookupError, MessageError):
        raise ValueError(f"{text!r} is no mail address") from None


def _one_line(text: str) -> str:
    return "".join(c for c in " ".join(_sendable(text).split()) if c.isprintable())


def _sendable(text: str) -> str:
    """Half a surrogate pair cannot be encoded."""
    return text.encode("utf-8", "replace").decode("utf-8")
