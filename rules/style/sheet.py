"""A set of style rules at work on a post."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from rules.rule import Hit, Post, Rule, When
from rules.style.message import filled
from rules.style.post import network_named, networks_of
from rules.verdict import Finding

LONGEST = 100_000
"""code points of one text that rules are tried on; Trello itself keeps 16,384 of a description"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """A rule that could not give its answer: the judge is then unsure, never satisfied."""

    set: str
    rule: str
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What a sheet says of one post. Findings are sorted by place."""

    findings: tuple[Finding, ...] = ()
    failures: tuple[Failure, ...] = ()


class Sheet:
    """Style rules, made ready once and tried on many posts."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)

    def check(self, post: Post, sets: Collection[str] | None = None) -> Report:
        """Try every rule whose `when` holds; of those sets only, when `sets` is given."""
        findings: list[Finding] = []
        failures: list[Failure] = []
        for rule in self.rules:
            if (sets is not None and rule.set not in sets) or not holds(rule.when, post):
                continue
            try:
                findings.extend(_told(rule, rule.check(post)))
            except Exception as problem:  # noqa: BLE001  whatever a rule does wrong, we are unsure
                failures.append(Failure(set=rule.set, rule=rule.name, why=_why(problem)))
        return Report(findings=tuple(sorted(findings, key=_place)), failures=tuple(failures))


def holds(when: When, post: Post) -> bool:
    """Does the condition hold for this post? All that it gives must; names ignore case."""
    labels = {label.casefold() for label in post.labels}
    if when.label is not None and when.label.casefold() not in labels:
        return False
    if when.labels_any and labels.isdisjoint(name.casefold() for name in when.labels_any):
        return False
    if when.not_label is not None and when.not_label.casefold() in labels:
        return False
    if when.stage is not None and when.stage != post.stage:
        return False
    if when.board is not None and when.board != post.board:
        return False
    if when.network is not None and network_named(when.network) not in networks_of(post):
        return False
    return all(post.fields.get(name) == value for name, value in when.field.items())


def _told(rule: Rule, hits: Iterable[Hit]) -> list[Finding]:
    """The rule's hits as findings: one a place and complaint, no more than its limit."""
    told: dict[tuple[object, ...], Finding] = {}
    for hit in hits:
        finding = found(rule, hit)
        told.setdefault((hit.text, finding.line, finding.column, hit.message), finding)
        if rule.limit and len(told) >= rule.limit:
            break
    return list(told.values())


def found(rule: Rule, hit: Hit) -> Finding:
    """One hit as a finding. A match over several lines ends its column with its first line."""
    value = hit.text.value
    before = value[: hit.start]
    column = hit.start - (before.rfind("\n") + 1) + 1
    match = value[hit.start : hit.end]
    finding = Finding(
        set=rule.set,
        rule=rule.name,
        kind=rule.KIND,
        level=rule.level,
        message=hit.message or filled(rule.message or rule.MESSAGE, hit.fill),
        scope=hit.text.scope,
        line=hit.text.line + before.count("\n"),
        column=column,
        end_column=column + len(match.partition("\n")[0]),
        match=match,
        replacements=hit.replacements,
        link=rule.link,
    )
    return replace(finding, mode=rule.mode)


def _place(finding: Finding) -> tuple[str, int, int, str, str]:
    return finding.scope, finding.line, finding.column, finding.set, finding.rule


def _why(problem: Exception) -> str:
    if isinstance(problem, TimeoutError):
        return "a pattern took too long on this text"
    return f"{type(problem).__name__}: {problem}"
