"""Hits of the kinds that have several things to say."""

from __future__ import annotations

from rules.rule import Hit, Rule, Text


def told(
    rule: Rule, text: Text, start: int, end: int, why: str, *, replacements: tuple[str, ...] = ()
) -> Hit:
    """A hit that says `why`, unless the rule has a message of its own; that is then filled with
    what stands there and with `why`."""
    return Hit(
        text=text,
        start=start,
        end=end,
        fill=(text.value[start:end], why),
        replacements=replacements,
        message=None if rule.message else why,
    )
