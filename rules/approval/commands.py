"""What people say to the gate in comments: exact commands, on lines of their own.

    /approve            and whatever words a gate's approvals ask for ("comment:/legal")
    /reject WHY         asks for changes
    /hold [WHY]         keeps it out
    /unhold             lifts both
    /override WHY       break-glass
    /ignore RULE WHY    lets this version pass one style rule
    /why                asks what is missing

Case does not matter; anything else does. A quoted line, a line in a code block, "/approve it",
"not /approve", a thumb up: none of them is a command. One that is nearly a command is answered,
so that nobody believes to have approved what they have not.

A comment that was edited or deleted since gives nobody anything. What it forbids still holds: a
hold does not end by deleting the words, but by lifting it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from rules.book import Gate
from rules.facts import Comment, Happening

REASONED = frozenset({"reject", "hold", "unhold", "override", "ignore"})
"""commands that more words may follow; all others stand alone"""
BUILT_IN = REASONED | {"approve", "why"}
FORBIDDING = frozenset({"reject", "hold"})

_COMMAND = re.compile(r" {0,3}/([A-Za-z][\w-]*)(?:[ \t]+(.*?))?[ \t]*")
_FENCE = re.compile(r" {0,3}(```|~~~)")
ALIKE = 0.75
"""difflib's measure from which a word is taken for a misspelt command"""


@dataclass(frozen=True, kw_only=True)
class Command:
    """One command line. `rest` is what follows the word; `meant` is the command that it nearly
    is, "" when it is one."""

    word: str
    rest: str
    comment: Comment
    meant: str = ""

    @property
    def live(self) -> bool:
        """It stands as it was written, so it may count as a yes."""
        return not (self.comment.edited or self.comment.gone)


def words_of(gate: Gate) -> frozenset[str]:
    """The words by which this gate's approvals can be given in a comment."""
    ways = (need.by for need in gate.approvals)
    return frozenset(way.removeprefix("comment:/") for way in ways if way.startswith("comment:/"))


def commands_in(history: Iterable[Happening], gate: Gate) -> tuple[Command, ...]:
    """Every command, and every near one, that people wrote; in order."""
    words = BUILT_IN | {word.lower() for word in words_of(gate)}
    return tuple(
        command
        for each in history
        if isinstance(each, Comment) and not each.by_us
        for command in _said(each, words)
    )


def _said(comment: Comment, words: Collection[str]) -> Iterator[Command]:
    """The commands of a comment, and of its first text, when it was edited, those that are gone:
    what they forbade holds, and whoever said yes is told that it counts no longer."""
    now = list(_parsed(comment, comment.text, words))
    for old in _parsed(comment, comment.original or "", words):
        answered = old.meant or old.word == "why"
        if not answered and not any(new.word == old.word for new in now):
            yield old
    yield from now


def _parsed(comment: Comment, text: str, words: Collection[str]) -> Iterator[Command]:
    fence = ""
    for line in text.splitlines():
        mark = _FENCE.match(line)
        if mark and fence in {"", mark[1]}:
            fence = "" if fence else mark[1]
        found = None if fence or mark else _COMMAND.fullmatch(line)
        if found:
            command = _command(comment, found[1].lower(), (found[2] or "").strip(), words)
            if command:
                yield command


def _command(comment: Comment, word: str, rest: str, words: Collection[str]) -> Command | None:
    if word in words:
        meant = word if rest and word not in REASONED else ""
        return Command(word=word, rest=rest, comment=comment, meant=meant)
    near = get_close_matches(word, sorted(words), n=1, cutoff=ALIKE)
    return Command(word=word, rest=rest, comment=comment, meant=near[0]) if near else None
