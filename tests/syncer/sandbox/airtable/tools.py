"""Shared by the tests of the sandbox's Airtable: a still clock, a world, replay of recordings."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from syncer.sandbox.airtable.model import Record
from syncer.sandbox.airtable.world import AirtableWorld

TOKEN = "patAAAAAAAAAAAAAA." + "0" * 64
BEARER = {"Authorization": f"Bearer {TOKEN}"}

AUDIT_FIELDS: list[dict[str, Any]] = [
    {"name": "Event ID", "type": "singleLineText"},
    {"name": "Seq", "type": "number"},
    {"name": "At", "type": "dateTime"},
    {"name": "Day", "type": "date"},
    {"name": "Outcome", "type": "singleSelect", "options": {"choices": [{"name": "returned"}]}},
    {"name": "Rules", "type": "multipleSelects"},
    {"name": "Card URL", "type": "url"},
    {"name": "Detail", "type": "multilineText"},
    {"name": "Seen", "type": "checkbox"},
    {"name": "Row", "type": "autoNumber"},
    {"name": "Label", "type": "formula", "options": {"formula": "{Event ID} & '-' & Row"}},
]


class StillClock:
    """Epoch seconds that pass only when told."""

    def __init__(self, now: float = 1_795_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def audit_world(clock: StillClock, limits: str = "off") -> tuple[AirtableWorld, str]:
    """A world with one base that holds an empty audit table, and the base's id."""
    world = AirtableWorld(clock)
    world.configure(limits=limits)
    base = world.add_base(name="Social")
    world.add_table(base, "Audit log", AUDIT_FIELDS)
    world.add_token(TOKEN)
    return world, base


def recordings(path: Path) -> list[dict[str, Any]]:
    """One recorded exchange a line."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def plant(world: AirtableWorld, base: str, table: str, row: dict[str, Any], created: float) -> None:
    """A row exactly as recorded: its own id and cells, past every check of the API."""
    home = world.table(base, table)
    cells = {
        found.id: row["fields"][found.name] for found in home.fields if found.name in row["fields"]
    }
    number = row["fields"].get("f_autoNumber", home.next_number)
    home.records[row["id"]] = Record(
        id=row["id"],
        number=number,
        created=created,
        created_by=world.person,
        modified=created,
        modified_by=world.person,
        cells=cells,
    )


@dataclass
class Replay:
    """Sends recorded requests and translates our ids into the recorded ones in the answers."""

    client: FlaskClient
    ignored: frozenset[str]
    """Fields left out of the comparison, by name."""
    ours: dict[str, str] = field(default_factory=dict)
    """Recorded id to ours."""

    def send(self, step: dict[str, Any], path: str) -> tuple[int, Any]:
        """Our status and body for one recorded request; `path` includes the query."""
        token = TOKEN if step["status"] != 401 else "patNobodys"
        sent = self._translated(json.dumps(step["requestBody"]), self.ours)
        answer = self.client.open(
            self._translated(path, self.ours),
            method=step["method"],
            headers={"Authorization": f"Bearer {token}"},
            data=sent if step["requestBody"] is not None else None,
            content_type="application/json",
        )
        body = answer.get_json()
        self._learn(step["responseBody"], body)
        theirs = {mine: recorded for recorded, mine in self.ours.items()}
        return answer.status_code, json.loads(self._translated(json.dumps(body), theirs))

    def comparable(self, body: Any, *, ordered: bool) -> Any:
        """The body without ignored fields and times of creation; rows by id unless `ordered`."""
        rows = [self._row(row) for row in _rows(body)]
        if "records" not in body:
            return rows[0] if rows else body
        return {**body, "records": rows if ordered else sorted(rows, key=lambda row: row["id"])}

    def _row(self, row: dict[str, Any]) -> dict[str, Any]:
        if "fields" not in row:
            return row
        kept = {name: value for name, value in row["fields"].items() if name not in self.ignored}
        return {"id": row["id"], "fields": kept}

    def _learn(self, recorded: Any, body: Any) -> None:
        for theirs, mine in zip(_rows(recorded), _rows(body), strict=False):
            if theirs["id"] not in self.ours and mine["id"] not in self.ours.values():
                self.ours[theirs["id"]] = mine["id"]
        if "offset" in (recorded or {}) and "offset" in (body or {}):
            iterations = (offset["offset"].partition("/")[0] for offset in (recorded, body))
            self.ours.update([tuple(iterations)])

    def _translated(self, text: str, ids: dict[str, str]) -> str:
        for old, new in ids.items():
            text = text.replace(old, new)
        return text


def _rows(body: Any) -> list[dict[str, Any]]:
    if not isinstance(body, dict) or "error" in body:
        return []
    if "records" in body:
        return list(body["records"])
    return [body] if "id" in body else []


def path_of(step: dict[str, Any]) -> str:
    """The recorded path with its query; the query's parts were recorded still encoded."""
    pairs = [
        f"{key}={value}"
        for key, values in (step.get("query") or {}).items()
        for value in (values if isinstance(values, list) else [values])
    ]
    return step["path"] + (f"?{'&'.join(pairs)}" if pairs else "")
