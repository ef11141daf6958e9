"""A card's real past, judged again: what these rules would have done. Pure but for the clock of
the events; nothing is remembered outside.

The past is as it was: a card that would have been sent back stayed where people had put it. So
after a would-be return the gate is silent about the card until it comes in again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from rules.approval.matter import Checker
from rules.approval.standing import standing_after
from rules.approval.version import version_of
from rules.book import Book
from rules.facts import Board, Card, Case, Happening, Label, Move, Standing
from rules.judge import judge
from rules.verdict import Decision, Remedy, Verdict
from syncer.audit.editions import known_once
from syncer.audit.rewind import undo
from syncer.history import BIRTH_KINDS, happenings
from syncer.judge.select import protected_lists
from syncer.records import Event, stamp


@dataclass(frozen=True, kw_only=True)
class Past:
    """A card as it is now, and all that is known to have happened to it. The replay begins at
    `since`; older events are history that the rules may look at."""

    card: Card
    events: tuple[Event, ...]
    since: datetime
    labels: Mapping[str, Label] = field(default_factory=dict)
    author: str | None = None
    contributors: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Bar:
    """Before whom the past is judged: `board` as it is now with its stages pinned, `who` the
    people of rules.toml by member id, `ours` the ids that syncer acts as."""

    book: Book
    sheet: Checker
    board: Board
    who: Mapping[str, str]
    ours: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Effect:
    """Something that would have been done. `remedy` is what the mode in force does, `would` what
    enforce does; `rules` are reasons' codes, `findings` style rules as set.rule."""

    at: str
    board: str
    card: str
    name: str
    url: str
    gate: str
    verdict: str
    mode: str
    remedy: str
    would: str
    mover: str
    road: str
    list: str
    return_to: str
    rules: tuple[str, ...]
    findings: tuple[str, ...]
    cause: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What it answers, for comparing two rule files."""
        return self.card, self.gate, self.cause

    def as_json(self) -> dict[str, object]:
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """What came of one card. `judged` counts judgements, `unsure` those without an answer;
    `gaps` what could not be rebuilt."""

    effects: tuple[Effect, ...] = ()
    judged: int = 0
    unsure: int = 0
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Step:
    event: Event
    card: Card


def comes_near(past: Past, lists: frozenset[str]) -> bool:
    """Was the card in one of these lists at any time of the replay?"""
    first, steps, _gaps = _rebuild(past)
    return _near(first, steps, lists)


def _near(first: Card | None, steps: Sequence[_Step], lists: frozenset[str]) -> bool:
    there = (first, *(step.card for step in steps))
    return any(card is not None and card.list in lists for card in there)


def replay(bar: Bar, past: Past) -> Replayed:
    """Judge the card after each event, as a run right after it would have."""
    first, steps, gaps = _rebuild(past)
    if not _near(first, steps, protected_lists(bar.book, bar.board)):
        return Replayed()
    history = happenings(past.events)
    trial = _Trial(bar=bar, past=past, memory=_adopted(bar, first))
    for step in steps:
        trial.judge(step, _until(history, step.event))
    return Replayed(
        effects=tuple(trial.effects), judged=trial.judged, unsure=trial.unsure, gaps=gaps
    )


def _rebuild(past: Past) -> tuple[Card | None, list[_Step], tuple[str, ...]]:
    """The card before the replay (None when it was not born yet), and after each event."""
    steps: list[_Step] = []
    gaps: list[str] = []
    here = past.card
    for event in reversed(known_once(past.events)):
        if event.at < past.since:
            break
        steps.append(_Step(event, here))
        if event.kind in BIRTH_KINDS:
            return None, steps[::-1], tuple(gaps)
        undone = undo(here, event, past.labels)
        gaps += [undone.gap] if undone.gap else []
        here = undone.card
    return here, steps[::-1], tuple(gaps)


def _until(history: Sequence[Happening], event: Event) -> tuple[Happening, ...]:
    return tuple(item for item in history if (item.at, item.id) <= (event.at, event.id))


def _adopted(bar: Bar, first: Card | None) -> dict[str, Standing]:
    """What the first run would have remembered: cards behind a gate that adopts are let in."""
    memory: dict[str, Standing] = {}
    for gate in bar.book.gates_on(bar.board.name):
        inside = first is not None and first.list in protected_lists(bar.book, bar.board, gate)
        if first is not None and inside and gate.on_first_run == "adopt":
            memory[gate.name] = Standing(
                admitted=version_of(first, gate.guards), adopted=True, admitted_list=first.list
            )
        elif first is not None and not inside:
            memory[gate.name] = Standing(last_list=first.list, last_pos=first.pos)
    return memory


@dataclass
class _Trial:
    """The replay of one card under way."""

    bar: Bar
    past: Past
    memory: dict[str, Standing]
    silent: set[str] = field(default_factory=set)
    """gates that would have sent the card back, until it comes in again"""
    effects: list[Effect] = field(default_factory=list)
    judged: int = 0
    unsure: int = 0

    def judge(self, step: _Step, history: tuple[Happening, ...]) -> None:
        """One event."""
        arrived = {
            item.target for item in history if isinstance(item, Move) and item.id == step.event.id
        }
        case = self._case(step, history)
        decisions = judge(self.bar.book, case, self.bar.sheet)
        self.judged += 1
        for decision in decisions:
            if not decision.inside or step.card.list in arrived:
                self.silent.discard(decision.gate)
            if decision.gate not in self.silent:
                self._follow(case, decision, step)

    def _case(self, step: _Step, history: tuple[Happening, ...]) -> Case:
        return Case(
            at=step.event.at,
            card=step.card,
            board=self.bar.board,
            history=history,
            new=frozenset({step.event.id}),
            who=self.bar.who,
            author=self.past.author,
            contributors=self.past.contributors,
            standing=self.memory,
            rules=self.bar.book.hash,
            ours=self.bar.ours,
        )

    def _follow(self, case: Case, decision: Decision, step: _Step) -> None:
        """Remember what a run would have, and note what it would have done."""
        before = case.standing.get(decision.gate, Standing())
        stands = standing_after(before, case, decision)
        if decision.inside and decision.verdict is Verdict.UNSURE:
            self.unsure += 1
        if decision.inside and decision.would in (Remedy.RETURN, Remedy.FREEZE, Remedy.TELL):
            self._note(_effect(self.bar.board, decision, step))
            if decision.would is Remedy.RETURN:
                self.silent.add(decision.gate)
                returned = (*stands.returned, step.event.at)[-10:]
                stands = replace(
                    stands, admitted=None, admitted_list=None, adopted=False, returned=returned
                )
        self.memory = {**self.memory, decision.gate: stands}

    def _note(self, effect: Effect) -> None:
        """The same said again about the same is no effect of its own."""
        last = next((each for each in reversed(self.effects) if each.gate == effect.gate), None)
        if last is None or replace(last, at=effect.at, name=effect.name) != effect:
            self.effects.append(effect)


def _effect(board: Board, decision: Decision, step: _Step) -> Effect:
    mover = board.members.get(decision.mover or "")
    return Effect(
        at=stamp(step.event.at),
        board=board.name,
        card=step.card.id,
        name=step.card.name,
        url=step.card.url,
        gate=decision.gate,
        verdict=str(decision.verdict),
        mode=str(decision.mode),
        remedy=str(decision.remedy),
        would=str(decision.would),
        mover=(mover.name or mover.username) if mover else decision.mover or "",
        road=str(decision.road or ""),
        list=board.name_of(step.card.list),
        return_to=board.name_of(decision.return_to) if decision.return_to else "",
        rules=tuple(dict.fromkeys(reason.code for reason in decision.reasons)),
        findings=tuple(dict.fromkeys(f"{each.set}.{each.rule}" for each in decision.findings)),
        cause=decision.cause or step.event.id,
    )
