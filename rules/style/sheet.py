"""A set of style rules at work on a post."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from rules.rule import Hit, Post, Rule, Text, When
from rules.style.alternation import readings
from rules.style.block import WORD, blocks_of, lower
from rules.style.message import filled
from rules.style.pattern import fresh_effort
from rules.style.post import networks_of
from rules.verdict import Finding

LONGEST = 100_000
"""code points of one text that rules are tried on; Trello itself keeps 16,384 of a description"""
MOST = 1_000
"""findings of one rule in one post; what comes after is not told"""


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
    """Style rules, made ready once and tried on many posts.

    Rules that only look for plain words are found through an index of those words, so that a
    thousand of them cost a post no more than its own words.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        self._always: list[Rule] = []
        self._by_word: dict[str, list[Rule]] = {}
        for rule in self.rules:
            needles = rule.needles()
            if needles is None:
                self._always.append(rule)
            for word in needles or ():
                self._by_word.setdefault(word, []).append(rule)

    def check(self, post: Post, sets: Collection[str] | None = None) -> Report:
        """Try every rule whose `when` holds; of those sets only, when `sets` is given."""
        if too_long := [text for text in post.texts if len(text.value) > LONGEST]:
            return Report(failures=tuple(map(_unjudged, too_long)))
        findings: list[Finding] = []
        failures: list[Failure] = []
        for rule in self._candidates(post):
            if (sets is not None and rule.set not in sets) or not holds(rule.when, post):
                continue
            fresh_effort()
            try:
                findings.extend(_told(rule, rule.check(post)))
            except Exception as problem:  # noqa: BLE001  whatever a rule does wrong, we are unsure
                failures.append(Failure(set=rule.set, rule=rule.name, why=_why(problem)))
        return Report(findings=tuple(sorted(findings, key=_place)), failures=tuple(failures))

    def _candidates(self, post: Post) -> Iterable[Rule]:
        """The rules that could fire on this post."""
        yield from self._always
        if self._by_word:
            present = frozenset[str]().union(*map(words_of, post.texts))
            found = (
                rule for word in self._by_word.keys() & present for rule in self._by_word[word]
            )
            yield from {id(rule): rule for rule in found}.values()


@lru_cache(maxsize=64)
def words_of(text: Text) -> frozenset[str]:
    """Every word that a rule could find in the text, as it is written or as it reads."""
    found = set(WORD.findall(lower(text.value)))
    for block in blocks_of(text):
        for reading in readings(block):
            if not reading.verbatim:
                found.update([word for _, word in reading.words])
    return frozenset(found)


def holds(when: When, post: Post) -> bool:
    """Does the condition hold for this post? All that it gives must; labels ignore case."""
    if when.stage is not None and when.stage != post.stage:
        return False
    if when.board is not None and when.board != post.board:
        return False
    if when.field and any(post.fields.get(name) != value for name, value in when.field.items()):
        return False
    if when.network is not None and when.network not in networks_of(post):
        return False
    if when.label is None and when.not_label is None and not when.labels_any:
        return True
    return _labelled(when, {label.casefold() for label in post.labels})


def _labelled(when: When, labels: Set[str]) -> bool:
    if when.label is not None and when.label.casefold() not in labels:
        return False
    if when.not_label is not None and when.not_label.casefold() in labels:
        return False
    return not when.labels_any or any(name.casefold() in labels for name in when.labels_any)


def _told(rule: Rule, hits: Iterable[Hit]) -> list[Finding]:
    """The rule's hits as findings: one a place and complaint, no more than its limit."""
    told: dict[tuple[object, ...], Finding] = {}
    for hit in hits:
        finding = found(rule, hit)
        told.setdefault((hit.text, finding.line, finding.column, hit.message), finding)
        if len(told) >= (rule.limit or MOST):
            break
    return list(told.values())


def found(rule: Rule, hit: Hit) -> Finding:
    """One hit as a finding. A match over several lines ends its column with its first line."""
    value = hit.text.value
    before = value[: hit.start]
    column = hit.start - (before.rfind("\n") + 1) + 1
    match = value[hit.start : hit.end]
    return Finding(
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
        mode=rule.mode,
    )


def _place(finding: Finding) -> tuple[str, int, int, str, str]:
    return finding.scope, finding.line, finding.column, finding.set, finding.rule


def _unjudged(text: Text) -> Failure:
    why = f"the {text.scope} has {len(text.value):,} characters; at most {LONGEST:,} are judged"
    return Failure(set="", rule="", why=why)


def _why(problem: Exception) -> str:
    if isinstance(problem, TimeoutError):
        return "a pattern took too long on this text"
    return f"{type(problem).__name__}: {problem}"
