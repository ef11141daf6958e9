"""Airtable's Web API, one request a call, each outcome as an error of `connectors.errors`.

pyairtable makes the requests with its own retries off: by default it sends a POST again after a
lost reply, and gives up on a 429 within three seconds without saying which of the two kinds it was.
It is imported at the first call, since it takes longer to load than an idle run needs altogether.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import urlsplit

import requests
import urllib3

from connectors.airtable import answers
from connectors.airtable.answers import Identity, LiveField, LiveTable, Record, Upserted
from connectors.airtable.line import Line
from connectors.airtable.refusal import ITERATOR_LOST
from connectors.airtable.schema import Field
from connectors.airtable.wire import Cell, to_cell
from connectors.errors import Refused, TryLater
from connectors.http import prepare
from connectors.pacing import Limit, Pacer
from connectors.redact import redact

if TYPE_CHECKING:
    from pyairtable import Api, Table

Answer = TypeVar("Answer")
Row = Mapping[str, Cell]

ROWS_PER_CALL = 10
"""https://airtable.com/developers/web/api/update-multiple-records"""

RATE = Limit("base", calls=5, seconds=1.0)
"""Each base allows 5 a second (https://airtable.com/developers/web/api/rate-limits); the pacer
keeps one in reserve, so that 4 are used."""

FAILURES = (
    *(requests.RequestException, urllib3.exceptions.HTTPError),
    # What pyairtable, pydantic and `answers` raise for an answer of another shape.
    *(ValueError, TypeError, LookupError, AttributeError),
)

RESTARTS = 3
"""How often a listing begins again; three lost iterators in a row are an outage, not chance."""


