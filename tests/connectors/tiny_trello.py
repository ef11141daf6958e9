"""A server on a loopback port that takes a batch apart as Trello does, and notes what came."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Query = dict[str, str]
Route = Callable[[str, Query], tuple[int, Any]]


@dataclass
class Request:
    """One request: `query` decoded once, as any server does."""

    method: str
    path: str
    query: Query
    headers: dict[str, str]
    body: str
    raw: str


@dataclass
class Tiny:
    """`route` answers (path below /1, query) with (status, body). A batch asks it route by
    route."""

    route: Route
    whole: Callable[[Request], tuple[int, Any] | None] = lambda _: None
    """answers a request instead, a batch as a whole too, unless it returns None"""
    url: str = ""
    seen: list[Request] = field(default_factory=list)

    def answer(self, request: Request) -> tuple[int, Any]:
        """As Trello: routes of a batch are separated by commas once the address is decoded."""
        if (whole := self.whole(request)) is not None:
            return whole
        if request.path != "/1/batch":
            return self.route(request.path.removeprefix("/1"), request.query)
        routes = request.query["urls"].split(",")
        if len(routes) > 10:
            return 400, "maximum of 10 routes"
        return 200, [self._item(each) for each in routes]

    def _item(self, route: str) -> dict[str, Any]:
        parts = urlsplit(route)
        status, body = self.route(parts.path, dict(parse_qsl(parts.query, strict_parsing=True)))
        if status == 200:
            return {"200": body}
        return {"statusCode": status, "name": "Error", "message": body}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits 40 ms for the client's ACK
    tiny: Tiny

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        request = Request(
            method=self.command,
            path=parts.path,
            query=dict(parse_qsl(parts.query)),
            headers=dict(self.headers.items()),
            body=self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode(),
            raw=self.path,
        )
        self.tiny.seen.append(request)
        status, body = self.tiny.answer(request)
        text = body if isinstance(body, str) else json.dumps(body)
        self.send_response(status)
        self.send_header("Content-Length", str(len(text.encode())))
        self.send_header("X-Server-Time", "1586871973048")
        self.end_headers()
        self.wfile.write(text.encode())

    do_GET = do_POST = do_PUT = _serve  # noqa: N815  # http.server looks for these names

    def log_message(self, *_: object) -> None:
        """Tests stay silent."""


@contextmanager
def tiny_trello(route: Route) -> Iterator[Tiny]:
    """Serves `route` for as long as the block lasts."""
    tiny = Tiny(route)
    handler = type("Handler", (_Handler,), {"tiny": tiny})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        tiny.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield tiny
        finally:
            server.shutdown()
            thread.join()
