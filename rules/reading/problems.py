"""What is wrong with a file, said so that its writer can mend it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

SHOWN = 12
"""so many known names are listed in a hint when none of them is near"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One thing that must be mended: in which file, at which line (1-based), under which key.
    `key` is empty for the file as a whole; `hint` says how to mend it, or is empty."""

    file: str
    line: int
    key: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        said = f"{self.key}: {self.message}" if self.key else self.message
        return f"{self.file}:{self.line}: {said}" + (f"; {self.hint}" if self.hint else "")


class Problems(Exception):
    """A file cannot be used. Holds everything that is wrong with it, in the file's order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.file, problem.line)))
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


def did_you_mean(word: str, known: Collection[str]) -> str:
    """A hint for an unknown word: the nearest known one, else the known ones if they are few."""
    folded = {name.casefold(): name for name in sorted(known, reverse=True)}
    near = get_close_matches(word.casefold(), list(folded), n=1)
    if near:
        return f"did you mean '{folded[near[0]]}'?"
    if 0 < len(known) <= SHOWN:
        return "known: " + ", ".join(sorted(known))
    return ""
