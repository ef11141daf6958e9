"""A finding as `syncer lint` tells it: in which file, where, what, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from rules.style.sheet import Failure
from rules.verdict import Finding, Level

LEVELS = tuple(level.value for level in Level)
"""the mildest first"""


class Row(NamedTuple):
    """One complaint. The fields and their order are the JSON that RULES.md promises: lines and
    columns count from 1 in code points, `end_column` is exclusive and lies in the line where a
    match of several lines begins."""

    file: str
    line: int
    column: int
    end_column: int
    set: str
    rule: str
    kind: str
    level: Level
    message: str
    match: str
    replacements: tuple[str, ...]
    link: str

    @property
    def full_name(self) -> str:
        """The set and the rule, as /ignore takes it; for a Vale rule its name there."""
        return f"{self.set}.{self.rule}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What came of linting. `unanswered` are rules that could not say, by file."""

    rows: tuple[Row, ...] = ()
    unanswered: tuple[tuple[str, Failure], ...] = ()


def row_of(file: str, finding: Finding) -> Row:
    """A finding in that file."""
    return Row(
        file=file,
        line=finding.line,
        column=finding.column,
        end_column=finding.end_column,
        set=finding.set,
        rule=finding.rule,
        kind=finding.kind,
        level=finding.level,
        message=finding.message,
        match=finding.match,
        replacements=finding.replacements,
        link=finding.link,
    )


def in_order(rows: Iterable[Row], least: str = Level.SUGGESTION) -> tuple[Row, ...]:
    """Each row once, by place, without those that are milder than `least`."""
    told = LEVELS[LEVELS.index(least) :]
    return tuple(sorted(dict.fromkeys(row for row in rows if row.level in told), key=_place))


_place = itemgetter(0, 1, 2, 3, 4, 5)
"""file, line, column, end_column, set, rule"""
