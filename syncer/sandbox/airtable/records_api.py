"""`/v0/{base}/{table}`: the records endpoints.

Vendor's pages: airtable.com/developers/web/api/{list-records, get-record, create-records,
update-multiple-records, update-record, delete-multiple-records, delete-record}.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, request
from flask.views import MethodView

from syncer.sandbox.airtable import errors
from syncer.sandbox.airtable.access import Visit, enter_table, json_body, reply, require
from syncer.sandbox.airtable.listing import Iterations, from_url, read_query
from syncer.sandbox.airtable.model import Record, Table
from syncer.sandbox.airtable.reading import record_json
from syncer.sandbox.airtable.world import AirtableWorld
from syncer.sandbox.airtable.writing import Change, Draft, merge_fields

MOST_RECORDS = 10
"""Records in one writing request [DOC]."""

_READ = "data.records:read"
_WRITE = "data.records:write"
_TO_CREATE = 'record objects, each with a "fields" object for cell values'
_TO_UPDATE = 'record objects, each with an "id" ID field and a "fields" object for cell values'
_RECORD_ID = re.compile(r"rec[A-Za-z0-9]{14}")


def records_api(world: AirtableWorld) -> Blueprint:
    """The records endpoints of one world."""
    api = Blueprint("airtable_records", __name__)
    iterations = Iterations()
    many = ManyRecords.as_view("many", world, iterations)
    api.add_url_rule("/v0/<base>/<table>", view_func=many)
    listed = ListRecords.as_view("list", world, iterations)
    api.add_url_rule("/v0/<base>/<table>/listRecords", view_func=listed)
    one = OneRecord.as_view("one", world)
    api.add_url_rule("/v0/<base>/<table>/<record>", view_func=one)
    return api


class ManyRecords(MethodView):
    """List, create, update, upsert and delete up to ten records."""

    def __init__(self, world: AirtableWorld, iterations: Iterations) -> None:
        self._world = world
        self._iterations = iterations

    def get(self, base: str, table: str) -> Response:
        _, home = enter_table(self._world, base, table, _READ)
        return _page(self._world, self._iterations, home, from_url(request.args.items(multi=True)))

    def post(self, base: str, table: str) -> Response:
        body, visit, home = _to_write(self._world, base, table, "create records")
        draft = _draft(self._world, visit, home, body)
        if "records" not in body:
            [record] = draft.commit([draft.created(body.get("fields"))])
            return reply(_shown(home, record, body))
        items = _batch(body["records"], _TO_CREATE)
        created = draft.commit([draft.created(item.get("fields")) for item in items])
        return reply({"records": [_shown(home, record, body) for record in created]})

    def patch(self, base: str, table: str) -> Response:
        return self._update(base, table, replace=False)

    def put(self, base: str, table: str) -> Response:
        return self._update(base, table, replace=True)

    def delete(self, base: str, table: str) -> Response:
        visit, home = enter_table(self._world, base, table, _WRITE)
        require(visit.token, "edit", f"delete records in table {home.name} ({home.id})")
        ids = request.args.getlist("records[]") or request.args.getlist("records")
        if not 1 <= len(ids) <= MOST_RECORDS:
            raise errors.bad_records("record IDs")
        if absent := [id_ for id_ in ids if id_ not in home.records]:
            raise errors.no_row(absent[0])
        for id_ in ids:
            home.records.pop(id_, None)
        return reply({"records": [{"deleted": True, "id": id_} for id_ in ids]})

    def _update(self, base: str, table: str, *, replace: bool) -> Response:
        body, visit, home = _to_write(self._world, base, table, "update records")
        items = _batch(body.get("records"), _TO_UPDATE)
        draft = _draft(self._world, visit, home, body)
        upsert = body.get("performUpsert")
        if upsert is None:
            changes = [_by_id(draft, item, replace=replace) for item in items]
        else:
            changes = _upserts(draft, upsert, items, replace=replace)
        rows = draft.commit(changes)
        answer: dict[str, Any] = {"records": [_shown(home, row, body) for row in rows]}
        if upsert is not None:
            made = [change.record is None for change in changes]
            pairs = list(zip(rows, made, strict=True))
            answer["updatedRecords"] = [row.id for row, new in pairs if not new]
            answer["createdRecords"] = [row.id for row, new in pairs if new]
        return reply(answer)


class ListRecords(MethodView):
    """Listing by POST, for formulas that would not fit a URL."""

    def __init__(self, world: AirtableWorld, iterations: Iterations) -> None:
        self._world = world
        self._iterations = iterations

    def post(self, base: str, table: str) -> Response:
        _, home = enter_table(self._world, base, table, _READ)
        asked = from_url(request.args.items(multi=True)) | json_body()
        return _page(self._world, self._iterations, home, asked)


class OneRecord(MethodView):
    """Get, update and delete a single record."""

    def __init__(self, world: AirtableWorld) -> None:
        self._world = world

    def get(self, base: str, table: str, record: str) -> Response:
        _, home = enter_table(self._world, base, table, _READ)
        asked = from_url(request.args.items(multi=True))
        return reply(_shown(home, _present(home, record), asked))

    def patch(self, base: str, table: str, record: str) -> Response:
        return self._update(base, table, record, replace=False)

    def put(self, base: str, table: str, record: str) -> Response:
        return self._update(base, table, record, replace=True)

    def delete(self, base: str, table: str, record: str) -> Response:
        visit, home = enter_table(self._world, base, table, _WRITE)
        require(visit.token, "edit", f"delete records in table {home.name} ({home.id})")
        del home.records[_present(home, record).id]
        return reply({"deleted": True, "id": record})

    def _update(self, base: str, table: str, record: str, *, replace: bool) -> Response:
        body, visit, home = _to_write(self._world, base, table, "update records")
        _present(home, record)
        draft = _draft(self._world, visit, home, body)
        [row] = draft.commit([draft.changed(record, body.get("fields"), replace=replace)])
        return reply(_shown(home, row, body))


def _to_write(
    world: AirtableWorld, base: str, table: str, what: str
) -> tuple[dict[str, Any], Visit, Table]:
    visit, home = enter_table(world, base, table, _WRITE)
    require(visit.token, "edit", f"{what} in table {home.name} ({home.id})")
    return json_body(), visit, home


def _draft(world: AirtableWorld, visit: Visit, table: Table, body: dict[str, Any]) -> Draft:
    return Draft(
        world,
        visit.base,
        table,
        visit.token.user,
        typecast=body.get("typecast") is True,
        may_add_options=visit.token.permission == "create",
    )


def _batch(items: Any, each: str) -> list[dict[str, Any]]:
    good = isinstance(items, list) and all(isinstance(item, dict) for item in items)
    if not good or not 1 <= len(items) <= MOST_RECORDS:
        raise errors.bad_records(each)
    if not all(isinstance(item.get("fields"), dict) for item in items):
        raise errors.bad_records(each)
    return list(items)


def _by_id(draft: Draft, item: dict[str, Any], *, replace: bool) -> Change:
    id_ = item.get("id")
    if not isinstance(id_, str) or not _RECORD_ID.fullmatch(id_):
        raise errors.bad_records(_TO_UPDATE)
    return draft.changed(id_, item["fields"], replace=replace)


def _upserts(
    draft: Draft, upsert: Any, items: Sequence[dict[str, Any]], *, replace: bool
) -> list[Change]:
    names = upsert.get("fieldsToMergeOn") if isinstance(upsert, dict) else None
    merge_on = merge_fields(draft.table, names)
    return [
        _by_id(draft, item, replace=replace)
        if "id" in item
        else draft.upserted(merge_on, item["fields"], replace=replace)
        for item in items
    ]


def _present(table: Table, record_id: str) -> Record:
    record = table.records.get(record_id)
    if record is None:
        raise errors.not_found(f"no record {record_id!r} in table {table.name!r}")
    return record


def _shown(table: Table, record: Record, asked: dict[str, Any]) -> dict[str, Any]:
    return record_json(table, record, by_id=asked.get("returnFieldsByFieldId") is True)


def _page(
    world: AirtableWorld, iterations: Iterations, table: Table, asked: dict[str, Any]
) -> Response:
    query = read_query(table, asked)
    return reply(iterations.page(table, query, world.clock(), world.settings.offset_life))
