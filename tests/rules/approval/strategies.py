"""Random teams at work: gates with any keys, cards with any past."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from rules.approval.version import version_of
from rules.book import Gate, Need, Override, Require
from rules.facts import (
    BIRTHS,
    Case,
    CheckItem,
    Checklist,
    Comment,
    Edit,
    Happening,
    How,
    Label,
    Move,
    Standing,
    Tick,
)
from rules.rule import When
from rules.verdict import Mode
from tests.rules.approval.tools import NOON, PEOPLE, ROLES, STAGES, at, card, case, lid, mid

people = st.sampled_from([*PEOPLE, "stranger"])
roles = st.sampled_from([*ROLES])
stages = st.sampled_from(STAGES)
fields = st.sampled_from(["name", "desc", "due", "attachments", "labels"])
texts = st.sampled_from(
    [
        "/approve",
        "/reject dull",
        "/hold",
        "/unhold",
        "/override late",
        "/why",
        "/ignore r why",
        "/aprove",
        "> /approve",
        "fine",
    ]
)
minutes = st.integers(min_value=0, max_value=30)


def some(strategy: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=most, unique=True).map(tuple)


needs = st.builds(
    Need,
    role=roles,
    count=st.integers(1, 2),
    by=st.sampled_from(["move", "comment:/approve", "checklist:Legal"]),
    when=st.sampled_from([When(), When(label="Claim")]),
    owns=some(st.sampled_from(["name", "desc"])),
)
gates = st.builds(
    Gate,
    name=st.just("approved"),
    protects=st.just(("Approved", "Scheduled", "Published")),
    enter_by=some(roles),
    enter_from=some(st.sampled_from(STAGES[:4])),
    not_by=some(st.sampled_from(["author", "contributor", "last_editor"]), 3),
    approvals=st.lists(needs, max_size=2).map(tuple),
    order=st.sampled_from(["any", "sequence"]),
    guards=st.just(("name", "desc", "due", "attachments")),
    may_edit=st.dictionaries(roles, some(st.sampled_from(["name", "desc"])), max_size=1),
    require=st.builds(Require, due=st.booleans(), members=st.integers(0, 1)),
    automation=st.sampled_from(["deny", "allow", ("butler",)]),
    on_unsure=st.sampled_from(["wait", "return"]),
    return_to=st.sampled_from(["last", "Drafting"]),
    override=st.none() | st.builds(Override, by=st.just(("managers",)), hours=st.integers(0, 1)),
    hold_by=some(roles, 1),
    ignore_by=some(roles, 1),
    max_tries=st.integers(1, 3),
    mode=st.sampled_from([None, *Mode]),
)


@st.composite
def happenings(draw: st.DrawFn, number: int) -> Happening:
    """One thing done by anyone, at any minute."""
    by = draw(st.none() | people)
    common: dict[str, Any] = {
        "id": f"a{number:03}",
        "at": at(draw(minutes)),
        "by": mid(by) if by else None,
        "app": draw(st.sampled_from([None, None, None, "butler"])),
        "by_us": draw(st.sampled_from([False, False, False, True])),
        "observed": by is None,
    }
    kind = draw(st.sampled_from(["move", "move", "move", "edit", "comment", "tick"]))
    if kind == "move":
        how = draw(st.sampled_from([How.MOVED] * 6 + list(How)))
        no_source = how in BIRTHS or how in {How.CROSSED, How.WITH_LIST, How.UNARCHIVED}
        source = None if no_source else lid(draw(stages))
        target = None if how is How.LEFT else lid(draw(stages))
        return Move(how=how, source=source, target=target, **common)
    if kind == "edit":
        values = st.none() | st.sampled_from(["A post", "words", "other"])
        return Edit(what=draw(fields), before=draw(values), after=draw(values), **common)
    if kind == "comment":
        state = draw(st.sampled_from([{}, {}, {"edited": True}, {"gone": True}]))
        return Comment(text=draw(texts), **state, **common)
    return Tick(item="i-Legal", name="Legal", done=draw(st.booleans()), **common)


@st.composite
def cases(draw: st.DrawFn, gate: Gate) -> Case:
    """A card with a past, as the ledger remembers it or not."""
    history = [draw(happenings(n)) for n in range(draw(st.integers(0, 8)))]
    ids = [each.id for each in history]
    moves = sorted((m for m in history if isinstance(m, Move)), key=lambda m: (m.at, m.id))
    ended = [m.target for m in moves if m.target][-1:]
    here = draw(st.sampled_from([*ended, *ended, lid("Approved")]))
    item = CheckItem(id="i-Legal", name="Legal", done=draw(st.booleans()))
    shown = replace(
        card(
            desc=draw(st.sampled_from(["", "words", "other"])),
            due=draw(st.sampled_from([NOON, None])),
            members=draw(some(st.just("m-ana"), 1)),
            labels=draw(some(st.just(Label(id="1", name="Claim")), 1)),
            checklists=(Checklist(id="k", name="Sign-off", items=(item,)),),
            role=draw(st.sampled_from([None, None, None, "mirror"])),
        ),
        list=here,
    )
    standing = Standing(
        last_list=draw(st.none() | stages.map(lid)),
        admitted=draw(st.sampled_from([None, version_of(shown, gate.guards)])),
        adopted=draw(st.booleans()),
        admitted_list=draw(st.none() | st.just(here)),
        admitted_at=draw(st.none() | minutes.map(at)),
        returned=tuple(sorted(draw(st.lists(minutes.map(at), max_size=3)))),
    )
    return case(
        *history,
        new=frozenset(draw(st.sets(st.sampled_from(ids)))) if ids else frozenset(),
        card=shown,
        author=draw(st.none() | people.map(mid)),
        standing={gate.name: standing} if draw(st.booleans()) else {},
        gap=draw(st.sampled_from([None, None, None, "cut"])),
    )
