"""The tables beside the audit log: one row a post, and one row a version of a post's text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from connectors.airtable import schema
from connectors.airtable.schema import TableSpec
from connectors.airtable.wire import Cell
from syncer.deliver.rows import capped

POST_KEY = "Card ID"
VERSION_KEY = "Version ID"

LONGEST_LINE = 1_000
"""Characters of a cell of one line."""
LONGEST_TEXT = 90_000
"""Characters of a long text: Airtable's cell takes 100,000, Trello's description 16,384."""


def posts_spec(name: str) -> TableSpec:
    """One row a card, as it stands now. Text throughout, as in the audit log."""
    return TableSpec(
        name=name,
        fields=(
            schema.text(POST_KEY),
            *map(schema.text, ("Post", "Board", "Stage", "Verdict", "Version")),
            schema.long_text("Approvals"),
            schema.long_text("Blocked by"),
            schema.long_text("May be let in by"),
            schema.date_time("Due"),
            schema.number("Times sent back"),
            schema.date_time("Changed"),
            schema.url("Card URL"),
        ),
    )


def versions_spec(name: str) -> TableSpec:
    """One row a version of the guarded fields; rows are added and never changed."""
    return TableSpec(
        name=name,
        fields=(
            schema.text(VERSION_KEY),
            *map(schema.text, ("Card ID", "Post", "Board", "Fingerprint")),
            schema.date_time("At"),
            schema.text("By"),
            schema.text("Name"),
            schema.long_text("Description"),
            schema.long_text("Other fields"),
            schema.url("Card URL"),
        ),
    )


def post_cells(post: Mapping[str, Any]) -> dict[str, Cell]:
    """The row of a post. Empty cells are sent too, since the row may have held something."""
    return {
        POST_KEY: post["card"],
        "Post": capped(post["name"], LONGEST_LINE),
        "Board": capped(post["board_name"], LONGEST_LINE),
        "Stage": capped(post["stage"], LONGEST_LINE),
        "Verdict": post["verdict"],
        "Version": post["version"][:16],
        "Approvals": capped("\n".join(post["approvals"]), LONGEST_TEXT),
        "Blocked by": capped("\n".join(post["blocked"]), LONGEST_TEXT),
        "May be let in by": capped(", ".join(post["can"]), LONGEST_TEXT),
        "Due": post["due"],
        "Times sent back": post["returned"],
        "Changed": post["changed"],
        "Card URL": post["url"] or None,
    }


def version_cells(version: Mapping[str, Any]) -> dict[str, Cell]:
    """The row of a version. A field that is not guarded has no column filled."""
    values = dict(version["values"])
    name, desc = values.pop("name", ""), values.pop("desc", "")
    rest = "\n".join(
        f"{key}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        for key, value in sorted(values.items())
    )
    cells: dict[str, Cell] = {
        VERSION_KEY: f"{version['card']}:{version['fingerprint']}",
        "Card ID": version["card"],
        "Post": capped(version["name"], LONGEST_LINE),
        "Board": capped(version["board_name"], LONGEST_LINE),
        "Fingerprint": version["fingerprint"],
        "At": version["at"],
        "By": capped(version["by"], LONGEST_LINE),
        "Name": capped(name, LONGEST_LINE),
        "Description": capped(desc, LONGEST_TEXT),
        "Other fields": capped(rest, LONGEST_TEXT),
        "Card URL": version["url"],
    }
    return {name: value for name, value in cells.items() if value != ""}
