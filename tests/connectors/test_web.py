"""Links of strangers are looked at, and nothing that is not public is ever called."""

from __future__ import annotations

import io
import ipaddress
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from connectors.web import look
from connectors.web.guard import Forbidden, is_public, public_address
from connectors.web.look import Unreachable, Web
from connectors.web.picture import NotAPicture, measure

PRIVATE = (
    "127.0.0.1",
    "127.8.8.8",
    "10.0.0.7",
    "172.16.3.4",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "2002:7f00:1::",
    "2001:db8::1",
)


@pytest.mark.parametrize("address", PRIVATE)
def test_special_addresses_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))
    with pytest.raises(Forbidden):
        public_address("example.org", 443, lambda _host, _port: [address])


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_public_addresses_are(address: str) -> None:
    assert public_address("example.org", 443, lambda _host, _port: [address]) == address


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    with pytest.raises(Forbidden, match=r"10\.0\.0\.1"):
        public_address("x.org", 80, lambda _host, _port: ["93.184.215.14", "10.0.0.1"])


@pytest.mark.parametrize("port", [22, 25, 3306, 6379, 8080])
def test_other_ports_are_not_the_web(port: int) -> None:
    with pytest.raises(Forbidden, match="port"):
        public_address("example.org", port, lambda _host, _port: ["93.184.215.14"])


@given(st.ip_addresses(v=4, network="192.168.0.0/16"))
@settings(deadline=None)
def test_no_private_address_passes(address: ipaddress.IPv4Address) -> None:
    assert not is_public(address)
    assert not is_public(ipaddress.ip_address(f"::ffff:{address}"))


def test_a_link_to_this_machine_is_told_and_not_called() -> None:
    assert "not a public address" in Web().state("http://127.0.0.1/")
    assert "port" in Web().state("http://127.0.0.1:6379/")
    assert Web().state("ftp://example.org/") == "it is no web address"
    assert Web().state("https://") == "it is no web address"
    assert "malformed" in Web().state("https://example.org:99999/")


class _Site(BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        self.server.seen.append((self.command, self.path, self.headers["Host"]))  # type: ignore[attr-defined]
        status, extra, body = 200, {}, b"hello"
        if self.path.startswith("/status/"):
            status = int(self.path.rsplit("/", 1)[1])
        elif self.path.startswith("/hop/"):
            left = int(self.path.rsplit("/", 1)[1])
            status, extra = 302, {"Location": f"/hop/{left - 1}" if left else "/"}
        elif self.path == "/inside":
            status, extra = 302, {"Location": "http://169.254.169.254/latest/meta-data"}
        elif self.path == "/nohead" and self.command == "HEAD":
            status = 405
        elif self.path == "/big":
            body = b"x" * 5000
        self.send_response(status)
        for name, value in {**extra, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Silence."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[ThreadingHTTPServer]:
    """A site on loopback that this test, and no user, declares public."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.seen = []  # type: ignore[attr-defined]
    real = look.public_address

    def address(host: str, port: int, look_up: object) -> str:
        return "127.0.0.1" if host == "site.example" else real(host, port)

    monkeypatch.setattr(look, "public_address", address)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def url(site: ThreadingHTTPServer, path: str) -> str:
    return f"http://site.example:{site.server_port}{path}"


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ("/", "ok"),
        ("/nohead", "ok"),
        ("/hop/2", "ok"),
        ("/hop/9", "more than 3 redirects"),
        ("/status/404", "it answers 404"),
        ("/status/503", "it answers 503"),
    ],
)
def test_what_a_link_does_is_told(site: ThreadingHTTPServer, path: str, state: str) -> None:
    assert Web().state(url(site, path)) == state


def test_a_redirect_into_the_machine_room_is_refused(site: ThreadingHTTPServer) -> None:
    assert "not a public address" in Web().state(url(site, "/inside"))


def test_the_host_is_named_though_the_address_is_called(site: ThreadingHTTPServer) -> None:
    Web().state(url(site, "/"))
    assert site.seen == [("HEAD", "/", f"site.example:{site.server_port}")]  # type: ignore[attr-defined]


def test_what_is_too_large_is_not_read(site: ThreadingHTTPServer) -> None:
    assert Web().fetch(url(site, "/big"), most=5000) == b"x" * 5000
    with pytest.raises(Unreachable, match="larger"):
        Web().fetch(url(site, "/big"), most=4999)


def test_a_host_that_is_not_there_is_told() -> None:
    def nobody(_host: str, _port: int) -> list[str]:
        raise OSError("no such host")

    assert (
        Web(look_up=nobody).state("https://nowhere.example/") == "nowhere.example cannot be found"
    )


def test_a_picture_is_measured() -> None:
    raw = io.BytesIO()
    Image.new("RGB", (40, 30), "#102030").save(raw, "PNG")
    found = measure(raw.getvalue())
    assert (found.format, found.width, found.height) == ("png", 40, 30)
    assert found.size == len(raw.getvalue())
    assert found.colours == ("#102030",)


@pytest.mark.parametrize("raw", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40])
def test_what_is_no_picture_is_told(raw: bytes) -> None:
    with pytest.raises(NotAPicture):
        measure(raw)
