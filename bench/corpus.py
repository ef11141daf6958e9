"""Words, terms and posts made by a fixed seed, the same for whoever is measured."""

from __future__ import annotations

import random
from dataclasses import dataclass

TERMS = 1_056
POSTS = 1_000
WORDS = 40
"""words of one post"""
EVERY = 16
"""about one word in so many is a term"""

_SYLLABLES = [start + vowel for start in "bdfgklmnprstvz" for vowel in "aeiou"]


@dataclass(frozen=True)
class Corpus:
    """`terms` maps what must not be written, in lower case, to what should be."""

    terms: dict[str, str]
    posts: tuple[str, ...]


def corpus(seed: int = 20261123) -> Corpus:
    """1,056 terms of one word or two, and 1,000 posts in which some of them stand."""
    chance = random.Random(seed)
    words = sorted({_word(chance) for _ in range(12_000)})
    chance.shuffle(words)
    parts, rest = words[:2_000], words[2_000:]
    terms: dict[str, str] = {}
    while len(terms) < TERMS:
        term = " ".join(parts.pop() for _ in range(chance.choice((1, 1, 1, 2))))
        terms[term] = term.title()
    return Corpus(terms, tuple(_post(chance, rest, list(terms)) for _ in range(POSTS)))


def _word(chance: random.Random) -> str:
    return "".join(chance.choice(_SYLLABLES) for _ in range(chance.randint(2, 4)))


def _post(chance: random.Random, words: list[str], terms: list[str]) -> str:
    """Three or four sentences in two paragraphs."""
    drawn = [chance.choice(terms if chance.randrange(EVERY) == 0 else words) for _ in range(WORDS)]
    sentences = [drawn[at : at + 11] for at in range(0, WORDS, 11)]
    written = [" ".join(sentence) + "." for sentence in sentences]
    return " ".join(written[:2]) + "\n\n" + " ".join(written[2:]) + "\n"


def with_terms(texts: Corpus, terms: list[str], seed: int = 7) -> tuple[str, ...]:
    """The same posts with other terms put between their words."""
    chance = random.Random(seed)
    return tuple(
        "".join(
            f"{word} {chance.choice(terms)} " if chance.randrange(EVERY) == 0 else f"{word} "
            for word in text.split()
        ).strip()
        for text in texts.posts
    )
