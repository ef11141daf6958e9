"""How many there may be of something: from the rule's own keys, else from the networks' table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rules.rule import Hit, Network, Rule, Text
from rules.style.entities import Span
from rules.style.networks import limits
from rules.style.telling import told

Bounds = tuple[int | None, int | None]


def bounds(
    of: str, least: int | None, most: int | None, network: Network | None, *, advice: bool
) -> Bounds:
    """(min, max) of what `of` names. A number of the rule's own wins over the table's."""
    if least is None and most is None and network is not None:
        for limit in limits(network, of, hard=not advice):
            least = least if limit.min is None else int(limit.min)
            most = most if limit.max is None else int(limit.max)
    return least, most


def out_of_bounds(
    rule: Rule, text: Text, spans: Sequence[Span], allowed: Bounds, what: str
) -> Iterator[Hit]:
    """One hit at the first span too many, or at the text's end when there are too few."""
    least, most = allowed
    if most is not None and len(spans) > most:
        extra = spans[most]
        why = f"{len(spans)} {what}, at most {most}: take {len(spans) - most} away."
        yield told(rule, text, extra.start, extra.end, why)
    if least is not None and len(spans) < least:
        end = len(text.value.rstrip())
        yield told(rule, text, end, end, f"{len(spans)} {what}, at least {least}.")
