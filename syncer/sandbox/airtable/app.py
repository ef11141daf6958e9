"""The WSGI application: Airtable's API and the control endpoints over one world."""

from __future__ import annotations

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from syncer.sandbox.airtable import errors
from syncer.sandbox.airtable.access import reply
from syncer.sandbox.airtable.control_api import control_api
from syncer.sandbox.airtable.meta_api import meta_api
from syncer.sandbox.airtable.records_api import records_api
from syncer.sandbox.airtable.world import AirtableWorld


class OneAtATime(Flask):
    """One request at a time, so that each is atomic; bodies are awaited outside the lock."""

    world: AirtableWorld

    def full_dispatch_request(self) -> Response:
        request.get_data()
        with self.world.lock:
            return super().full_dispatch_request()


def airtable_app(world: AirtableWorld) -> Flask:
    """A server for the world: `/v0/...` as Airtable has it, with or without trailing slashes,
    and `/_control/airtable/...` (see control_api)."""
    app = OneAtATime("syncer_sandbox_airtable", static_folder=None)
    app.world = world
    app.url_map.strict_slashes = False
    for api in (records_api(world), meta_api(world), control_api(world)):
        app.register_blueprint(api)
    app.register_error_handler(errors.Refusal, _refusal)
    app.register_error_handler(404, _no_route)
    app.register_error_handler(405, _no_route)
    return app


def _refusal(refusal: Exception) -> Response:
    assert isinstance(refusal, errors.Refusal)
    answer = reply(refusal.body, refusal.status)
    if refusal.reason:
        words = refusal.reason.encode("ascii", "backslashreplace").decode()
        answer.headers["X-Sandbox-Reason"] = " ".join(words.split())
    return answer


def _no_route(_: HTTPException) -> Response:
    return _refusal(errors.not_found(f"no route {request.method} {request.path}"))
