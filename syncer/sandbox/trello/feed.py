"""Lists of actions as Trello gives them: filtered, newest first, paged, without excluded types."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from syncer.sandbox.trello.errors import RefusedError, invalid
from syncer.sandbox.trello.ids import OBJECT_ID, second_of
from syncer.sandbox.trello.log import EXCLUDED
from syncer.sandbox.trello.records import Action

CARD_DEFAULT = "commentCard,updateCard:idList"
"""What `/cards/{id}/actions` returns when no filter is given."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which actions. `since` and `before` are exclusive."""

    kinds: str = "all"
    since: datetime | None = None
    before: datetime | None = None
    limit: int = 50
    page: int = 0
    models: frozenset[str] = frozenset()
    member: str | None = None
    """Only those of this member."""


def moment(text: str | None, name: str) -> datetime | None:
    """A cursor: a date, or an ObjectId, which is exact to the second only."""
    if not text:
        return None
    if OBJECT_ID.match(text):
        return second_of(text)
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise invalid(name) from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def whole(text: str | None, name: str, default: int, most: int) -> int:
    """A number from 0 to `most`."""
    if text is None or text == "":
        return default
    if not text.isdigit() or int(text) > most:
        raise invalid(name)
    return int(text)


def wanted(args: dict[str, str], prefix: str = "", default: str = "all") -> Wanted:
    """Read the parameters of a list of actions; nested ones are prefixed with `actions_`."""

    def get(name: str) -> str | None:
        return args.get(prefix + name)

    kinds = (args.get("actions") if prefix else get("filter")) or default
    limit = whole(get("limit"), "limit", 50, 1000)
    page = whole(get("page"), "page", 0, 1000)
    if page * limit >= 1000:
        raise RefusedError(400, "page * limit must be less than 1000")
    return Wanted(
        kinds="all" if kinds == "true" else kinds,
        since=moment(get("since"), "since"),
        before=moment(get("before"), "before"),
        limit=limit,
        page=page,
        models=frozenset(filter(None, (get("idModels") or "").split(","))),
    )


def read(actions: Iterable[Action], want: Wanted, held: Collection[str] = ()) -> list[Action]:
    """The page that is wanted. Same-date actions come in no order that means anything. `held` are
    ids that are not shown yet."""
    kinds = want.kinds.split(",")
    found = [
        a
        for a in actions
        if a.type not in EXCLUDED and a.id not in held and _fits(a, kinds) and _within(a, want)
    ]
    found.sort(key=lambda a: (a.date, a.id), reverse=True)
    start = want.page * want.limit
    return found[start : start + want.limit]


def newest(actions: Iterable[Action], seconds: float) -> set[str]:
    """The ids of the newest action and of those up to so many seconds before it."""
    listed = [a for a in actions if a.type not in EXCLUDED]
    latest = max((a.date for a in listed), default=None)
    if latest is None:
        return set()
    return {a.id for a in listed if a.date >= latest - timedelta(seconds=seconds)}


def _fits(action: Action, kinds: list[str]) -> bool:
    for kind in kinds:
        name, _, field = kind.partition(":")
        if name in ("all", action.type) and (not field or field in action.data.get("old", {})):
            return True
    return False


def _within(action: Action, want: Wanted) -> bool:
    models = {
        action.data[key]["id"]
        for key in ("board", "card", "list", "listBefore", "listAfter")
        if key in action.data
    }
    return (
        (want.since is None or action.date > want.since)
        and (want.before is None or action.date < want.before)
        and (not want.models or bool(models & want.models))
        and (want.member is None or action.actor.member.id == want.member)
    )
