"""The Google and Microsoft styles on Vale's own fixtures: every alert the same, none besides."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from rules.rule import Rule
from rules.style.post import post_of_text
from rules.style.sheet import Sheet
from rules.style.vale import load_style

Alert = tuple[int, int, str, str]

UNSUPPORTED: dict[str, str] = {}
"""rule -> why its rows are not asked for; none of these two styles' needs it"""


@dataclass(frozen=True)
class Row:
    suite: str
    fixture: str
    alert: Alert
    plain: bool
    note: str


def rows(folder: Path) -> Iterator[Row]:
    with (folder / "expected.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            place = int(row["line"]), int(row["col"])
            yield Row(
                suite=row["suite"],
                fixture=row["fixture"],
                alert=(*place, row["rule"], row["message"]),
                plain=row["plain_or_markdown"] == "yes",
                note=row["note"],
            )


@cache
def style(folder: Path) -> tuple[tuple[Rule, ...], tuple[str, ...]]:
    files = {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }
    return load_style(folder.name, files)


def switched_on(fixture: Path) -> set[str]:
    """The rules that the fixture's own .vale.ini asks for."""
    lines = (fixture.parent / ".vale.ini").read_text(encoding="utf-8").splitlines()
    asked = (line.partition("=") for line in lines if not line.startswith("#"))
    return {name.strip() for name, _, value in asked if value.strip() == "YES"}


def alerts(folder: Path, suite: str, fixture: str) -> set[Alert]:
    asked = switched_on(folder / fixture)
    loaded, _ = style(folder / suite / suite)
    rules = [rule for rule in loaded if f"{rule.set}.{rule.name}" in asked]
    text = (folder / fixture).read_text(encoding="utf-8")
    report = Sheet(rules).check(post_of_text(text))
    assert report.failures == ()
    return {(one.line, one.column, f"{one.set}.{one.rule}", one.message) for one in report.findings}


@pytest.mark.parametrize("suite", ["Google", "Microsoft"])
def test_every_rule_of_the_style_is_taken_over(real: Path, suite: str) -> None:
    folder = real / "vale" / suite / suite
    loaded, notes = style(folder)
    assert notes == ()
    assert len(loaded) == len(list(folder.glob("*.yml")))


@pytest.mark.parametrize("suite", ["Google", "Microsoft"])
def test_alerts_are_those_that_vale_gives(real: Path, suite: str) -> None:
    folder = real / "vale"
    wanted: dict[str, set[Alert]] = defaultdict(set)
    stale: dict[str, set[tuple[int, int, str]]] = defaultdict(set)
    for row in rows(folder):
        if row.suite == suite and row.plain and row.alert[2] not in UNSUPPORTED:
            if row.note:
                stale[row.fixture].add(row.alert[:3])
            wanted[row.fixture] |= set() if row.note else {row.alert}
    missing, extra = [], []
    for fixture, alert_set in wanted.items():
        given = alerts(folder, suite, fixture)
        missing += [(fixture, *alert) for alert in sorted(alert_set - given)]
        beyond = sorted(given - alert_set)
        extra += [(fixture, *alert) for alert in beyond if alert[:3] not in stale[fixture]]
    assert (missing, extra) == ([], []), f"not asked for: {UNSUPPORTED or 'nothing'}"
    assert sum(map(len, wanted.values())) > 40


def test_stale_rows_are_found_where_they_stand(real: Path) -> None:
    """Their messages are those of an older Vale, which wrote the suggestion with a capital."""
    folder = real / "vale"
    for row in rows(folder):
        if row.note and row.plain:
            places = {alert[:3] for alert in alerts(folder, row.suite, row.fixture)}
            assert row.alert[:3] in places
