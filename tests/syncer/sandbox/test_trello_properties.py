"""Random people do random things: what holds for the log and the cards whatever they do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from syncer.sandbox.trello import TrelloWorld, trello_app
from syncer.sandbox.trello.log import EXCLUDED
from tests.syncer.sandbox.tools import oauth

PEOPLE = ("ana", "lilit")
DEEDS = st.tuples(
    st.sampled_from(
        ["create", "copy", "move", "rename", "archive", "delete", "comment", "edit", "unsay",
         "all", "list", "label", "away", "close"]
    ),
    st.sampled_from(PEOPLE),
    st.integers(0, 50),
    st.integers(0, 50),
)  # fmt: skip


@dataclass
class Stage:
    """Two boards of three lists; deeds pick their objects by number, so that each one fits."""

    world: TrelloWorld = field(default_factory=lambda: TrelloWorld(seed=3))

    def __post_init__(self) -> None:
        self.world.limits.on = False
        self.http = trello_app(self.world).test_client()
        self.tokens = {p: self.world.add_user(p, p.title()).secret for p in PEOPLE}
        self.boards = [self.ask("ana", "POST", "/boards", name=n)["id"] for n in "AB"]
        other = self.world.member("lilit").id
        for board in self.boards:
            self.ask("ana", "PUT", f"/boards/{board}/members/{other}", type="admin")

    def ask(self, who: str, method: str, path: str, **values: Any) -> Any:
        answer = self.http.open(
            f"/1{path}",
            method=method,
            json=values if method != "GET" else None,
            query_string=values if method == "GET" else None,
            headers={"Authorization": oauth(self.tokens[who])},
        )
        assert answer.status_code in (200, 401), answer.text
        return answer.get_json(silent=True)

    def play(self, deed: str, who: str, one: int, two: int) -> None:
        lists, cards = list(self.world.lists.values()), list(self.world.cards.values())
        target = lists[two % len(lists)]
        if deed == "create" or not cards:
            self.ask(who, "POST", "/cards", idList=target.id, name=f"n{one}", due="2026-12-01")
            return
        card = cards[one % len(cards)]
        comments = [a for a in self.world.actions.values() if a.type == "commentCard"]
        label = next(x.id for x in self.world.labels.values() if x.board == card.board)
        source = self.world.lists[card.list_id]
        same = [x for x in lists if x.board == card.board]
        path = f"/cards/{card.id}"
        if deed in ("edit", "unsay") and not comments:
            deed = "comment"
        said = comments[two % len(comments)].id if comments else ""
        requests: dict[str, tuple[str, str, dict[str, Any]]] = {
            "copy": ("POST", "/cards", {"idCardSource": card.id, "idList": target.id}),
            "move": ("PUT", path, {"idList": same[two % len(same)].id, "pos": two + 1}),
            "rename": ("PUT", path, {"name": f"n{two}", "desc": f"d{one}"}),
            "archive": ("PUT", path, {"closed": not card.closed}),
            "delete": ("DELETE", path, {}),
            "comment": ("POST", f"{path}/actions/comments", {"text": f"t{one}"}),
            "edit": ("PUT", f"/actions/{said}", {"text": f"u{one}"}),
            "unsay": ("DELETE", f"/actions/{said}", {}),
            "all": (
                "POST",
                f"/lists/{source.id}/moveAllCards",
                {"idList": target.id, "idBoard": target.board},
            ),
            "list": ("PUT", f"/lists/{target.id}", {"idBoard": self.boards[one % 2]}),
            "label": ("PUT", path, {"idLabels": [] if card.labels else [label]}),
            "away": ("PUT", path, {"idBoard": target.board, "idList": target.id}),
            "close": ("PUT", f"/lists/{target.id}", {"closed": not target.closed}),
        }
        method, route, values = requests[deed]
        self.ask(who, method, route, **values)


@settings(deadline=None, max_examples=30)
@given(st.lists(DEEDS, max_size=25))
def test_whatever_people_do(deeds: list[tuple[str, str, int, int]]) -> None:
    stage = Stage()
    world = stage.world
    for deed in deeds:
        before = {c.id: (c.list_id, c.board) for c in world.cards.values()}
        known = set(world.actions)
        stage.play(*deed)
        new = [a for a in world.actions.values() if a.id not in known]
        _one_field_each(new)
        _moves_are_logged(world, before, new)
    for board in stage.boards:
        _feed_is_sound(stage, board)
    for card in world.cards.values():
        assert world.lists[card.list_id].board == card.board
    shorts = [(c.board, c.short) for c in world.cards.values()]
    assert len(shorts) == len(set(shorts))


def _one_field_each(new: list[Any]) -> None:
    for action in new:
        if action.type == "updateCard":
            (changed,) = action.data["old"]
            assert action.data["card"][changed] != action.data["old"][changed]


def _moves_are_logged(
    world: TrelloWorld, before: dict[str, tuple[str, str]], new: list[Any]
) -> None:
    """A card that changed lists has an action that ends there; one of a moved list has none."""
    for card in world.cards.values():
        if card.id not in before or before[card.id] == (card.list_id, card.board):
            continue
        own = [a for a in new if a.card == card.id and a.type != "removeMemberFromCard"]
        if before[card.id][0] == card.list_id:
            assert not own, "the list was taken to another board"
        else:
            ends = {a.data.get("listAfter", a.data.get("list"))["id"] for a in own}
            assert card.list_id in ends


def _feed_is_sound(stage: Stage, board: str) -> None:
    feed = stage.ask("ana", "GET", f"/boards/{board}/actions", limit=1000)
    dates = [a["date"] for a in feed]
    assert dates == sorted(dates, reverse=True)
    assert len({a["id"] for a in feed}) == len(feed)
    assert not {a["type"] for a in feed} & EXCLUDED
    for action in feed:
        card = action["data"].get("card", {}).get("id")
        assert card is None or card in stage.world.cards or action["type"] == "deleteCard"
        assert action["idMemberCreator"] == action["memberCreator"]["id"]
