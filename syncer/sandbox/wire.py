"""The HTTP/1.1 server under the sandbox: werkzeug's, with connections kept alive."""

from __future__ import annotations

import contextlib
import io
import socket
import threading
from typing import TYPE_CHECKING, Any

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment


class KeepAlive(WSGIRequestHandler):
    """Serves many requests over one connection, as the real services do: clients that pool
    connections meet here what they meet there. (werkzeug's own handler closes after each.)"""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # an answer leaves in one piece
    open_connections: set[socket.socket]

    def setup(self) -> None:
        super().setup()
        self.open_connections.add(self.connection)

    def finish(self) -> None:
        self.open_connections.discard(self.connection)
        with contextlib.suppress(OSError):  # the client may be gone already
            super().finish()

    def run_wsgi(self) -> None:
        environ = self.make_environ()
        _take_body(environ)
        head: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], _exc: object = None) -> Any:
            head[:] = [status, headers]
            return lambda _data: None

        try:
            body = b"".join(self.server.app(environ, start))
        except ConnectionAbortedError:
            self.close_connection = True
            return
        self._send(head[0], head[1], body)

    def _send(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        self.send_response(int(status.split(maxsplit=1)[0]))
        for name, value in headers:
            if name.lower() not in ("content-length", "connection"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.wfile.flush()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing: the journal has it."""


def _take_body(environ: WSGIEnvironment) -> None:
    """Read the whole body, chunked or not, so that none of it is left before the next request."""
    is_chunked = environ.get("wsgi.input_terminated", False)
    length = -1 if is_chunked else int(environ.get("CONTENT_LENGTH") or 0)
    raw: bytes = environ["wsgi.input"].read(length)
    environ["wsgi.input"] = io.BytesIO(raw)
    environ["CONTENT_LENGTH"] = str(len(raw))


class Serving:
    """One app on one loopback port, served by threads of its own until stopped."""

    def __init__(self, app: WSGIApplication, port: int) -> None:
        self._connections: set[socket.socket] = set()
        handler = type("Handler", (KeepAlive,), {"open_connections": self._connections})
        self._server = ThreadedWSGIServer("127.0.0.1", port, app, handler=handler)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self._thread.start()

    @property
    def url(self) -> str:
        """Where it listens, without a path."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def stop(self) -> None:
        """Take no more connections, end those that are kept alive and free the port."""
        self._server.shutdown()
        for connection in tuple(self._connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self._server.server_close()
        self._thread.join()
