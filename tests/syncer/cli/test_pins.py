"""`syncer pins`: a list that went for good is replaced by another of its name, by an admin only."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from syncer.cli import cli
from syncer.demo.office import Office
from syncer.records import Stop
from tests.acceptance.tools import card_in, chain, drag, look, team


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with team(tmp_path) as there:
        there.run()
        yield there


def say(office: Office, *arguments: str) -> Any:
    given = ["--config", str(office.config), "pins", *arguments]
    done = CliRunner().invoke(cli, given, standalone_mode=False)
    if isinstance(done.exception, Stop):
        raise done.exception
    assert done.exception is None, done.exception
    return done.output


def test_every_name_is_listed(office: Office) -> None:
    rows = json.loads(say(office, "list", "--format", "json"))
    ids = {(row["kind"], row["name"]): row["id"] for row in rows}
    assert ids["board", "Posts"] == office.board
    assert ids["list", "Review"] == office.list_ids["Review"]
    assert ids["person", "ana=ana"] == office.member("ana")
    assert 'list "Review" on "Posts": ' in say(office, "list")


def test_a_new_list_takes_over_a_name_when_an_admin_says_so(office: Office) -> None:
    attic = office.call("ana", "POST", "/boards", name="Attic", defaultLists=False)["id"]
    office.call("ana", "PUT", f"/lists/{office.list_ids['Approved']}/idBoard", value=attic)
    new = office.call("ana", "POST", "/lists", name="Approved", idBoard=office.board)["id"]
    (problem,) = office.run().problems
    assert 'say `syncer pins forget "Posts" "Approved"`' in str(problem)
    assert "looked up anew" in say(office, "forget", "Posts", "Approved")
    assert any(key.startswith(f"unpinned:{office.list_ids['Approved']}:") for key in chain(office))
    assert office.run().problems == ()
    card = card_in(office, office.list_ids["Review"])
    office.run()
    drag(office, card, new)
    office.run()
    assert look(office, card)["idList"] == office.list_ids["Review"]


def test_a_board_is_looked_up_anew(office: Office) -> None:
    say(office, "forget", "Posts")
    assert not [line for line in say(office, "list").splitlines() if line.startswith("board")]
    assert office.run().problems == ()
    assert f'board "Posts": {office.board}' in say(office, "list")


@pytest.mark.parametrize("names", [("Post",), ("Posts", "Aproved")])
def test_what_is_not_pinned_is_told_with_what_is(office: Office, names: tuple[str, ...]) -> None:
    with pytest.raises(Stop, match="is pinned") as stopped:
        say(office, "forget", *names)
    assert stopped.value.problem.exit == 2
    assert ("Approved" if len(names) == 2 else "Posts") in stopped.value.problem.mend
