"""How well the kind `spelling` spells: errors caught, and words flagged in text that is right.

    python -m bench.spelling hy right.txt --dicpath ../shared/real/hy
    python -m bench.spelling en-GB right.txt

Takes a text that is taken to be right. Flags in it count as false (so a real misspelling in it is
held against us). Then one letter in every twentieth word is dropped, doubled, swapped or replaced,
by a fixed seed, and it is counted how many of these words are flagged.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from pathlib import Path

from rules.rule import Hit
from rules.style.post import post_of_text
from rules.style.spelling import Spelling
from rules.style.words import Word, words

EVERY = 20
SHORTEST = 4


def spoilt(word: str, letters: str, chance: random.Random) -> str:
    """The word with one letter wrong."""
    at = chance.randrange(1, len(word) - 1)
    ways = (
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + chance.choice(letters) + word[at + 1 :],
    )
    return chance.choice([way for way in ways if way != word] or [word + word[-1]])


def with_errors(text: str, chance: random.Random) -> tuple[str, list[tuple[int, int]]]:
    """The text with errors, and where they stand."""
    long = [word for word in words(text) if _plain(word)]
    letters = "".join(sorted({letter for word in long for letter in word.value.lower()}))
    chosen = long[EVERY // 2 :: EVERY]
    out, places, end, length = [], [], 0, 0
    for word in chosen:
        bad = spoilt(text[word.start : word.end], letters, chance)
        out += [text[end : word.start], bad]
        length += word.start - end
        places.append((length, length + len(bad)))
        length, end = length + len(bad), word.end
    return "".join([*out, text[end:]]), places


def _plain(word: Word) -> bool:
    return len(word.value) >= SHORTEST and word.value.isalpha() and word.value.islower()


def flagged(rule: Spelling, text: str) -> list[Hit]:
    """What the rule has against the text."""
    return list(rule.check(post_of_text(text, network="telegram")))


def main() -> None:
    """Measure and print one line a figure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("language")
    parser.add_argument("text", type=Path)
    parser.add_argument("--dicpath")
    given = parser.parse_args()
    folder = str(Path(given.dicpath).resolve()) if given.dicpath else None
    rule = Spelling(
        set="bench", name="spelling", languages=(given.language,), dicpath=folder, suggestions=0
    )
    text = given.text.read_text(encoding="utf-8")
    total = sum(1 for _ in words(text))
    began = time.perf_counter()
    flagged(rule, "a")
    ready = time.perf_counter()
    false = flagged(rule, text)
    done = time.perf_counter()
    bad, places = with_errors(text, random.Random(20261123))
    starts = {hit.start for hit in flagged(rule, bad)}
    caught = sum(any(start <= at < end for at in starts) for start, end in places)
    print(f"language            {given.language}")
    print(f"words               {total:,}")
    print(f"start               {ready - began:.2f} s")
    print(f"a word              {1000 * (done - ready) / max(1, total):.3f} ms")
    print(f"memory              {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    print(f"flags per 1,000     {1000 * len(false) / max(1, total):.1f}")
    print(f"errors caught       {caught} of {len(places)} ({caught / max(1, len(places)):.1%})")


if __name__ == "__main__":
    main()
