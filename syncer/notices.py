"""What the admins are told beside the board: a delivery for each address, in a lane of its own.

The admins are the people of the role "admins" in rules.toml. Without that role, or without
[notify] in config.toml, nobody is told this way; the run's exit code and the ledger tell it still.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rules.book import Book, Person
from syncer.config import Notify
from syncer.records import Delivery, Problem

ROLE = "admins"


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """Where to. `via` is "webhook" (Slack's channel; `wakes` are mentioned there), "slack" (a
    person's id) or "mail"."""

    via: str
    to: str = ""
    wakes: tuple[str, ...] = ()


def addresses(notify: Notify, book: Book) -> tuple[Address, ...]:
    """Everywhere that the admins can be told."""
    role = book.roles.get(ROLE)
    people = [book.people[name] for name in role.people if name in book.people] if role else []
    return tuple(_addresses(notify, people)) if people else ()


def _addresses(notify: Notify, people: Iterable[Person]) -> Iterator[Address]:
    named = list(people)
    slack = tuple(person.slack for person in named if person.slack)
    if notify.slack is not None and notify.slack.webhook_url is not None:
        yield Address(via="webhook", wakes=slack)
    elif notify.slack is not None:
        yield from (Address(via="slack", to=each) for each in slack)
    if notify.mail is not None:
        yield from (Address(via="mail", to=person.mail) for person in named if person.mail)


def told_of(cause: str, problem: Problem, to: Iterable[Address]) -> tuple[Delivery, ...]:
    """What an operator must know, for the admins too."""
    subject = problem.what if len(problem.what) <= SUBJECT else f"{problem.what[: SUBJECT - 1]}…"
    return notices(cause, f"syncer: {subject}", str(problem), to, {})


SUBJECT = 80
"""Characters of a problem that a subject shows."""


def notices(
    cause: str, subject: str, text: str, to: Iterable[Address], names: dict[str, str]
) -> tuple[Delivery, ...]:
    """One delivery for each address; `cause` names what it is about, so that the same is told
    there once. `names` are those of the moment, for the ledger."""
    return tuple(
        Delivery(
            key=f"notify:{cause}:{each.via}:{each.to}",
            lane=f"notify:{each.via}:{each.to}",
            kind="notify",
            payload={
                "via": each.via,
                "to": each.to,
                "wakes": list(each.wakes),
                "subject": subject,
                "text": text,
                "names": names,
            },
        )
        for each in to
    )
