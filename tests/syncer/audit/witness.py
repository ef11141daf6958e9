"""What tests of the audit share: a verdict, hands on the state, and putting everything back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from syncer.audit.verify import Verdict, verify
from syncer.cli.audit import sources_of
from tests.syncer.audit.tools import Office

QUICK = settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def checked(office: Office) -> Verdict:
    return verify(sources_of(office.app()))


def codes(verdict: Verdict) -> set[str]:
    return {str(each.code) for each in verdict.findings}


def sql(office: Office, statement: str, *values: Any) -> list[Any]:
    with closing(sqlite3.connect(office.state_file, timeout=10)) as conn:
        found = conn.execute(statement, values).fetchall()
        conn.commit()
    return found


@contextmanager
def restored(office: Office) -> Iterator[None]:
    """Whatever is done to ledger, outbox and anchors, they are afterwards as before."""
    tables = {name: sql(office, f"SELECT * FROM {name}") for name in ("ledger", "outbox")}
    anchors = office.anchor_file.read_text()
    try:
        yield
    finally:
        for name, rows in tables.items():
            sql(office, f"DELETE FROM {name}")
            for row in rows:
                sql(office, f"INSERT INTO {name} VALUES ({','.join('?' * len(row))})", *row)
        office.anchor_file.write_text(anchors)


@contextmanager
def rows_restored(office: Office) -> Iterator[None]:
    table = office.box.airtable.table(office.base, "Audit log")
    before = {key: (record, dict(record.cells)) for key, record in table.records.items()}
    try:
        yield
    finally:
        table.records.clear()
        for key, (record, cells) in before.items():
            record.cells = cells
            table.records[key] = record


def size(office: Office) -> int:
    return int(sql(office, "SELECT max(seq) FROM ledger")[0][0])


def changed(old: str) -> st.SearchStrategy[str]:
    """Another text: one character replaced, taken out or put in, or something else altogether."""
    spot = st.integers(0, len(old))
    char = st.characters(codec="utf-8", exclude_categories=("Cs",), exclude_characters="\x00")
    edits = st.builds(
        lambda at, put, cut: old[:at] + put + old[at + cut :],
        spot,
        st.one_of(st.just(""), char),
        st.integers(0, 1),
    )
    return st.one_of(edits, st.sampled_from(["", "{}", "null", "0" * 64])).filter(
        lambda new: new != old
    )
