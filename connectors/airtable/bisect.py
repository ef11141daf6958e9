"""Which part of a batch to send next, so that one bad row does not hold up its neighbours.

Airtable takes a batch whole or not at all when it fails validation (recorded: grouparoo
export-records, steps 46-62), so a refused batch is cut in two until the bad row stands alone. A
batch that is too large (413) is cut the same way. Nothing here talks to anybody:

    work = Bisection(rows)
    for part in work:
        try:
            airtable.upsert(table, key, part)
        except Refused as why:          # TooLarge is one of them
            work.refuse(part, why)
    work.parked                         # the rows that were refused on their own, each with its why

An error that is not about a row (see `refusal.about_rows`) is for the caller to raise: cutting
would only ask the same question nineteen times.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

from connectors.errors import Refused

Row = TypeVar("Row")


class Bisection(Generic[Row]):
    """The parts of `batch` still to be sent, in the batch's order; a part is never empty.

    A part that is not refused counts as delivered. For n rows of which one is bad at most
    2·log2(n) + 1 parts are sent; if all are bad, 2n - 1.
    """

    def __init__(self, batch: Sequence[Row]) -> None:
        self._waiting: deque[Sequence[Row]] = deque([batch] if batch else [])
        self.parked: list[tuple[Row, Refused]] = []

    def __iter__(self) -> Iterator[Sequence[Row]]:
        while self._waiting:
            yield self._waiting.popleft()

    def refuse(self, part: Sequence[Row], why: Refused) -> None:
        """`part` was not taken: send its halves next, or park it if it is a single row."""
        if len(part) == 1:
            self.parked.append((part[0], why))
            return
        half = len(part) // 2
        self._waiting.extendleft([part[half:], part[:half]])
