"""How fast the ledger is checked, and whether memory grows with it.

    python -m bench.verify 100000 500000

For each count a ledger of entries like real ones is made in a temporary state, then `verify` walks
it. Prints entries a second for writing and for checking, and the growth of memory while checking.
"""

from __future__ import annotations

import argparse
import tempfile
import time
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

from syncer.audit.verify import Sources, verify
from syncer.records import Entry
from syncer.store import ledger
from syncer.store.engine import open_state

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
AT_ONCE = 1000


def entry(number: int) -> Entry:
    """About 600 bytes, as a decision with one reason has."""
    return Entry(
        key=f"decision:{number}",
        kind="decision",
        at=NOW,
        board="5f0000000000000000000001",
        card=f"{number % 5000:024x}",
        actor="5f00000000000000000000aa",
        body={
            "gate": "approved",
            "verdict": "deny",
            "remedy": "return",
            "reasons": [{"code": "enter_by", "facts": {"by": "Ana Petrosyan"}, "can": []}],
            "findings": [],
            "approvals": [],
            "names": {"board": "Social media", "card": f"Post {number}", "actor": "Ana Petrosyan"},
            "rules": "5266a782f9fd3ea19066bf1980f8ca7b64b4a782a4ae421b0de4ce5e2d31215e",
        },
    )


def measure(count: int, folder: Path) -> None:
    engine = open_state(f"sqlite:///{folder / f'{count}.db'}")
    begun = time.perf_counter()
    for start in range(0, count, AT_ONCE):
        with engine.begin() as conn:
            ledger.append(conn, (entry(start + each) for each in range(AT_ONCE)))
    written = time.perf_counter() - begun
    begun = time.perf_counter()
    verdict = verify(Sources(engine=engine))
    taken = time.perf_counter() - begun
    assert verdict.exit == 0
    tracemalloc.start()
    verify(Sources(engine=engine))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(
        f"{verdict.entries} entries: {count / written:,.0f} written a second, "
        f"{count / taken:,.0f} checked a second, {peak / 1e6:.1f} MB at most while checking"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", nargs="*", type=int, default=[10_000, 100_000])
    with tempfile.TemporaryDirectory() as folder:
        for count in parser.parse_args().counts:
            measure(count, Path(folder))


if __name__ == "__main__":
    main()
