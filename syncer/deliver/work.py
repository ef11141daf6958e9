"""Working the outbox: Trello's lanes first, so that no outage elsewhere delays a card."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine

from connectors.errors import Garbled, Gone, NotAllowed, Refused, ServiceError, TryLater
from rules.facts import Standing
from syncer.deliver.hands import Board, entry_body, say, send_back
from syncer.records import Delivery, Entry, Problem, Receipt
from syncer.store import boards, cards, outbox, standing
from syncer.store.enter import enter
from syncer.store.receipts import remember_comment

KINDS = ("return", "comment")
PATIENCE = 3
"""After so many deliveries in a row that must wait, Trello is left alone until the next run."""

SECOND_CHANCE = timedelta(minutes=15)
"""When a card that Trello would not let us send back is judged again."""


@dataclass(frozen=True, kw_only=True)
class Worked:
    """What was delivered: effects done, and problems."""

    done: int = 0
    problems: tuple[Problem, ...] = ()


def work_trello(
    engine: Engine, trello: Board, *, clock: Callable[[], datetime], audit: bool
) -> Worked:
    """Bring about every due effect on Trello, card by card in order."""
    done, tired = 0, 0
    problems: list[Problem] = []
    while tired < PATIENCE:
        now = clock()
        with engine.begin() as conn:
            delivery = outbox.next_due(conn, KINDS, now)
            if delivery is None:
                break
            delivery = _start(conn, delivery, now, audit=audit)
        if delivery is None:
            continue
        try:
            receipt = _perform(engine, trello, delivery)
        except NotAllowed as error:
            if error.everything:
                _postpone(engine, delivery, now, error)
                problems.append(_locked_out(error))
                break
            receipt = Receipt(state="parked", note=str(error))
            problems.append(_parked(delivery, error))
        except (TryLater, Garbled) as error:
            _postpone(engine, delivery, now, error)
            problems.append(_waits(delivery, error))
            tired += 1
            continue
        except (Refused, Gone) as error:
            receipt = Receipt(state="parked", note=str(error))
            problems.append(_parked(delivery, error))
        tired = 0
        done += receipt.state == "done"
        with engine.begin() as conn:
            _finish(conn, delivery, receipt, clock(), audit=audit)
    return Worked(done=done, problems=tuple(problems))


def _perform(engine: Engine, trello: Board, delivery: Delivery) -> Receipt:
    if delivery.kind == "return":
        return send_back(trello, delivery)
    return say(engine, trello, delivery)


def _start(conn: Connection, delivery: Delivery, now: datetime, *, audit: bool) -> Delivery | None:
    """Count the attempt before anything is sent; a delivery whose forerunner failed is void."""
    if delivery.after and outbox.state_of(conn, delivery.after) in ("void", "parked"):
        receipt = Receipt(state="void", note="what it belongs to did not happen")
        _finish(conn, delivery, receipt, now, audit=audit)
        return None
    outbox.count_attempt(conn, [delivery.id])
    return replace(delivery, attempts=delivery.attempts + 1)


def _forget_unsaid(conn: Connection, delivery: Delivery) -> None:
    """What was not said is not remembered as said."""
    talk = standing.read_talk(conn, delivery.payload["card"])
    if talk and talk.text == delivery.payload["text"]:
        standing.write_talk(conn, replace(talk, text=""))


def _postpone(engine: Engine, delivery: Delivery, now: datetime, error: ServiceError) -> None:
    after = error.after if isinstance(error, TryLater) else 0.0
    with engine.begin() as conn:
        outbox.postpone(conn, delivery, now, after)


def _finish(
    conn: Connection, delivery: Delivery, receipt: Receipt, now: datetime, *, audit: bool
) -> None:
    """Close the delivery and remember what it changed, in one transaction."""
    outbox.close(conn, [delivery.id], receipt)
    card = delivery.payload["card"]
    if delivery.kind == "return":
        _note_return(conn, delivery, receipt, now)
    elif receipt.state == "done":
        _note_comment(conn, card, str(receipt.data["comment"]))
    else:
        _forget_unsaid(conn, delivery)
    entry = Entry(
        key=f"effect:{delivery.key}#{delivery.attempts}",
        kind={"return": "returned", "comment": "commented"}[delivery.kind],
        at=now,
        board=delivery.payload["board"],
        card=card,
        body=entry_body(delivery, receipt),
    )
    enter(conn, [entry], now, rows=audit)


def _note_return(conn: Connection, delivery: Delivery, receipt: Receipt, now: datetime) -> None:
    """A card that was not sent back is judged again as it then is: soon, when what was judged
    did not hold any more; by and by, when it was refused, which a person has to mend."""
    card, gate = delivery.payload["card"], delivery.payload["gate"]
    if receipt.state == "done":
        stands = standing.read_standing(conn, card).get(gate, Standing())
        returned = (*stands.returned, now)[-10:]
        standing.write_standing(conn, card, gate, replace(stands, returned=returned))
    elif receipt.state == "void":
        cards.unsettle(conn, card)
        boards.forget_activity(conn, delivery.payload["board"])
    else:
        cards.unsettle_at(conn, card, now + SECOND_CHANCE)


def _note_comment(conn: Connection, card: str, comment: str) -> None:
    remember_comment(conn, comment)
    talk = standing.read_talk(conn, card)
    if talk:
        standing.write_talk(conn, replace(talk, comment=comment))


def _locked_out(error: ServiceError) -> Problem:
    return Problem(
        what=f"Trello refuses syncer's credentials: {error}.",
        mend="Put a valid key and token in [trello] of config.toml; what is to be done waits.",
        exit=2,
        about="trello writes",
    )


def _parked(delivery: Delivery, error: ServiceError) -> Problem:
    card = delivery.payload["card"]
    return Problem(
        what=f"A {delivery.kind} for card {card} was refused and is parked: {error}.",
        mend="Mend the cause: the card is judged again when it changes, and now and then.",
        exit=2,
    )


def _waits(delivery: Delivery, error: ServiceError) -> Problem:
    return Problem(
        what=f"A {delivery.kind} for card {delivery.payload['card']} has to wait: {error}.",
        mend="It will be tried again.",
        exit=3,
    )
