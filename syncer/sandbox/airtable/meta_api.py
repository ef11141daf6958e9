"""`/v0/meta`: who am I, bases, schema, and the making of tables and fields.

Vendor's pages: airtable.com/developers/web/api/{get-user-id-scopes, list-bases, get-base-schema,
create-base, create-table, update-table, create-field, update-field}.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response
from flask.views import MethodView

from syncer.sandbox.airtable import errors
from syncer.sandbox.airtable.access import caller, enter, json_body, reply, require, table_of
from syncer.sandbox.airtable.fields import COMPUTED, PRIMARY, BadOptions, creatable, options_for
from syncer.sandbox.airtable.model import Base, Field, Table, View, new_id
from syncer.sandbox.airtable.world import AirtableWorld

_READ = "schema.bases:read"
_WRITE = "schema.bases:write"
_LONGEST_DESCRIPTION = 20_000


def meta_api(world: AirtableWorld) -> Blueprint:
    """The metadata endpoints of one world."""
    api = Blueprint("airtable_meta", __name__)
    views: tuple[tuple[str, type[_View]], ...] = (
        ("whoami", WhoAmI),
        ("bases", Bases),
        ("bases/<base>/tables", Tables),
        ("bases/<base>/tables/<table>", OneTable),
        ("bases/<base>/tables/<table>/fields", Fields),
        ("bases/<base>/tables/<table>/fields/<field>", OneField),
    )
    for path, view in views:
        api.add_url_rule(f"/v0/meta/{path}", view_func=view.as_view(view.__name__, world))
    return api


class _View(MethodView):
    def __init__(self, world: AirtableWorld) -> None:
        self._world = world

    def _to_change(self, base: str) -> Base:
        visit = enter(self._world, base, _WRITE)
        require(visit.token, "create")
        return visit.base


class WhoAmI(_View):
    """The token's user; needs no scope. Scopes are told of OAuth tokens only [DOC]."""

    def get(self) -> Response:
        token = caller(self._world)
        answer = {"id": token.user.id}
        if "user.email:read" in token.scopes:
            answer["email"] = token.user.email
        return reply(answer)


class Bases(_View):
    """The bases that the token was granted; making one."""

    def get(self) -> Response:
        token = caller(self._world, _READ)
        shown = [
            {"id": base.id, "name": base.name, "permissionLevel": token.permission}
            for base in self._world.bases.values()
            if token.may_enter(base.id)
        ]
        return reply({"bases": shown})

    def post(self) -> Response:
        require(caller(self._world, _WRITE), "create")
        body = json_body()
        name, specs = body.get("name"), body.get("tables")
        if not isinstance(name, str) or not isinstance(body.get("workspaceId"), str):
            raise errors.invalid("a base needs a name and a workspaceId")
        if not isinstance(specs, list) or not specs:
            raise errors.invalid("a base needs at least one table")
        tables: list[Table] = []
        for spec in specs:
            tables.append(_new_table(spec, tables))
        base_id = self._world.add_base(name=name)
        self._world.bases[base_id].tables = tables
        return reply({"id": base_id, "tables": [table.schema() for table in tables]})


class Tables(_View):
    """The schema of a base; making a table."""

    def get(self, base: str) -> Response:
        tables = enter(self._world, base, _READ).base.tables
        return reply({"tables": [table.schema() for table in tables]})

    def post(self, base: str) -> Response:
        home = self._to_change(base)
        table = _new_table(json_body(), home.tables)
        home.tables.append(table)
        return reply(table.schema())


class OneTable(_View):
    """Renaming or describing a table."""

    def patch(self, base: str, table: str) -> Response:
        home = self._to_change(base)
        found = table_of(home, table)
        name, description = _name_and_description(json_body())
        if name is not None:
            _free_table_name(name, (other for other in home.tables if other is not found))
        found.name = found.name if name is None else name
        found.description = found.description if description is None else description
        return reply(found.schema())


