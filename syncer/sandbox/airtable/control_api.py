"""`/_control/airtable`: setting the stage over HTTP, and a person's edits in the app.

Not Airtable's: it needs no token, keeps no pace, and answers 400 with `{"error": "..."}`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, request

from syncer.sandbox.airtable.access import json_body, reply
from syncer.sandbox.airtable.world import AirtableWorld

Body = dict[str, Any]


def control_api(world: AirtableWorld) -> Blueprint:
    """The control endpoints of one world; each POST takes a JSON object of the named arguments.

    POST base {name, id?} · table {base, name, fields} · view {base, table, name, formula?} ·
    token {token, bases?, scopes?, permission?, user?} · settings {...} · row/add {base, table,
    fields} · row/edit {base, table, record_id, fields} · row/delete and row/duplicate {base,
    table, record_id}. GET rows?base=&table= · settings.
    """
    api = Blueprint("airtable_control", __name__, url_prefix="/_control/airtable")
    named: dict[str, Callable[..., str | None]] = {
        "base": world.add_base,
        "table": world.add_table,
        "view": world.add_view,
        "token": world.add_token,
        "row/add": world.add_row,
        "row/edit": world.edit_row,
        "row/delete": world.delete_row,
        "row/duplicate": world.duplicate_row,
    }

    @api.post("/settings")
    def change_settings() -> Response:
        return _answered(lambda: world.configure(**json_body()), lambda _: _settings(world))

    @api.get("/settings")
    def show_settings() -> Response:
        return reply(_settings(world))

    @api.get("/rows")
    def show_rows() -> Response:
        base, table = request.args.get("base", ""), request.args.get("table", "")
        return _answered(lambda: world.rows(base, table), lambda rows: {"rows": rows})

    @api.post("/<path:action>")
    def act(action: str) -> Response:
        if action not in named:
            known = ", ".join(named)
            return reply({"error": f"no action {action!r}; there are: {known}"}, 404)
        body = json_body()
        return _answered(lambda: named[action](**body), lambda made: {"id": made})

    return api


def _settings(world: AirtableWorld) -> Body:
    return {**asdict(world.settings), "calls_used": world.calls_used}


def _answered(act: Callable[[], Any], shown: Callable[[Any], Body]) -> Response:
    try:
        return reply(shown(act()))
    except (LookupError, TypeError, ValueError) as wrong:
        return reply({"error": f"{type(wrong).__name__}: {wrong}"}, 400)
