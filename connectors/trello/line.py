"""The requests themselves: one by one or ten to a batch, through py-trello's `fetch_json`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar

from connectors.answer import OVERLOADED
from connectors.errors import Garbled, NotAllowed, ServiceError, TryLater
from connectors.trello import batch
from connectors.trello.paging import groups
from connectors.trello.query import Route
from connectors.trello.seam import Seam

T = TypeVar("T")

_TOO_SLOW = frozenset({OVERLOADED, 504})
"""Answers that a batch of large boards gets where each of them alone may be answered."""


class Line:
    """Speaks to Trello's REST API below /1."""

    def __init__(self, seam: Seam) -> None:
        self._seam = seam

    def get(self, route: Route) -> Any:
        """The JSON at one route. Raises ServiceError."""
        return self._client.fetch_json(route.path, query_params=dict(route.params))

    def get_each(self, asked: Sequence[Route]) -> list[Any | ServiceError]:
        """The JSON at each route, or why it was refused, in order; ten travel in a batch. Once
        the service as a whole is out of reach, the rest is not asked for and gets that error."""
        found: list[Any | ServiceError] = []
        out_of_reach: ServiceError | None = None
        for group in groups(asked):
            if out_of_reach is None:
                try:
                    found += self._group(group)
                    continue
                except ServiceError as error:
                    out_of_reach = error
            found += [out_of_reach] * len(group)
        return found

    def write(
        self, method: str, path: str, body: Mapping[str, Any], parse: Callable[[Any], T]
    ) -> T:
        """Sends `body` as JSON and parses the answer. After an answer that cannot be read the
        outcome is unknown."""
        raw = self._client.fetch_json(path, http_method=method, post_args=dict(body))
        try:
            return parse(raw)
        except Garbled as error:
            error.unknown = True
            raise

    @cached_property
    def _client(self) -> Any:
        # Imported late: py-trello brings OAuth and date parsers that a start need not pay for.
        from trello import TrelloClient

        return TrelloClient(api_key=None, http_service=self._seam)

    def _group(self, group: Sequence[Route]) -> list[Any | ServiceError]:
        if len(group) > 1:
            try:
                raw = self.get(Route("/batch", {"urls": ",".join(map(str, group))}))
                return batch.items(raw, group)
            except ServiceError as error:
                if _out_of_reach(error):
                    raise
        return [self._one(route) for route in group]

    def _one(self, route: Route) -> Any | ServiceError:
        try:
            return self.get(route)
        except ServiceError as error:
            if _out_of_reach(error):
                raise
            return error


def _out_of_reach(error: ServiceError) -> bool:
    """Whether another request now would fail like this one."""
    if isinstance(error, NotAllowed):
        return error.everything
    return isinstance(error, TryLater) and error.status not in _TOO_SLOW
