"""GET /1/batch: up to ten GET routes in one request."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from flask import Blueprint, Request, Response, current_app, g, jsonify, request

from syncer.sandbox.interpose import FAULT
from syncer.sandbox.trello.errors import RefusedError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

routes = Blueprint("batch", __name__)
MOST = 10
_INNER = "sandbox.inner"


def paths(asked: Request) -> list[str]:
    """The request's path, or the routes of a batch."""
    if asked.path == "/1/batch":
        return _urls(asked) or [asked.path]
    return [asked.path]


def cost(asked: Request) -> int:
    """How many requests this counts as."""
    return len(paths(asked))


def is_inner(environ: WSGIEnvironment) -> bool:
    """Whether this is a route of a batch that was counted as a whole."""
    return bool(environ.get(_INNER))


@routes.get("/batch")
def batch() -> Response:
    """`{"200": body}` for each route that succeeds, in order; else statusCode, name, message.
    Commas part the routes, so a comma inside one is sent encoded once more."""
    urls = _urls(request)
    if not urls:
        raise RefusedError(400, "invalid value for urls")
    if len(urls) > MOST:
        raise RefusedError(400, f"maximum of {MOST} routes")
    if not all(u.startswith("/") for u in urls):
        raise RefusedError(400, "invalid value for urls: routes start with /")
    return jsonify([_one(u) for u in urls])


def _urls(asked: Request) -> list[str]:
    """The routes; one that is encoded as a whole is decoded here, its query later."""
    parts = [u for u in asked.args.get("urls", "").split(",") if u]
    return [u if u.startswith("/") else unquote(u) for u in parts]


def _one(url: str) -> dict[str, Any]:
    """One route, as the same caller, under the same fault."""
    parts = urlsplit(url)
    environ = {
        _INNER: True,
        FAULT: request.environ.get(FAULT),
    }
    header = f'OAuth oauth_consumer_key="{g.sent.key}", oauth_token="{g.sent.token}"'
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    with app.test_request_context(
        f"/1{unquote(parts.path)}",
        query_string=parts.query,
        headers={"Authorization": header},
        environ_overrides=environ,
    ):
        answer: Response = app.full_dispatch_request()
    text = answer.get_data(as_text=True)
    if answer.status_code == 200:
        return {"200": json.loads(text)}
    return {"statusCode": answer.status_code, "name": "Error", "message": text}
