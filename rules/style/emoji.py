"""Emoji: how many, where, which not.

A screen reader says every emoji's name aloud, so a few at the end are kinder than many inside the
sentence. `banned` takes the character itself or its Unicode name between colons (":pile of poo:",
":thumbs_up_sign:"); any skin tone of a banned emoji is banned too. `skin_tone = "default"` asks
for the yellow form, "same" for one tone all through a post. `run` is how many may stand in a row.
`where` is start, end, anywhere or not_inline. A family, a flag or a keycap counts as one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import ClassVar, Literal

import regex

from rules.rule import Hit, Post, Text
from rules.style.bounds import out_of_bounds
from rules.style.entities import Span, emoji, hashtags, links, mentions
from rules.style.outgoing import Social, outgoing
from rules.style.spots import Spot, misplaced
from rules.style.telling import told

_TONE = regex.compile(r"\p{EMod}")
_DRESS = regex.compile(r"[\p{EMod}\uFE0E\uFE0F]")
_SUFFIXES = ("", " SIGN", " FACE", " SYMBOL")


@dataclass(frozen=True, kw_only=True)
class Emoji(Social):
    """Keys of an `emoji` rule."""

    KIND: ClassVar[str] = "emoji"
    MESSAGE: ClassVar[str] = "Mend the emoji '%s'."
    GOOD: ClassVar[tuple[str, ...]] = ("We are open again 🎉",)
    BAD: ClassVar[tuple[str, ...]] = ("We 🎉 are 🎉 open 🎉 again 🎉",)

    min: int | None = None
    max: int | None = 3
    where: Spot = "anywhere"
    banned: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    skin_tone: Literal["any", "default", "same"] = "any"
    run: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in (*self.banned, *self.allowed):
            plain(name)

    def check(self, post: Post) -> Iterable[Hit]:
        """Yield emoji too many, misplaced, unwanted, toned or in too long a row."""
        for text in outgoing(post, self.scope):
            found = emoji(text.value)
            yield from out_of_bounds(self, text, found, (self.min, self.max), "emoji")
            yield from self._misplaced(text, found)
            yield from self._unwanted(text, found)
            yield from self._toned(text, found)
            yield from self._in_a_row(text, found)

    def _misplaced(self, text: Text, found: list[Span]) -> Iterator[Hit]:
        others = [*hashtags(text.value), *mentions(text.value), *links(text.value)]
        for one in misplaced(text.value, found, others, self.where):
            place = self.where.replace("_", " ")
            yield told(self, text, one.start, one.end, f"Emoji belong {place}; '{one.value}'.")

    def _unwanted(self, text: Text, found: list[Span]) -> Iterator[Hit]:
        banned = {plain(name) for name in self.banned}
        allowed = {plain(name) for name in self.allowed}
        for one in found:
            shape = _DRESS.sub("", one.value)
            if shape in banned or (allowed and shape not in allowed):
                yield told(self, text, one.start, one.end, f"'{one.value}' is not to be used.")

    def _toned(self, text: Text, found: list[Span]) -> Iterator[Hit]:
        first: str | None = None
        for one in found:
            tones = _TONE.findall(one.value)
            for tone in tones if self.skin_tone != "any" else ():
                first = first or tone
                if self.skin_tone == "default" or tone != first:
                    yield self._retone(text, one, first)
                    break

    def _retone(self, text: Text, one: Span, first: str) -> Hit:
        default = self.skin_tone == "default"
        why = f"Use {'the default skin tone' if default else 'one skin tone'} for '{one.value}'."
        mended = _TONE.sub("" if default else first, one.value)
        return told(self, text, one.start, one.end, why, replacements=(mended,))

    def _in_a_row(self, text: Text, found: list[Span]) -> Iterator[Hit]:
        row: list[Span] = []
        for one in found:
            touching = bool(row) and not text.value[row[-1].end : one.start].strip()
            row = [*row, one] if touching else [one]
            if self.run is not None and len(row) == self.run + 1:
                why = f"At most {self.run} emoji in a row."
                yield told(self, text, one.start, one.end, why)


def plain(name: str) -> str:
    """The emoji that an admin means, without skin tone and variation selectors.

    Raises:
        ValueError: a name between colons that Unicode does not know; the message has a near one.
    """
    if not (name.startswith(":") and name.endswith(":") and len(name) > 2):
        return _DRESS.sub("", name)
    spoken = name.strip(":").replace("_", " ").replace("-", " ").upper()
    for suffix in _SUFFIXES:
        try:
            return _DRESS.sub("", unicodedata.lookup(spoken + suffix))
        except KeyError:
            continue
    near = get_close_matches(spoken, _names(), n=1)
    hint = f"; did you mean :{near[0].lower().replace(' ', '_')}:?" if near else ""
    raise ValueError(f"{name} is no Unicode name of an emoji{hint}")


def _names() -> list[str]:
    blocks = (range(0x2600, 0x27C0), range(0x1F300, 0x1FB00))
    names = (unicodedata.name(chr(code), "") for block in blocks for code in block)
    return [name for name in names if name]
