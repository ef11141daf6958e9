"""Mail: messages that cannot be bent, handed to a small SMTP server on a loopback port."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import traceback
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.errors import Garbled, NotAllowed, Refused, ServiceError, TryLater
from connectors.mail import Mail, Server, compose, parse_url
from tests.connectors.smtp import Smtp, serving

DATE = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
ID = "<return.5f2a@syncer.example.org>"


def send(url: str, tls: ssl.SSLContext | None = None, **change: str) -> None:
    mail = Mail(url, "syncer <syncer@example.org>", timeout=0.3, tls=tls)
    text = {"to": "ana@example.org", "subject": "s", "body": "b", "message_id": ID, **change}
    mail.send(**text, date=DATE)  # type: ignore[arg-type]  # the texts are the four keys above


def refused(script: Smtp, query: str = "", user: str = "") -> ServiceError:
    with serving(script), pytest.raises(ServiceError) as caught:
        send(f"smtp://{user}127.0.0.1:{script.port}{query}")
    assert caught.value.__context__ is None
    return caught.value


def test_a_message_arrives_as_it_was_written() -> None:
    body = "Գրառումը վերադարձվել է։\n.\n..\n" + "x" * 2000 + "\n"
    with serving(Smtp()) as server:
        url = f"smtp://127.0.0.1:{server.port}"
        send(url, to="Անա <ana@example.org>", subject="Քարտը՝ հետ", body=body)
    (raw,) = server.mails
    assert raw.isascii()
    mail = message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)
    assert (mail["To"], mail["From"]) == ("Անա <ana@example.org>", "syncer <syncer@example.org>")
    assert (mail["Subject"], mail["Message-ID"]) == ("Քարտը՝ հետ", ID)
    assert mail["Date"].datetime == DATE
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content().replace("\r\n", "\n") == body
    assert server.heard[-1].upper() == "QUIT"


@given(st.text(), st.text())
@settings(deadline=None, max_examples=80)
def test_no_subject_or_name_makes_a_header(subject: str, name: str) -> None:
    def raw(subject: str, to: str) -> bytes:
        return compose(
            sender="s@x.org", to=to, subject=subject, body="b", message_id=ID, date=DATE
        ).as_bytes()

    mail = message_from_bytes(raw("a\r\nBcc: v@y.org\r\n\r\n" + subject, "a@x.org"), policy=default)
    wanted = ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"]
    mime = ["Content-Type", "Content-Transfer-Encoding", "MIME-Version"]
    assert sorted(mail.keys()) == sorted(wanted + mime)
    try:
        mail = message_from_bytes(raw("s", f"{name} <a@x.org>"), policy=default)
    except ValueError:
        return
    assert sorted(mail.keys()) == sorted(wanted + mime)
    assert [a.addr_spec for a in mail["To"].addresses] == ["a@x.org"]


@pytest.mark.parametrize(
    "change",
    [
        {"to": "a@x.org, b@y.org"},
        {"to": "a@x.org\r\nBcc: b@y.org"},
        {"to": "<a@x.org> b@y.org"},
        {"to": "nobody"},
        {"to": ""},
        {"to": "a@"},
        {"message_id": "5f2a@x.org"},
        {"message_id": "<a@x.org>\r\nBcc: b@y.org"},
        {"message_id": "<a@x.org>\n"},
    ],
    ids=str,
)
def test_what_is_no_address_or_id_is_refused(change: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"no (mail address|Message-ID)"):
        send("smtp://127.0.0.1:1", **change)


@pytest.mark.parametrize(
    ("url", "host", "port", "secure"),
    [
        ("smtp://mail.x.org", "mail.x.org", 25, ""),
        ("smtp://mail.x.org:2525", "mail.x.org", 2525, ""),
        ("smtp://u:p%40ss@mail.x.org?starttls=1", "mail.x.org", 587, "starttls"),
        ("smtps://u:p%40ss@mail.x.org", "mail.x.org", 465, "tls"),
        ("smtp://u:p%40ss@localhost:1025?starttls=0", "localhost", 1025, ""),
    ],
)
def test_addresses_are_read(url: str, host: str, port: int, secure: str) -> None:
    user, password = ("u", "p@ss") if "u:" in url else ("", "")
    assert parse_url(url) == Server(
        host=host, port=port, secure=secure, user=user, password=password
    )
    assert "p@ss" not in repr(parse_url(url))


@pytest.mark.parametrize(
    "url",
    [
        "mail.x.org",
        "http://u:geheim@mail.x.org",
        "smtp://",
        "smtp://u:geheim@mail.x.org",
        "smtp://u:geheim@mail.x.org:port?starttls=1",
        "smtp://u:geheim@mail.x.org?starttls=yes",
        "smtp://u:geheim@mail.x.org?tls=1",
        "smtps://u:geheim@mail.x.org?starttls=1",
        "smtp://u:geheim@[::1?starttls=1",
    ],
)
def test_an_address_that_cannot_work_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(ValueError, match=r"mail server|starttls") as caught:
        parse_url(url)
    assert "geheim" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    ("says", "wanted", "unknown"),
    [
        ({"HELLO": "421 busy"}, TryLater, False),
        ({"HELLO": "554 go away"}, Refused, False),
        ({"HELLO": "nonsense"}, Garbled, True),
        ({"HELLO": ""}, TryLater, False),
        ({"HELLO": None}, TryLater, False),
        ({"MAIL": "530 who are you"}, NotAllowed, False),
        ({"RCPT": "550 unknown user"}, Refused, False),
        ({"RCPT": "450 greylisted"}, TryLater, False),
        ({"DATA": "554 no"}, Refused, False),
        ({"MESSAGE": "552 too large"}, Refused, False),
        ({"MESSAGE": "451 later"}, TryLater, False),
        ({"MESSAGE": ""}, TryLater, True),
        ({"MESSAGE": None}, TryLater, True),
    ],
    ids=str,
)
def test_what_a_server_says(
    says: dict[str, str | None], wanted: type[ServiceError], unknown: bool
) -> None:
    error = refused(Smtp(says=says))
    assert type(error) is wanted
    assert error.unknown is unknown
    assert "mail server 127.0.0.1:" in str(error)


def test_a_wrong_password_is_not_repeated_in_the_message() -> None:
    script = Smtp(says={"AUTH": "535 geheim1 is wrong"}, offers=("AUTH PLAIN",))
    error = refused(script, user="ana:geheim1@")
    assert isinstance(error, NotAllowed)
    assert error.everything
    assert "geheim1" not in str(error)
    assert "user and password" in str(error)


def test_a_failed_goodbye_does_not_make_a_message_unsent() -> None:
    for goodbye in ("", None, "500 what"):
        with serving(Smtp(says={"QUIT": goodbye})) as server:
            send(f"smtp://127.0.0.1:{server.port}")
        assert len(server.mails) == 1


def test_nobody_there() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        with pytest.raises(TryLater) as caught:
            send(f"smtp://127.0.0.1:{held.getsockname()[1]}")
    assert caught.value.unknown is False


def test_without_the_starttls_that_was_asked_for_nothing_is_said() -> None:
    script = Smtp(offers=("AUTH PLAIN",))
    error = refused(script, "?starttls=1", user="ana:geheim1@")
    assert isinstance(error, Refused)
    assert not any(line.startswith(("AUTH", "MAIL")) for line in script.heard)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl to make a certificate with")
    pem = tmp_path_factory.mktemp("tls") / "both.pem"
    kind = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(pem), "-out", f"{pem}.crt"]
    subprocess.run([openssl, "req", *kind, *names], check=True, capture_output=True)
    pem.write_bytes(pem.read_bytes() + Path(f"{pem}.crt").read_bytes())
    return pem


@pytest.mark.parametrize("trusted", [True, False])
def test_after_starttls_the_password_travels_only_to_a_trusted_server(
    certificate: Path, trusted: bool
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    script = Smtp(offers=("STARTTLS", "AUTH PLAIN"), tls=context)
    with serving(script):
        url = f"smtp://ana:geheim1@127.0.0.1:{script.port}?starttls=1"
        if trusted:
            send(url, ssl.create_default_context(cafile=f"{certificate}.crt"))
        else:
            with pytest.raises(TryLater, match="certificate"):
                send(url)
    said = [line.split(" ")[0].upper() for line in script.heard]
    assert said[:2] == ["EHLO", "STARTTLS"]
    assert ("AUTH" in said) is trusted
    assert len(script.mails) == trusted
