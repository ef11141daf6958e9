"""What the tests of prose rules share."""

from __future__ import annotations

from typing import Any

from rules.rule import Rule
from rules.style.post import post_of_text
from rules.style.registry import kind
from rules.style.sheet import Report, Sheet
from rules.verdict import Finding


def made(kind_name: str, **keys: Any) -> Rule:
    """A rule of that kind, named set/name unless the keys say otherwise."""
    return kind(kind_name)(**({"set": "set", "name": "name"} | keys))


def report(text: str, *rules: Rule, name: str = "") -> Report:
    """What the rules say of a description."""
    return Sheet(rules).check(post_of_text(text, name=name))


def findings(text: str, *rules: Rule, name: str = "") -> tuple[Finding, ...]:
    """The findings; no rule may have failed."""
    said = report(text, *rules, name=name)
    assert said.failures == ()
    return said.findings


def matches(text: str, *rules: Rule) -> list[str]:
    """What was found, as it is written."""
    return [finding.match for finding in findings(text, *rules)]


def told(text: str, *rules: Rule) -> list[str]:
    """The messages."""
    return [finding.message for finding in findings(text, *rules)]
