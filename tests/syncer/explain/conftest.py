"""A team whose card was sent back once, and one that waits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from syncer.demo.office import Office
from tests.acceptance.tools import card_in, drag, rules, team
from tests.syncer.explain.tools import RULES


@dataclass(frozen=True)
class Desk:
    """An office, a card that was dragged in by its author, and one that nobody touched."""

    office: Office
    strayed: str
    waiting: str


@pytest.fixture(scope="package")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with team(tmp_path_factory.mktemp("explain"), rules(gate=RULES)) as office:
        strayed = card_in(office, office.list_ids["Review"], "A revolutionary post")
        waiting = card_in(office, office.list_ids["Review"], "A post")
        for name in ("One twin", "One twin"):
            card_in(office, office.list_ids["Drafting"], name)
        made = office.call("ana", "POST", "/checklists", idCard=waiting, name="Sign-off")
        office.call("ana", "POST", f"/checklists/{made['id']}/checkItems", name="Pictures checked")
        office.run()
        drag(office, strayed, office.list_ids["Approved"])
        assert office.run().returns == 1
        office.run()
        office.box.journal.clear()
        yield Desk(office=office, strayed=strayed, waiting=waiting)
