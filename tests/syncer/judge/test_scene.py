"""Words of the rules are never shown bare: each has its sentence in every language."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rules.approval.codes import NOTES, REASONS, UNCOUNTED
from rules.approval.people import People
from rules.book import Person
from rules.facts import Board, How, Member
from syncer.judge.scene import Scene
from syncer.judge.words import LANGUAGES, Words, templates
from tests.rules.approval.tools import NOON, board, book, case, mid


def scene(language: str, there: Board | None = None) -> Scene:
    return Scene(board=there or board(), words=Words(language, {}))


def shown(language: str, code: str, **facts: str) -> str:
    """A reason's or a note's text on a card."""
    here = scene(language)
    kind, found = ("note", NOTES[code]) if code in NOTES else ("reason", REASONS[code])
    return here.words.tell(kind, code, here.facts(found, facts))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("word", UNCOUNTED)
def test_why_a_word_does_not_count_is_a_sentence(language: str, word: str) -> None:
    text = shown(language, "not_counted", command="/approve", by=mid("ana"), because=word, can="")
    assert templates(language)[f"because_{word}"] in text
    assert f": {word}. " not in text
    assert "{" not in text


def refusals() -> dict[str, str]:
    """Every way in which the rules say that somebody has left: what they say of it."""
    kim = Member(id=mid("kim"), username="kim", name="Kim")
    seats = {
        "gone": {},
        "switched off": {kim.id: replace(kim, active=False)},
        "observer": {kim.id: replace(kim, kind="observer")},
        "until": {kim.id: kim},
    }
    said = {}
    for name, members in seats.items():
        until = date(2026, 1, 31) if name == "until" else None
        person = Person(name="kim", trello="kim", until=until)
        people = People(book=book(people={"kim": person}), case=case(board=board(members=members)))
        refusal = people.refusal(kim.id, ("managers",), NOON)
        assert refusal is not None
        assert refusal.code == "left"
        said[name] = refusal.why
    return said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("how", "why"), refusals().items())
def test_how_somebody_left_is_told_in_the_team_s_language(
    language: str, how: str, why: str
) -> None:
    text = shown(language, "left", by=mid("kim"), why=why, roles="managers")
    keys = {
        "gone": "left_not_on_the_board",
        "switched off": "left_deactivated",
        "observer": "left_an_observer",
        "until": "left_until",
    }
    told = templates(language)[keys[how]].format(day="2026-01-31")
    assert f"({told})" in text


def test_people_s_own_words_stay_theirs() -> None:
    assert "until 5" in shown("hy", "held", by=mid("kim"), why="until 5")
    assert "deactivated" in shown("hy", "rejected", by=mid("kim"), why="deactivated")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("how", How)
def test_a_road_has_its_words(language: str, how: How) -> None:
    text = shown(language, "enter_from", source=str(how), wanted="Review")
    assert templates(language)[f"how_{how}"] in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("how", ["one", "all"])
def test_how_many_labels_has_its_words(language: str, how: str) -> None:
    text = shown(language, "labels", how=how, labels="X")
    assert templates(language)[f"labels_{how}"] in text
