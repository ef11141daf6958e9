"""The table of what each network takes: data/networks.toml as frozen values."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from rules.style.counting import Unit

_TABLE = Path(__file__).parent / "data" / "networks.toml"


@dataclass(frozen=True, kw_only=True, slots=True)
class Limit:
    """One limit of one network. `hard`: it refuses more; else advice, or not confirmed."""

    network: str
    of: str
    source: str
    checked: date
    unit: Unit | None = None
    min: float | None = None
    max: float | None = None
    one_of: tuple[str, ...] = ()
    hard: bool = False


def limits(network: str, of: str, *, hard: bool) -> tuple[Limit, ...]:
    """What the table says of one thing on one network: what is refused, or what is advised."""
    return tuple(
        limit for limit in table() if (limit.network, limit.of, limit.hard) == (network, of, hard)
    )


@cache
def table() -> tuple[Limit, ...]:
    """All limits, in the order of the file."""
    networks = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    return tuple(
        Limit(network=network, of=of, one_of=tuple(row.pop("one_of", ())), **row)
        for network, things in networks.items()
        for of, rows in things.items()
        for row in rows
    )
