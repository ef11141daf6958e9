"""Entering the ledger: chained in order, each key once, a row in line for each that is new."""

from __future__ import annotations

from dataclasses import replace

from syncer.store import ledger
from syncer.store.enter import enter
from tests.syncer.deliver.tools import NOW, Desk, entry


def test_a_key_counts_once_within_a_call_and_between_calls(desk: Desk) -> None:
    twin = replace(entry(1), kind="other")
    with desk.engine.begin() as conn:
        first = enter(conn, [entry(1), entry(2), twin], NOW, rows=True)
        second = enter(conn, [entry(2), entry(3)], NOW, rows=True)
        kept = tuple(ledger.read(conn))
    assert [each.key for each in first] == ["event:1", "event:2"]
    assert [each.key for each in second] == ["event:3"]
    assert kept == (*first, *second)
    assert '"kind":"event"' in kept[0].text
    assert list(desk.states()) == ["audit:1", "audit:2", "audit:3"]


def test_many_entries_make_one_chain(desk: Desk) -> None:
    with desk.engine.begin() as conn:
        enter(conn, (entry(number) for number in range(1_203)), NOW, rows=False)
        kept = tuple(ledger.read(conn))
    prev = ledger.GENESIS
    for seq, each in enumerate(kept, start=1):
        assert (each.seq, each.prev) == (seq, prev)
        assert each.hash == ledger.chain_hash(prev, each.text)
        prev = each.hash
    assert len(kept) == 1_203
    assert desk.states() == {}


def test_nothing_to_enter_changes_nothing(desk: Desk) -> None:
    with desk.engine.begin() as conn:
        assert enter(conn, [], NOW, rows=True) == ()
