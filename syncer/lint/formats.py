"""How findings are written: for people, for programs, for editors and for CI."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from types import MappingProxyType

from syncer.lint.row import Outcome, Row
from syncer.lint.text import plain


def as_text(outcome: Outcome) -> str:
    """A line a finding, without colours."""
    return plain(outcome.rows)


def as_json(outcome: Outcome) -> str:
    """The list that RULES.md promises, a finding a line."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    rows = [encode(row) for row in rows_as_json(outcome.rows)]
    return "[" + ",\n ".join(rows) + "]"


def rows_as_json(rows: Sequence[Row]) -> list[dict[str, object]]:
    """Each row as a mapping, keys in the promised order."""
    return [row._asdict() for row in rows]


def as_sarif(outcome: Outcome) -> str:
    """SARIF 2.1.0; see syncer.lint.sarif."""
    from syncer.lint.sarif import log_of

    return json.dumps(log_of(outcome), ensure_ascii=False, indent=1)


def as_github(outcome: Outcome) -> str:
    """GitHub's workflow commands; see syncer.lint.github."""
    from syncer.lint.github import commands

    return "\n".join(commands(outcome.rows))


FORMATS = MappingProxyType[str, Callable[[Outcome], str]](
    {"text": as_text, "json": as_json, "sarif": as_sarif, "github": as_github}
)
