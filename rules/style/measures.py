"""What can be counted of a text: words, sentences, syllables, headings, lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import regex

from rules.style.block import Block
from rules.style.readability import syllables as english_syllables
from rules.style.scope import HEADINGS
from rules.style.sentences import sentences

_WORD = regex.compile(r"[\p{L}\p{N}\p{M}]+(?:['’\-][\p{L}\p{N}\p{M}]+)*")
_ARMENIAN = regex.compile(r"\p{Armenian}")
_ARMENIAN_VOWEL = regex.compile("[աեէըիօևԱԵԷԸԻՕ]|[ոՈ][ւՒ]?")
_ENDINGS = ("es", "ed", "ing")
BLOCKS = ("list", "blockquote", "pre", *(f"heading_{rank}" for rank in HEADINGS))
TEXT = ("words", "sentences", "paragraphs", "characters", "syllables")
WORDS = ("complex_words", "long_words", "polysyllabic_words")
NAMES = frozenset({*TEXT, *WORDS, *BLOCKS})


def measured(text: Block, parts: tuple[Block, ...]) -> Mapping[str, float]:
    """Every count that a formula may name, of one text whose blocks are `parts`.

    Complex words have more than two syllables without the endings -es, -ed, -ing; polysyllabic
    ones more than two with them; long words more than six letters. Letters and digits are
    characters.
    """
    spoken = [found[0] for found in _WORD.finditer(text.value)]
    lengths = [syllables(word) for word in spoken]
    ended = [word.lower().endswith(_ENDINGS) for word in spoken]
    paragraphs = text.value.split("\n\n")
    counts: Counter[str] = Counter(kind for part in parts for kind in _kinds(part))
    own: dict[str, float] = {
        "words": len(spoken),
        "sentences": max(1, sum(1 for piece in paragraphs for _ in sentences(piece))),
        "paragraphs": len(paragraphs),
        "characters": sum(char.isalnum() for word in spoken for char in word),
        "syllables": sum(lengths),
        "complex_words": sum(n - off > 2 for n, off in zip(lengths, ended, strict=True)),
        "long_words": sum(len(word) > 6 for word in spoken),
        "polysyllabic_words": sum(n > 2 for n in lengths),
    }
    return own | {name: float(counts[name]) for name in BLOCKS}


def syllables(word: str) -> int:
    """The syllables of a word, in English or Armenian; at least 1."""
    if _ARMENIAN.search(word):
        return max(1, len(_ARMENIAN_VOWEL.findall(word)))
    return english_syllables(word)


def _kinds(part: Block) -> Iterator[str]:
    """What a block counts as."""
    for kind in part.kinds:
        yield f"heading_{kind}" if kind in HEADINGS else kind
