"""A rules file's own tests, run: `[[style.test]]` and `[[gate.test]]`.

Every style rule that the file itself holds must be made to fire by one of its examples; a rule
that nothing has ever been seen to catch may catch nothing. Rules of packs and of Vale styles are
not the file's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from rules.approval.trial import TrialResult, run_tests, unfired
from rules.book import Book
from rules.reading.toml import Toml
from rules.rule import Rule
from rules.style.trial import Trial, trials

LONGEST = 60
"""characters of an example that a failure quotes"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """A test that failed, or a rule that has none. `rule` is as people call it."""

    file: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.rule}: {self.message}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Results:
    """What came of all tests. `untested` are answers of gates that no test asks for."""

    tests: int
    failures: tuple[Failure, ...]
    untested: tuple[str, ...]


def run(book: Book, text: str, file: str) -> Results:
    """Run every test of the book, which was read from that text of that file."""
    toml = Toml(text, file)
    own = [rule for rule in book.style if rule.place is not None and rule.place.file == file]
    failures: list[Failure] = []
    tests = 0
    for index, rule in enumerate(own):
        tried = list(_tried(toml, index, rule))
        tests += len(tried)
        failures += _failures(file, rule, tried)
    answers = run_tests(book)
    failures += [_gate_failure(file, each) for each in answers if not each.passed]
    return Results(
        tests=tests + len(answers),
        failures=tuple(sorted(failures, key=lambda each: each.line)),
        untested=tuple(f"gate {gate}: {code}" for gate, code in unfired(book, answers)),
    )


def _tried(toml: Toml, index: int, rule: Rule) -> Iterator[tuple[int, Trial]]:
    """Each text of each example, with the line where the example stands."""
    for number, example in enumerate(rule.test):
        line = toml.line(("style", index, "test", number))
        for trial in trials(replace(rule, test=(example,))):
            yield line, trial


def _failures(file: str, rule: Rule, tried: list[tuple[int, Trial]]) -> Iterator[Failure]:
    name = f"{rule.set}.{rule.name}"
    for line, trial in tried:
        if not trial.passed:
            yield Failure(file=file, line=line, rule=name, message=_why(trial))
    if not any(trial.bad and trial.fired for _, trial in tried):
        message = 'no test makes it fire: give it a [[style.test]] with bad = "…"'
        line = rule.place.line if rule.place else 1
        yield Failure(file=file, line=line, rule=name, message=message)


def _why(trial: Trial) -> str:
    shown = trial.text if len(trial.text) <= LONGEST else f"{trial.text[: LONGEST - 1]}…"
    shown = " ".join(shown.split())
    if trial.failure is not None:
        return f"could not answer on {shown!r}: {trial.failure}"
    if trial.bad:
        return f"should have fired on {shown!r} and did not"
    return f"should not have fired on {shown!r}: {trial.fired[0]}"


def _gate_failure(file: str, result: TrialResult) -> Failure:
    name = f"gate {result.gate}, test {result.name!r}"
    return Failure(file=file, line=result.place.line, rule=name, message=result.problem)


def counted(results: Results, path: Path) -> str:
    """One line for people."""
    many = "1 test" if results.tests == 1 else f"{results.tests} tests"
    bad = len(results.failures)
    told = "no failures" if not bad else "1 failure" if bad == 1 else f"{bad} failures"
    return f"{path}: {many}, {told}"
