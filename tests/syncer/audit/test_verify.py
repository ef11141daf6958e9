"""`audit verify` over a day: green as it is, red after any single change, and the place named."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.airtable import schema
from syncer.audit.findings import Code
from syncer.deliver.rows import table_spec
from syncer.run import run_once
from syncer.sandbox.faults import Fault
from tests.syncer.audit.conftest import Call
from tests.syncer.audit.tools import Office
from tests.syncer.audit.witness import (
    QUICK,
    changed,
    checked,
    codes,
    restored,
    rows_restored,
    size,
    sql,
)

COLUMNS = ("seq", "key", "card", "text", "prev", "hash")


def test_a_day_is_green_and_says_what_it_cannot_know(day: Office, call: Call) -> None:
    answer = call(day, "audit", "verify")
    assert answer.exit_code == 0, answer.output
    assert "nothing found altered" in answer.output
    verdict = checked(day)
    assert verdict.entries == verdict.rows == size(day) > 4
    assert verdict.anchored > 0
    assert any("cannot know" in note for note in verdict.notes)


@QUICK
@given(data=st.data())
def test_any_change_of_any_ledger_row_is_found_where_it_is(day: Office, data: Any) -> None:
    last = size(day)
    seq = data.draw(st.integers(1, last))
    column = data.draw(st.sampled_from(COLUMNS))
    with restored(day):
        if column == "seq":
            to = data.draw(st.integers(-5, last + 50).filter(lambda n: not 1 <= n <= last))
            sql(day, "UPDATE ledger SET seq = ? WHERE seq = ?", to, seq)
        else:
            old = sql(day, f"SELECT {column} FROM ledger WHERE seq = ?", seq)[0][0] or ""
            new = data.draw(changed(old))
            sql(day, f"UPDATE ledger SET {column} = ? WHERE seq = ?", new, seq)
        verdict = checked(day)
    assert verdict.exit == 1
    assert seq in {each.seq for each in verdict.findings}
    assert codes(verdict) & {Code.LOCAL_EDIT, Code.LOCAL_GAP}


@QUICK
@given(data=st.data())
def test_any_row_cut_out_of_the_ledger_leaves_a_hole(day: Office, data: Any) -> None:
    last = size(day)
    first = data.draw(st.integers(1, last))
    count = data.draw(st.integers(1, last - first + 1))
    with restored(day):
        sql(day, "DELETE FROM ledger WHERE seq BETWEEN ? AND ?", first, first + count - 1)
        verdict = checked(day)
    assert verdict.exit == 1
    assert Code.LOCAL_GAP in codes(verdict)
    assert first in {each.seq for each in verdict.findings if each.code is Code.LOCAL_GAP}


@QUICK
@given(data=st.data())
def test_any_change_of_any_row_of_airtable_is_found(day: Office, data: Any) -> None:
    row = data.draw(st.sampled_from(day.rows()))
    seq = row["fields"]["Seq"]
    deed = data.draw(st.sampled_from(["edit_row", "delete_row", "duplicate_row"]))
    with rows_restored(day):
        if deed == "edit_row":
            name = data.draw(st.sampled_from([*row["fields"], "Rule"]))
            now = row["fields"].get(name)
            new = {"Seq": 999_999, "At": "2020-01-01T00:00:00.000Z"}.get(name, f"{now} x")
            day.by_hand(deed, row["id"], **{name: new})
        else:
            day.by_hand(deed, row["id"])
        verdict = checked(day)
    wanted = {
        "edit_row": {Code.ROW_EDITED},
        "delete_row": {Code.ROW_MISSING},
        "duplicate_row": {Code.ROW_EXTRA},
    }[deed]
    assert verdict.exit == 1
    assert {(each.code, each.seq) for each in verdict.findings} == {(*wanted, seq)}


@pytest.mark.parametrize("cells", [{}, {"Seq": 2}, {"Event ID": "made up", "Seq": 3}])
def test_a_row_that_is_no_entry_is_extra(day: Office, cells: dict[str, Any]) -> None:
    with rows_restored(day):
        day.box.airtable.add_row(day.base, "Audit log", cells)
        assert codes(checked(day)) == {Code.ROW_EXTRA}


def test_columns_that_people_added_are_their_own(day: Office) -> None:
    table = day.box.airtable.table(day.base, "Audit log")
    day.app().airtable.create_field(table.id, schema.text("Remark"))
    with rows_restored(day):
        day.by_hand("edit_row", day.rows()[0]["id"], Remark="seen by the auditor")
        assert day.rows()[0]["fields"]["Remark"]
        assert checked(day).exit == 0


def rewrite_chain(office: Office, seq: int) -> None:
    """What somebody with the state file can do: alter an entry and compute the chain anew."""
    from syncer.store.ledger import chain_hash

    prev = None
    for number, text, before in sql(
        office, "SELECT seq, text, prev FROM ledger WHERE seq >= ? ORDER BY seq", seq
    ):
        fresh = text.replace("Ana Petrosyan", "Kim Lee")
        prev = before if prev is None else prev
        here = chain_hash(prev, fresh)
        sql(
            office,
            "UPDATE ledger SET text=?, prev=?, hash=? WHERE seq=?",
            fresh,
            prev,
            here,
            number,
        )
        prev = here


def test_a_chain_computed_anew_is_betrayed_by_airtable_and_by_anchors(day: Office) -> None:
    with restored(day):
        rewrite_chain(day, 1)
        verdict = checked(day)
    assert {Code.ROW_EDITED, Code.ANCHOR} <= codes(verdict)
    assert not codes(verdict) & {Code.LOCAL_EDIT, Code.LOCAL_GAP}


def test_an_entry_rewritten_with_its_own_hash_is_betrayed_by_the_next(day: Office) -> None:
    from syncer.store.ledger import chain_hash

    with restored(day):
        text, prev = sql(day, "SELECT text, prev FROM ledger WHERE seq = 2")[0]
        fresh = text.replace("done", "void")
        assert fresh != text
        here = chain_hash(prev, fresh)
        sql(day, "UPDATE ledger SET text = ?, hash = ? WHERE seq = 2", fresh, here)
        found = [each for each in checked(day).findings if each.code is Code.LOCAL_EDIT]
    assert [each.seq for each in found] == [3]
    assert "entry 2" in found[0].what


def test_waiting_rows_are_not_missing(here: Office, call: Call) -> None:
    card = here.card("ana", "Drafting", "Post")
    here.run()
    here.move("ana", card, "Approved")
    here.run(wait=timedelta(0))
    sql(here, "UPDATE outbox SET state = 'waiting' WHERE kind = 'audit'")
    with rows_restored(here):
        for row in here.rows():
            here.by_hand("delete_row", row["id"])
        verdict = checked(here)
    assert verdict.exit == 0
    assert verdict.late == verdict.entries > 0
    assert any("still wait" in note for note in verdict.notes)


def test_an_airtable_that_is_away_is_told_beside_what_was_checked(day: Office, call: Call) -> None:
    day.box.faults.add(Fault(kind="503-before", service="airtable", times=None))
    try:
        answer = call(day, "audit", "verify")
    finally:
        day.box.faults.clear()
    assert answer.exit_code == 3
    assert "could not be compared" in answer.output
    assert f"{size(day)} entries" in answer.output


def test_without_airtable_the_chain_alone_is_checked(here: Office, call: Call) -> None:
    here.configure(airtable=False)
    card = here.card("ana", "Drafting", "Post")
    here.run()
    here.move("ana", card, "Approved")
    here.run()
    answer = call(here, "audit", "verify")
    assert answer.exit_code == 0
    assert "no second copy" in answer.output
    sql(here, "UPDATE ledger SET text = replace(text, 'deny', 'allow')")
    assert call(here, "audit", "verify").exit_code == 1


def test_a_run_that_could_not_see_is_told_and_is_no_fault(here: Office) -> None:
    here.card("ana", "Drafting", "Post")
    here.run()
    here.box.faults.add(
        Fault(kind="503-before", service="trello", path=f"/boards/{here.board}", times=None)
    )
    here.box.clock.advance(3600)
    app = here.app()
    run_once(app)
    here.box.faults.clear()
    verdict = checked(here)
    assert codes(verdict) == {Code.BLIND}
    assert verdict.exit == 0


def test_json_names_code_and_entry(day: Office, call: Call) -> None:
    with restored(day):
        sql(day, "UPDATE ledger SET text = replace(text, 'deny', 'allow') WHERE seq = 1")
        answer = call(day, "audit", "verify", "--format", "json")
    told = json.loads(answer.stdout)
    assert answer.exit_code == 1
    assert {"local-edit", "row-edited"} == {each["code"] for each in told["findings"]}
    assert {each["seq"] for each in told["findings"]} == {1}
    assert told["notes"]
    assert told["entries"] == size(day)


def test_rows_may_stand_in_either_base(here: Office) -> None:
    second = here.box.airtable.add_base(name="Audit, next")
    fields = [each.payload() for each in table_spec("Audit log").fields]
    here.box.airtable.add_table(second, "Audit log", fields)
    here.configure(airtable=False, more=f'{here.airtable_section}next_base = "{second}"\n')
    card = here.card("ana", "Drafting", "Post")
    here.run()
    here.move("ana", card, "Approved")
    here.run(passes=2)
    row = here.rows()[0]
    here.box.airtable.add_row(second, "Audit log", row["fields"])
    assert codes(checked(here)) == {Code.ROW_EXTRA}
    here.by_hand("delete_row", row["id"])
    assert checked(here).exit == 0
