"""1,056 literal terms over 1,000 posts of 40 words, beside textlint; plain words beside proselint.

    python -m bench.terms

Everything runs here, now, on the same texts; findings are compared place by place. The peers are
installed at run time into a temporary folder; where that cannot be done their lines are left out.
In process: seconds of processor, the best of some rounds over all posts, reading of rules not
counted. Command line: the whole command on 1,000 files, the better of two runs.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import Corpus, corpus, with_terms
from bench.peers import install
from rules.rule import Rule
from rules.style.existence import Existence
from rules.style.post import post_of_text
from rules.style.sheet import Sheet
from rules.style.substitution import Substitution

SYNCER = str(Path(sys.executable).with_name("syncer"))
PEERS = Path(__file__).parent / "peers"

ROUNDS = 5
"""of which the best counts: other programs run on this machine too"""

Spot = tuple[int, int, int]
"""post, line, column"""


def main() -> None:
    texts = corpus()
    print(f"{len(texts.terms):,} terms, {len(texts.posts):,} posts\n")
    with tempfile.TemporaryDirectory() as folder:
        beside_textlint(Path(folder), texts)
    print()
    with tempfile.TemporaryDirectory() as folder:
        beside_proselint(Path(folder), texts)


def line(name: str, posts: float, findings: int, note: str = "") -> None:
    print(f"{name:44}{posts:10,.0f} posts/s{findings:8,} findings  {note}".rstrip())


def beside_textlint(folder: Path, texts: Corpus) -> None:
    """The same terms for both, in process and by command."""
    one = [Substitution(set="terms", name="all", swap=texts.terms, ignorecase=True)]
    many = [
        Substitution(set="terms", name=term, swap={term: right}, ignorecase=True)
        for term, right in texts.terms.items()
    ]
    seconds, ours = in_process(one, texts.posts)
    line("syncer, one rule of 1,056 terms", len(texts.posts) / seconds, len(ours))
    each, same = in_process(many, texts.posts)
    line("syncer, 1,056 rules of one term", len(texts.posts) / each, len(same))
    write_posts(folder / "posts", texts.posts)
    (folder / "rules.toml").write_text(rules_of(texts.terms), encoding="utf-8")
    lint = [SYNCER, "lint", "--rules", "rules.toml", "--format", "json", "posts"]
    ran = timed(lint, folder)
    command_line("syncer lint, 1,000 files", ran, len(json.loads(ran.told)))
    modules = install.node("textlint", "textlint-rule-terminology")
    if modules is None:
        return
    config = folder / ".textlintrc.json"
    config.write_text(json.dumps(textlint_config(texts.terms)), encoding="utf-8")
    (folder / "posts.json").write_text(json.dumps(texts.posts), encoding="utf-8")
    script = str(PEERS / "textlint.mjs")
    peer = json.loads(
        timed(["node", script, str(modules), str(config), str(folder / "posts.json")], folder).told
    )
    theirs = {tuple(spot) for spot in peer["findings"]}
    note = f"{len(theirs & ours):,} the same places, {len(theirs ^ ours):,} differ; syncer is "
    rate = len(texts.posts) / peer["seconds"]
    line("textlint, terminology", rate, len(theirs), f"{note}{peer['seconds'] / seconds:.0f} ×")
    command = [str(modules / ".bin" / "textlint"), "--config", str(config), "-f", "json", "posts"]
    slow = timed(command, folder)
    count = sum(len(file["messages"]) for file in json.loads(slow.told))
    ahead = f"syncer is {slow.clock / ran.clock:.0f} × ({slow.cpu / ran.cpu:.0f} × CPU)"
    command_line("textlint, 1,000 files", slow, count, ahead)


def beside_proselint(folder: Path, texts: Corpus) -> None:
    """proselint's checks of plain words, taken from it, for both; and all of its checks."""
    python = install.proselint()
    if python is None:
        return
    run = [str(python), str(PEERS / "proselint_run.py")]
    checks = json.loads(timed([*run, "words"], folder).told)
    posts = with_terms(texts, [item for check in checks for item in check["items"]])
    (folder / "posts.json").write_text(json.dumps(posts), encoding="utf-8")
    peer = json.loads(timed([*run, "lint", "posts.json"], folder).told)
    rules = [
        Existence(
            set="proselint", name=check["path"], tokens=tuple(check["items"]), ignorecase=True
        )
        for check in checks
    ]
    seconds, ours = in_process(rules, posts)
    theirs = {_spot(post, posts[post], offset) for post, offset, _ in peer["findings"]}
    line(f"syncer, {len(checks)} checks of proselint's words", len(posts) / seconds, len(ours))
    note = f"{len(theirs & ours):,} the same places, {len(theirs ^ ours):,} differ; syncer is "
    rate = len(posts) / peer["seconds"]
    line(
        "proselint, the same checks", rate, len(theirs), f"{note}{peer['seconds'] / seconds:.1f} ×"
    )
    rate = len(posts) / peer["all_seconds"]
    line(f"proselint, all {peer['all_checks']} checks", rate, peer["all_findings"])


def in_process(rules: Sequence[Rule], posts: Sequence[str]) -> tuple[float, set[Spot]]:
    """Seconds of processor (the best of so many rounds), and where something was found."""
    sheet = Sheet(rules)
    rounds = []
    for _ in range(ROUNDS):
        began = time.process_time()
        reports = [sheet.check(post_of_text(text)) for text in posts]
        rounds.append(time.process_time() - began)
    assert not any(report.failures for report in reports)
    return min(rounds), {
        (number, found.line, found.column)
        for number, report in enumerate(reports)
        for found in report.findings
    }


@dataclass(frozen=True)
class Run:
    """A command's run: seconds on the clock and seconds of processor, and what it printed."""

    clock: float
    cpu: float
    told: str


def timed(command: list[str], folder: Path) -> Run:
    """The better of two runs."""
    runs = []
    for _ in range(2):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.perf_counter()
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        clock = time.perf_counter() - began
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode not in (0, 1) or not done.stdout:
            sys.exit(f"{command[0]} failed: {done.stderr[-500:]}")
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        runs.append(Run(clock, cpu, done.stdout))
    return min(runs, key=lambda run: run.clock)


def command_line(name: str, run: Run, findings: int, note: str = "") -> None:
    print(
        f"{name:44}{run.clock:10.2f} s ({run.cpu:.2f} s CPU){findings:8,} findings  {note}".rstrip()
    )


def write_posts(folder: Path, posts: Sequence[str]) -> None:
    folder.mkdir()
    for number, text in enumerate(posts):
        (folder / f"{number:04}.md").write_text(text, encoding="utf-8")


def rules_of(terms: dict[str, str]) -> str:
    """The terms as a rules.toml."""
    swap = "".join(f'"{term}" = "{right}"\n' for term, right in terms.items())
    head = 'version = 1\n[[style]]\nset = "terms"\nname = "all"\nkind = "substitution"\n'
    return f"{head}ignorecase = true\n[style.swap]\n{swap}"


def textlint_config(terms: dict[str, str]) -> dict[str, object]:
    pairs = [list(pair) for pair in terms.items()]
    given = {"defaultTerms": False, "skip": [], "terms": pairs}
    return {"rules": {"terminology": given}}


def _spot(post: int, text: str, offset: int) -> Spot:
    """proselint puts a line break before the text, and may count a space before the word."""
    at = offset - 1
    at += len(text[at:]) - len(text[at:].lstrip())
    return post, text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1


if __name__ == "__main__":
    main()
