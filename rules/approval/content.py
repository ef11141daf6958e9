"""What the card itself must have, beside people: fields, labels, members, style.

`checklists_done` asks that nothing on the card's checklists is open; a card without a checklist
has nothing open. To ask for an item to be there and ticked by the right person, use an approval
by "checklist:Item".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rules.approval.answer import Answer
from rules.approval.breakglass import waivers
from rules.approval.codes import because
from rules.approval.matter import Matter
from rules.approval.version import seen
from rules.facts import Card
from rules.verdict import Finding, Level, Mode, Reason


def ask_card(matter: Matter) -> Answer:
    """Has the card what `require` asks for, and is it a card of its own?"""
    if matter.settled:
        return Answer()
    return Answer(reasons=tuple(_missing(matter)))


def _missing(matter: Matter) -> Iterator[Reason]:
    card, want, place = matter.case.card, matter.gate.require, matter.gate.place
    if card.role is not None:
        yield because("mirror", role=card.role, place=place)
    if want.due and card.due is None:
        yield because("due", place=place)
    if len(card.members) < want.members:
        yield because("members", have=str(len(card.members)), count=str(want.members), place=place)
    have = {_name(label.name) for label in card.labels}
    if want.labels_any and not any(_name(label) in have for label in want.labels_any):
        yield because("labels", how="one", labels=", ".join(want.labels_any), place=place)
    lacking = [label for label in want.labels_all if _name(label) not in have]
    if lacking:
        yield because("labels", how="all", labels=", ".join(lacking), place=place)
    unticked = list(_open_items(card)) if want.checklists_done else []
    if unticked:
        yield because("checklists", items=", ".join(unticked), place=place)
    if len(card.attachments) < want.attachments:
        yield because(
            "attachments",
            have=str(len(card.attachments)),
            count=str(want.attachments),
            place=place,
        )
    empty = [field for field in want.fields if not _filled(card, field)]
    if empty:
        yield because("fields", fields=", ".join(empty), place=place)


def _open_items(card: Card) -> Iterator[str]:
    for checklist in card.checklists:
        yield from (item.name for item in checklist.items if not item.done)


def _filled(card: Card, field: str) -> bool:
    return any(
        seen(value).strip() for name, value in card.fields.items() if seen(name) == seen(field)
    )


def _name(label: str) -> str:
    """Labels are told apart as people read them, whatever the case."""
    return seen(label).strip().casefold()


def ask_style(matter: Matter) -> Answer:
    """Does the post keep the style rules of the gate's sets?"""
    if not matter.gate.style or matter.settled:
        return Answer()
    report = matter.sheet.check(matter.post, matter.gate.style)
    place = matter.gate.place
    broken = _rules(each for each in report.findings if breaks(each, matter))
    reasons = (because("style", rules=", ".join(broken), place=place),) if broken else ()
    doubts = tuple(
        because("failed", rule=f"{each.set}.{each.rule}", why=each.why, place=place)
        for each in report.failures
    )
    return Answer(reasons=reasons, doubts=doubts, findings=report.findings)


def breaks(finding: Finding, matter: Matter) -> bool:
    """Does this finding close the gate? An error does, unless its rule only observes or warns,
    or someone with the right to waived it for this version."""
    if finding.level is not Level.ERROR or finding.mode in {Mode.OBSERVE, Mode.WARN}:
        return False
    return not {finding.rule, f"{finding.set}.{finding.rule}"} & waivers(matter).keys()


def _rules(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{each.set}.{each.rule}" for each in findings))
