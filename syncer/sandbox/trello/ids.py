"""Ids, short links, dates and positions as Trello writes them."""

from __future__ import annotations

import random
import re
import string
from collections.abc import Iterable
from datetime import UTC, datetime

_LETTERS = string.ascii_letters + string.digits
OBJECT_ID = re.compile(r"[0-9a-f]{24}\Z")


class Ids:
    """Makes ids from a seed. Inside one second their order says nothing about time, as with
    Mongo ObjectIds of several machines (recorded: four lists whose ids are not in date order)."""

    def __init__(self, seed: int = 0) -> None:
        self._random = random.Random(seed)  # noqa: S311 - ids of a sandbox, not secrets

    def object_id(self, at: datetime) -> str:
        """24 hex digits: seconds since 1970, then chance."""
        return f"{int(at.timestamp()):08x}{self._random.getrandbits(64):016x}"

    def short_link(self) -> str:
        """Eight letters and digits."""
        return "".join(self._random.choices(_LETTERS, k=8))


def second_of(object_id: str) -> datetime:
    """When an ObjectId was made: exact to the second, which is all that paging by id can know."""
    return datetime.fromtimestamp(int(object_id[:8], 16), UTC)


def written(at: datetime | None) -> str | None:
    """A date as Trello writes it: 2026-11-23T06:00:00.000Z."""
    if at is None:
        return None
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"


def to_ms(at: datetime) -> datetime:
    """Cut to whole milliseconds, which is all that Trello keeps."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def slug(name: str) -> str:
    """A name as it stands at the end of a card's or board's URL."""
    return re.sub(r"-+", "-", re.sub(r"[^a-z0-9]", "-", name.lower())).strip("-")


def placed(wanted: object, others: Iterable[float]) -> float | None:
    """A position from top, bottom or a number; None when it is none of these. The first bottom
    place is 65535 and the first top place 16384 (both recorded)."""
    taken = sorted(others)
    if wanted in (None, "", "bottom"):
        return taken[-1] + 65536 if taken else 65535
    if wanted == "top":
        return taken[0] / 2 if taken else 16384
    try:
        number = float(str(wanted))
    except ValueError:
        return None
    if not 0 < number < float("inf"):
        return None
    return int(number) if number.is_integer() else number
