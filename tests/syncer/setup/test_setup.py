"""`syncer setup` against the sandbox's Airtable."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from syncer.cli import cli
from syncer.deliver.airtable import budget
from syncer.demo.office import AIRTABLE_TOKEN, Office
from syncer.sandbox.faults import Fault


def run(office: Office, *args: str, tables: str = "") -> Result:
    text = office.config.read_text()
    if tables:
        office.config.write_text(text.replace("[airtable]\n", f"[airtable]\n{tables}\n"))
    return CliRunner().invoke(cli, ["--config", str(office.config), "setup", *args])


def schema(office: Office) -> dict[str, dict[str, str]]:
    tables = office.box.airtable.base(office.base).tables
    return {table.name: {each.name: each.type for each in table.fields} for table in tables}


def writes(office: Office) -> list[Any]:
    return [each for each in office.box.journal.entries("airtable") if each.method != "GET"]


def test_a_table_is_made_once(office: Office) -> None:
    first = run(office)
    assert (first.exit_code, first.output) == (
        0,
        f'{office.base}: made table "Audit log" with 14 fields\n',
    )
    made = schema(office)
    assert made["Audit log"]["Event ID"] == "singleLineText"
    assert made["Audit log"]["Detail"] == "multilineText"
    second = run(office)
    assert (second.exit_code, second.output) == (0, f"{office.base}: everything is there\n")
    assert schema(office) == made
    assert len(writes(office)) == 1


def test_rows_fit_the_tables_that_it_makes(office: Office) -> None:
    run(office, tables='posts_table = "Posts"\nversions_table = "Versions"')
    assert set(schema(office)) == {"Audit log", "Posts", "Versions"}
    office.write("ana", "Review", "A post", "Its text", due="2026-12-01T09:00:00.000Z")
    report = office.run()
    assert report.problems == ()
    assert len(office.box.airtable.rows(office.base, "Posts")) == 1
    assert len(office.box.airtable.rows(office.base, "Versions")) == 1


def test_dry_run_makes_nothing(office: Office) -> None:
    result = run(office, "--dry-run")
    assert (result.exit_code, "would make table" in result.output) == (0, True)
    assert writes(office) == []


def test_missing_fields_are_added_and_peoples_own_are_left(office: Office) -> None:
    own = [{"name": "Event ID", "type": "singleLineText"}, {"name": "Mood", "type": "rating"}]
    office.box.airtable.add_table(office.base, "Audit log", own)
    result = run(office)
    assert result.exit_code == 0
    assert result.output.count("made field") == 13
    assert schema(office)["Audit log"]["Mood"] == "rating"
    assert run(office).output == f"{office.base}: everything is there\n"


@pytest.mark.parametrize(
    ("name", "kind", "told"),
    [
        ("Seq", "singleLineText", 'turn the field "Seq" into number without decimals'),
        ("seq", "number", 'rename the field "seq" to "Seq"'),
    ],
)
def test_what_only_a_person_can_mend_is_told(
    office: Office, name: str, kind: str, told: str
) -> None:
    own = [{"name": "Event ID", "type": "singleLineText"}, {"name": name, "type": kind}]
    office.box.airtable.add_table(office.base, "Audit log", own)
    result = run(office)
    assert result.exit_code == 2
    assert told in result.output
    assert schema(office)["Audit log"][name] == kind


@pytest.mark.parametrize(
    ("scopes", "permission", "told"),
    [
        (["schema.bases:read"], "create", 'make a table "Audit log" whose first field is'),
        (["schema.bases:read", "schema.bases:write"], "edit", "syncer may not"),
        (["data.records:read"], "create", "Give the token the scopes schema.bases:read"),
    ],
)
def test_without_the_right_a_person_is_told_what_to_make(
    office: Office, scopes: list[str], permission: Any, told: str
) -> None:
    office.box.airtable.add_token(AIRTABLE_TOKEN, scopes=scopes, permission=permission)
    result = run(office)
    assert result.exit_code == 2
    assert told in result.output
    assert '"Hash" (single line text)' in result.output


@pytest.mark.parametrize(
    ("fault", "code"), [("503-before", 3), ("429", 3), ("drop-before", 3), ("429-billing", 3)]
)
def test_an_outage_is_theirs(office: Office, fault: str, code: int) -> None:
    office.box.faults.add(Fault(kind=fault, service="airtable"))
    assert run(office).exit_code == code
    assert run(office).exit_code == 0


def test_after_an_unknown_outcome_it_looks_first(office: Office) -> None:
    office.box.faults.add(Fault(kind="drop-after", service="airtable", method="POST"))
    result = run(office)
    assert result.exit_code == 3
    assert "looks first" in result.output
    assert run(office).output == f"{office.base}: everything is there\n"
    assert len(writes(office)) == 1


def test_a_wrong_token_and_a_wrong_base(office: Office) -> None:
    config = office.config.read_text()
    office.config.write_text(config.replace(AIRTABLE_TOKEN, "patWRONG"))
    result = run(office)
    assert (result.exit_code, "valid token" in result.output) == (2, True)
    office.config.write_text(config.replace(office.base, "appNOWHERE0000000"))
    result = run(office)
    assert (result.exit_code, "Mend the base's id" in result.output) == (2, True)


def test_rows_that_were_there_before_are_counted_once(office: Office) -> None:
    office.box.airtable.add_table(
        office.base, "Contacts", [{"name": "Name", "type": "singleLineText"}]
    )
    for number in range(101):
        office.box.airtable.add_row(office.base, "Contacts", {"Name": f"Person {number}"})
    run(office)
    app = office.app()
    with app.engine.begin() as conn:
        assert budget.rows_in(conn, office.base) == 101
        calls = budget.calls_made(conn, app.clock())
    app.close()
    seen = list(office.box.journal.entries("airtable"))
    assert calls == len(seen) == 4
    run(office)
    assert len(office.box.journal.entries("airtable")) == 5


def test_json_is_a_contract(office: Office) -> None:
    [told] = json.loads(run(office, "--format", "json").stdout)
    assert told == {
        "base": office.base,
        "dry_run": False,
        "made": ['table "Audit log" with 14 fields'],
        "by_hand": [],
        "problems": [],
    }


def test_without_airtable_there_is_nothing_to_set_up(office: Office) -> None:
    text = office.config.read_text()
    head, _, rest = text.partition("[airtable]")
    office.config.write_text(head + rest[rest.index("[state]") :])
    result = run(office)
    assert "has no [airtable]" in str(result.exception)
