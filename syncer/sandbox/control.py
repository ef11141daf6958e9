"""`/_control/…` on either port: journal, faults, limits, clock, and what people do by hand.

Not the services': it needs no token, keeps no pace and is not in the journal. Problems are answered
400 with `{"error": "…"}`.
"""

from __future__ import annotations

from typing import Any, Protocol

from flask import Flask, Response, jsonify, request

from syncer.sandbox.clock import Clock
from syncer.sandbox.faults import Fault, Faults
from syncer.sandbox.journal import Journal
from syncer.sandbox.trello.errors import RefusedError
from syncer.sandbox.trello.humans import TrelloWorld, play


class Controlled(Protocol):
    """What is controlled: a Sandbox."""

    clock: Clock
    journal: Journal
    faults: Faults
    trello: TrelloWorld

    def limit(self, *, trello: bool | None = None, airtable: str | None = None) -> None: ...


def control_app(sandbox: Controlled) -> Flask:
    """The control endpoints of one sandbox.

    GET, DELETE journal[?service=] · GET, POST, DELETE faults (a Fault's fields) ·
    POST limits {trello: bool, airtable: off|soft|strict} · POST clock {advance: seconds} ·
    GET, POST users {username, full_name, token?, app?} · POST tokens {username, token?, app?} ·
    POST trello/<name> (a control call of humans.py) · POST quirks {quiet_excluded?, bare_actions?,
    odd_keys?}. `/_control/airtable/…` is the other service's own.
    """
    app = Flask("syncer.sandbox.control", static_folder=None)
    _add_shared(app, sandbox)
    _add_trello(app, sandbox.trello)
    for problem in (LookupError, TypeError, ValueError, RefusedError):
        app.register_error_handler(problem, _problem)
    return app


def _add_shared(app: Flask, sandbox: Controlled) -> None:
    @app.get("/_control/journal")
    def journal() -> Response:
        found = sandbox.journal.entries(request.args.get("service"))
        return jsonify([e.as_json() for e in found])

    @app.delete("/_control/journal")
    def clear_journal() -> Response:
        sandbox.journal.clear()
        return jsonify({})

    @app.get("/_control/faults")
    def faults() -> Response:
        return jsonify(sandbox.faults.active())

    @app.post("/_control/faults")
    def add_fault() -> Response:
        sandbox.faults.add(Fault(**_body()))
        return jsonify({})

    @app.delete("/_control/faults")
    def clear_faults() -> Response:
        sandbox.faults.clear()
        return jsonify({})

    @app.post("/_control/limits")
    def limits() -> Response:
        sandbox.limit(**_body())
        return jsonify({})

    @app.post("/_control/clock")
    def clock() -> Response:
        sandbox.clock.advance(float(_body()["advance"]))
        return jsonify({"now": sandbox.clock().isoformat()})


def _add_trello(app: Flask, world: TrelloWorld) -> None:
    @app.get("/_control/users")
    def users() -> Response:
        return jsonify([{"id": m.id, "username": m.username} for m in world.members.values()])

    @app.post("/_control/users")
    def add_user() -> Response:
        with world.lock:
            made = world.add_user(**_body())
        return jsonify({"id": made.member.id, "token": made.secret})

    @app.post("/_control/tokens")
    def add_token() -> Response:
        with world.lock:
            made = world.add_token(**_body())
        return jsonify({"id": made.member.id, "token": made.secret})

    @app.post("/_control/quirks")
    def quirks() -> Response:
        world.configure(**_body())
        return jsonify({})

    @app.post("/_control/trello/<name>")
    def by_hand(name: str) -> Response:
        return jsonify(play(world, name, _body()))


def _body() -> dict[str, Any]:
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise ValueError("a JSON object is wanted")  # noqa: TRY004 - it is about what was sent
    return body


def _problem(error: Exception) -> tuple[Response, int]:
    return jsonify({"error": f"{type(error).__name__}: {error}"}), 400
