"""What if: a case as it stands, with one thing more that somebody did.

lilit edits desc [to "new text"]     kim moves it to Approved
narek says /approve                  davit ticks "Pictures checked"
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

from rules.approval.version import version_of
from rules.facts import Card, Case, Comment, Edit, How, Move, Tick
from rules.reading.gates import GUARDS, NAMED

_SAYINGS = {
    "edits": re.compile(r"(?P<who>\S+) edits (?P<what>\S+)(?: to (?P<text>.+))?"),
    "moves": re.compile(r"(?P<who>\S+) moves (?:it )?to (?P<stage>.+)"),
    "says": re.compile(r"(?P<who>\S+) says (?P<text>.+)", re.DOTALL),
    "ticks": re.compile(r"(?P<who>\S+) ticks (?P<item>.+)"),
}
FORMS = (
    "lilit edits desc",
    'lilit edits desc to "new text"',
    "kim moves to Approved",
    "narek says /approve",
    'davit ticks "item"',
)


def suppose(case: Case, saying: str) -> Case:
    """The case in which this was done just now. Raises ValueError, with the forms that are
    understood, for anything else."""
    for kind, form in _SAYINGS.items():
        found = form.fullmatch(saying.strip())
        if found:
            parts = {key: value.strip('"“”') for key, value in found.groupdict(default="").items()}
            return _done(case, kind, parts)
    forms = "\n".join(f"  {form}" for form in FORMS)
    raise ValueError(f"{saying!r} is not understood. These are:\n{forms}")


def _done(case: Case, kind: str, parts: dict[str, str]) -> Case:
    who = case.who.get(parts["who"])
    if who is None:
        known = ", ".join(sorted(case.who))
        raise ValueError(f"nobody is called {parts['who']!r} in rules.toml; there are {known}")
    common: dict[str, Any] = {"id": "supposed", "at": case.at + timedelta(seconds=1), "by": who}
    if kind == "moves":
        return _moved(case, common, parts["stage"])
    if kind == "edits":
        return _edited(case, common, parts["what"], parts["text"])
    if kind == "says":
        return _with(case, Comment(**common, text=parts["text"]))
    return _ticked(case, common, parts["item"])


def _moved(case: Case, common: dict[str, Any], stage: str) -> Case:
    target = case.board.stages.get(stage)
    if target is None:
        known = ", ".join(case.board.stages)
        raise ValueError(f"no stage is called {stage!r}; there are {known}")
    if target == case.card.list:
        raise ValueError(
            f"as far as syncer knows the card is in {stage!r}; `syncer run` looks anew"
        )
    move = Move(**common, how=How.MOVED, source=case.card.list, target=target)
    return _with(case, move, replace(case.card, list=target))


def _edited(case: Case, common: dict[str, Any], what: str, text: str) -> Case:
    if what not in GUARDS and not what.startswith(NAMED):
        known = ", ".join((*GUARDS, *(f"{kind}NAME" for kind in NAMED)))
        raise ValueError(f"nothing on a card is called {what!r}; there are {known}")
    card = case.card
    before = version_of(card, (what,)).values[what]
    after = text or f"{before} (supposed)".strip()
    if what == "name":
        card = replace(card, name=after)
    elif what == "desc":
        card = replace(card, desc=after)
    return _with(case, Edit(**common, what=what, before=before, after=after), card)


def _ticked(case: Case, common: dict[str, Any], wanted: str) -> Case:
    card = case.card
    items = [item for checklist in card.checklists for item in checklist.items]
    chosen = next((item for item in items if item.name == wanted), None)
    if chosen is None:
        known = ", ".join(item.name for item in items) or "none"
        raise ValueError(f"no checklist item is called {wanted!r}; there are {known}")
    lists = tuple(
        replace(
            each,
            items=tuple(replace(item, done=item.done or item == chosen) for item in each.items),
        )
        for each in card.checklists
    )
    tick = Tick(**common, item=chosen.id, name=chosen.name, done=True)
    return _with(case, tick, replace(card, checklists=lists))


def _with(case: Case, happening: Move | Edit | Comment | Tick, card: Card | None = None) -> Case:
    return replace(
        case,
        at=happening.at,
        card=card or case.card,
        history=(*case.history, happening),
        new=case.new | {happening.id},
    )
