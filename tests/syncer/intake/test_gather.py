"""What style rules ask of the world is looked at once, only when asked for, and put into cases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from connectors.errors import TryLater
from rules.facts import Attachment, Card
from rules.reading import read_book
from syncer.intake.gather import MOST, World, gather
from syncer.judge import outside
from syncer.store import cards
from syncer.store.engine import open_state

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
GUARDED = {"board": frozenset({"approved"})}
RULES = """
version = 1
[people.kim]
trello = "kim"
[roles]
managers = ["kim"]
[[board]]
name = "Posts"
stages = ["Review", "Approved"]
[[gate]]
name = "approved"
protects = ["Approved"]
enter_by = ["managers"]
style = ["all"]
"""
LINKS = '[[style]]\nset = "all"\nname = "l"\nkind = "links"\nalive = true\n'
IMAGE = '[[style]]\nset = "all"\nname = "i"\nkind = "image"\nmax_width = 100\n'
LIBRARY = '[[style]]\nset = "all"\nname = "b"\nkind = "library"\n'
LENGTH = '[[style]]\nset = "all"\nname = "n"\nkind = "length"\nmax = 10\n'


class Outside:
    """A world that notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.states = {"https://good-site.com/a": "ok"}
        self.shut = False

    @property
    def world(self) -> World:
        return World(link=self.link, picture=self.picture, library=self.library)

    def link(self, url: str) -> str:
        self.asked.append(url)
        return self.states.get(url, "it answers 404")

    def picture(self, attachment: Attachment) -> dict[str, Any]:
        self.asked.append(attachment.id)
        if attachment.name == "broken":
            return {"why": "it cannot be read"}
        return {"format": "png", "width": 3, "height": 4, "size": 5, "colours": ["#000000"]}

    def library(self) -> Iterable[str]:
        self.asked.append("library")
        if self.shut:
            raise TryLater("later")
        return ["Logo", "https://assets.example/logo.png"]


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    engine = open_state(f"sqlite:///{tmp_path}/s.db")
    files = (
        Attachment(id="a1", name="ok", url="https://x.example/1.png"),
        Attachment(id="a2", name="broken", url="https://x.example/2.png"),
    )
    text = "See https://good-site.com/a and https://bad-site.com/b"
    inside = Card(id="in", board="board", list="approved", name="N", desc=text, attachments=files)
    outside_card = Card(id="out", board="board", list="review", name="https://out.example/")
    with engine.begin() as conn:
        cards.write_card(conn, inside, NOW)
        cards.write_card(conn, outside_card, NOW)
    return engine


def look(engine: Engine, there: Outside, rules: str, now: datetime = NOW) -> tuple[Any, ...]:
    return gather(engine, there.world, read_book(RULES + rules), GUARDED, now)


def test_nothing_is_asked_that_no_rule_wants(engine: Engine) -> None:
    there = Outside()
    assert look(engine, there, LENGTH) == ()
    assert there.asked == []


def test_links_are_looked_at_once_while_fresh(engine: Engine) -> None:
    there = Outside()
    look(engine, there, LINKS)
    assert there.asked == ["https://good-site.com/a", "https://bad-site.com/b"]
    look(engine, there, LINKS, NOW + timedelta(minutes=59))
    assert len(there.asked) == 2
    look(engine, there, LINKS, NOW + timedelta(hours=1))
    assert there.asked[2:] == ["https://bad-site.com/b"]
    look(engine, there, LINKS, NOW + timedelta(days=1))
    assert "https://good-site.com/a" in there.asked[3:]


def test_a_card_that_was_judged_is_not_looked_at(engine: Engine) -> None:
    there = Outside()
    with engine.begin() as conn:
        cards.write_judged(conn, "in", "rules", None)
    look(engine, there, LINKS)
    assert there.asked == []


def test_what_was_found_stands_in_the_case(engine: Engine) -> None:
    there = Outside()
    look(engine, there, LINKS + IMAGE + LIBRARY)
    with engine.begin() as conn:
        card = cards.read_card(conn, "in")
        assert card is not None
        found = outside.links(conn, {"links"}, card)
        assert found == {
            "https://good-site.com/a": "ok",
            "https://bad-site.com/b": "it answers 404",
        }
        pictures = outside.images(conn, {"image"}, card)
        assert set(pictures) == {"a1"}, "a picture that could not be measured stays unknown"
        assert (pictures["a1"].width, pictures["a1"].colours) == (3, ("#000000",))
        approved = outside.library(conn, {"library"})
        assert approved == {"Logo", "https://assets.example/logo.png"}
        assert outside.library(conn, {"links"}) is None


def test_a_library_that_cannot_be_read_is_told_and_stays_unknown(engine: Engine) -> None:
    there = Outside()
    there.shut = True
    (problem,) = look(engine, there, LIBRARY)
    assert "library" in problem.what
    assert problem.exit == 3
    with engine.begin() as conn:
        assert outside.library(conn, {"library"}) is None


def test_who_is_tired_leaves_the_rest_for_later(engine: Engine) -> None:
    there = Outside()
    tired = replace(there.world, tired=lambda: len(there.asked) >= 1)
    gather(engine, tired, read_book(RULES + LINKS + IMAGE), GUARDED, NOW)
    assert there.asked == ["https://good-site.com/a"]


def test_one_pass_looks_at_so_many_links_and_no_more(engine: Engine) -> None:
    there = Outside()
    text = " ".join(f"https://many-site.com/{n}" for n in range(MOST + 5))
    with engine.begin() as conn:
        cards.write_card(
            conn, Card(id="in", board="board", list="approved", name="N", desc=text), NOW
        )
    look(engine, there, LINKS)
    assert len(there.asked) == MOST
    look(engine, there, LINKS)
    assert len(set(there.asked)) == MOST + 5
