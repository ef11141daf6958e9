"""Which kinds of style rule there are, and where each is written.

A kind's module is imported when a rule of that kind is first read, so that a rules.toml without
spelling never pays for a dictionary engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from importlib import import_module
from types import MappingProxyType
from typing import cast

from rules.rule import Rule

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "existence": "rules.style.existence:Existence",
        "substitution": "rules.style.substitution:Substitution",
        "occurrence": "rules.style.occurrence:Occurrence",
        "repetition": "rules.style.repetition:Repetition",
        "consistency": "rules.style.consistency:Consistency",
        "conditional": "rules.style.conditional:Conditional",
        "capitalization": "rules.style.capitalization:Capitalization",
        "metric": "rules.style.metric:Metric",
        "sequence": "rules.style.sequence:Sequences",
        "length": "rules.style.length:Length",
        "hashtags": "rules.style.hashtags:Hashtags",
        "emoji": "rules.style.emoji:Emoji",
        "mentions": "rules.style.mentions:Mentions",
        "links": "rules.style.links:Links",
        "disclosure": "rules.style.disclosure:Disclosure",
        "spelling": "rules.style.spelling:Spelling",
        "grammar": "rules.style.grammar:Grammar",
        "language": "rules.style.language:Language",
        "readability": "rules.style.readability:Readability",
        "brand": "rules.style.brand:Brand",
        "caps": "rules.style.caps:Caps",
        "letterforms": "rules.style.letterforms:Letterforms",
        "script_mix": "rules.style.script_mix:ScriptMix",
        "image": "rules.style.image:Image",
        "cadence": "rules.style.cadence:Cadence",
        "library": "rules.style.library:Library",
    }
)


class UnknownKind(LookupError):
    """A kind that no module is written for; the message names the nearest one."""


def names() -> tuple[str, ...]:
    """Every kind's name, in the order of the table."""
    return tuple(KINDS)


def kind(name: str) -> type[Rule]:
    """The class of that kind, imported now if it was not yet.

    Raises:
        UnknownKind: no such kind.
    """
    try:
        module, _, attribute = KINDS[name].partition(":")
    except KeyError:
        near = get_close_matches(name, KINDS, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(KINDS)}"
        raise UnknownKind(f"no kind of style rule is called {name!r}; {hint}") from None
    return cast("type[Rule]", getattr(import_module(module), attribute))
