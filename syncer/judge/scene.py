"""Showing ids, codes and people's words to people: safe in a comment, and in their language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from connectors.trello.text import mention, quote
from rules.approval.codes import REASONS, Code
from rules.facts import Board, How
from syncer.judge.words import Words

_CHANGE = re.compile(r"\[-(?P<gone>.*?)-\]|\{\+(?P<added>.*?)\+\}")
_ROADS = {str(how) for how in How}


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Who and where, and in which words."""

    board: Board
    words: Words

    def name(self, member: str | None) -> str:
        """A person's name without waking them."""
        return quote(self.board.called(member)) or self.words.say("somebody")

    def call(self, member: str | None) -> str:
        """A person's name so that Trello notifies them."""
        found = self.board.members.get(member or "")
        return mention(found.username) if found else self.words.say("somebody")

    def facts(self, code: Code, facts: Mapping[str, str]) -> dict[str, str]:
        """A reason's or a note's facts, ready to be put into its template."""
        return {name: self._fact(code, name, value) for name, value in facts.items()}

    def _fact(self, code: Code, name: str, value: str) -> str:
        if name in code.people:
            names = [self.name(part) for part in value.split(", ") if part]
            return self.words.join(names) if names else self.words.say("nobody")
        if code is REASONS["left"] and name == "why":
            return self._left(value)
        ways: Mapping[str, Callable[[str], str]] = {
            "difference": shown_difference,
            "what": self._field,
            "way": self._way,
            "source": self._source,
            "how": lambda how: self.words.say(f"labels_{how}"),
            "because": lambda why: self.words.maybe(f"because_{why}") or quote(why),
        }
        return ways.get(name, quote)(value)

    def _field(self, guard: str) -> str:
        """A guard by the name that people know it by."""
        kind, _colon, named = guard.partition(":")
        return quote(named) if named else self.words.maybe(f"guard_{kind}") or quote(guard)

    def _way(self, way: str) -> str:
        """How an approval is given."""
        kind, _colon, what = way.partition(":")
        template = self.words.maybe(f"way_{kind}")
        return template.format(what=quote(what)) if template else quote(way)

    def _left(self, why: str) -> str:
        """Why somebody's rights ended, as rules.approval.people says it."""
        _before, until, day = why.partition("until ")
        if until:
            return self.words.say("left_until", day=quote(day))
        return self.words.maybe(f"left_{why.replace(' ', '_')}") or quote(why)

    def _source(self, source: str) -> str:
        """Where a card came from: a list's name, or the road of one that was born here."""
        return self.words.say(f"how_{source}") if source in _ROADS else quote(source)


def shown_difference(difference: str) -> str:
    """The word difference as Trello can show it: gone words struck out, new ones bold."""
    shown, at = [], 0
    for found in _CHANGE.finditer(difference):
        shown.append(_spaced(difference[at : found.start()]))
        gone, added = found["gone"], found["added"]
        shown.append(f"~~{quote(gone)}~~" if gone is not None else f"**{quote(added)}**")
        at = found.end()
    shown.append(_spaced(difference[at:]))
    return "".join(shown).strip()


def _spaced(text: str) -> str:
    """Quoted, with the blanks at its ends kept."""
    if not text.strip():
        return text
    start, end = " " * text[0].isspace(), " " * text[-1].isspace()
    return f"{start}{quote(text)}{end}"
