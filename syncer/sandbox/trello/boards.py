"""Boards and lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from syncer.sandbox.trello import labels
from syncer.sandbox.trello.access import changed, ruled
from syncer.sandbox.trello.errors import invalid
from syncer.sandbox.trello.ids import placed
from syncer.sandbox.trello.log import list_ref, log, purge
from syncer.sandbox.trello.moves import list_to_board
from syncer.sandbox.trello.params import line, text, truth
from syncer.sandbox.trello.records import Actor, Board, BoardList, Json, Membership
from syncer.sandbox.trello.world import World

_PREFS: Json = {
    "permissionLevel": "private",
    "hideVotes": False,
    "voting": "disabled",
    "comments": "members",
    "invitations": "members",
    "selfJoin": False,
    "cardCovers": True,
    "isTemplate": False,
    "cardAging": "regular",
    "calendarFeedEnabled": False,
    "hiddenPluginBoardButtons": [],
    "background": "blue",
    "backgroundColor": "#0079BF",
    "backgroundImage": None,
    "backgroundImageScaled": None,
    "backgroundTile": False,
    "backgroundBrightness": "dark",
    "backgroundBottomColor": "#0079BF",
    "backgroundTopColor": "#0079BF",
    "canBePublic": True,
    "canBeEnterprise": True,
    "canBeOrg": True,
    "canBePrivate": True,
    "canInvite": True,
}
_SWITCHES = {k for k, v in _PREFS.items() if isinstance(v, bool)}


def create(world: World, actor: Actor, values: Json) -> Board:
    """POST /boards, with Trello's three lists and six labels unless refused."""
    board = bare(world, actor, line(values.get("name", ""), "name"))
    board.desc = text(values.get("desc") or "", "desc")
    for name, value in _prefs_in(values, "prefs_").items():
        board.prefs[name] = value
    log(world, actor, "createBoard", {}, board=board)
    if truth(values.get("defaultLabels", True), "defaultLabels"):
        for color in labels.DEFAULT_COLORS:
            labels.make(world, board, "", color)
    if truth(values.get("defaultLists", True), "defaultLists"):
        for name in ("To Do", "Doing", "Done"):
            create_list(world, actor, board, {"name": name, "pos": "bottom"})
    return board


def bare(world: World, actor: Actor, name: str, source: str | None = None) -> Board:
    """A board in no log yet, whose only member is its maker."""
    board = Board(
        id=world.new_id(),
        short_link=world.ids.short_link(),
        name=name,
        creator=actor.member,
        prefs=dict(_PREFS),
        organization=world.organization,
        source=source,
        last_activity=world.now(),
    )
    world.boards[board.id] = board
    board.memberships.append(Membership(id=world.new_id(), member=actor.member, kind="admin"))
    return board


_READERS: dict[str, Callable[[object, str], Any]] = {"name": line, "desc": text, "closed": truth}


def update(world: World, actor: Actor, board: Board, values: Json) -> None:
    """PUT /boards/{id}: an updateBoard per changed field; all but name and desc are an admin's."""
    read = {k: f(values[k], k) for k, f in _READERS.items() if values.get(k) is not None}
    prefs = _prefs_in(values, "prefs/")
    changed(board, actor.member)
    if prefs or {"closed", "idOrganization"} & values.keys():
        ruled(board, actor.member)
    if "idOrganization" in values:
        _set_workspace(world, actor, board, str(values["idOrganization"] or ""))
    for field, value in read.items():
        _set_field(world, actor, board, field, value)
    for field, value in prefs.items():
        old, board.prefs[field] = board.prefs[field], value
        if old != value:
            _log_board(world, actor, board, {"prefs": {field: value}}, {"prefs": {field: old}})


def _set_field(world: World, actor: Actor, board: Board, field: str, value: object) -> None:
    old = getattr(board, field)
    if old == value:
        return
    setattr(board, field, value)
    if field == "closed":
        board.closed_at = world.now() if value else None
    _log_board(world, actor, board, {field: value}, {field: old})


def _set_workspace(world: World, actor: Actor, board: Board, wanted: str) -> None:
    """Into the one workspace, or out of it ("")."""
    if wanted not in ("", world.organization):
        raise invalid("idOrganization")
    if wanted == board.organization:
        return
    board.organization = wanted
    kind = "addToOrganizationBoard" if wanted else "removeFromOrganizationBoard"
    data = {"organization": {"id": world.organization, "name": "Sandbox"}}
    log(world, actor, kind, data, board=board)


def _log_board(world: World, actor: Actor, board: Board, new: Json, old: Json) -> None:
    action = log(world, actor, "updateBoard", {"old": old}, board=board)
    action.data["board"].update(new)


def _prefs_in(values: Json, prefix: str) -> Json:
    found: Json = {}
    for key, value in values.items():
        name = key.removeprefix(prefix)
        if key.startswith(prefix) and value is not None:
            if name not in _PREFS:
                raise invalid(key)
            found[name] = truth(value, key) if name in _SWITCHES else str(value)
    return found


def delete(world: World, actor: Actor, board: Board) -> None:
    """DELETE /boards/{id}: everything on it goes, its log too."""
    ruled(board, actor.member)
    for card in [c for c in world.cards.values() if c.board == board.id]:
        purge(world, card)
        del world.cards[card.id]
    for action in world.feeds.pop(board.id, []):
        del world.actions[action.id]
    world.lists = {k: x for k, x in world.lists.items() if x.board != board.id}
    world.labels = {k: x for k, x in world.labels.items() if x.board != board.id}
    world.custom_fields = {k: x for k, x in world.custom_fields.items() if x.board != board.id}
    del world.boards[board.id]


def _pos(world: World, board: Board, wanted: object) -> float:
    pos = placed(wanted, (x.pos for x in world.lists_of(board)))
    if pos is None:
        raise invalid("pos")
    return pos


def create_list(world: World, actor: Actor, board: Board, values: Json) -> BoardList:
    """POST /lists and /boards/{id}/lists. A list without a wanted place goes to the left, as
    Trello's API does it."""
    made = BoardList(
        id=world.new_id(),
        board=board.id,
        name=line(values.get("name", ""), "name"),
        pos=_pos(world, board, values.get("pos") or "top"),
    )
    world.lists[made.id] = made
    log(world, actor, "createList", {"list": list_ref(made)}, board=board)
    return made


def update_list(world: World, actor: Actor, moved: BoardList, values: Json) -> None:
    """PUT /lists/{id}: an updateList per changed field; idBoard takes its cards along."""
    read: Json = {}
    if values.get("name") is not None:
        read["name"] = line(values["name"], "name")
    if values.get("closed") is not None:
        read["closed"] = truth(values["closed"], "closed")
    wanted = str(values.get("idBoard") or moved.board)
    if wanted != moved.board:
        if wanted not in world.boards:
            raise invalid("idBoard")
        target = changed(world.boards[wanted], actor.member)
        list_to_board(world, actor, moved, target)
    board = world.boards[moved.board]
    if values.get("pos") is not None:
        read["pos"] = _pos(world, board, values["pos"])
    for field, value in read.items():
        old = getattr(moved, field)
        if old != value:
            setattr(moved, field, value)
            data = {"list": {**list_ref(moved), field: value}, "old": {field: old}}
            log(world, actor, "updateList", data, board=board)
