"""Runs inside proselint's own environment: lists its checks of plain words, and lints with them.

python proselint_run.py words               -> [{"path", "ignorecase", "items"}, …]
python proselint_run.py lint POSTS.json     -> {"seconds", "ready", "findings", "all_seconds", …}
"""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path

began = time.perf_counter()
from proselint.checks import __register__  # noqa: E402 - its import is what is timed
from proselint.registry import CheckRegistry  # noqa: E402
from proselint.registry.checks import Padding, types  # noqa: E402
from proselint.tools import LintFile  # noqa: E402

ROUNDS = 5
PLAIN = re.compile(r"[a-z]+(?: [a-z]+)*")

registry = CheckRegistry()
registry.register_many(__register__)
enabled = registry.get_all_enabled()


def plain(check: object) -> bool:
    """Does the check look for plain words only?"""
    kind = check.check_type
    listed = isinstance(kind, types.PreferredFormsSimple | types.Existence)
    return (
        listed
        and kind.padding is Padding.WORDS_IN_TEXT
        and not getattr(kind, "exceptions", ())
        and check.engine.opts.case_insensitive
        and not check.flags.ppm_threshold
        and all(PLAIN.fullmatch(item) for item in kind.items)
    )


def linted(posts: list[str], checks: list[object]) -> tuple[float, list[tuple[int, int, str]]]:
    """Seconds of processor (the best of so many rounds), and what was found: (post, offset, path).
    Lines and columns are worked out too, as proselint does for every finding."""
    rounds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        found = []
        for number, text in enumerate(posts):
            file = LintFile("post", text)
            for check in checks:
                for hit in check.check_with_flags(file.content):
                    file.line_col_of(hit.span[0])
                    found.append((number, hit.span[0], hit.check_path))
        rounds.append(time.process_time() - start)
    return min(rounds), found


words = [check for check in enabled if plain(check)]
if sys.argv[1] == "words":
    told = [{"path": check.path, "items": list(check.check_type.items)} for check in words]
    json.dump(told, sys.stdout)
else:
    posts = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    linted(posts[:1], enabled)
    ready = time.perf_counter() - began
    seconds, findings = linted(posts, words)
    all_seconds, everything = linted(posts, enabled)
    json.dump(
        {
            "ready": ready,
            "seconds": seconds,
            "findings": findings,
            "all_checks": len(enabled),
            "all_seconds": all_seconds,
            "all_findings": len(everything),
        },
        sys.stdout,
    )
