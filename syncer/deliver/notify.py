"""Telling the admins: Slack and mail, after everything else, so that neither delays a card.

A message has no key by which Slack would know it again. So one whose answer was lost is not sent
a second time there; by mail it is, with the same Message-ID.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from connectors.errors import Garbled, ServiceError, TryLater
from syncer.config import Mail, Notify, Slack
from syncer.records import Delivery, Entry, Problem, Receipt
from syncer.store import outbox
from syncer.store.enter import enter

MOST = 20
"""Messages a pass."""


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What telling needs: the store, the ways out, a clock, and whether rows are wanted."""

    engine: Engine
    notify: Notify
    clock: Callable[[], datetime]
    audit: bool


def tell_admins(desk: Desk) -> tuple[Problem, ...]:
    """Send what waits and is due; what cannot be sent is a problem, not an end."""
    problems: list[Problem] = []
    for _ in range(MOST):
        with desk.engine.begin() as conn:
            delivery = outbox.next_due(conn, ("notify",), desk.clock())
            if delivery is None:
                break
            outbox.count_attempt(conn, [delivery.id])
        problem = _tell(desk, delivery)
        problems += [problem] if problem else []
    return tuple(problems)


def _tell(desk: Desk, delivery: Delivery) -> Problem | None:
    send = _hands(desk, delivery)
    if send is None:
        receipt = Receipt(state="void", note="config.toml names no such way any more")
        return _closed(desk, delivery, receipt, None)
    try:
        send(delivery)
    except (TryLater, Garbled) as error:
        if error.unknown and delivery.payload["via"] != "mail":
            lost = Receipt(state="done", note=f"no answer, so it may not have arrived: {error}")
            return _closed(desk, delivery, lost, error)
        return _later(desk.engine, delivery, desk.clock(), error)
    except (ServiceError, ValueError) as error:  # ValueError: an address that is none
        return _closed(desk, delivery, Receipt(state="parked", note=str(error)), error)
    return _closed(desk, delivery, Receipt(state="done"), None)


def _later(engine: Engine, delivery: Delivery, now: datetime, error: ServiceError) -> Problem:
    after = error.after if isinstance(error, TryLater) else 0.0
    with engine.begin() as conn:
        outbox.postpone(conn, delivery, now, after)
    what = f"The admins could not be told yet ({delivery.payload['via']}): {error}."
    return Problem(what=what, mend="It will be tried again.", exit=3)


def _closed(
    desk: Desk, delivery: Delivery, receipt: Receipt, error: Exception | None
) -> Problem | None:
    """End it, and let the ledger say who was told what."""
    payload = delivery.payload
    entry = Entry(
        key=f"effect:{delivery.key}",
        kind="told",
        at=desk.clock(),
        body={
            "delivery": delivery.key,
            "via": payload["via"],
            "to": payload["to"],
            "subject": payload["subject"],
            "outcome": receipt.state,
            "note": receipt.note,
            "names": payload["names"],
        },
    )
    with desk.engine.begin() as conn:
        outbox.close(conn, [delivery.id], receipt)
        enter(conn, [entry], desk.clock(), rows=desk.audit)
    if error is None:
        return None
    what = f"The admins could not be told ({payload['via']}): {error}."
    return Problem(what=what, mend="Mend [notify] in config.toml, or the people there.", exit=2)


def _hands(desk: Desk, delivery: Delivery) -> Callable[[Delivery], None] | None:
    """What sends this, None when the way is not configured any more."""
    via, slack, mail = delivery.payload["via"], desk.notify.slack, desk.notify.mail
    if via == "mail" and mail is not None:
        return lambda each: _by_mail(mail, each, desk.clock())
    if via == "webhook" and slack is not None and slack.webhook_url is not None:
        return lambda each: _by_webhook(slack, each)
    if via == "slack" and slack is not None and slack.bot_token is not None:
        return lambda each: _by_bot(slack, each)
    return None


def _by_webhook(settings: Slack, delivery: Delivery) -> None:
    from connectors.slack import Mention, Webhook

    assert settings.webhook_url is not None
    webhook = Webhook(settings.webhook_url.reveal())
    wakes = [part for user in delivery.payload["wakes"] for part in (Mention(user), " ")]
    try:
        webhook.post(*wakes, delivery.payload["text"])
    finally:
        webhook.close()


def _by_bot(settings: Slack, delivery: Delivery) -> None:
    from connectors.slack import Bot

    assert settings.bot_token is not None
    bot = Bot(settings.bot_token.reveal())
    try:
        bot.post(delivery.payload["to"], delivery.payload["text"])
    finally:
        bot.close()


def _by_mail(settings: Mail, delivery: Delivery, now: datetime) -> None:
    from connectors.mail import Mail as Outbound

    payload = delivery.payload
    name = hashlib.sha256(delivery.key.encode()).hexdigest()[:32]
    Outbound(settings.smtp_url.reveal(), settings.sender).send(
        to=payload["to"],
        subject=payload["subject"],
        body=payload["text"],
        message_id=f"<{name}@{settings.sender.rpartition('@')[2].rstrip('>')}>",
        date=now,
    )
