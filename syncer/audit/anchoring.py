"""Giving the ledger's head away: to a file for git, Airtable, Slack, mail, when it is time."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from connectors.errors import ServiceError
from syncer.audit.anchors import FILE, KIND, Anchor, Checkpoint, entry_of, origin_of
from syncer.records import Problem, moment, stamp
from syncer.store import ledger
from syncer.store.boards import read_meta, write_meta
from syncer.store.enter import enter

if TYPE_CHECKING:
    from syncer.app import App

LAST = "anchored"
"""In meta: when an anchor was last written."""

Outlet = Callable[[Anchor], None]


def head(conn: Connection) -> Checkpoint | None:
    """The ledger as it ends now, None when it is empty."""
    last = ledger.read_head(conn)
    if last is None:
        return None
    first = next(iter(ledger.read(conn)))
    return Checkpoint(origin=origin_of(first.hash), size=last.seq, hash=last.hash)


def anchor_if_due(app: App, now: datetime) -> tuple[Problem, ...]:
    """Anchor the head when `[audit] anchor_every` has passed and the ledger has grown since.

    The outlets come first and the ledger's entry names those that took it: a crash in between
    leaves a good line in the file, and the next pass writes another.
    """
    outlets = dict(_outlets(app))
    airtable = app.config.airtable is not None
    if not outlets and not airtable:
        return ()
    with app.engine.begin() as conn:
        checkpoint = _due(conn, app, now)
    if checkpoint is None:
        return ()
    anchor = Anchor(
        at=stamp(now), origin=checkpoint.origin, size=checkpoint.size, root=checkpoint.root
    )
    took, problems = _give(outlets, anchor)
    if took or airtable:
        with app.engine.begin() as conn:
            enter(conn, [entry_of(checkpoint, took, now)], now, rows=airtable)
            write_meta(conn, LAST, stamp(now))
    return problems


def _due(conn: Connection, app: App, now: datetime) -> Checkpoint | None:
    last = read_meta(conn, LAST)
    if last is not None and now - moment(last) < app.config.audit.anchor_every:
        return None
    newest = ledger.read_head(conn)
    if newest is None or newest.key.startswith(f"{KIND}:"):
        return None
    return head(conn)


def _give(outlets: dict[str, Outlet], anchor: Anchor) -> tuple[list[str], tuple[Problem, ...]]:
    took: list[str] = []
    problems: list[Problem] = []
    for name, give in outlets.items():
        try:
            give(anchor)
        except OSError as error:
            what = f"The anchor file {error.filename} cannot be written: {error.strerror}."
            mend = "Mend [audit] anchor_file in config.toml, or the rights of its folder."
            problems.append(Problem(what=what, mend=mend, exit=2))
        except ServiceError as error:
            what = f"The ledger's anchor did not go out by {name}: {error}."
            problems.append(Problem(what=what, mend="The next one will be tried as well.", exit=3))
        else:
            took.append(name)
    return took, tuple(problems)


def _outlets(app: App) -> Iterator[tuple[str, Outlet]]:
    settings = app.config.audit
    if settings.anchor_file is not None:
        path = settings.anchor_file
        yield FILE, lambda anchor: append_line(path, anchor.line)
    if settings.anchor_slack:
        yield "slack", lambda anchor: _to_slack(app, anchor)
    if settings.anchor_mail is not None:
        to = settings.anchor_mail
        yield "mail", lambda anchor: _to_mail(app, to, anchor)


def append_line(path: Path, line: str) -> None:
    """Add a line to a file and see it on the disk. Raises OSError."""
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
        file.flush()
        os.fsync(file.fileno())


def _to_slack(app: App, anchor: Anchor) -> None:
    from connectors.slack import Webhook

    settings = app.config.slack
    assert settings is not None and settings.webhook_url is not None
    webhook = Webhook(settings.webhook_url.reveal())
    try:
        webhook.post(f"syncer's ledger, to be kept: {anchor.line}")
    finally:
        webhook.close()


def _to_mail(app: App, to: str, anchor: Anchor) -> None:
    from connectors.mail import Mail

    settings = app.config.mail
    assert settings is not None
    domain = settings.sender.rpartition("@")[2]
    Mail(settings.smtp_url.reveal(), settings.sender).send(
        to=to,
        subject=f"The audit ledger holds {anchor.size} entries",
        body=f"Keep this line; `syncer audit verify` compares the ledger with it.\n\n{anchor.line}",
        message_id=f"<anchor.{anchor.size}.{anchor.origin.rpartition('/')[2]}@{domain}>",
        date=moment(anchor.at),
    )
