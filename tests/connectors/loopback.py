"""A server on a loopback port that answers as told, or not at all, and counts what reached it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Reply:
    """What to say. `drop` breaks the connection after reading, `delay` is seconds of silence,
    `short` bytes are promised and not sent."""

    status: int = 200
    body: object = None
    headers: dict[str, str] = field(default_factory=dict)
    drop: bool = False
    delay: float = 0.0
    short: int = 0


@dataclass
class Loopback:
    """The server's address, the replies still to be given, and what came: (method, path), the
    Authorization headers, and the bodies."""

    url: str
    replies: list[Reply]
    seen: list[tuple[str, str]] = field(default_factory=list)
    authorizations: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    served: Loopback

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.served.bodies.append(body.decode("utf-8", "replace"))
        self.served.seen.append((self.command, self.path))
        self.served.authorizations.append(self.headers.get("Authorization", ""))
        # A request too many is answered, so that it shows up in `seen` and not as a hang.
        reply = self.served.replies.pop(0) if self.served.replies else Reply(500)
        time.sleep(reply.delay)
        self.close_connection = True
        if reply.drop:
            return
        text = reply.body if isinstance(reply.body, str) else json.dumps(reply.body)
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text.encode()) + reply.short))
        self.end_headers()
        self.wfile.write(text.encode())

    do_GET = do_POST = do_PATCH = _answer  # noqa: N815  # http.server looks for these names

    def log_message(self, *_: object) -> None:
        """Tests stay silent."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A client that timed out has gone: expected here."""


@contextmanager
def serving(*replies: Reply) -> Iterator[Loopback]:
    """Serve these replies, one a request."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        served = Loopback(f"http://127.0.0.1:{server.server_address[1]}", list(replies))
        server.RequestHandlerClass = type("Handler", (_Handler,), {"served": served})
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield served
        finally:
            server.shutdown()
            thread.join()
