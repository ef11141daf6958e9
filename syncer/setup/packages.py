"""Is the code that runs ours? The names of our packages are taken on the public index by strangers.

This module imports nothing of `rules` or `connectors`, so that it can speak when they are not ours.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import util
from pathlib import Path

from syncer.setup.findings import Finding, Health, bad, good

OURS = ("syncer", "rules", "connectors")
DISTRIBUTION = "board-syncer"
MEND = "Install board-syncer into an environment of its own (pipx, a venv or the container)."


def look_at_packages() -> Iterator[Finding]:
    """Each of our packages: where it comes from, and who else claims its name."""
    from importlib import metadata  # slow to load, and every command imports this module

    places = {name: _place(name) for name in OURS}
    yield from judge_places(places, metadata.packages_distributions())


def exit_if_foreign() -> None:
    """Something of ours could not be imported: when a stranger's package stands in its place, say
    so and end with exit code 2."""
    wrong = [each for each in look_at_packages() if each.health is Health.BAD]
    for each in wrong:
        sys.stderr.write(f"syncer: {each.about}: {each.what} {each.mend}\n")
    if wrong:
        sys.exit(2)


def judge_places(
    places: Mapping[str, Path | None], claims: Mapping[str, Sequence[str]]
) -> Iterator[Finding]:
    """`places` are the packages' folders, `claims` the distributions that install each name."""
    home = places["syncer"].parent if places["syncer"] else None
    for name, place in places.items():
        about = f"package {name}"
        others = sorted(set(claims.get(name, ())) - {DISTRIBUTION})
        if place is None:
            yield bad(about, "it is not installed.", MEND)
        elif place.parent != home:
            whose = f" (of {', '.join(others)})" if others else ""
            yield bad(about, f"it is loaded from {place}{whose}, not from {home}.", MEND)
        elif others:
            yield bad(about, f"{', '.join(others)} installs files of the same name.", MEND)
        else:
            yield good(about, f"ours, in {home}")


def _place(name: str) -> Path | None:
    spec = util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        return Path(spec.origin) if spec and spec.origin else None
    return Path(next(iter(spec.submodule_search_locations))).resolve()
