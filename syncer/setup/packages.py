"""Is the code that runs ours? The names of our packages are taken on the public index by strangers.

This module imports nothing of `rules` or `connectors`, so that it can speak when they are not ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib import metadata, util
from pathlib import Path

from syncer.setup.findings import Finding, bad, good

OURS = ("syncer", "rules", "connectors")
DISTRIBUTION = "board-syncer"
MEND = "Install board-syncer into an environment of its own (pipx, a venv or the container)."


def look_at_packages() -> Iterator[Finding]:
    """Each of our packages: where it comes from, and who else claims its name."""
    places = {name: _place(name) for name in OURS}
    yield from judge_places(places, metadata.packages_distributions())


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
