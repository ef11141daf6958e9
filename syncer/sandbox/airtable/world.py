"""The ground truth: every base, row and token of the sandbox, and what a person does by hand."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast, get_args

from syncer.sandbox.airtable.fields import COMPUTED, creatable, options_for, usual_options
from syncer.sandbox.airtable.model import (
    ALL_SCOPES,
    Base,
    Field,
    Permission,
    Table,
    Token,
    User,
    View,
    new_id,
)
from syncer.sandbox.airtable.reading import record_json
from syncer.sandbox.airtable.settings import RateLimiter, Settings
from syncer.sandbox.airtable.writing import Draft


class AirtableWorld:
    """One pretended Airtable. `clock` gives epoch seconds; `lock` guards everything here.

    >>> world = AirtableWorld()
    >>> base = world.add_base(name="Social")
    >>> _ = world.add_table(base, "Audit log", [{"name": "Event ID", "type": "singleLineText"}])
    >>> world.rows(base, "Audit log")
    []
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.lock = threading.RLock()
        self.settings = Settings()
        self.limiter = RateLimiter()
        self.calls_used = 0
        self.bases: dict[str, Base] = {}
        self.tokens: dict[str, Token] = {}
        self.person = User(id=new_id("usr"), name="A Person", email="person@example.org")
        self.users: list[User] = [self.person]

    def configure(self, **changes: Any) -> None:
        """Change settings (see Settings); ValueError names those that do not fit."""
        self.settings = self.settings.changed(changes)

    def add_base(self, *, name: str, id: str | None = None) -> str:
        """A new, empty base; its id."""
        base = Base(id=id or new_id("app"), name=name)
        self.bases[base.id] = base
        return base.id

    def add_table(self, base: str, name: str, fields: Sequence[dict[str, Any]]) -> str:
        """A table as a person makes it in the app: any field type, usual options where none given.

        Each field is `{"name", "type"}` with optional `"options"`, `"description"`, `"id"`.
        """
        made = [_field(spec) for spec in fields]
        if not made or self.base(base).table(name) is not None:
            raise ValueError(f"table {name!r} needs a name of its own and at least one field")
        table = Table(id=new_id("tbl"), name=name, fields=made)
        table.views.append(View(id=new_id("viw"), name="Grid view"))
        self.base(base).tables.append(table)
        return table.id

    def load_schema(self, base: str, schema: dict[str, Any]) -> None:
        """Tables exactly as a recorded `GET /v0/meta/bases/{base}/tables` shows them."""
        for spec in schema["tables"]:
            table = Table(id=spec["id"], name=spec["name"], fields=[])
            table.fields = [Field(**field) for field in spec["fields"]]
            table.views = [View(**view) for view in spec["views"]]
            self.base(base).tables.append(table)

    def add_view(self, base: str, table: str, name: str, formula: str = "") -> str:
        """A grid view of the rows that satisfy the formula, in the order they were added."""
        view = View(id=new_id("viw"), name=name, formula=formula)
        self.table(base, table).views.append(view)
        return view.id

    def add_token(
        self,
        token: str,
        *,
        bases: Iterable[str] | None = None,
        scopes: Iterable[str] = ALL_SCOPES,
        permission: Permission = "create",
        user: str = "Syncer",
    ) -> str:
        """A personal access token; None grants all bases; `permission` is its user's role there."""
        if isinstance(bases, str) or isinstance(scopes, str):
            raise TypeError("bases and scopes are lists")
        if permission not in get_args(Permission):
            raise ValueError(f"permission must be one of {', '.join(get_args(Permission))}")
        mail = f"{user.lower().replace(' ', '.')}@example.org"
        owner = self.user(mail) or User(id=new_id("usr"), name=user, email=mail)
        self.users = [*(u for u in self.users if u.id != owner.id), owner]
        self.tokens[token] = Token(
            secret=token,
            user=owner,
            bases=None if bases is None else frozenset(bases),
            scopes=frozenset(scopes),
            permission=permission,
        )
        return token

    def table(self, base: str, table: str) -> Table:
        """By base id and table id or name; LookupError if there is none."""
        found = self.base(base).table(table)
        if found is None:
            raise LookupError(f"no table {table!r} in base {base!r}")
        return found

    def base(self, base: str) -> Base:
        """By id; LookupError if there is none."""
        if base not in self.bases:
            raise LookupError(f"no base {base!r}")
        return self.bases[base]

    def user(self, key: str) -> User | None:
        """By id or e-mail address."""
        return next((u for u in self.users if key in {u.id, u.email}), None)

    def rows(self, base: str, table: str) -> list[dict[str, Any]]:
        """Every row, in the order they were added, as `{"id", "createdTime", "fields"}`."""
        with self.lock:
            home = self.table(base, table)
            return [record_json(home, record) for record in home.records.values()]

    def add_row(self, base: str, table: str, fields: dict[str, Any]) -> str:
        """A person types a new row; its record id."""
        with self.lock:
            draft = self._by_hand(base, table)
            return draft.commit([draft.created(fields)])[0].id

    def edit_row(self, base: str, table: str, record_id: str, fields: dict[str, Any]) -> None:
        """A person changes cells of a row; LookupError if there is no such row."""
        with self.lock:
            draft = self._by_hand(base, table)
            self._present(draft.table, record_id)
            draft.commit([draft.changed(record_id, fields)])

    def delete_row(self, base: str, table: str, record_id: str) -> None:
        """A person deletes a row; LookupError if there is no such row."""
        with self.lock:
            home = self.table(base, table)
            self._present(home, record_id)
            del home.records[record_id]

    def duplicate_row(self, base: str, table: str, record_id: str) -> str:
        """A person duplicates a row: a new id, the same cells; LookupError if there is none."""
        with self.lock:
            draft = self._by_hand(base, table)
            self._present(draft.table, record_id)
            [copy] = draft.commit([draft.created({})])
            copy.cells = dict(draft.table.records[record_id].cells)
            return copy.id

    def _by_hand(self, base: str, table: str) -> Draft:
        home = self.table(base, table)
        return Draft(self, self.base(base), home, self.person, typecast=True, may_add_options=True)

    @staticmethod
    def _present(table: Table, record_id: str) -> None:
        if record_id not in table.records:
            raise LookupError(f"no row {record_id!r} in table {table.name!r}")


def _field(spec: dict[str, Any]) -> Field:
    if not spec.get("name") or not spec.get("type"):
        raise ValueError(f"a field needs a name and a type: {spec!r}")
    kind = spec["type"]
    if kind not in COMPUTED and not creatable(kind) and kind != "multipleRecordLinks":
        raise ValueError(f"field {spec['name']!r}: Airtable has no field type {kind!r}")
    options = cast("dict[str, Any] | None", spec.get("options"))
    if creatable(kind):
        options = usual_options(kind) if options is None else options_for(kind, options)
    return Field(
        id=spec.get("id") or new_id("fld"),
        name=spec["name"],
        type=kind,
        options=options,
        description=spec.get("description"),
    )
