"""A stored decision as text: what was decided, why, under which rule, and who can change it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from rules.approval.codes import REASONS, told
from rules.facts import Board, Card
from rules.verdict import Decision, Finding, Reason, Step


def explained(card: Card, board: Board, at: str, decision: Decision) -> Iterator[str]:
    """The lines that explain one gate's decision on a card."""
    people = {member.id: member.name or member.username for member in board.members.values()}
    where = "stands behind" if decision.inside else "stands before"
    yield f"{card.name}  {card.url}"
    yield f"  {where} the gate “{decision.gate}”, in {board.name_of(card.list)}"
    yield f"  {decision.verdict} (decided {at}, mode {decision.mode}, remedy {decision.remedy})"
    if decision.would != decision.remedy:
        yield f"  in mode enforce the remedy would be: {decision.would}"
    if decision.cause:
        yield f"  it answers {decision.cause} by {_called(people, [decision.mover])}"
    for reason in decision.reasons:
        yield from (f"  {line}" for line in _reason(reason, people))
    for finding in decision.findings:
        yield from (f"  {line}" for line in _finding(finding))
    yield from (
        f"  approved by {_called(people, [each.approver])} as {each.role}, {each.by}, {each.at}"
        for each in decision.approvals
    )
    if decision.can:
        yield f"  who can bring it in now: {_called(people, decision.can)}"
    yield "  trace:"
    for step in decision.trace:
        yield from (_named(line, people) for line in _step(step, 2))


def _reason(reason: Reason, people: Mapping[str, str]) -> Iterator[str]:
    facts = dict(reason.facts)
    for name in REASONS[reason.code].people:
        facts[name] = _called(people, facts.get(name, "").split(", "))
    place = f" ({reason.place})" if reason.place else ""
    yield f"- {reason.code}: {told(Reason(code=reason.code, facts=facts))}{place}"
    if reason.evidence:
        yield f"    because of {reason.evidence}"
    if reason.can:
        yield f"    who can: {_called(people, reason.can)}"


def _finding(finding: Finding) -> Iterator[str]:
    where = f"{finding.scope} {finding.line}:{finding.column}"
    yield f"- {finding.level} {finding.set}.{finding.rule} at {where}: {finding.message}"
    if finding.match:
        yield f"    the words: {finding.match!r}"
    if finding.replacements:
        yield f"    better: {' | '.join(finding.replacements)}"


def _step(step: Step, depth: int) -> Iterator[str]:
    place = f" ({step.place})" if step.place else ""
    yield f"{'  ' * depth}{step.rule}: {step.outcome} — {step.because}{place}"
    for under in step.under:
        yield from _step(under, depth + 1)


def _named(line: str, people: Mapping[str, str]) -> str:
    """A line of the trace, which keeps ids, with the members' names."""
    for member, name in people.items():
        line = line.replace(member, name)
    return line


def _called(people: Mapping[str, str], ids: Iterable[str | None]) -> str:
    return ", ".join(people.get(each, each) if each else "nobody known" for each in ids)
