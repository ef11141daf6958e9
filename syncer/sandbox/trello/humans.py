"""What happens on a board without its API: mail, automations, the vendor's own screens.

Each is a control call: a method of TrelloWorld in process, or `POST /_control/trello/<name>` with
its arguments as JSON. People are named by username, everything else by id.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from syncer.sandbox.trello import attachments, cards, checklists, copies, people
from syncer.sandbox.trello.errors import invalid
from syncer.sandbox.trello.log import log_change, log_on_card
from syncer.sandbox.trello.records import Actor, Card, Json
from syncer.sandbox.trello.world import World

BUTLER: Json = {
    "id": "56ff07afbc287582d36e19ac",
    "name": "Butler",
    "icon": {"url": "https://app.butlerfortrello.com/assets/icon-butler-bot.png"},
}
"""appCreator of an automation (recorded); memberCreator is the human whose rule it is."""


P = ParamSpec("P")
R = TypeVar("R")
CONTROLS: dict[str, Callable[..., Any]] = {}
"""The control calls by name."""


def _control(
    method: Callable[Concatenate[TrelloWorld, P], R],
) -> Callable[Concatenate[TrelloWorld, P], R]:
    """Make a method a control call, carried out while nothing else is."""

    @functools.wraps(method)
    def locked(self: TrelloWorld, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with self.lock:
            return method(self, *args, **kwargs)

    CONTROLS[method.__name__] = locked
    return locked


class TrelloWorld(World):
    """The sandbox's Trello: its state, and what people do to it beside the API."""

    @_control
    def email_card(self, *, list_id: str, name: str, username: str) -> Card:
        """Mail to the board's address of this person: a card in the list that the address names."""
        target = self.board_list(list_id)
        made = cards.new_card(self, self.boards[target.board], target, name)
        log_on_card(self, _in_browser(self, username), "emailCard", made, with_list=True)
        return made

    @_control
    def butler_move(self, *, card_id: str, list_id: str, username: str, pos: str = "top") -> Card:
        """This person's automation moves a card, whoever set it off."""
        card, target = self.card(card_id), self.board_list(list_id)
        if target.board != card.board:
            raise invalid("idList")
        self.remember(card)
        actor = Actor(self.member(username), BUTLER)
        wanted = cards.place(self, target, pos)
        if target.id != card.list_id:
            cards.change_list(self, actor, card, target)
        cards.change_pos(self, actor, card, wanted)
        return card

    @_control
    def butler_create(self, *, list_id: str, name: str, username: str) -> Card:
        """This person's scheduled automation makes a card."""
        target = self.board_list(list_id)
        made = cards.new_card(self, self.boards[target.board], target, name)
        actor = Actor(self.member(username), BUTLER)
        log_on_card(self, actor, "createCard", made, with_list=True)
        return made

    @_control
    def butler_copy(self, *, card_id: str, list_id: str, username: str) -> Card:
        """This person's automation (or the card repeater) copies a card."""
        actor = Actor(self.member(username), BUTLER)
        return copies.card(self, actor, self.card(card_id), self.board_list(list_id), {})

    @_control
    def mirror_card(self, *, card_id: str, list_id: str, username: str) -> Card:
        """A mirror: a card of its own that shows another's content. Edits happen at the source."""
        source, target = self.card(card_id), self.board_list(list_id)
        made = cards.new_card(self, self.boards[target.board], target, source.name)
        made.role, made.mirror_of = "mirror", source.id
        log_on_card(self, _in_browser(self, username), "createCard", made, with_list=True)
        return made

    @_control
    def rename_attachment(
        self, *, card_id: str, attachment_id: str, name: str = "", url: str = ""
    ) -> Card:
        """Edit an attachment on the card's back: no action of any type is known for it."""
        card = self.card(card_id)
        self.remember(card)
        attachment = attachments.find(card, attachment_id)
        attachment.name, attachment.url = name or attachment.name, url or attachment.url
        return card

    @_control
    def copy_checklist(self, *, card_id: str, checklist_id: str, username: str) -> Card:
        """Copy a checklist, ticks and all, to a card; no feed lists it."""
        card, source = self.card(card_id), self.checklist(checklist_id)[1]
        self.remember(card)
        made = checklists.copied(self, source)
        card.checklists.append(made)
        checklists.log_copy(self, _in_browser(self, username), card, source, made)
        return card

    @_control
    def rename_option(self, *, field_id: str, option_id: str, name: str) -> None:
        """Give an option of a custom field another name: all cards that chose it now say that."""
        options = {o.id: o for o in self.custom_field(field_id).options}
        options[option_id].text = name

    @_control
    def swap_silently(self, *, card_id: str, list_id: str) -> Card:
        """A card is elsewhere and no log says why: the road that nobody has thought of."""
        card, target = self.card(card_id), self.board_list(list_id)
        self.remember(card)
        card.list_id, card.board = target.id, target.board
        return card

    @_control
    def set_due_reminder(self, *, card_id: str, minutes: int, username: str) -> Card:
        """The reminder that Trello's own screen sets beside a due date."""
        card = self.card(card_id)
        self.remember(card)
        old, card.due_reminder = card.due_reminder, minutes
        log_change(self, _in_browser(self, username), card, "dueReminder", old, minutes)
        return card

    @_control
    def deactivate(self, *, username: str) -> None:
        """An admin of the workspace deactivates somebody: their tokens end, and their memberships
        stay listed with `deactivated: true`."""
        member = self.member(username)
        member.deactivated = True
        for secret in [s for s, t in self.tokens.items() if t.member is member]:
            self.revoke(secret)

    @_control
    def remove_member(self, *, board_id: str, username: str, by: str) -> None:
        """Somebody is taken off a board in Trello's own screen."""
        board = self.board(board_id)
        people.take_off_board(self, _in_browser(self, by), board, self.member(username))

    @_control
    def rename_user(self, *, username: str, new_username: str = "", full_name: str = "") -> None:
        """Somebody changes their names, to a manager's if they like; ids stay."""
        member = self.member(username)
        member.username = new_username or member.username
        member.full_name = full_name or member.full_name

    @_control
    def revoke_token(self, *, token: str) -> None:
        """Somebody ends a token on their account page."""
        self.revoke(token)


def play(world: TrelloWorld, name: str, arguments: Json) -> Json:
    """Carry out the control call of this name; the id of what it made or changed, if any."""
    if name not in CONTROLS:
        raise LookupError(f"no control call {name!r}; there are {', '.join(sorted(CONTROLS))}")
    done = CONTROLS[name](world, **arguments)
    return {"id": done.id} if isinstance(done, Card) else {}


def _in_browser(world: World, username: str) -> Actor:
    return Actor(world.member(username), None)
