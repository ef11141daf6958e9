"""Admins' own tests of a gate: `[[gate.test]]`, run through the same judge as real cards.

    given   author  who wrote the card, or "unknown"    from, to  stages; without `to` it stays
            by      who moved it                        how       a word of facts.How ("moved")
            app     the application that moved it       at        when ("2026-12-24T10:00:00Z")
            edits     ["lilit desc", …] or tables with by, what, after
            comments  ["narek: /approve", …] or tables with by, text, edited, gone, app, after
            ticks     ["narek: Legal", …]                         checklist items signed off
            name, desc, due, labels, members, attachments, fields, checklists, role   the card
    want    verdict   allow | deny | unsure             because   a reason's code, or several
            remedy    none | tell | return | wait | freeze

What a test does not say is as the gate wants it: the card has whatever `require` asks for, and
nobody has left or is away (so no `at` is needed but to test just that). Style rules are tried
when the test gives a name or a description. Edits and comments come before the move, unless a
table says `after = true`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rules.approval.scene import case_of, gives_text
from rules.approval.script import Misread, words
from rules.book import Book, Gate, GateTest
from rules.judge import judge
from rules.rule import Post
from rules.style.sheet import Report, Sheet
from rules.verdict import Decision, Place

WANT = ("verdict", "because", "remedy")


@dataclass(frozen=True, kw_only=True)
class TrialResult:
    """How one test came out. `problem` is "" when it passed, else says what was wanted and what
    came; `decision` is None when the test itself could not be read."""

    gate: str
    name: str
    place: Place
    problem: str = ""
    decision: Decision | None = None

    @property
    def passed(self) -> bool:
        return not self.problem

    @property
    def fired(self) -> frozenset[str]:
        """The codes of all reasons that came."""
        reasons = self.decision.reasons if self.decision else ()
        return frozenset(reason.code for reason in reasons)


class _Unasked:
    """Style rules for a test that gives no text."""

    def check(self, _post: Post, _sets: tuple[str, ...]) -> Report:
        return Report()


def run_tests(book: Book) -> tuple[TrialResult, ...]:
    """Run every test of every gate, in the order of rules.toml."""
    sheet = Sheet(book.style)
    return tuple(_run(book, gate, test, sheet) for gate in book.gates for test in gate.tests)


def _run(book: Book, gate: Gate, test: GateTest, sheet: Sheet) -> TrialResult:
    try:
        case = case_of(book, gate, test.given)
        wanted = _wanted(test.want)
    except Misread as problem:
        return TrialResult(gate=gate.name, name=test.name, place=test.place, problem=str(problem))
    checker = sheet if gives_text(test.given) else _Unasked()
    decision = next(each for each in judge(book, case, checker) if each.gate == gate.name)
    return TrialResult(
        gate=gate.name,
        name=test.name,
        place=test.place,
        problem=_problem(wanted, decision),
        decision=decision,
    )


def _wanted(want: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    unknown = sorted(set(want) - set(WANT))
    if unknown or not want:
        raise Misread(f"want: {', '.join(unknown) or 'nothing'} is given; use {', '.join(WANT)}")
    return {key: words(value, f"want.{key}") for key, value in want.items()}


def _problem(wanted: Mapping[str, tuple[str, ...]], decision: Decision) -> str:
    """What came otherwise than wanted; "" when all is as it should be."""
    came = {
        "verdict": (str(decision.verdict),),
        "remedy": (str(decision.would),),
        "because": tuple(reason.code for reason in decision.reasons),
    }
    wrong = [
        f"{key}: wanted {' and '.join(want)}, got {', '.join(came[key]) or 'no reason'}"
        for key, want in wanted.items()
        if not set(want) <= set(came[key])
    ]
    if wrong and "verdict" in wanted and came["because"] and "because" not in wanted:
        wrong.append(f"because of {', '.join(came['because'])}")
    return "; ".join(wrong)


def unfired(book: Book, results: Iterable[TrialResult]) -> tuple[tuple[str, str], ...]:
    """What gates can answer by their own keys and no test has made them answer: (gate, code)."""
    fired = {(each.gate, code) for each in results for code in each.fired}
    return tuple(
        (gate.name, code)
        for gate in book.gates
        for code in _answers(gate)
        if (gate.name, code) not in fired
    )


def _answers(gate: Gate) -> tuple[str, ...]:
    """The codes that this gate's keys can give."""
    want = gate.require
    keys: dict[str, object] = {
        "enter_by": gate.enter_by,
        "enter_from": gate.enter_from,
        **dict.fromkeys(gate.not_by, True),
        "approvals": gate.approvals,
        "due": want.due,
        "members": want.members,
        "labels": want.labels_any or want.labels_all,
        "checklists": want.checklists_done,
        "attachments": want.attachments,
        "fields": want.fields,
        "style": gate.style,
    }
    return tuple(code for code, asked in keys.items() if asked)
