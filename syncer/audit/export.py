"""The ledger as text: lines for people, JSON as it was hashed, CSV that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator

from syncer.audit.rows import cells_of
from syncer.deliver.rows import table_spec
from syncer.records import Chained

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for a formula at the start of a cell
(https://owasp.org/www-community/attacks/CSV_Injection)."""


def safe_cell(text: str) -> str:
    """The text, led by an apostrophe where a spreadsheet would run it."""
    return f"'{text}" if text.startswith(FORMULA) else text


def as_csv(entries: Iterable[Chained]) -> Iterator[str]:
    """A header and a line an entry, with the columns of the Airtable table (RFC 4180)."""
    columns = [each.name for each in table_spec("any").fields]
    yield _csv_line(columns)
    for entry in entries:
        row = _cells(entry)
        yield _csv_line([row.get(name, "") for name in columns])


def as_json_lines(entries: Iterable[Chained]) -> Iterator[str]:
    """One JSON object a line: `entry` is the hashed text, byte for byte, beside its hashes."""
    for entry in entries:
        head = {"seq": entry.seq, "prev": entry.prev, "hash": entry.hash}
        text = entry.text if _is_json(entry.text) else json.dumps(entry.text)
        yield f'{json.dumps(head)[:-1]}, "entry": {text}}}\n'


def as_json(entries: Iterable[Chained]) -> Iterator[str]:
    """One JSON list, an entry a line, each exactly as it was hashed."""
    between = "[\n"
    for entry in entries:
        yield between + (entry.text if _is_json(entry.text) else json.dumps(entry.text))
        between = ",\n"
    yield "\n]\n" if between.startswith(",") else "[]\n"


def as_text(entries: Iterable[Chained]) -> Iterator[str]:
    """A line an entry."""
    for entry in entries:
        row = _cells(entry)
        way = " → ".join(part for part in (row.get("From", ""), row.get("To", "")) if part)
        said = (row.get(name, "") for name in ("Card", "Actor"))
        parts = (*said, way, row.get("Rule", ""), row.get("Outcome", ""))
        middle = " · ".join(" ".join(part.split()) for part in parts if part)
        yield f"{entry.seq:>6}  {row.get('At', '')[:19]:<19}  {middle}\n"


def _cells(entry: Chained) -> dict[str, str]:
    """An entry's cells as text; one that is no entry any more shows as it lies there."""
    cells = cells_of(entry)
    if cells is not None:
        return {name: str(value) for name, value in cells.items()}
    return {
        "Event ID": entry.key,
        "Seq": str(entry.seq),
        "Outcome": "unreadable",
        "Detail": entry.text,
        "Prev": entry.prev,
        "Hash": entry.hash,
    }


def _csv_line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([safe_cell(cell) for cell in cells])
    return out.getvalue()


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
