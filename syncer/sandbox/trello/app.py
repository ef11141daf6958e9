"""The sandbox's Trello as a WSGI app: credentials, limits and headers around the routes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException

from syncer.sandbox.faults import Fault
from syncer.sandbox.interpose import FAULT, USER
from syncer.sandbox.trello import (
    batch,
    routes_boards,
    routes_cards,
    routes_lists,
    routes_members,
    routes_parts,
)
from syncer.sandbox.trello.auth import Credentials, actor_of, credentials, token_of
from syncer.sandbox.trello.errors import RefusedError
from syncer.sandbox.trello.limits import Bucket
from syncer.sandbox.trello.reader import Reader
from syncer.sandbox.trello.records import Member
from syncer.sandbox.trello.world import World

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_EXPOSED = ", ".join(
    f"x-rate-limit-api-{who}-{what}"
    for who in ("key", "token")
    for what in ("interval-ms", "max", "remaining")
)


def trello_app(world: World) -> Flask:
    """Trello's API under /1/ over this world. One request at a time is carried out."""
    app = Flask("syncer.sandbox.trello")
    app.json.sort_keys = False  # type: ignore[attr-defined]  # of Flask's default provider
    app.url_map.strict_slashes = False  # /members/me/boards/ is what py-trello asks for
    for module in (routes_boards, routes_lists, routes_cards, routes_parts, routes_members, batch):
        app.register_blueprint(module.routes, url_prefix="/1")
    app.before_request(lambda: _admit(world))
    app.after_request(lambda answer: _with_headers(world, answer))
    app.register_error_handler(RefusedError, _refused)
    app.register_error_handler(HTTPException, _no_route)
    app.wsgi_app = _Edge(app.wsgi_app, world)  # type: ignore[method-assign, assignment]  # Flask's way
    return app


class _Edge:
    """What stands before Trello: CloudFront, which refuses a GET with a body (since Feb 2024)."""

    def __init__(self, app: WSGIApplication, world: World) -> None:
        self._app = app
        self._world = world

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "GET" and int(environ.get("CONTENT_LENGTH") or 0):
            body = b"<HTML><HEAD><TITLE>ERROR: The request could not be satisfied</TITLE></HEAD>"
            start("403 Forbidden", [("Content-Type", "text/html"), ("Server", "CloudFront")])
            return [body]
        with self._world.lock:
            return self._app(environ, start)


def _admit(world: World) -> Response | None:
    """Find out who asks and through what, count it, and read its values."""
    sent = g.sent = credentials(request)
    g.world = world
    token = g.token = token_of(world, sent)
    g.actor = actor_of(token)
    request.environ[USER] = token.member.username
    if not batch.is_inner(request.environ):
        full = world.limits.charge(
            sent.key, sent.token, token.member.id, cost=batch.cost(request), slow=_slow()
        )
        if full:
            return _too_many(full)
    g.values = _values()
    g.reader = _reader(world, token.member)
    return None


def _slow() -> int:
    """How many of the request's routes are under /members/."""
    return sum(path.startswith(("/1/members", "/members")) for path in batch.paths(request))


def _reader(world: World, viewer: Member) -> Reader:
    """The caller's view, lagging behind if a fault asks for it."""
    fault = request.environ.get(FAULT)
    if not isinstance(fault, Fault):
        return Reader(world, viewer)
    if fault.kind == "stale":
        return Reader(world, viewer, stale=fault.seconds)
    return Reader(world, viewer, late=world.held.setdefault(fault, {}), late_by=fault.seconds)


def _values() -> dict[str, Any]:
    """The request's values: query, then form, then JSON."""
    values: dict[str, Any] = {**request.args.to_dict(), **request.form.to_dict()}
    if request.is_json and request.content_length:
        body = request.get_json(silent=True)
        if not isinstance(body, dict):
            raise RefusedError(400, "Error parsing body: invalid JSON")
        values.update(body)
    return {k: v for k, v in values.items() if k not in ("key", "token")}


def _too_many(full: Bucket) -> Response:
    """No Retry-After: none is documented or was ever recorded."""
    body = json.dumps({"error": full.error, "message": full.message})
    return Response(body, 429, content_type="application/json; charset=utf-8")


def _refused(error: RefusedError) -> Response:
    return Response(error.text, error.status, content_type="text/plain; charset=utf-8")


def _no_route(error: HTTPException) -> Response:
    is_missing = error.code in (404, 405)
    text = f"Cannot {request.method} {request.path}" if is_missing else error.name
    status = 404 if is_missing else error.code
    return Response(text, status, content_type="text/plain; charset=utf-8")


def _with_headers(world: World, answer: Response) -> Response:
    if answer.mimetype == "application/json":
        answer.content_type = "application/json; charset=utf-8"
    sent: Credentials = g.sent
    token = world.tokens.get(sent.token)
    if token and sent.key in world.keys:
        answer.headers.extend(world.limits.headers(sent.key, sent.token, token.member.id))
    answer.headers.extend(server_headers(world))
    return answer


def server_headers(world: World) -> list[tuple[str, str]]:
    """What every answer of Trello carries; X-Server-Time is in milliseconds since 1970."""
    return [
        ("X-Server-Time", str(int(world.now().timestamp() * 1000))),
        ("X-Trello-Version", "1.249073.0"),
        ("X-Trello-Environment", "Sandbox"),
        ("Access-Control-Allow-Origin", "*"),
        ("Access-Control-Expose-Headers", _EXPOSED),
        ("Cache-Control", "max-age=0, must-revalidate, no-cache, no-store"),
    ]
