"""An office whose base has no table yet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from syncer.demo.office import Office

RULES = """\
version = 1
[people.ana]
trello = "ana"
[people.kim]
trello = "kim"
[roles]
managers = ["kim"]
[[board]]
name = "Social media"
stages = ["Review", "Approved"]
[[gate]]
name = "approved"
protects = ["Approved"]
enter_by = ["managers"]
"""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    people = {"ana": "Ana Petrosyan", "kim": "Kim Lee"}
    with Office(tmp_path, RULES, "Social media", ("Review", "Approved"), people) as opened:
        opened.box.limit(airtable="off")
        opened.box.airtable.base(opened.base).tables.clear()
        yield opened
