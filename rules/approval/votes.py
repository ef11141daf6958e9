"""Who said yes, by which act, and why some of it does not count.

A yes is one explicit act: dragging the card into a protected list, an exact comment command, or
ticking a named checklist item. It counts when it stands as it was done, was done here (not on
another board, not on the card that this one was copied from), by a person at a keyboard or an
application that the gate lets act for people, with the right at that time, by nobody whom
`not_by` bars, and when nothing that it covers was changed since.

Dragging the card out again takes back every yes that was given by dragging it in. An item counts
only while it is on the card, ticked, under the name that it was ticked under.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rules.approval.asks import Ask
from rules.approval.hands import covers, is_since, is_small, may_act
from rules.approval.matter import Matter
from rules.approval.roads import Key, boundary, key
from rules.approval.version import seen
from rules.facts import Approval, Comment, Edit, Happening, How, Tick

DRAGGED = frozenset({How.MOVED, How.CROSSED, How.CREATED, How.COPIED})
"""Roads on which somebody puts this one card into a list; reopening or moving a list is no yes."""


@dataclass(frozen=True, kw_only=True)
class Vote:
    """One yes. `void` is "" or why the act itself is no yes (a word of VOID)."""

    by: str
    key: Key
    evidence: str
    way: str
    app: str | None = None
    void: str = ""


VOID = frozenset({"edited", "deleted", "elsewhere", "earlier", "taken_back", "unticked"})
"""Why an act is no yes, besides the codes of reasons."""


def votes_on(matter: Matter, way: str) -> tuple[Vote, ...]:
    """Every yes by that act, in order; remembered ones that the history no longer shows too."""
    since = boundary(matter.history)
    kind, _, named = way.partition(":")
    if kind == "move":
        found = _by_move(matter)
    elif kind == "comment":
        found = _by_comment(matter, named.removeprefix("/").lower())
    else:
        found = _by_tick(matter, named.strip())
    votes = [_placed(vote, since) for vote in found]
    shown = {each.id for each in matter.history}
    votes += [
        Vote(by=each.approver, key=(each.at, each.evidence), evidence=each.evidence, way=way)
        for each in matter.standing.approvals
        if each.by == way and each.evidence not in shown
    ]
    return tuple(sorted(votes, key=lambda vote: (vote.key, vote.by)))


def _placed(vote: Vote, since: Key | None) -> Vote:
    if since is not None and vote.key < since:
        return _voided(vote, "elsewhere")
    return vote


def _voided(vote: Vote, void: str) -> Vote:
    return Vote(
        by=vote.by, key=vote.key, evidence=vote.evidence, way=vote.way, app=vote.app, void=void
    )


def _vote(done: Happening, way: str, void: str = "") -> Vote:
    return Vote(by=done.by or "", key=key(done), evidence=done.id, way=way, app=done.app, void=void)


def _by_move(matter: Matter) -> Iterator[Vote]:
    outs = [key(m) for m in matter.moves if not m.by_us and m.target not in matter.protected]
    last_out = max(outs, default=None)
    for move in matter.moves:
        if move.target not in matter.protected or move.by is None or move.by_us:
            continue
        if move.how in DRAGGED:
            out = last_out is not None and key(move) < last_out
            yield _vote(move, "move", "taken_back" if out else "")


def _by_comment(matter: Matter, word: str) -> Iterator[Vote]:
    for command in matter.commands:
        if command.word == word and not command.meant and command.comment.by is not None:
            comment = command.comment
            void = "deleted" if comment.gone else "edited" if comment.edited else ""
            yield _vote(comment, f"comment:/{word}", void)


def _by_tick(matter: Matter, item: str) -> Iterator[Vote]:
    ticks = [each for each in matter.history if isinstance(each, Tick)]
    last = {each.item: each.id for each in ticks}
    there = {
        each.id
        for checklist in matter.case.card.checklists
        for each in checklist.items
        if each.done and seen(each.name) == seen(item)
    }
    for tick in ticks:
        if tick.done and tick.by is not None and not tick.by_us and seen(tick.name) == seen(item):
            stands = tick.item in there and last[tick.item] == tick.id
            yield _vote(tick, f"checklist:{item}", "" if stands else "unticked")


def flaw(matter: Matter, ask: Ask, vote: Vote) -> str:
    """Why this yes does not count for this, whatever was changed since; "" when it does."""
    remembered = any(each.evidence == vote.evidence for each in matter.standing.approvals)
    if vote.void:
        return vote.void
    if not may_act(matter.gate, vote.app):
        return "automation"
    refusal = matter.people.refusal(vote.by, ask.names, vote.key[0], counted=remembered)
    if refusal is not None:
        return refusal.code
    if vote.by in matter.hands.barred:
        return matter.hands.barred[vote.by]
    if not remembered and matter.standing.admitted_at is not None and not _is_since(matter, vote):
        return "earlier"
    return ""


def _is_since(matter: Matter, vote: Vote) -> bool:
    done = Comment(id=vote.evidence, at=vote.key[0], text="")
    return is_since(done, matter.standing, matter.case)


def spoiling_edit(matter: Matter, ask: Ask, vote: Vote) -> Edit | None:
    """The first change after this yes that it does not cover, None when there is none."""
    return next(
        (
            edit
            for edit in _touching(matter.edits, ask.watched)
            if key(edit) > vote.key and not is_small(edit, matter.gate, matter.people)
        ),
        None,
    )


def untold_change(matter: Matter, ask: Ask, vote: Vote) -> str:
    """The watched guards that differ from what this yes was said to, though no action tells of
    a change; "" when there is none, "?" when it is not known which."""
    after = [edit for edit in matter.edits if key(edit) > vote.key]
    let_in = matter.admitted
    if let_in is not None and not _is_since(matter, vote):
        since = [e for e in matter.edits if is_since(e, matter.standing, matter.case)]
        changed = [
            guard
            for guard in ask.watched
            if let_in.values.get(guard) != matter.version.values.get(guard)
            and not any(covers(guard, edit.what) for edit in since)
        ]
        return ", ".join(changed)
    for each in matter.standing.approvals:
        if each.evidence == vote.evidence and not after:
            return "" if each.fingerprint == matter.version.fingerprint else "?"
    return ""


def _touching(edits: Iterable[Edit], guards: tuple[str, ...]) -> Iterator[Edit]:
    return (edit for edit in edits if any(covers(guard, edit.what) for guard in guards))


def approval(matter: Matter, ask: Ask, vote: Vote) -> Approval:
    """The yes as it is remembered, bound to the version that stands now."""
    known = next((a for a in matter.standing.approvals if a.evidence == vote.evidence), None)
    role = matter.people.role_of(vote.by, ask.names, vote.key[0]) or ask.role
    return Approval(
        card=matter.case.card.id,
        gate=matter.gate.name,
        fingerprint=matter.version.fingerprint,
        approver=vote.by,
        role=known.role if known else role,
        by=ask.way,
        evidence=vote.evidence,
        at=vote.key[0],
        rules=known.rules if known else matter.case.rules,
    )
