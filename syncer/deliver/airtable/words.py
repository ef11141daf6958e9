"""What people are told of the lanes to Airtable: what happened, and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from connectors.errors import NotAllowed, QuotaSpent, ServiceError, TryLater
from syncer.config import Plan
from syncer.deliver.airtable.budget import ROWS
from syncer.deliver.airtable.lanes import Lane
from syncer.records import Delivery, Entry, Problem, stamp

ABOUT = "airtable"


def stopped(error: ServiceError, table: str) -> Problem:
    """Why nothing more is sent in this run."""
    if isinstance(error, QuotaSpent):
        return Problem(
            what=f"Airtable's monthly limit of calls is spent: {error}.",
            mend="Raise the plan or wait for the new month; the rows are kept and tried hourly.",
            exit=2,
            about=ABOUT,
        )
    if isinstance(error, TryLater):
        return Problem(
            what=f"Airtable does not take rows now: {error}.",
            mend="They are kept and will be tried again.",
            exit=3,
            about="" if error.status == 429 else ABOUT,  # keeping a pace is no outage
        )
    mend = f'Run `syncer setup` to make or mend the table "{table}"; the rows are kept.'
    if isinstance(error, NotAllowed) and error.everything:
        mend = "Put a valid token in [airtable] of config.toml; the rows are kept."
    return Problem(what=f"Airtable refuses the rows: {error}.", mend=mend, exit=2, about=ABOUT)


def all_full(bases: Sequence[str], plan: Plan) -> Problem:
    """No base has room."""
    return Problem(
        what=f"{' and '.join(bases)}: no room for another row; plan {plan} allows "
        f"{ROWS[plan]} a base.",
        mend="Name another base as next_base in [airtable] and run `syncer setup`, or raise the "
        "plan; the rows are kept. If rows were deleted, `syncer doctor --count` counts anew.",
        exit=2,
    )


def left(lane: Lane, delivery: Delivery, why: str) -> Problem:
    """A row that was given up."""
    mend = {
        "audit": "It is kept in the ledger; `syncer audit push` tries it again.",
        "post": "It is tried again when the card changes.",
        "version": "It is kept in the state file.",
    }[lane.kind]
    return Problem(
        what=f"{_named(delivery)} could not be written to Airtable: {why}.", mend=mend, exit=2
    )


def doubled(lane: Lane, delivery: Delivery, count: int) -> Problem:
    """A row that somebody duplicated by hand."""
    return Problem(
        what=f'{_named(delivery)} stands {count} times in Airtable\'s table "{lane.table}": '
        "somebody duplicated the row; the first was brought up to date.",
        mend="Delete the other copies there.",
        exit=2,
    )


def parked_entry(lane: Lane, delivery: Delivery, why: str, now: datetime) -> Entry:
    """The ledger's note that a row was given up."""
    return Entry(
        key=f"parked:{delivery.key}:{stamp(now)}",
        kind="parked",
        at=now,
        body={
            "delivery": delivery.key,
            "effect": f"row in {lane.table}",
            "outcome": "parked",
            "note": why,
        },
    )


def _named(delivery: Delivery) -> str:
    if delivery.kind == "audit":
        return f"Ledger entry {delivery.payload['seq']}"
    if delivery.kind == "post":
        return f"The row of post {delivery.payload['card']}"
    return f"Version {delivery.payload['fingerprint'][:16]} of card {delivery.payload['card']}"
