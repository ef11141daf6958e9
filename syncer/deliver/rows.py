"""A ledger entry as a row of the Airtable table, and the table's fields."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from connectors.airtable import schema
from connectors.airtable.schema import TableSpec
from connectors.airtable.wire import Cell
from syncer.records import Chained

KEY = "Event ID"
LONGEST_DETAIL = 10_000
"""Characters of Detail; a longer one is cut and ends with the SHA-256 of the whole. Airtable's
long text holds 100,000."""

LONGEST_LINE = 1_000
"""Characters of the other cells."""


def table_spec(name: str) -> TableSpec:
    """The fields that `syncer setup` makes. Text throughout, so that no row is ever refused for
    an unknown select option."""
    words = ("Board", "Card", "Actor", "From", "To", "Rule", "Outcome")
    return TableSpec(
        name=name,
        fields=(
            schema.text(KEY),
            schema.number("Seq"),
            schema.date_time("At"),
            *(schema.text(word) for word in words),
            schema.url("Card URL"),
            schema.long_text("Detail"),
            schema.text("Prev"),
            schema.text("Hash"),
        ),
    )


def row_of(entry: Chained) -> dict[str, Cell]:
    """The cells of an entry. Everything but the sequence number is text as people read it; the
    hashes let `audit verify` compare the row with the ledger."""
    data = json.loads(entry.text)
    body, names = data["body"], data["body"].get("names", {})
    cells: dict[str, Cell] = {
        KEY: entry.key,
        "Seq": entry.seq,
        "At": data["at"],
        "Board": names.get("board") or data["board"] or "",
        "Card": names.get("card", ""),
        "Actor": names.get("actor") or data["actor"] or "",
        "From": names.get("from", ""),
        "To": names.get("to", ""),
        "Rule": _rule(body),
        "Outcome": _outcome(data["kind"], body),
        "Card URL": names.get("url", ""),
        "Detail": detail(data["kind"], body),
        "Prev": entry.prev,
        "Hash": entry.hash,
    }
    return {
        name: capped(value, LONGEST_LINE) if name in _CAPPED and isinstance(value, str) else value
        for name, value in cells.items()
        if value != ""
    }


_CAPPED = frozenset({"Board", "Card", "Actor", "From", "To", "Rule", "Outcome"})


def capped(text: str, longest: int) -> str:
    """The text, or as much of its beginning as fits with the SHA-256 of the whole behind it."""
    if len(text) <= longest:
        return text
    whole = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    mark = f"\n… cut; SHA-256 of the whole: {whole}"
    return text[: longest - len(mark)] + mark


def detail(kind: str, body: Mapping[str, Any]) -> str:
    """What a person wants to know beside the other columns, cut to size."""
    special = {"decision": _decision_lines, "rules": _rules_lines}
    lines = special.get(kind, _plain_lines)(body)
    text = "\n".join(lines)
    for member, name in body.get("people", {}).items():
        text = text.replace(member, name)
    return capped(text, LONGEST_DETAIL)


def _rule(body: Mapping[str, Any]) -> str:
    gate = str(body.get("gate") or body.get("payload", {}).get("gate") or "")
    codes = [reason["code"] for reason in body.get("reasons", ())]
    return f"{gate}: {', '.join(codes)}" if codes else gate


def _outcome(kind: str, body: Mapping[str, Any]) -> str:
    if kind == "decision":
        back = f" → {body['return_to_name']}" if body.get("return_to_name") else ""
        acted = "" if body["remedy"] == "none" else f", {body['remedy']}{back}"
        return f"{body['verdict']}{acted}"
    if kind in ("returned", "commented", "told"):
        return f"{kind}: {body['outcome']}"
    said = _SAID.get(kind)
    return said(body) if said else _OUTCOMES.get(kind, "seen")


_SAID: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "note": lambda body: str(body["code"]),
    "parked": lambda body: f"given up: {body['effect']}",
    "alarm": lambda body: f"{body['percent']} % of {body['what']}",
    "rules": lambda body: "rules weakened" if body["weakened"] else "rules changed",
}


_OUTCOMES = {
    "adopted": "adopted",
    "brake": "held",
    "gap": "blind",
    "outage": "blocked",
    "sight": "over",
    "anchor": "checkpoint",
    "redacted": "pseudonymised",
}


def _decision_lines(body: Mapping[str, Any]) -> list[str]:
    lines = [
        f"{reason['code']}: " + "; ".join(f"{k}={v}" for k, v in reason["facts"].items())
        for reason in body["reasons"]
    ]
    for finding in body["findings"]:
        where = f"{finding['scope']} {finding['line']}:{finding['column']}"
        lines.append(f"{finding['level']} {finding['set']}.{finding['rule']} at {where}")
        lines.append(f"  {finding['message']}")
    lines += [f"approved by {each['approver']} as {each['role']}" for each in body["approvals"]]
    lines.append(f"version {body['version']['fingerprint'][:16]}, rules {body['rules'][:16]}")
    return lines


def _rules_lines(body: Mapping[str, Any]) -> list[str]:
    """What became easier first: it is what an auditor looks for."""
    weakened = [f"easier now: {line}" for line in body["weakened"]]
    versions = f"rules {body['before'][:16]} → {body['after'][:16]}"
    return [*weakened, *body.get("difference", ()), versions]


def _plain_lines(body: Mapping[str, Any]) -> list[str]:
    skip = {"names", "people", "gate", "code"}
    return [
        f"{key}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        for key, value in body.items()
        if key not in skip and value not in (None, "", [], {})
    ]
