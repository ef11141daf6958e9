"""The tables of Vale's own unit tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rules.style.substitution import options, recased
from tests.rules.style.tools import findings, made


@pytest.fixture(scope="module")
def tables(real: Path) -> dict[str, Any]:
    text = (real / "vale" / "unit.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def test_sentence_case(tables: dict[str, Any]) -> None:
    for case in tables["sentence_case"]:
        rule = made(
            "capitalization",
            match="$sentence",
            scope=("name",),
            threshold=1.0,
            indicators=(":",),
            exceptions=tuple(case["exceptions"]),
        )
        right = not findings("", rule, name=case["heading"])
        assert right is case["match"], case


def test_substitution(tables: dict[str, Any]) -> None:
    for case in tables["substitution"]:
        rule = made("substitution", swap=case["swap"], ignorecase=case["ignorecase"])
        given = findings(case["text"], rule)
        if "messages" in case:
            assert [one.message for one in given] == case["messages"], case
        if "matches" in case:
            assert [one.match for one in given] == case["matches"], case


def test_terms_are_written_as_people_write_them(tables: dict[str, Any]) -> None:
    for term, observed, wanted in tables["recase_to_term"]:
        assert recased(term, observed) == wanted


def test_options_are_split_at_bars(tables: dict[str, Any]) -> None:
    for value, wanted in tables["options"].items():
        assert list(options(value)) == wanted


def test_existence(tables: dict[str, Any]) -> None:
    for case in tables["existence"]:
        rule = made("existence", tokens=tuple(case["tokens"]))
        assert len(findings(case["text"], rule)) == case["count"]
