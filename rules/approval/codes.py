"""Every word that a gate answers with: the codes of reasons and notes, and the facts of each.

`says` is the plain English of the trace and of the docs' table; what syncer writes on cards is
written from the same codes and facts in the team's language. Facts named in `people` are member
ids, joined by ", "; all others are text to show as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rules.verdict import Note, Place, Reason


@dataclass(frozen=True, kw_only=True, slots=True)
class Code:
    """One code: what it means, the names of its facts, and which of them are member ids."""

    says: str
    facts: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    feed: bool = False
    """it rests on the feed of actions: while the feed has a gap it is a doubt, not a fact"""


REASONS: Mapping[str, Code] = MappingProxyType(
    {
        "enter_by": Code(
            says="{by} may not move cards to {to}; {roles} may",
            facts=("by", "to", "roles"),
            people=("by",),
            feed=True,
        ),
        "enter_from": Code(
            says="it came from {source}; cards enter from {wanted} only",
            facts=("source", "wanted"),
            feed=True,
        ),
        "left": Code(
            says="{by} is no longer with the team ({why}), so no right of {roles} counts",
            facts=("by", "why", "roles"),
            people=("by",),
            feed=True,
        ),
        "deputy": Code(
            says="{by} stands in for {roles} only on days when they are away",
            facts=("by", "roles"),
            people=("by",),
            feed=True,
        ),
        "automation": Code(
            says="the application {app} acted in the name of {by}; that is nobody's approval",
            facts=("app", "by"),
            people=("by",),
            feed=True,
        ),
        "author": Code(
            says="{by} wrote this post and may not approve it",
            facts=("by",),
            people=("by",),
            feed=True,
        ),
        "contributor": Code(
            says="{by} changed this post since it was last approved and may not approve it",
            facts=("by",),
            people=("by",),
            feed=True,
        ),
        "last_editor": Code(
            says="{by} was the last to change this post and may not approve it",
            facts=("by",),
            people=("by",),
            feed=True,
        ),
        "approvals": Code(
            says="{have} of {count} approvals of {role} by {way}",
            facts=("role", "have", "count", "way"),
            feed=True,
        ),
        "stale": Code(
            says="{by} changed {what} after the approval of {approver}: {difference}",
            facts=("by", "what", "approver", "difference"),
            people=("by", "approver"),
            feed=True,
        ),
        "held": Code(
            says="{by} put it on hold: {why}", facts=("by", "why"), people=("by",), feed=True
        ),
        "rejected": Code(
            says="{by} asked for changes: {why}", facts=("by", "why"), people=("by",), feed=True
        ),
        "nobody_can": Code(
            says="nobody is left who could approve as {role}: {short} more people are needed",
            facts=("role", "short"),
            feed=True,
        ),
        "ours": Code(says="syncer itself brought it here, which is no approval", feed=True),
        "due": Code(says="it has no due date"),
        "members": Code(says="{have} of {count} members", facts=("have", "count")),
        "labels": Code(says="it needs {how} of the labels {labels}", facts=("how", "labels")),
        "checklists": Code(says="not ticked yet: {items}", facts=("items",)),
        "attachments": Code(says="{have} of {count} attachments", facts=("have", "count")),
        "fields": Code(says="these fields are empty: {fields}", facts=("fields",)),
        "style": Code(says="it breaks style rules: {rules}", facts=("rules",)),
        "mirror": Code(
            says="it is a {role} card: what it shows stands elsewhere, so no version can be bound",
            facts=("role",),
        ),
        "frozen": Code(
            says="sent back {times} times within an hour, against {others}: left for a person",
            facts=("times", "others"),
            people=("others",),
        ),
        "nowhere": Code(says="no open list outside the gate is left to send it back to"),
        "unseen": Code(says="no action tells how it came to {to}", facts=("to",), feed=True),
        "gap": Code(says="the history may be incomplete: {why}", facts=("why",)),
        "snapshot": Code(
            says="the card does not show its latest change yet ({what})", facts=("what",)
        ),
        "unknown_author": Code(says="nobody can tell who wrote it"),
        "unknown_editor": Code(says="nobody can tell who changed {what}", facts=("what",)),
        "unpinned": Code(says="these stages are not on the board: {stages}", facts=("stages",)),
        "failed": Code(says="the rule {rule} failed: {why}", facts=("rule", "why")),
    }
)
"""Why a verdict is not allow: the first part denies, those from `unseen` on make it unsure."""

NOTES: Mapping[str, Code] = MappingProxyType(
    {
        "passage": Code(
            says="went through {to} between two looks, brought by {by}: {why}",
            facts=("to", "by", "why"),
            people=("by",),
        ),
        "small_edit": Code(
            says="{by} changed {what}, which keeps the approval alive",
            facts=("by", "what"),
            people=("by",),
        ),
        "reverted": Code(says="{what} was changed and changed back", facts=("what",)),
        "stale_approval": Code(
            says="the approval of {approver} no longer counts: {by} changed {what}: {difference}",
            facts=("approver", "by", "what", "difference"),
            people=("approver", "by"),
        ),
        "hasty": Code(
            says="{editor} changed {what} {seconds} s before {by} approved",
            facts=("editor", "what", "seconds", "by"),
            people=("editor", "by"),
        ),
        "override": Code(
            says="{by} overrode the gate until {until}: {why}",
            facts=("by", "until", "why"),
            people=("by",),
        ),
        "override_expired": Code(
            says="the override of {by} held until {until}", facts=("by", "until"), people=("by",)
        ),
        "waived": Code(
            says="{by} waived the rule {rule}: {why}", facts=("by", "rule", "why"), people=("by",)
        ),
        "why": Code(says="{by} asked why", facts=("by",), people=("by",)),
        "not_counted": Code(
            says="{command} of {by} does not count ({because}); who could: {can}",
            facts=("command", "by", "because", "can"),
            people=("by", "can"),
        ),
        "unclear": Code(
            says="{by} wrote {line}, which is no command; {meant} is",
            facts=("line", "by", "meant"),
            people=("by",),
        ),
        "twin": Code(
            says="the list {list} looks like the protected {stage}, but is another",
            facts=("list", "stage"),
        ),
    }
)
"""What is audited, and often answered, without being a reason."""

UNCOUNTED: Mapping[str, str] = MappingProxyType(
    {
        "enter_by": "it is not theirs to say",
        "left": "they are no longer with the team",
        "deputy": "they stand in for others, who were not away",
        "automation": "an application said it in their name",
        "ours": "it is syncer's own account",
        "author": "they wrote this post",
        "contributor": "they changed this post since it was last approved",
        "last_editor": "they were the last to change this post",
        "edited": "the comment was edited since",
        "deleted": "the comment was deleted since",
        "elsewhere": "it was said before the card came here, or of another card",
        "earlier": "it is older than the last time that the card was let in",
        "taken_back": "the card was moved out again since",
        "unticked": "the item is not ticked any more, or has another name",
        "out_of_turn": "others have to approve first",
        "stale": "the post was changed since",
        "not_asked": "nothing here asks for it",
        "no_reason": "a reason must follow it",
        "no_such_rule": "no style rule has that name",
    }
)
"""Why what somebody said to a gate does not count: the words of `not_counted`."""


def because(
    code: str,
    *,
    evidence: str | None = None,
    can: tuple[str, ...] = (),
    place: Place | None = None,
    **facts: str,
) -> Reason:
    """A reason with that code."""
    return Reason(code=code, facts=facts, evidence=evidence, can=can, place=place)


def noted(code: str, key: str, *, who: str | None, answer: bool = False, **facts: str) -> Note:
    """A note with that code. `who` is whom it concerns, and who is answered."""
    return Note(key=f"{code}:{key}", code=code, facts=facts, by=who, answer=answer)


def told(reason: Reason) -> str:
    """The reason in plain English, as the trace keeps it."""
    return REASONS[reason.code].says.format_map(reason.facts)
