"""The hash of a Book follows what it means, not how it is written."""

from __future__ import annotations

import dataclasses
import hashlib
import tomllib
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.book import Book, Person
from rules.reading import read_book
from rules.reading.meaning import hash_of, meaning
from tests.rules.reading.toml_texts import Writer
from tests.rules.reading.tools import SMALL, book, small

FULL = (
    SMALL
    + """
not_by = ["author"]
approvals = [ { role = "managers", count = 1, by = "comment:/ok", when = { label = "Claim" } } ]
may_edit = { creators = ["desc"] }
require = { due = true, members = 1, labels_any = ["X", "Instagram"] }
style = ["house"]
override = { by = ["kim"], hours = 12 }

[[style]]
set = "house"
name = "short"
kind = "length"
max = 10
when = { label = "X" }

[[deadline]]
name = "drafts"
stage = "Drafting"
due = { within = "2h" }
remind = ["1 day"]

[messages]
sent_back = "{who}"
"""
)


def shuffled(draw: Any, value: Any) -> Any:
    """The same values with the keys of every table in another order."""
    if isinstance(value, dict):
        keys = draw(st.permutations(list(value)))
        return {key: shuffled(draw, value[key]) for key in keys}
    return [shuffled(draw, item) for item in value] if isinstance(value, list) else value


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_order_of_keys_layout_and_comments_do_not_change_it(data: st.DataObject) -> None:
    table = shuffled(data.draw, tomllib.loads(FULL))
    writer = Writer(data.draw)
    writer.table(table)
    rewritten = "\n".join(writer.lines)
    assert read_book(rewritten).hash == read_book(FULL).hash


CHANGES = [
    ('creators = ["ana"]', 'creators = ["kim"]'),
    ('trello = "ana_p"', 'trello = "ana_q"'),
    ('"Drafting", "Review"', '"Review", "Drafting"'),
    ('name = "approved"', 'name = "approval"'),
    ('protects = ["Approved", "Published"]', 'protects = ["Approved"]'),
    ('enter_from = ["Review"]', 'enter_from = ["Drafting"]'),
    ('enter_from = ["Review"]', ""),
    ('not_by = ["author"]', 'not_by = ["contributor"]'),
    ('by = "comment:/ok"', 'by = "comment:/fine"'),
    ('when = { label = "Claim" }', 'when = { not_label = "Claim" }'),
    ('may_edit = { creators = ["desc"] }', 'may_edit = { creators = ["name"] }'),
    ("due = true", "due = false"),
    ("members = 1", "members = 2"),
    ("hours = 12", "hours = 13"),
    ('remind = ["1 day"]', 'remind = ["2 days"]'),
    ('within = "2h"', 'within = "3h"'),
    ("max = 10", "max = 11"),
    ("max = 10", "min = 10"),
    ('sent_back = "{who}"', 'sent_back = "{who}!"'),
    ("version = 1\n", 'version = 1\nmode = "warn"\n'),
    ("version = 1\n", 'version = 1\ntimezone = "Asia/Yerevan"\n'),
    ("version = 1\n", 'version = 1\nlanguage = "hy"\n'),
    ("version = 1\n", "version = 1\nbrake = { max_returns = 3 }\n"),
    ("version = 1\n", 'version = 1\nlibrary = { airtable_table = "Assets" }\n'),
    ('name = "Social"\n', 'name = "Social"\nowner = { Review = "managers" }\n'),
]


@pytest.mark.parametrize(("old", "new"), CHANGES)
def test_every_change_of_meaning_changes_it(old: str, new: str) -> None:
    assert FULL.count(old) == 1
    assert read_book(FULL.replace(old, new)).hash != read_book(FULL).hash


def test_changes_of_meaning_never_meet() -> None:
    hashes = [read_book(FULL.replace(old, new)).hash for old, new in CHANGES]
    assert len(set(hashes)) == len(CHANGES)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("version = 1\n", "\n# moved down\n\nversion = 1\n"),
        ("version = 1\n", 'version = 1\nmode = "enforce"\n'),
        ("count = 1, ", ""),
        ('within = "2h"', 'within = "120 minutes"'),
        ("max = 10\n", 'max = 10\ntest = [{ good = "short" }]\n'),
    ],
)
def test_what_means_the_same_keeps_it(old: str, new: str) -> None:
    assert FULL.count(old) == 1
    assert read_book(FULL.replace(old, new)).hash == read_book(FULL).hash


def test_tests_of_a_gate_do_not_make_approvals_stale() -> None:
    tested = book(more='[[gate.test]]\nname = "t"\ngiven = {}\nwant = { verdict = "deny" }\n')
    assert tested.gates[0].tests
    assert tested.hash == book().hash


def test_it_is_a_sha256_and_stays_what_it_was() -> None:
    """Approvals in ledgers were given under it: a new version of syncer must not alter it."""
    assert read_book(small()).hash == book().hash == hash_of(book())
    person = Person(name="ana", trello="ana_p", until=date(2027, 1, 31))
    canonical = (
        '{"people":{"map":{"ana":{"name":"ana","trello":"ana_p","until":{"date":"2027-01-31"}}}},'
        '"version":1}'
    )
    assert hash_of(Book(version=1, people={"ana": person})) == (
        hashlib.sha256(canonical.encode()).hexdigest()
    )


def test_a_book_cannot_be_changed() -> None:
    read = read_book(FULL)
    with pytest.raises(dataclasses.FrozenInstanceError):
        read.mode = "warn"  # type: ignore[misc,assignment]  # that it cannot is what is tested
    for table in (read.people, read.roles, read.messages, read.gates[0].may_edit):
        with pytest.raises(TypeError):
            table["x"] = "y"  # type: ignore[index]  # likewise


def test_a_value_without_a_canonical_form_is_an_error_of_ours() -> None:
    with pytest.raises(TypeError, match="object has no canonical form"):
        meaning(object())
