"""Vale's own fixtures through `syncer lint`: which of its alerts we give, and which besides.

    python -m bench.vale [FOLDER]        FOLDER: ../shared/real/vale

One run of the command a style over all of its fixtures. A row of expected.tsv counts as the same
only with the same line, column, rule and message. Rules that a fixture's own .vale.ini does not
switch on are left out, as Vale leaves them out. Rows marked stale hold messages of an older Vale;
rows that need AsciiDoc, HTML or reStructuredText are not asked for.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "real" / "vale"

Alert = tuple[str, int, int, str, str]
"""fixture, line, column, rule, message"""


def main(folder: Path) -> None:
    with (folder / "expected.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    print(f"{'style':12}{'rules':>6}{'rows':>6}{'asked':>6}{'same':>6}{'missing':>8}{'besides':>8}"
          f"{'seconds':>9}")  # fmt: skip
    notes: list[str] = []
    for suite in sorted({row["suite"] for row in rows}):
        notes += one_style(folder, suite, [row for row in rows if row["suite"] == suite])
    print("\nnot taken over:", *(notes or ["nothing"]), sep="\n  ")


def one_style(folder: Path, suite: str, rows: list[dict[str, str]]) -> list[str]:
    """Print the line of one style, and what differs; return what was not taken over."""
    asked = [row for row in rows if row["plain_or_markdown"] == "yes"]
    fixtures = sorted({row["fixture"] for row in asked})
    began = time.perf_counter()
    given, notes = linted(folder, suite, fixtures)
    took = time.perf_counter() - began
    stale = {_place(row) for row in asked if row["note"]}
    wanted = {(*_place(row), row["message"]) for row in asked if not row["note"]}
    besides = {alert for alert in given - wanted if alert[:4] not in stale}
    rules = len(list((folder / suite / suite).glob("*.yml")))
    print(f"{suite:12}{rules:6}{len(rows):6}{len(wanted):6}{len(wanted & given):6}"
          f"{len(wanted - given):8}{len(besides):8}{took:9.2f}")  # fmt: skip
    for what, alerts in (("missing", wanted - given), ("besides", besides)):
        for alert in sorted(alerts):
            print(f"  {what}: {alert}")
    kinds = Counter(row["note"] or "needs another markup" for row in rows if row not in asked)
    kinds += Counter(row["note"] for row in asked if row["note"])
    print("".join(f"  {count} rows not asked for: {why}\n" for why, count in kinds.items()), end="")
    return notes


def _place(row: dict[str, str]) -> tuple[str, int, int, str]:
    return row["fixture"], int(row["line"]), int(row["col"]), row["rule"]


def linted(folder: Path, suite: str, fixtures: list[str]) -> tuple[set[Alert], list[str]]:
    """The alerts of the fixtures by the rules that each of them switches on; the notes."""
    command = [str(Path(sys.executable).with_name("syncer")), "lint", "--format", "json"]
    command += ["--styles", str(folder / suite / suite), *fixtures]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr)
    on: dict[str, set[str]] = defaultdict(set)
    for fixture in fixtures:
        on[fixture] = switched_on(folder / fixture)
    given = [
        (row["file"], row["line"], row["column"], f"{row['set']}.{row['rule']}", row["message"])
        for row in json.loads(done.stdout)
    ]
    alerts = {alert for alert in given if alert[3] in on[alert[0]]}
    return alerts, [line for line in done.stderr.splitlines() if "not taken over" in line]


def switched_on(fixture: Path) -> set[str]:
    """The rules that the fixture's own .vale.ini asks for."""
    lines = (fixture.parent / ".vale.ini").read_text(encoding="utf-8").splitlines()
    asked = (line.partition("=") for line in lines if not line.startswith("#"))
    return {name.strip() for name, _, value in asked if value.strip() == "YES"}


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