class Fields(_View):
    """Making a field."""

    def post(self, base: str, table: str) -> Response:
        found = table_of(self._to_change(base), table)
        field = _new_field(json_body(), found.fields, "")
        found.fields.append(field)
        return reply(field.schema())


class OneField(_View):
    """Renaming or describing a field; its type and options cannot be changed here [DOC]."""

    def patch(self, base: str, table: str, field: str) -> Response:
        home = table_of(self._to_change(base), table)
        found = next((f for f in home.fields if f.id == field), None)
        if found is None:
            raise errors.no_model(f"no field {field!r} in table {home.name!r}")
        name, description = _name_and_description(json_body())
        if name is not None:
            _free_field_name(name, (other for other in home.fields if other is not found))
        found.name = found.name if name is None else name
        found.description = found.description if description is None else description
        return reply(found.schema())


def _new_table(spec: Any, beside: Iterable[Table]) -> Table:
    name = spec.get("name") if isinstance(spec, dict) else None
    if not isinstance(name, str) or not name:
        raise errors.invalid("a table needs a name")
    _free_table_name(name, beside)
    specs = spec.get("fields")
    if not isinstance(specs, list) or not specs:
        raise errors.invalid("a table needs at least one field")
    fields: list[Field] = []
    for item in specs:
        fields.append(_new_field(item, fields, f"{name}."))
    if fields[0].type not in PRIMARY:
        raise errors.invalid(f"a {fields[0].type} field cannot be the primary field")
    table = Table(id=new_id("tbl"), name=name, fields=fields, description=spec.get("description"))
    table.views.append(View(id=new_id("viw"), name="Grid view"))
    return table


def _new_field(spec: Any, beside: Iterable[Field], where: str) -> Field:
    if not isinstance(spec, dict) or not isinstance(spec.get("type"), str):
        raise errors.invalid("a field needs a name and a type")
    kind = spec["type"]
    name = _free_field_name(spec.get("name"), beside)
    told = f"Invalid options for {where}{name}: "
    if kind in COMPUTED:
        message = f"{told}Creating {kind} fields is not supported at this time"
        raise errors.refused(422, "UNSUPPORTED_FIELD_TYPE_FOR_CREATE", message)
    if not creatable(kind):
        raise errors.invalid(f"{told}{kind} fields cannot be made here")
    try:
        options = options_for(kind, spec.get("options"))
    except BadOptions as bad:
        kind_of_refusal = "INVALID_FIELD_TYPE_OPTIONS_FOR_CREATE"
        raise errors.refused(422, kind_of_refusal, f"{told}{bad}") from bad
    description = _description(spec)
    return Field(id=new_id("fld"), name=name, type=kind, options=options, description=description)


def _free_field_name(name: Any, beside: Iterable[Field]) -> str:
    """Field names are unique whatever their case [DOC /create-field]."""
    if not isinstance(name, str) or not name or _taken(name, beside):
        reason = f"the field name {name!r} is empty or taken"
        raise errors.refused(422, "DUPLICATE_OR_EMPTY_FIELD_NAME", reason=reason)
    return name


def _free_table_name(name: str, beside: Iterable[Table]) -> None:
    """Table names are unique whatever their case [DOC /create-table]."""
    if _taken(name, beside):
        raise errors.refused(422, "DUPLICATE_TABLE_NAME", reason=f"{name!r} is taken")


def _taken(name: str, beside: Iterable[Field | Table]) -> bool:
    return name.casefold() in {other.name.casefold() for other in beside}


def _name_and_description(body: dict[str, Any]) -> tuple[str | None, str | None]:
    if not body or not set(body) <= {"name", "description"}:
        raise errors.invalid("only name and description can be changed")
    name = body.get("name")
    if "name" in body and (not isinstance(name, str) or not name):
        raise errors.invalid("a name must be text")
    return name, _description(body)


def _description(spec: dict[str, Any]) -> str | None:
    text = spec.get("description")
    if text is not None and (not isinstance(text, str) or len(text) > _LONGEST_DESCRIPTION):
        raise errors.invalid(f"a description is text of at most {_LONGEST_DESCRIPTION} characters")
    return text
