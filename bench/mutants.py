"""How many deliberate faults in the gate its tests notice.

    python -m bench.mutants                    # the figure of docs/mutants.md
    python -m bench.mutants --sample 0         # every mutant: some hours
    python -m bench.mutants --only needs.py    # all mutants of one file

Each mutant is one small change of `rules/approval` or `rules/judge.py` (see bench/faults.py).
It lives in a forked process only, where an import hook hands out the altered module; nothing is
written to the tree. The tests of `tests/rules/approval` run against it until one fails; those
with random examples run last and with fixed seeds. A mutant that no test notices has survived.

The sample takes mutants in the order of a hash of the seed and their own names, as many of each
file as its share asks for: a change elsewhere in the tree does not change who is drawn.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import CodeType, ModuleType

from bench.faults import Mutant, mutants_of

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests/rules/approval"
SURVIVED, KILLED, LATE = 0, 1, 2


def sources() -> list[Path]:
    """The files that are altered."""
    return [*sorted((ROOT / "rules/approval").glob("[a-z]*.py")), ROOT / "rules/judge.py"]


def drawn(found: dict[Path, list[Mutant]], size: int, seed: int) -> list[Mutant]:
    """A sample in which each file has its share, at least one; all of them for size 0."""
    total = sum(map(len, found.values()))
    chosen: list[Mutant] = []
    for mutants in found.values():
        ranked = sorted(mutants, key=lambda m: hashlib.sha256(f"{seed} {m.id}".encode()).digest())
        share = -(-len(mutants) * size // total) if size else len(mutants)
        chosen += ranked[:share]
    return chosen


class Altered(importlib.machinery.SourceFileLoader):
    """Loads one module from another text than that on disk."""

    text = ""

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.text, self.get_filename(fullname), "exec", dont_inherit=True)


class Hook(importlib.abc.MetaPathFinder):
    """Hands out the altered module when it is asked for by name."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant
        self.name = ".".join(mutant.path.relative_to(ROOT).with_suffix("").parts)

    def find_spec(
        self, fullname: str, _path: object, _target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.name:
            return None
        loader = Altered(fullname, str(self.mutant.path))
        loader.text = self.mutant.text
        return importlib.util.spec_from_file_location(
            fullname, self.mutant.path, loader=loader, submodule_search_locations=None
        )


def preload() -> None:
    """Import what every run needs and no mutant touches: a fork then starts at once."""
    import hypothesis
    import pytest  # noqa: F401

    import rules.book
    import rules.facts
    import rules.style.fold
    import rules.style.post
    import rules.style.sheet  # noqa: F401

    hypothesis.settings.register_profile("mutants", derandomize=True, database=None)
    hypothesis.settings.load_profile("mutants")
    early = [name for name in sys.modules if name.startswith(("rules.approval.", "rules.judge"))]
    if early:
        sys.exit(f"loaded before they could be altered: {', '.join(early)}")


def arguments() -> list[str]:
    """Plain tests first: they are quick, and notice most."""
    files = sorted(TESTS.glob("test_*.py"), key=lambda p: (p.name == "test_properties.py", p.name))
    early = "ignore::pytest.PytestAssertRewriteWarning"  # hypothesis is loaded before pytest runs
    return ["-x", "-q", "-W", early, "-p", "no:cacheprovider", "-p", "no:xdist", *map(str, files)]


def run_tests(mutant: Mutant | None) -> int:
    """In a fork: 0 when all tests pass, 1 when one fails or the altered module does not load."""
    import pytest

    silent = os.open(os.devnull, os.O_WRONLY)
    if mutant is not None:
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        sys.meta_path.insert(0, Hook(mutant))
    os.chdir(ROOT)
    return SURVIVED if pytest.main(arguments()) == pytest.ExitCode.OK else KILLED


def forked(mutant: Mutant | None) -> int:
    """Start the tests in a process of their own; its id."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    code = KILLED
    try:
        code = run_tests(mutant)
    finally:
        os._exit(code)


def tried(mutants: Sequence[Mutant], jobs: int, patience: float) -> Iterator[tuple[Mutant, int]]:
    """Each mutant with what became of it, as they end. `patience` in seconds."""
    waiting, running = list(reversed(mutants)), dict[int, tuple[Mutant, float]]()
    while waiting or running:
        while waiting and len(running) < jobs:
            mutant = waiting.pop()
            running[forked(mutant)] = (mutant, time.monotonic())
        for child, (mutant, since) in list(running.items()):
            ended, status = os.waitpid(child, os.WNOHANG)
            if not ended and time.monotonic() - since > patience:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
                ended, status = child, LATE << 8
            if ended:
                del running[child]
                yield mutant, os.waitstatus_to_exitcode(status) or SURVIVED
        time.sleep(0.02)


def shown(found: dict[Path, list[Mutant]], results: dict[Mutant, int]) -> str:
    """The figures by file, as a Markdown table."""
    lines = ["| file | possible | tried | killed | survived |", "|---|---|---|---|---|"]
    sums: Counter[str] = Counter()
    for path, mutants in found.items():
        here = [results[m] for m in mutants if m in results]
        row = Counter(
            possible=len(mutants), tried=len(here), survived=sum(r == SURVIVED for r in here)
        )
        sums.update(row)
        lines.append(_row(str(path.relative_to(ROOT)), row))
    return "\n".join([*lines, _row("all", sums)])


def _row(name: str, row: Counter[str]) -> str:
    tried, survived = row["tried"], row["survived"]
    return f"| {name} | {row['possible']} | {tried} | {tried - survived} | {survived} |"


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--sample", type=int, default=300, help="how many; 0 for all")
    parser.add_argument("--seed", type=int, default=17)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="", help="all mutants whose name holds this")
    parser.add_argument("--again", type=Path, help="those that this output says survived")
    parser.add_argument("--patience", type=float, default=120, help="seconds for one mutant")
    return parser.parse_args()


def chosen_by(asked: argparse.Namespace, found: dict[Path, list[Mutant]]) -> list[Mutant]:
    every = [mutant for mutants in found.values() for mutant in mutants]
    if asked.again:
        lines = asked.again.read_text("utf-8").splitlines()
        before = {line.partition("  ")[2] for line in lines if line.startswith("survived ")}
        return [mutant for mutant in every if mutant.id in before]
    if asked.only:
        return [mutant for mutant in every if asked.only in mutant.id]
    return drawn(found, asked.sample, asked.seed)


def main() -> None:
    asked = read_arguments()
    found = {path: mutants_of(path, ROOT) for path in sources()}
    chosen = chosen_by(asked, found)
    preload()
    baseline = os.waitstatus_to_exitcode(os.waitpid(forked(None), 0)[1])
    if baseline:
        sys.exit("the tests fail without any fault")
    results: dict[Mutant, int] = {}
    for mutant, outcome in tried(chosen, asked.jobs, asked.patience):
        results[mutant] = outcome
        if outcome == SURVIVED:
            print(f"survived {len(results)}/{len(chosen)}  {mutant.id}", flush=True)
    print(shown(found, results))
    killed = sum(outcome != SURVIVED for outcome in results.values())
    late = sum(outcome == LATE for outcome in results.values())
    print(
        f"{killed} of {len(results)} killed ({killed / max(len(results), 1):.1%}), {late} by time"
    )


if __name__ == "__main__":
    main()
