"""Findings as SARIF 2.1.0, the format that code scanners, editors and CI share.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Any
from urllib.parse import quote

from rules.style.sheet import Failure
from rules.verdict import Level
from syncer.lint.row import Outcome, Row

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.SUGGESTION: "note"}


def log_of(outcome: Outcome) -> dict[str, Any]:
    """The whole log: one run, its rules, results and what could not be answered."""
    first: dict[str, Row] = {}
    for row in outcome.rows:
        first.setdefault(row.full_name, row)
    places = {name: place for place, name in enumerate(first)}
    driver = {
        "name": "syncer",
        "semanticVersion": _version(),
        "rules": [_rule(name, row) for name, row in first.items()],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not outcome.unanswered,
                "toolExecutionNotifications": [
                    _notification(file, failure) for file, failure in outcome.unanswered
                ],
            }
        ],
        "results": [_result(row, places[row.full_name]) for row in outcome.rows],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(name: str, row: Row) -> dict[str, Any]:
    said: dict[str, Any] = {
        "id": name,
        "name": row.rule,
        "properties": {"kind": row.kind, "tags": [row.set]},
        "defaultConfiguration": {"level": LEVELS[row.level]},
    }
    return said | ({"helpUri": row.link} if row.link else {})


def _result(row: Row, index: int) -> dict[str, Any]:
    artifact = {"uri": uri(row.file)}
    several = "\n" in row.match
    region: dict[str, Any] = {
        "startLine": row.line,
        "startColumn": row.column,
        "endColumn": row.end_column,
    }
    if not several:
        region["snippet"] = {"text": row.match}
    result: dict[str, Any] = {
        "ruleId": row.full_name,
        "ruleIndex": index,
        "level": LEVELS[row.level],
        "message": {"text": row.message},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
    }
    if row.replacements and not several:  # a region in one line is all that a row knows
        place = {key: region[key] for key in ("startLine", "startColumn", "endColumn")}
        result["fixes"] = [_fix(artifact, place, text) for text in row.replacements]
    return result


def _fix(artifact: dict[str, str], place: dict[str, int], text: str) -> dict[str, Any]:
    replacement = {"deletedRegion": place, "insertedContent": {"text": text}}
    said = f"Write '{text}'." if text else "Take it out."
    return {
        "description": {"text": said},
        "artifactChanges": [{"artifactLocation": artifact, "replacements": [replacement]}],
    }


def _notification(file: str, failure: Failure) -> dict[str, Any]:
    rule = f"{failure.set}.{failure.rule} could not answer: " if failure.rule else ""
    return {
        "level": "error",
        "message": {"text": f"{rule}{failure.why}"},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(file)}}}],
    }


def uri(file: str) -> str:
    """A path as the relative or absolute address that SARIF asks for."""
    path = quote(file.replace("\\", "/"), safe="/!$&'()*+,;=@~-._")
    return f"file://{path}" if path.startswith("/") else path


def _version() -> str:
    try:
        return version("board-syncer")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "0"
