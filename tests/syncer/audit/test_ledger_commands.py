"""`audit list | export | push | head` over a day."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syncer.audit.export import as_csv, as_json, as_json_lines, safe_cell
from syncer.audit.moments import read_moment
from syncer.records import Chained
from tests.syncer.audit.conftest import Call
from tests.syncer.audit.tools import Office
from tests.syncer.audit.witness import checked, sql

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)


def test_json_is_what_was_hashed(day: Office, call: Call) -> None:
    answer = call(day, "audit", "list", "--format", "json")
    prev = "0" * 64
    for entry in json.loads(answer.output):
        text = json.dumps(entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        prev = hashlib.sha256(b"\0" + prev.encode() + text.encode()).hexdigest()
    assert prev == checked(day).head
    lines = answer.output.splitlines()[1:-1]
    texts = [row[0] for row in sql(day, "SELECT text FROM ledger ORDER BY seq")]
    assert [line.removesuffix(",") for line in lines] == texts


def test_json_lines_carry_the_hashes(day: Office, call: Call) -> None:
    answer = call(day, "audit", "export", "--format", "jsonl")
    found = [json.loads(line) for line in answer.output.splitlines()]
    assert found[0]["prev"] == "0" * 64
    assert [each["prev"] for each in found[1:]] == [each["hash"] for each in found[:-1]]
    assert found[-1]["hash"] == checked(day).head
    assert all(each["entry"]["seq"] == each["seq"] for each in found)


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        (["--kind", "decision"], {"decision"}),
        (["--kind", "decision", "--kind", "returned"], {"decision", "returned"}),
        (["--person", "kim"], {"decision"}),
        (["--person", "Kim Lee"], {"decision"}),
        (["--person", "nobody"], set()),
        (["--rule", "house.no-hype"], {"decision"}),
        (["--rule", "enter_by"], {"decision"}),
        (["--since", "2099-01-01"], set()),
        (["--until", "2001-01-01"], set()),
        (["--card", "Good post", "--since", "1d"], {"decision"}),
    ],
)
def test_filters(day: Office, call: Call, words: list[str], kinds: set[str]) -> None:
    answer = call(day, "audit", "list", "--format", "json", *words)
    assert answer.exit_code == 0, answer.output
    assert {each["kind"] for each in json.loads(answer.output)} == kinds


def test_a_card_by_each_of_its_names(day: Office, call: Call) -> None:
    cards = day.call("ana", "GET", f"/boards/{day.board}/cards")
    card = next(each for each in cards if each["name"] == "Launch post")
    names = (card["id"], card["shortLink"], card["url"], "Launch post")
    answers = [call(day, "audit", "list", "--card", name).output for name in names]
    assert len(set(answers)) == 1
    assert "Launch post" in answers[0]
    assert "Good post" not in answers[0]


def test_what_nobody_knows_is_refused(day: Office, call: Call) -> None:
    assert "No card" in str(call(day, "audit", "list", "--card", "Nowhere").exception)
    answer = call(day, "audit", "list", "--since", "yesterday")
    assert answer.exit_code == 2
    assert "90d" in answer.output


def test_head_is_a_checkpoint(day: Office, call: Call) -> None:
    origin, size, root = call(day, "audit", "head").output.splitlines()
    verdict = checked(day)
    assert origin.startswith("syncer.ledger/")
    assert int(size) == verdict.entries
    import base64

    assert base64.b64decode(root).hex() == verdict.head


@given(st.text(max_size=20))
@settings(deadline=None)
def test_no_cell_is_a_formula(text: str) -> None:
    entry = Chained(seq=1, key=text, text="no entry", prev="p", hash="h")
    header, row = csv.reader(io.StringIO("".join(as_csv([entry])), newline=""))
    cell = row[header.index("Event ID")]
    assert cell == safe_cell(text)
    assert cell[:1] not in set("=+-@\t\r\n＝＋－＠")
    assert cell.removeprefix("'") == text or cell == text


def test_an_unreadable_entry_does_not_hide() -> None:
    entry = Chained(seq=7, key="k", text="{broken", prev="p", hash="h")
    assert json.loads("".join(as_json([entry]))) == ["{broken"]
    assert json.loads("".join(as_json_lines([entry])))["entry"] == "{broken"
    assert "unreadable" in "".join(as_csv([entry]))
    assert json.loads("".join(as_json([]))) == []


@pytest.mark.parametrize(
    ("text", "end", "wanted"),
    [
        ("90d", False, "2026-08-25T06:00:00+00:00"),
        ("2h", False, "2026-11-23T04:00:00+00:00"),
        ("2026-11-23", False, "2026-11-23T00:00:00+04:00"),
        ("2026-11-23", True, "2026-11-24T00:00:00+04:00"),
        ("2026-11-23T10:00", False, "2026-11-23T10:00:00+04:00"),
        ("2026-11-23T10:00Z", True, "2026-11-23T10:00:00+00:00"),
    ],
)
def test_moments(text: str, end: bool, wanted: str) -> None:
    assert read_moment(text, NOW, "Asia/Yerevan", end=end).isoformat() == wanted


@pytest.mark.parametrize("text", ["", "soon", "d", "2026-13-01", "999999d"])
def test_what_is_no_moment(text: str) -> None:
    with pytest.raises(ValueError, match="90d"):
        read_moment(text, NOW, "UTC")


def test_push_sends_what_never_arrived_and_only_once(here: Office, call: Call) -> None:
    here.configure(airtable=False)
    card = here.card("ana", "Drafting", "Post")
    here.run()
    here.move("ana", card, "Approved")
    here.run()
    assert "nowhere to send" in str(call(here, "audit", "push").exception)
    here.configure()
    assert call(here, "audit", "verify").exit_code == 1
    count = checked(here).entries
    assert call(here, "audit", "push").output.startswith(f"{count} rows")
    assert call(here, "audit", "push").output.startswith("0 rows")
    here.run()
    verdict = checked(here)
    assert verdict.exit == 0
    assert len(here.rows()) == verdict.entries - verdict.late >= count


def test_push_tries_parked_rows_again(here: Office, call: Call) -> None:
    card = here.card("ana", "Drafting", "Post")
    here.run()
    here.move("ana", card, "Approved")
    here.run(passes=2)
    sql(here, "UPDATE outbox SET state = 'parked' WHERE key = 'audit:1'")
    row = next(each for each in here.rows() if each["fields"]["Seq"] == 1)
    here.by_hand("delete_row", row["id"])
    assert "parked" in call(here, "audit", "verify").output
    assert call(here, "audit", "push").output.startswith("1 rows")
    here.run()
    assert checked(here).exit == 0


def test_push_mends_what_was_changed_there(here: Office, call: Call) -> None:
    card = here.card("ana", "Drafting", "Post")
    here.run()
    here.move("ana", card, "Approved")
    here.run(passes=2)
    first, second = here.rows()[:2]
    here.by_hand("delete_row", first["id"])
    here.by_hand("edit_row", second["id"], Actor="Nobody")
    assert call(here, "audit", "push").output.startswith("0 rows")
    assert call(here, "audit", "push", "--mend").output.startswith("2 rows")
    here.run()
    assert checked(here).exit == 0
