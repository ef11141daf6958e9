"""The effects on Trello: each looks before it acts, and each may safely be repeated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from sqlalchemy import Engine

from connectors.errors import Gone
from connectors.trello.action import Action
from connectors.trello.wire import Card as WireCard
from syncer.marks import comment_mark, text_mark
from syncer.records import Delivery, Receipt, stamp
from syncer.store import standing
from syncer.store.receipts import our_member
from syncer.translate import card_of


class Board(Protocol):
    """What deliveries ask of Trello."""

    def card(self, card_id: str) -> WireCard: ...

    def move(self, card_id: str, list_id: str, pos: float | str) -> WireCard: ...

    def comment(self, card_id: str, text: str) -> Action: ...

    def edit_comment(self, card_id: str, action_id: str, text: str) -> object: ...

    def comments(self, card_id: str) -> Sequence[Action]: ...


def send_back(trello: Board, delivery: Delivery) -> Receipt:
    """Put a card back: one look, then one PUT with list and position.

    Void ("overtaken") when the card has left the list meanwhile, or its text is no longer the
    one that was judged: the next tick judges what is there then.
    """
    want = delivery.payload
    try:
        found = trello.card(want["card"])
    except Gone:
        return Receipt(state="void", note="the card is gone")
    if found.list == want["to"] and delivery.attempts > 1:
        return Receipt(state="done", note="it was back already")
    if found.list != want["from"]:
        return Receipt(state="void", note="overtaken: the card has left that list")
    if text_mark(card_of(found, want["board"], ())) != want["seen"]:
        return Receipt(state="void", note="overtaken: the text has changed since it was judged")
    moved = trello.move(want["card"], want["to"], want["pos"])
    at = stamp(moved.last_activity) if moved.last_activity else ""
    return Receipt(state="done", data={"at": at, "list": want["to"]})


def say(engine: Engine, trello: Board, delivery: Delivery) -> Receipt:
    """Write or rewrite the card's one comment.

    A comment is no absolute state, so after an unknown outcome we look for our mark first. One
    that a person deleted is written anew.
    """
    want = delivery.payload
    with engine.begin() as conn:
        talk = standing.read_talk(conn, want["card"])
        me = our_member(conn)
    known = talk.comment if talk else None
    try:
        if known is None or not _rewritten(trello, delivery, known):
            known = _written(trello, delivery, me)
    except Gone:
        return Receipt(state="void", note="the card is gone")
    return Receipt(state="done", data={"comment": known})


def _rewritten(trello: Board, delivery: Delivery, comment: str) -> bool:
    """Put the text into the comment that is there; False when there is none any more."""
    try:
        trello.edit_comment(delivery.payload["card"], comment, delivery.payload["text"])
    except Gone:
        return False
    return True


def _written(trello: Board, delivery: Delivery, me: str | None) -> str:
    """Write a comment, unless an earlier try did whose answer never reached us; its id."""
    card, text = delivery.payload["card"], delivery.payload["text"]
    found = _find_ours(trello, card, me) if delivery.attempts > 1 else None
    if found is None:
        return trello.comment(card, text).id
    trello.edit_comment(card, found, text)
    return found


def _find_ours(trello: Board, card: str, me: str | None) -> str | None:
    """Our comment on a card: one of our account's with our mark, which people may quote."""
    mark = comment_mark(card)
    there = (each for each in trello.comments(card) if each.by == me)
    return next((each.id for each in there if mark in (each.text or "")), None)


def entry_body(delivery: Delivery, receipt: Receipt) -> dict[str, Any]:
    """What the ledger keeps of an effect."""
    payload = {key: value for key, value in delivery.payload.items() if key != "pos"}
    pos = delivery.payload.get("pos")
    return {
        "delivery": delivery.key,
        "payload": payload | ({"pos": str(pos)} if pos is not None else {}),
        "outcome": receipt.state,
        "note": receipt.note,
        "receipt": dict(receipt.data),
        "names": delivery.payload.get("names", {}),
    }
