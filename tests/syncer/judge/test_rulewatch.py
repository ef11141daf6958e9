"""Nobody widens a gate in silence: a change of the rules is an event of the audit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from syncer.deliver.rows import LONGEST_DETAIL, detail
from syncer.demo.office import Office
from syncer.store import ledger
from tests.acceptance.tools import GATE, card_in, drag, look, rules, state, write_rules

RULES = rules()


def entries(office: Office) -> list[Mapping[str, Any]]:
    """The bodies of all entries that tell of a change of rules."""
    with state(office) as conn:
        texts = [json.loads(entry.text) for entry in ledger.read(conn)]
    return [each["body"] for each in texts if each["kind"] == "rules"]


def rows(office: Office) -> list[dict[str, Any]]:
    return [row for row in office.rows() if row["Event ID"].startswith("rules:")]


def changed(office: Office, text: str) -> Mapping[str, Any]:
    """The one entry that this new text of rules.toml leads to."""
    office.run()
    write_rules(office, text)
    office.run()
    (body,) = entries(office)
    return body


WEAKER = [
    (
        'managers = ["kim"]',
        'managers = ["kim", "ana"]',
        "gate approved: ana may now bring cards in",
    ),
    ("version = 1", 'version = 1\nmode = "warn"', "gate approved: mode was enforce, is warn"),
    ('not_by = ["author"]\n', "", "gate approved: no longer bars author"),
    ('enter_from = ["Review"]\n', "", "gate approved: cards may enter from anywhere"),
    ('level = "error"', 'level = "warning"', "style rule house.no-hype: level was error"),
    ("version = 1", "version = 1\n[brake]\nmax_returns = 500", "brake: max_returns was 10, is 500"),
]


@pytest.mark.parametrize(("old", "new", "line"), WEAKER)
def test_a_weaker_rule_is_named(office: Office, old: str, new: str, line: str) -> None:
    assert old in RULES
    body = changed(office, RULES.replace(old, new))
    (told,) = body["weakened"]
    assert told.startswith(line)
    assert body["before"] != body["after"]
    (row,) = rows(office)
    assert row["Outcome"] == "rules weakened"
    assert row["Detail"].startswith(f"easier now: {line}")


def test_the_difference_is_kept_line_by_line(office: Office) -> None:
    body = changed(office, RULES.replace('not_by = ["author"]\n', ""))
    at = RULES.splitlines().index('not_by = ["author"]') + 1
    assert body["difference"] == [f"@@ -{at} +{at - 1},0 @@", '-not_by = ["author"]']
    (row,) = rows(office)
    first, *middle, last = row["Detail"].splitlines()
    assert first == "easier now: gate approved: no longer bars author"
    assert middle == body["difference"]
    assert last == f"rules {body['before'][:16]} → {body['after'][:16]}"


def test_a_stricter_rule_is_an_event_that_weakens_nothing(office: Office) -> None:
    body = changed(
        office, RULES.replace('tokens = ["revolutionary"]', 'tokens = ["revolutionary", "unique"]')
    )
    assert body["weakened"] == []
    (row,) = rows(office)
    assert row["Outcome"] == "rules changed"
    assert '+tokens = ["revolutionary", "unique"]' in row["Detail"]


@pytest.mark.parametrize(
    "text",
    [
        f"# Agreed in November.\n{RULES}",
        RULES.replace("\n\n", "\n\n\n"),
        RULES.replace('name = "approved"', 'name   =   "approved"  # the last look'),
        RULES.replace("[roles]", "[roles]\n"),
        RULES.replace("\n", "\r\n"),
    ],
)
def test_how_the_rules_are_written_is_no_event(office: Office, text: str) -> None:
    assert text != RULES
    office.run()
    write_rules(office, text)
    office.run()
    assert entries(office) == []
    assert rows(office) == []


def test_it_is_told_once(office: Office) -> None:
    changed(office, RULES.replace('not_by = ["author"]\n', ""))
    office.run()
    office.run()
    assert len(entries(office)) == len(rows(office)) == 1


def test_a_gate_that_went_and_came_back_is_two_events(office: Office) -> None:
    style = GATE.partition("[[style]]")[2]
    open_door = rules(gate=f"\n[[style]]{style}")
    body = changed(office, open_door)
    assert body["weakened"] == ["gate approved: is gone"]
    card = card_in(office, office.list_ids["Review"])
    drag(office, card, office.list_ids["Approved"])
    office.run()
    assert look(office, card)["idList"] == office.list_ids["Approved"]
    write_rules(office, RULES)
    office.run()
    assert [each["weakened"] for each in entries(office)] == [["gate approved: is gone"], []]


def test_the_first_pass_compares_with_nothing(office: Office) -> None:
    office.run()
    assert entries(office) == []


def test_rules_that_cannot_be_compared_are_an_event_all_the_same(
    office: Office, tmp_path: Path
) -> None:
    styles = tmp_path / "styles" / "House"
    styles.mkdir(parents=True)
    (styles / "Hype.yml").write_text(
        "extends: existence\nmessage: no\nlevel: error\ntokens:\n  - wow\n"
    )
    write_rules(office, RULES.replace("version = 1", 'version = 1\nstyles = ["styles"]'))
    office.run()
    (styles / "Hype.yml").unlink()
    styles.rmdir()
    styles.parent.rmdir()
    write_rules(office, RULES)
    office.run()
    (body,) = entries(office)
    (line,) = body["weakened"]
    assert line.startswith("the rules before cannot be read any more: ")


def test_a_large_difference_is_cut_to_what_a_row_holds() -> None:
    body = {
        "before": "a" * 64,
        "after": "b" * 64,
        "weakened": ["x: y"],
        "difference": ["+z" * 9] * 2000,
    }
    text = detail("rules", body)
    assert len(text) <= LONGEST_DETAIL
    assert text.startswith("easier now: x: y\n+z")
    assert "cut; SHA-256 of the whole" in text