class Airtable:
    """One base, seen with one token. Not safe for threads: give each its own.

    `timeout` is (connect, read) in seconds. After a time-out of the read the outcome is unknown,
    and a second attempt must wait until the first cannot be under way any more. `pacer` may be
    shared by all that use the base. `calls` counts requests that were sent, whatever came of them.

    Every method raises TryLater, NotAllowed, Gone, Refused, TooLarge, Garbled or QuotaSpent. No
    message, nor any exception behind it, holds the token.
    """

    def __init__(
        self,
        token: str,
        base: str,
        endpoint_url: str = "https://api.airtable.com",
        timeout: tuple[float, float] = (5, 30),
        *,
        pacer: Pacer | None = None,
    ) -> None:
        if not token or not token.isascii() or not token.isprintable() or " " in token:
            raise ValueError("the Airtable token is empty, or holds blanks or foreign characters")
        if not base.strip() or "/" in base:
            raise ValueError(f"{base!r} is no Airtable base id: one looks like appXXXXXXXXXXXXXX")
        address = urlsplit(endpoint_url)
        if address.scheme not in ("http", "https") or not address.hostname:
            raise ValueError(f"{endpoint_url!r} is no address of a service: https://host is wanted")
        self._token = token
        self._base = base
        self._endpoint_url = endpoint_url.rstrip("/")
        self._timeout = timeout
        self._line = Line(pacer or Pacer([RATE]))
        self._connected: Api | None = None

    def __repr__(self) -> str:
        return f"<Airtable {self._base} at {self._endpoint_url}>"

    @property
    def calls(self) -> int:
        """Requests sent so far."""
        return self._line.calls

    def upsert(self, table: str, key_field: str, rows: Sequence[Row]) -> Upserted:
        """Create or update 1 to 10 rows, matched on the text in `key_field`; safe to repeat.

        All rows are taken or none, except that after an unknown outcome nobody can say. A key that
        stands in several rows of the table is refused with 422 for good: `find` it, then `update`.
        Raises ValueError, before anything is sent, for another number of rows, a key that is empty,
        not text or given twice (what Airtable does then is undocumented), or a cell that it cannot
        hold. https://airtable.com/developers/web/api/update-multiple-records
        """
        _check_keys(key_field, rows)
        records = [{"fields": _cells(row)} for row in rows]
        at = self._table(table)
        return self._call(
            lambda: answers.upserted(
                cast("Any", at.batch_upsert(records, key_fields=[key_field])), sent=len(rows)
            )
        )

    def find(self, table: str, key_field: str, value: str) -> tuple[Record, ...]:
        """The rows whose `key_field` is exactly `value`; several if somebody duplicated one."""
        from pyairtable.formulas import match

        rows = self.list(table, formula=str(match({key_field: value})))
        return tuple(row for row in rows if row.fields.get(key_field) == value)

    def update(self, table: str, record_id: str, fields: Row) -> Record:
        """Change the named fields of one row and leave its others; None empties one.
        https://airtable.com/developers/web/api/update-record"""
        cells = _cells(fields)
        at = self._table(table)
        return self._call(lambda: answers.record(at.update(record_id, cells)))

    def list(
        self,
        table: str,
        fields: Sequence[str] | None = None,
        formula: str | None = None,
        page_size: int = 100,
    ) -> Iterator[Record]:
        """Each row once, in no order; a request for every `page_size` rows (at most 100).

        A listing that is consumed slowly is forgotten by Airtable; it then begins again at page
        one, without the rows already given. https://airtable.com/developers/web/api/list-records
        """
        options: dict[str, Any] = {"page_size": page_size}
        if fields is not None:
            options["fields"] = list(fields)
        if formula is not None:
            options["formula"] = formula
        given: set[str] = set()
        for _ in range(1 + RESTARTS):
            try:
                for row in self._rows(table, options):
                    if row.id not in given:
                        given.add(row.id)
                        yield row
                return
            except Refused as error:
                if error.kind != ITERATOR_LOST:
                    raise
        raise TryLater(f"Airtable lost the listing of {table!r} {1 + RESTARTS} times in a row")

    def _rows(self, table: str, options: dict[str, Any]) -> Iterator[Record]:
        pages = self._table(table).iterate(**options)
        # Each step of pyairtable's generator is one request, except that the last is none.
        while (page := self._call(lambda: _page(next(pages, None)))) is not None:
            yield from page

    def whoami(self) -> Identity:
        """Whose token it is: the cheapest call that proves one.
        https://airtable.com/developers/web/api/get-user-id-scopes"""
        api = self._api()
        return self._call(lambda: answers.identity(cast("Any", api.whoami())))

    def schema(self) -> tuple[LiveTable, ...]:
        """The base's tables and fields; needs the scope schema.bases:read. Asked anew each time.
        https://airtable.com/developers/web/api/get-base-schema"""
        url = self._meta("tables")
        return self._call(lambda: answers.tables(self._api().get(url)))

    def create_table(self, name: str, fields: Sequence[Field]) -> LiveTable:
        """Make a table, the first field its primary one; needs schema.bases:write and the role
        creator. Not safe to repeat after an unknown outcome: look at `schema` first.
        https://airtable.com/developers/web/api/create-table"""
        wanted = {"name": name, "fields": [field.payload() for field in fields]}
        # Not Base.create_table, which spends a second request on reading the schema again.
        url = self._meta("tables")
        return self._call(lambda: answers.table(self._api().post(url, json=wanted)))

    def create_field(self, table_id: str, field: Field) -> LiveField:
        """Add a field to the table with that id (`tbl…`); needs what `create_table` needs.
        https://airtable.com/developers/web/api/create-field"""
        url = self._meta("tables", table_id, "fields")
        return self._call(lambda: answers.field(self._api().post(url, json=field.payload())))

    def close(self) -> None:
        """Let go of the connection; a later call opens another."""
        if self._connected is not None:
            self._connected.session.close()

    def _api(self) -> Api:
        if self._connected is None:
            from pyairtable import Api

            # Annotated as whole seconds there; handed to requests as it is.
            timeout = cast("tuple[int, int]", self._timeout)
            self._connected = Api(
                self._token,
                timeout=timeout,
                retry_strategy=None,
                endpoint_url=self._endpoint_url,
            )
            self._line.attach(prepare(self._connected.session, self._endpoint_url))
        return self._connected

    def _table(self, name: str) -> Table:
        return self._api().table(self._base, name)

    def _meta(self, *path: str) -> str:
        return str(self._api().build_url("meta", "bases", self._base, *path))

    def _call(self, request: Callable[[], Answer]) -> Answer:
        """Make one request. What went wrong is raised outside of the `except`, so that the new
        error does not carry requests' own, whose request holds the token."""
        try:
            return request()
        except FAILURES as error:
            problem = self._line.problem(error)
        problem.args = (redact(str(problem), [self._token]),)
        raise problem


def _page(raw: Sequence[Any] | None) -> tuple[Record, ...] | None:
    return None if raw is None else tuple(map(answers.record, raw))


def _cells(row: Row) -> dict[str, Any]:
    return {name: to_cell(value) for name, value in row.items()}


def _check_keys(key_field: str, rows: Sequence[Row]) -> None:
    if not 1 <= len(rows) <= ROWS_PER_CALL:
        raise ValueError(f"an upsert takes 1 to {ROWS_PER_CALL} rows, not {len(rows)}")
    seen: set[str] = set()
    for row in rows:
        key = row.get(key_field)
        if not isinstance(key, str) or not key.strip():
            raise ValueError(f"a row without text in {key_field!r} cannot be matched: {key!r}")
        if key in seen:
            raise ValueError(f"two rows of one upsert have {key!r} in {key_field!r}")
        seen.add(key)
