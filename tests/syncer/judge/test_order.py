"""A decision does not depend on the order in which its events arrived, nor in how many parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from connectors.trello import wire
from connectors.trello.action import Action
from rules.book import Book
from rules.judge import judge
from rules.reading import read_book
from rules.style.sheet import Sheet
from rules.verdict import Decision
from syncer.intake.remember import remember
from syncer.judge.assemble import Bench, assemble
from syncer.store import boards as kept
from syncer.store import cards
from syncer.store.engine import open_state
from tests.acceptance.tools import rules

START = datetime(2026, 11, 23, 6, tzinfo=UTC)
NOW = START + timedelta(hours=2)
LISTS = ("Drafting", "Review", "Approved")
BOOK: Book = read_book(rules(), "rules.toml")
WHO = {"ana": "ana", "kim": "kim"}

steps = st.lists(
    st.tuples(
        st.sampled_from(["ana", "kim"]),
        st.sampled_from([*LISTS, "good text", "revolutionary text"]),
    ),
    min_size=1,
    max_size=8,
)


@dataclass
class Story:
    """What was done to a card, as its feed tells it, and how it stands in the end."""

    feed: list[Action]
    card: wire.Card


def told(doings: Sequence[tuple[str, str]]) -> Story:
    place, name = "Drafting", "A post"
    feed = [action(0, "ana", "createCard", {"card": {"id": "c", "name": name}, "list": lst(place)})]
    for number, (who, what) in enumerate(doings, start=1):
        card: dict[str, Any] = {"id": "c", "name": name}
        if what in LISTS:
            data = {"old": {"idList": place}, "listBefore": lst(place), "listAfter": lst(what)}
            place = what
        else:
            data = {"old": {"name": name}}
            card["name"] = name = what
        feed.append(action(number, who, "updateCard", {"card": card, **data}))
    card_now = wire.Card(
        id="c",
        name=name,
        desc="",
        board="b",
        list=place,
        pos=1.0,
        closed=False,
        labels=(),
        members=(),
        attachments=(),
        checklists=(),
        fields=(),
    )
    return Story(feed, card_now)


def lst(name: str) -> dict[str, str]:
    return {"id": name, "name": name}


def action(number: int, who: str, kind: str, data: dict[str, Any]) -> Action:
    at = START + timedelta(minutes=number)
    return Action(
        id=f"a{number:03}", type=kind, date=at, by=who, data={"board": {"id": "b"}, **data}
    )


def board(found: Sequence[wire.Card], feed: Sequence[Action]) -> wire.BoardRead:
    return wire.BoardRead(
        id="b",
        stub=wire.BoardStub(id="b", name="Posts"),
        lists=tuple(wire.BoardList(id=name, name=name, closed=False, pos=1.0) for name in LISTS),
        members=tuple(wire.Member(id=who, username=who, full_name=who) for who in WHO),
        memberships=(),
        cards=tuple(found),
        actions=tuple(feed),
    )


def decided(engine: Engine, story: Story, parts: Sequence[Sequence[Action]]) -> Decision:
    """Read the board once for each part of the feed, then judge the card."""
    with engine.connect() as conn:
        known = kept.KnownBoard(id="b", name="Posts")
        remember(conn, known, board((), ()), START - timedelta(minutes=1))
        for number, part in enumerate(parts):
            known = kept.read_boards(conn)["b"]
            remember(conn, known, board((story.card,), part), NOW + timedelta(seconds=number))
        stages = {name: name for name in LISTS}
        there = kept.board_of(kept.read_boards(conn)["b"], stages)
        bench = Bench(book=BOOK, now=NOW + timedelta(hours=1), ours=frozenset({"bot"}), who=WHO)
        card = cards.read_card(conn, "c")
        assert card is not None
        (decision,) = judge(BOOK, assemble(conn, bench, there, card), Sheet(BOOK.style))
        conn.rollback()
    return decision


def answer(decision: Decision) -> tuple[object, ...]:
    """What people would see of it."""
    return (
        decision.verdict,
        decision.remedy,
        decision.mover,
        decision.return_to,
        decision.cause,
        [(reason.code, dict(reason.facts)) for reason in decision.reasons],
        [finding.match for finding in decision.findings],
        decision.version.fingerprint,
    )


def same(story: Story, parts: Sequence[Sequence[Action]]) -> bool:
    """Is it decided as if the feed had come whole and in order?"""
    engine = open_state("sqlite://")
    try:
        return answer(decided(engine, story, parts)) == answer(decided(engine, story, [story.feed]))
    finally:
        engine.dispose()


@settings(deadline=None, max_examples=80)
@given(doings=steps, chance=st.randoms(use_true_random=False))
def test_a_shuffled_feed_is_judged_like_one_in_order(doings: Any, chance: Any) -> None:
    story = told(doings)
    shuffled = list(story.feed)
    chance.shuffle(shuffled)
    assert same(story, [shuffled])


@settings(deadline=None, max_examples=80)
@given(doings=steps, chance=st.randoms(use_true_random=False), cut=st.integers(0, 9))
def test_a_feed_that_arrives_in_parts_is_judged_like_one_that_came_whole(
    doings: Any, chance: Any, cut: int
) -> None:
    """What the first part leaves out is seen in the snapshot first, and named when it is told."""
    story = told(doings)
    shuffled = list(story.feed)
    chance.shuffle(shuffled)
    assert same(story, [shuffled[:cut], shuffled])
