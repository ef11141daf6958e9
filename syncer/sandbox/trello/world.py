"""The state of the sandbox's Trello, and how its things are found."""

from __future__ import annotations

import copy
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TypeVar
from weakref import WeakKeyDictionary

from syncer.sandbox.clock import Clock
from syncer.sandbox.trello.errors import RefusedError, no_access, not_found
from syncer.sandbox.trello.ids import OBJECT_ID, Ids, to_ms
from syncer.sandbox.trello.limits import Limits
from syncer.sandbox.trello.records import (
    Action,
    Board,
    BoardList,
    Card,
    Checklist,
    CustomField,
    Label,
    Member,
    Token,
    Webhook,
)

Thing = TypeVar("Thing")
DEFAULT_KEY = "5a9d" * 8
"""An API key that every sandbox knows."""
_KEPT_STATES = 50


class World:
    """Everything that the server knows. Hold `lock` while reading or changing it.

    `quiet_excluded`: changes of the types that feeds never return do not move the board's
    dateLastActivity and ixUpdate either (nobody has said whether they do).
    `bare_actions`: actions come without the nested memberCreator, as was seen in the wild.
    `odd_keys`: cards and actions carry keys that no documentation names.
    """

    def __init__(
        self,
        clock: Callable[[], datetime] | None = None,
        *,
        seed: int = 0,
        quiet_excluded: bool = False,
        bare_actions: bool = False,
        odd_keys: bool = False,
    ) -> None:
        self.clock = clock or Clock()
        self.lock = threading.RLock()
        self.ids = Ids(seed)
        self.quiet_excluded = quiet_excluded
        self.bare_actions = bare_actions
        self.odd_keys = odd_keys
        self.limits = Limits(self.clock)
        self.keys = {DEFAULT_KEY}
        self.members: dict[str, Member] = {}
        self.tokens: dict[str, Token] = {}
        self.boards: dict[str, Board] = {}
        self.lists: dict[str, BoardList] = {}
        self.cards: dict[str, Card] = {}
        self.labels: dict[str, Label] = {}
        self.custom_fields: dict[str, CustomField] = {}
        self.webhooks: dict[str, Webhook] = {}
        self.actions: dict[str, Action] = {}
        self.feeds: defaultdict[str, list[Action]] = defaultdict(list)
        """The log of each board and of each card, by its id, in the order of writing."""
        self.held: WeakKeyDictionary[object, dict[str, set[str]]] = WeakKeyDictionary()
        """By fault and feed: the actions that the fault keeps out of the feed while it lasts."""
        self._past: defaultdict[str, deque[tuple[datetime, Card]]] = defaultdict(
            lambda: deque(maxlen=_KEPT_STATES)
        )
        self._latest = to_ms(self.clock())
        self.organization = self.new_id()
        """The one workspace; everybody belongs to it."""

    def configure(
        self,
        *,
        quiet_excluded: bool | None = None,
        bare_actions: bool | None = None,
        odd_keys: bool | None = None,
    ) -> None:
        """Switch quirks on or off; None leaves them."""
        self.quiet_excluded = self.quiet_excluded if quiet_excluded is None else quiet_excluded
        self.bare_actions = self.bare_actions if bare_actions is None else bare_actions
        self.odd_keys = self.odd_keys if odd_keys is None else odd_keys

    # Time and ids

    def now(self) -> datetime:
        """The server's time: never before an action that it has written."""
        return max(to_ms(self.clock()), self._latest)

    def tick(self, milliseconds: int) -> datetime:
        """The time of the next action, at least so many milliseconds after the last one's."""
        self._latest = max(to_ms(self.clock()), self._latest + timedelta(milliseconds=milliseconds))
        return self._latest

    def new_id(self) -> str:
        return self.ids.object_id(self.now())

    # People

    def add_user(
        self, username: str, full_name: str, token: str | None = None, app: str | None = None
    ) -> Token:
        """A new person with a first token. `app` None: a browser (appCreator null); else the id of
        the app that the token was made for."""
        if any(m.username == username for m in self.members.values()):
            raise ValueError(f"there is a user {username!r} already")
        member = Member(id=self.new_id(), username=username, full_name=full_name)
        self.members[member.id] = member
        return self.add_token(username, token, app)

    def add_token(self, username: str, token: str | None = None, app: str | None = None) -> Token:
        """One more way in for somebody; see add_user."""
        secret = token or f"ATTA{self.ids.object_id(self.now())}{self.ids.object_id(self.now())}"
        if secret in self.tokens:
            raise ValueError("this token is somebody's already")
        made = Token(self.new_id(), secret, self.member(username), app, self.now())
        self.tokens[secret] = made
        return made

    def revoke(self, token: str) -> None:
        """End a token: it is answered 401 `invalid token`, and its webhooks are gone."""
        ended = self.tokens.pop(token)
        self.webhooks = {k: w for k, w in self.webhooks.items() if w.token != ended.id}

    def member(self, name_or_id: str) -> Member:
        """By id or username, else 404."""
        found = self.members.get(name_or_id) or next(
            (m for m in self.members.values() if m.username == name_or_id), None
        )
        if found is None:
            raise RefusedError(404, "model not found")
        return found

    # Finding; whoever asks may not see it all: see access.py

    def board(self, ref: str) -> Board:
        """By id or short link."""
        return _find(self.boards, ref, (b for b in self.boards.values() if b.short_link == ref))

    def board_list(self, ref: str) -> BoardList:
        return _find(self.lists, ref)

    def card(self, ref: str) -> Card:
        """By id or short link."""
        return _find(self.cards, ref, (c for c in self.cards.values() if c.short_link == ref))

    def label(self, ref: str) -> Label:
        return _find(self.labels, ref)

    def custom_field(self, ref: str) -> CustomField:
        return _find(self.custom_fields, ref)

    def action(self, ref: str) -> Action:
        return _find(self.actions, ref)

    def checklist(self, ref: str) -> tuple[Card, Checklist]:
        """A checklist and the card that it is on."""
        pairs = {k.id: (c, k) for c in self.cards.values() for k in c.checklists}
        return _find(pairs, ref)

    def webhook(self, ref: str, token: Token) -> Webhook:
        """One of this token's webhooks."""
        found = _find(self.webhooks, ref)
        if found.token != token.id:
            raise no_access()
        return found

    def lists_of(self, board: Board) -> list[BoardList]:
        """From left to right, archived ones too."""
        return sorted((x for x in self.lists.values() if x.board == board.id), key=_place)

    def cards_in(self, board_list: BoardList) -> list[Card]:
        """From top to bottom, archived ones too."""
        return sorted((c for c in self.cards.values() if c.list_id == board_list.id), key=_place)

    def labels_of(self, board: Board) -> list[Label]:
        return [x for x in self.labels.values() if x.board == board.id]

    def fields_of(self, board: Board) -> list[CustomField]:
        return [x for x in self.custom_fields.values() if x.board == board.id]

    # What cards were, for answers that lag behind

    def remember(self, card: Card) -> None:
        """Keep the card as it is; called before each change."""
        self._past[card.id].append((self.now(), copy.deepcopy(card)))

    def as_it_was(self, card: Card, seconds: float) -> Card:
        """The card so many seconds ago; 0: before its last change. Itself if it was the same."""
        past = self._past[card.id]
        if not past:
            return card
        if seconds <= 0:
            return past[-1][1]
        then = self.now() - timedelta(seconds=seconds)
        return next((state for at, state in past if at > then), card)


def _place(thing: BoardList | Card) -> tuple[float, str]:
    return thing.pos, thing.id


def _find(things: dict[str, Thing], ref: str, by_link: Iterable[Thing] = ()) -> Thing:
    found = things.get(ref) or next(iter(by_link), None)
    if found is not None:
        return found
    if not OBJECT_ID.match(ref):
        raise RefusedError(400, "invalid id")
    raise not_found()
