"""Words written in letters of two alphabets, as an Armenian word with a Latin o in it.

It looks right, and no search, dictionary or screen reader finds it. The look-alikes of Latin,
Cyrillic, Greek and Armenian are known, and the word in one alphabet is offered. `accept` are words
that are mixed on purpose (brand names). Endings after a hyphen or an apostrophe (iPhone-ի) and
abbreviated units are no mixture.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

import regex

from rules.rule import Hit, Post
from rules.style.entities import prose
from rules.style.outgoing import Social, outgoing
from rules.style.scripts import scripts
from rules.style.telling import told

_WORD = regex.compile(r"[\p{L}\p{M}՛՜՞՟]+")
_TO_ARMENIAN = str.maketrans(
    "oOnughqpLUSj",
    "օՕոսցհզքԼՍՏյ",
)
_TO_LATIN = str.maketrans(
    "АВЕКМНОРСТХаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧοօՕոսցհզքԼՍՏյ",
    "ABEKMHOPCTXaeopcyxijsABEZHIKMNOPTYXooOnughqpLUSj",
)
_TO_CYRILLIC = str.maketrans("ABEKMHOPCTXaeopcyxijs", "АВЕКМНОРСТХаеорсухіјѕ")
_MENDERS = {"Armenian": _TO_ARMENIAN, "Latin": _TO_LATIN, "Cyrillic": _TO_CYRILLIC}


@dataclass(frozen=True, kw_only=True)
class ScriptMix(Social):
    """Keys of a `script_mix` rule."""

    KIND: ClassVar[str] = "script_mix"
    MESSAGE: ClassVar[str] = "'%s' mixes letters of two alphabets."
    GOOD: ClassVar[tuple[str, ...]] = ("Գնեցինք նոր iPhone-ի պատյան։",)
    BAD: ClassVar[tuple[str, ...]] = ("Մեր նoր խանութը", "Our nеw shop")

    accept: tuple[str, ...] = ()

    def check(self, post: Post) -> Iterable[Hit]:
        """Yield words of letters from more than one alphabet, and what they imitate."""
        for text in outgoing(post, self.scope):
            shown = prose(text.value)
            for match in () if shown.isascii() else _WORD.finditer(shown):
                if match[0].isascii():
                    continue
                found = scripts(match[0])
                del found["Japanese"]
                if len(found) < 2 or match[0] in self.accept or _eastern(set(found)):
                    continue
                names = " and ".join(name for name, _ in found.most_common())
                mended = match[0].translate(_MENDERS.get(found.most_common(1)[0][0], {}))
                offered = (mended,) if mended != match[0] and len(scripts(mended)) == 1 else ()
                why = f"'{match[0]}' mixes {names} letters."
                yield told(self, text, match.start(), match.end(), why, replacements=offered)


def _eastern(names: set[str]) -> bool:
    """Japanese and Korean are written in several scripts at once."""
    return names <= {"Han", "Hiragana", "Katakana", "Hangul"}
