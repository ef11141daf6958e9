"""The table of roads as docs/limits.md prints it: `python -m tests.acceptance.roads.matrix`."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from tests.acceptance.roads.road import Mended, Road, Seen
from tests.acceptance.roads.table import ROADS

PAGE = Path(__file__).resolve().parents[3] / "docs" / "limits.md"
BLOCK = re.compile(r"(<!-- ROADS -->\n)(.*?)(<!-- END -->)", re.DOTALL)
HEAD = ("#", "road", "seen by", "names", "what becomes of it", "beside")


def matrix() -> str:
    """The sentence that counts, and the table."""
    lines = [HEAD, ("---",) * len(HEAD), *map(_cells, ROADS)]
    return f"{counted()}\n\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def counted() -> str:
    """How many scenarios end how."""
    mended, seen = Counter(r.mended for r in ROADS), Counter(r.seen for r in ROADS)
    return (
        f"{len({r.number for r in ROADS})} roads in {len(ROADS)} scenarios: "
        f"{mended[Mended.BACK]} are sent back, {mended[Mended.TOLD]} are recorded only, "
        f"{mended[Mended.STOPPED]} stop the run, which says so, {mended[Mended.FROZEN]} ends in a "
        f"freeze. {seen[Seen.SWEEP]} may be seen only at the next sweep, {seen[Seen.VERIFY]} only "
        f"by `syncer audit verify`, {seen[Seen.NEVER]} not at all."
    )


def _cells(road: Road) -> tuple[str, ...]:
    cells = (road.name, road.title, road.seen, _named(road), road.mended, road.remark)
    return tuple(_safe(cell) for cell in cells)


def _named(road: Road) -> str:
    """Whom the audit names as the doer."""
    if road.by:
        return "the account"
    return "nobody" if road.seen in (Seen.SNAPSHOT, Seen.SWEEP) else "–"


def _safe(text: str) -> str:
    return re.sub(r"([|*])", r"\\\1", text)


def renewed(page: str) -> str:
    """The page with the table as it is now. Raises ValueError when it has no place for one."""
    found, count = BLOCK.subn(lambda block: block[1] + matrix() + block[3], page)
    if count != 1:
        raise ValueError(f"{PAGE} needs one <!-- ROADS --> … <!-- END -->")
    return found


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
