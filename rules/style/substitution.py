r"""Words to write otherwise.

`swap` maps what is written (a word, a phrase or a regular expression) to what should be written:
`swap = { utilize = "use", "e-?mail" = "email" }`. Longer keys are tried first. `a|b` offers two
words where the action is `{ name = "replace" }` (`\|` is a bar); `$1` is the first group of the
key. A key matches whole words unless `nonword = true`; `ignorecase = true` minds no case;
`capitalize = true` writes the suggestion with a capital where the match has one, in any script.
Nothing is told where the right form already stands, nor for `exceptions`. The message's first
`%s` is the right form, its second what was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import ClassVar

from rules.rule import Hit, Post
from rules.style.alternation import Alternation, everywhere
from rules.style.fold import and_in_two
from rules.style.mending import capitalised, check_action, either, mended
from rules.style.message import filled
from rules.style.pattern import BadPattern, compiled
from rules.style.prose import Prose, exceptions, hit, quoted

_GROUP = re.compile(r"(?<!\\)\((?!\?)")
_REFERENCE = re.compile(r"\$\d")
_PHRASE = re.compile(r"[^\W_]+(?:[ -][^\W_]+)*")
_BAR = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, kw_only=True)
class Substitution(Prose):
    """Keys of a `substitution` rule."""

    KIND: ClassVar[str] = "substitution"
    MESSAGE: ClassVar[str] = "Use '%s' instead of '%s'."
    EXAMPLE: ClassVar[Mapping[str, object]] = {
        "swap": {"utili[sz]e": "use", "in order to": "to"},
        "ignorecase": True,
    }
    GOOD: ClassVar[tuple[str, ...]] = ("Use it to save time.",)
    BAD: ClassVar[tuple[str, ...]] = ("We utilise it.", "In order to save time")

    swap: Mapping[str, str]
    ignorecase: bool = False
    nonword: bool = False
    capitalize: bool = False
    exceptions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.swap:
            raise ValueError("substitution needs swap: what is written = what should be")
        check_action(self.action)
        _ = self._wanted, exceptions(self.exceptions)

    @cached_property
    def _keys(self) -> tuple[str, ...]:
        return tuple(sorted(self.swap, key=len, reverse=True))

    @cached_property
    def _wanted(self) -> Alternation:
        keys = [_GROUP.sub("(?:", key) for key in self._keys]
        return Alternation(keys, ignorecase=self.ignorecase, word=not self.nonword)

    def needles(self) -> frozenset[str] | None:
        """Words of which a post must have one for this rule to fire."""
        return self._wanted.needles

    def check(self, post: Post) -> Iterable[Hit]:
        """Yield every match that is not yet written as it should be."""
        allowed = exceptions(self.exceptions)
        replaces = self.action is not None and self.action.name == "replace"
        for block, spot in everywhere(self.blocks(post), self._wanted):
            match = block.value[spot.start : spot.end]
            expected = self._expected(spot.which, match)
            right = match in options(expected) if replaces else conforms(expected, match)
            observed = quoted(block, spot.start, spot.end)
            if (right and not and_in_two(observed)) or allowed.allow(block, spot.start, spot.end):
                continue
            instead = self._instead(expected, observed)
            yield hit(
                block,
                spot.start,
                spot.end,
                (),
                replacements=instead,
                message=self._told(expected, observed, instead),
            )

    def _expected(self, which: int, match: str) -> str:
        """The value of the key that matched, with its references to groups filled."""
        key = self._keys[which]
        value = self.swap[key]
        if self.capitalize and match == capitalised(match):
            value = capitalised(value)
        if "$" not in value or not _REFERENCE.search(value):
            return recased(value, match)
        return compiled(f"(?i){key}" if self.ignorecase else key).replace(match, value)

    def _instead(self, expected: str, observed: str) -> tuple[str, ...]:
        """What can be put in for the match."""
        if self.action is None or (self.action.name == "replace" and not self.action.params):
            return options(expected)
        return mended(self.action, observed)

    def _told(self, expected: str, observed: str, instead: tuple[str, ...]) -> str:
        message = self.message or self.MESSAGE
        if self.action is not None and self.action.name == "replace" and not self.action.params:
            for place in ("'%s'", '"%s"'):
                if message.count(place) == 2:
                    message = message.replace(place, "%s", 1)
            expected = either(instead)
        return filled(message, (expected, observed))


def options(value: str) -> tuple[str, ...]:
    r"""The words that `a|b` offers; `\|` is a bar."""
    return tuple(one.replace("\\|", "|") for one in _BAR.split(value) if one)


def conforms(expected: str, observed: str) -> bool:
    """Is the match already right? A plain phrase must be the same, a pattern must match it all."""
    if expected == observed or _is_phrase(expected):
        return expected == observed
    try:
        return compiled(expected).whole(observed)
    except BadPattern:
        return False


def recased(term: str, observed: str) -> str:
    """The term as people write it when it is a simple pattern of what was found: `OAuth2?` for
    "oauth2" is OAuth2."""
    if _is_phrase(term):
        return term
    spelt = re.sub(r"\\(.)", r"\1", term.replace("?", ""))
    return spelt if spelt.lower() == observed.lower() else term


@lru_cache(maxsize=4096)
def _is_phrase(value: str) -> bool:
    return _PHRASE.fullmatch(value) is not None
