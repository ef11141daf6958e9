"""pyairtable, the library that syncer uses, against the sandbox over real HTTP."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from pyairtable import Api, Table
from pyairtable import formulas as f

from tests.syncer.sandbox.airtable.conftest import Stage
from tests.syncer.sandbox.airtable.tools import TOKEN


@pytest.fixture
def api(served: str) -> Iterator[Api]:
    api = Api(TOKEN, timeout=(2, 5), retry_strategy=None, endpoint_url=served)
    api.session.trust_env = False
    yield api
    api.session.close()


@pytest.fixture
def table(api: Api, stage: Stage) -> Table:
    return api.table(stage.base, "Audit log")


def test_rows_live_their_life(table: Table) -> None:
    row = table.create({"Event ID": "e-1", "At": "2026-11-23T08:30:00Z", "Seq": 1})
    assert row["fields"] == {
        "Event ID": "e-1",
        "At": "2026-11-23T08:30:00.000Z",
        "Seq": 1,
        "Row": 1,
        "Label": "e-1-1",
    }
    assert table.get(row["id"]) == row
    assert table.update(row["id"], {"Detail": "sent back"})["fields"]["Detail"] == "sent back"
    replaced = table.update(row["id"], {"Event ID": "e-2"}, replace=True)
    assert replaced["fields"] == {"Event ID": "e-2", "Row": 1, "Label": "e-2-1"}
    assert table.delete(row["id"]) == {"id": row["id"], "deleted": True}
    assert table.all() == []


def test_batches_go_in_tens(table: Table, stage: Stage) -> None:
    rows = table.batch_create([{"Event ID": f"e-{n}", "Seq": n} for n in range(25)])
    assert [row["fields"]["Seq"] for row in rows] == list(range(25))
    table.batch_update([{"id": row["id"], "fields": {"Seen": True}} for row in rows[:12]])
    assert len(table.all(formula=f.match({"Seen": True}))) == 12
    table.batch_delete([row["id"] for row in rows[:11]])
    assert [row["fields"]["Seq"] for row in stage.world.rows(stage.base, "Audit log")] == list(
        range(11, 25)
    )


def test_upserts_create_then_update(table: Table) -> None:
    entries = [{"fields": {"Event ID": f"e-{n}", "Seq": n}} for n in range(12)]
    first = table.batch_upsert(entries, ["Event ID"])
    assert (len(first["createdRecords"]), len(first["updatedRecords"])) == (12, 0)
    again = table.batch_upsert(entries[:3], ["Event ID"])
    assert again["createdRecords"] == []
    assert again["updatedRecords"] == [row["id"] for row in first["records"][:3]]
    assert len(table.all()) == 12
    by_id = {"id": first["records"][0]["id"], "fields": {"Event ID": "renamed"}}
    assert table.batch_upsert([by_id], ["Event ID"])["updatedRecords"] == [by_id["id"]]


def test_writers_at_the_same_time_take_turns(api: Api, stage: Stage) -> None:
    def slow_clock() -> float:
        time.sleep(0.005)  # lets the other writers in, if nothing keeps them out
        return stage.clock()

    stage.world.clock = slow_clock

    def write(seq: int) -> int:
        mine = Api(TOKEN, timeout=(2, 5), retry_strategy=None, endpoint_url=str(api.endpoint_url))
        entries = [{"fields": {"Event ID": f"e-{n}", "Seq": seq}} for n in range(10)]
        done = mine.table(stage.base, "Audit log").batch_upsert(entries, ["Event ID"])
        mine.session.close()
        return len(done["createdRecords"])

    with ThreadPoolExecutor(4) as pool:
        created = list(pool.map(write, range(12)))
    assert sorted(created) == [0] * 11 + [10]
    rows = stage.world.rows(stage.base, "Audit log")
    assert len(rows) == 10
    assert len({row["fields"]["Seq"] for row in rows}) == 1


def test_lists_by_every_option(table: Table) -> None:
    table.batch_create([{"Event ID": f"e-{n:03}", "Seq": n % 7} for n in range(120)])
    assert len(table.all()) == 120
    pages = list(table.iterate(page_size=50))
    assert [len(page) for page in pages] == [50, 50, 20]
    newest = table.all(sort=["-Seq", "Event ID"], max_records=3, fields=["Event ID"])
    assert [row["fields"] for row in newest] == [
        {"Event ID": "e-006"},
        {"Event ID": "e-013"},
        {"Event ID": "e-020"},
    ]
    first = table.first(formula=f.match({"Event ID": "e-100"}))
    assert first is not None
    assert first["fields"]["Seq"] == 100 % 7
    in_view = table.all(view="Grid view")
    assert [row["fields"]["Row"] for row in in_view] == list(range(1, 121))
    assert [row["id"] for row in table.all()] == sorted(row["id"] for row in in_view)


def test_a_formula_too_long_for_a_url_is_posted(table: Table) -> None:
    rows = table.batch_create([{"Event ID": f"event-number-{n}"} for n in range(4)])
    wanted = [f.match({"Event ID": f"event-number-{n}"}) for n in range(1, 900)]
    found = table.all(formula=f.OR(*wanted), page_size=2, sort=["Event ID"])
    assert [row["id"] for row in found] == [row["id"] for row in rows[1:]]


def test_fields_by_id_and_typecast(api: Api, stage: Stage, table: Table) -> None:
    ids = {field.name: field.id for field in table.schema().fields}
    row = table.create({ids["Event ID"]: "e-1"}, use_field_ids=True)
    assert row["fields"][ids["Event ID"]] == "e-1"
    assert table.get(row["id"], use_field_ids=True) == row
    cast = table.create(
        {"Seq": "12", "Outcome": "allowed", "Rules": "style, gate", "Seen": "checked"},
        typecast=True,
    )
    assert {key: cast["fields"][key] for key in ("Seq", "Outcome", "Rules", "Seen")} == {
        "Seq": 12,
        "Outcome": "allowed",
        "Rules": ["style", "gate"],
        "Seen": True,
    }
    schema = api.base(stage.base).schema(force=True).table("Audit log")
    options = schema.field("Outcome").options
    assert [choice.name for choice in options.choices] == ["returned", "allowed"]


def test_bases_schema_tables_and_fields(api: Api, stage: Stage) -> None:
    assert api.whoami()["id"] == stage.world.tokens[TOKEN].user.id
    assert [base.id for base in api.bases()] == [stage.base]
    base = api.base(stage.base)
    made = base.create_table(
        "Notes",
        [
            {"name": "Name", "type": "singleLineText"},
            {"name": "Verdict", "type": "singleSelect", "options": {"choices": [{"name": "deny"}]}},
            {
                "name": "At",
                "type": "dateTime",
                "options": {
                    "timeZone": "utc",
                    "dateFormat": {"name": "iso"},
                    "timeFormat": {"name": "24hour"},
                },
            },
        ],
        description="What people said",
    )
    field = made.create_field("Seq", "number", options={"precision": 0})
    assert field.type == "number"
    schema = base.schema(force=True).table("Notes")
    assert [one.name for one in schema.fields] == ["Name", "Verdict", "At", "Seq"]
    assert schema.description == "What people said"
    assert schema.field("At").options.time_format.format == "HH:mm"
    renamed = schema.field("Seq")
    renamed.name = "Number"
    renamed.save()
    schema.name = "Remarks"
    schema.save()
    assert base.schema(force=True).table("Remarks").field("Number").id == renamed.id
    new = api.create_base(
        "wspX", "Other", [{"name": "T", "fields": [{"name": "N", "type": "url"}]}]
    )
    assert new.schema().tables[0].name == "T"
    assert [base.name for base in api.bases(force=True)] == ["Social", "Other"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"Nope": 1}, "UNKNOWN_FIELD_NAME"),
        ({"Row": 9}, "the field is computed"),
        ({"Outcome": "new"}, "INVALID_MULTIPLE_CHOICE_OPTIONS"),
        ({"Seq": "twelve"}, "cannot accept the provided value"),
    ],
)
def test_refusals_reach_the_caller_with_airtables_words(
    table: Table, fields: dict[str, object], words: str
) -> None:
    with pytest.raises(requests.HTTPError, match=words) as refusal:
        table.create(fields)
    assert refusal.value.response.status_code == 422
    assert table.all() == []


def test_a_pagination_that_times_out_says_so(table: Table, stage: Stage) -> None:
    table.batch_create([{"Seq": n} for n in range(20)])
    pages = table.iterate(page_size=10)
    next(pages)
    stage.clock.now += stage.world.settings.offset_life + 1
    with pytest.raises(requests.HTTPError, match="LIST_RECORDS_ITERATOR_NOT_AVAILABLE"):
        next(pages)
