"""Answers to reads: one caller's view of the world, with nested resources.

Nested parameters: developer.atlassian.com/cloud/trello/guides/rest-api/nested-resources.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from syncer.sandbox.trello import board_views, feed, views
from syncer.sandbox.trello.errors import invalid
from syncer.sandbox.trello.params import chosen
from syncer.sandbox.trello.records import Action, Board, BoardList, Card, Json, Member
from syncer.sandbox.trello.world import World

Args = dict[str, str]
CARD_FILTERS = ("all", "closed", "none", "open", "visible")
LIST_FILTERS = ("all", "closed", "none", "open")


@dataclass
class Reader:
    """`stale`: card bodies are answered as they were so many seconds ago (0: before their last
    change). `late`: by feed, the ids of actions that it does not show yet; they are chosen when the
    feed is first read, with those of `late_by` seconds before the newest, and so newer ones show up
    before them."""

    world: World
    viewer: Member
    stale: float | None = None
    late: dict[str, set[str]] | None = None
    late_by: float = 0.0

    def board(self, board: Board, args: Args) -> Json:
        """GET /boards/{id} with what is nested into it."""
        shown = chosen(
            board_views.board(self.world, board), args.get("fields", board_views.DEFAULT_FIELDS)
        )
        if "actions" in args and args["actions"] not in ("", "none", "false"):
            shown["actions"] = self.feed(board.id, args, prefix="actions_")
        if args.get("cards", "none") != "none":
            shown["cards"] = self.cards_of(board, args["cards"], _unprefixed(args, "card_"))
        if args.get("lists", "none") != "none":
            shown["lists"] = self.lists_of(board, args["lists"], args.get("list_fields"))
        if args.get("members", "none") != "none":
            shown["members"] = self.members_of(board, args["members"], args.get("member_fields"))
        if args.get("memberships", "none") != "none":
            shown["memberships"] = self.memberships_of(board, args["memberships"])
        if args.get("labels", "none") not in ("none", "false"):
            most = feed.whole(args.get("labels_limit"), "labels_limit", 50, 1000)
            labels = [views.label(x) for x in self.world.labels_of(board)[:most]]
            shown["labels"] = [chosen(x, args.get("label_fields")) for x in labels]
        if args.get("checklists", "none") != "none":
            shown["checklists"] = self.checklists_of(board)
        if args.get("customFields") == "true":
            shown["customFields"] = [views.custom_field(f) for f in self.world.fields_of(board)]
        return shown

    def card(self, card: Card, args: Args) -> Json:
        """GET /cards/{id}, and each card of a list, with what is nested into it."""
        state = self.state(card)
        shown = views.card(self.world, state, args.get("fields"))
        if args.get("attachments", "false") not in ("false", "none", ""):
            shown["attachments"] = [
                chosen(views.attachment(a), args.get("attachment_fields"))
                for a in state.attachments
            ]
        if args.get("checklists", "none") not in ("none", "false"):
            shown["checklists"] = [views.checklist(state, k) for k in state.checklists]
        if args.get("customFieldItems") == "true":
            shown["customFieldItems"] = [views.field_item(state, i) for i in state.field_items]
        if args.get("members") == "true":
            people = [views.member(self.world.members[i]) for i in state.members]
            fields = args.get("member_fields", "avatarHash,fullName,initials,username")
            shown["members"] = [chosen(m, fields) for m in people]
        if args.get("list") == "true":
            shown["list"] = views.board_list(self.world.lists[state.list_id])
        if args.get("board") == "true":
            shown["board"] = chosen(
                board_views.board(self.world, self.world.boards[state.board]),
                args.get("board_fields", board_views.DEFAULT_FIELDS),
            )
        if args.get("actions", "none") not in ("none", "false", ""):
            shown["actions"] = self.feed(card.id, args, prefix="actions_")
        return shown

    def state(self, card: Card) -> Card:
        """The card as this answer shows it."""
        return card if self.stale is None else self.world.as_it_was(card, self.stale)

    def cards_of(self, board: Board, which: str, args: Args) -> list[Json]:
        """A board's cards. `open` takes those of archived lists in, `visible` leaves them out."""
        if which not in CARD_FILTERS:
            raise invalid("filter")
        shown = []
        for card in self._ordered(board):
            state = self.state(card)
            if state.board == board.id and self._matches(state, which):
                shown.append(self.card(card, args))
        return shown

    def _ordered(self, board: Board) -> list[Card]:
        places = {x.id: x.pos for x in self.world.lists_of(board)}
        cards = [c for c in self.world.cards.values() if self.state(c).board == board.id]
        return sorted(cards, key=lambda c: (places.get(c.list_id, 0), c.pos, c.id))

    def _matches(self, card: Card, which: str) -> bool:
        if which == "visible":
            return not card.closed and not self.world.lists[card.list_id].closed
        return which == "all" or (card.closed if which == "closed" else not card.closed)

    def cards_in(self, board_list: BoardList, which: str, args: Args) -> list[Json]:
        """A list's cards, from top to bottom."""
        if which not in CARD_FILTERS:
            raise invalid("filter")
        found = []
        for card in sorted(self.world.cards.values(), key=lambda c: (c.pos, c.id)):
            state = self.state(card)
            if state.list_id == board_list.id and self._matches(state, which):
                found.append(self.card(card, args))
        return found

    def lists_of(self, board: Board, which: str, fields: str | None = None) -> list[Json]:
        """A board's lists, from left to right."""
        if which not in LIST_FILTERS:
            raise invalid("filter")
        found = [
            x
            for x in self.world.lists_of(board)
            if which == "all" or x.closed == (which == "closed")
        ]
        return [chosen(views.board_list(x), fields) for x in found]

    def members_of(self, board: Board, which: str, fields: str | None = None) -> list[Json]:
        """A board's members; `which` is all, or admins, normal."""
        kinds = {"admins": {"admin"}, "normal": {"normal"}}.get(which)
        found = [m.member for m in board.memberships if kinds is None or m.kind in kinds]
        return [chosen(views.member(m), fields or "fullName,username") for m in found]

    def memberships_of(self, board: Board, which: str) -> list[Json]:
        """A board's memberships, deactivated ones too."""
        own = [m for m in board.memberships if which != "me" or m.member is self.viewer]
        return [views.membership(m) for m in own]

    def checklists_of(self, board: Board) -> list[Json]:
        """All checklists on a board."""
        cards = [self.state(c) for c in self.world.cards.values() if c.board == board.id]
        return [views.checklist(c, k) for c in cards for k in c.checklists]

    def feed(self, of: str, args: Args, *, prefix: str = "", default: str = "all") -> list[Json]:
        """A board's or a card's actions."""
        want = feed.wanted(args, prefix, default)
        written = self.world.feeds.get(of, [])
        held: set[str] = set()
        if self.late is not None:
            held = self.late.setdefault(of, feed.newest(written, self.late_by))
        actions = feed.read(written, want, held)
        return self.actions(actions, args, "action_" if prefix else "")

    def actions(self, actions: Iterable[Action], args: Args, prefix: str = "") -> list[Json]:
        """Actions with the fields that were asked for."""
        of_creator = f"{prefix}memberCreator"
        return [
            board_views.action(
                self.world,
                a,
                fields=args.get(f"{prefix}fields"),
                creator=args.get(of_creator, "true") != "false",
                creator_fields=args.get(f"{of_creator}_fields"),
                display=args.get("actions_display" if prefix else "display") == "true",
            )
            for a in actions
        ]


def _unprefixed(args: Args, prefix: str) -> Args:
    """`card_fields` → `fields`: what applies to the nested cards."""
    return {k.removeprefix(prefix): v for k, v in args.items() if k.startswith(prefix)}
