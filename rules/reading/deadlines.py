"""Do the deadlines of a rules.toml make sense?"""

from __future__ import annotations

from rules.book import Deadline
from rules.reading.known import Known, want_board, want_doers, want_once, want_stages
from rules.reading.page import Page
from rules.reading.places import Path
from rules.reading.spans import read_span
from rules.reading.toml import Toml
from rules.reading.typed import Entry


def check_deadlines(toml: Toml, page: Page, known: Known) -> None:
    names: set[str] = set()
    for entry in page.deadline:
        _check_deadline(toml, entry, known)
        if entry.value.name in names:
            toml.wrong((*entry.path, "name"), f"deadline '{entry.value.name}' is here twice")
        names.add(entry.value.name)


def _check_deadline(toml: Toml, entry: Entry[Deadline], known: Known) -> None:
    deadline, path = entry.value, entry.path
    want_board(toml, known, deadline.board, (*path, "board"))
    want_stages(toml, known, [deadline.stage], (*path, "stage"), deadline.board)
    _check_due(toml, entry)
    want_once(toml, deadline.remind, (*path, "remind"))
    for text in deadline.remind:
        _want_span(toml, text, (*path, "remind"))
    if deadline.escalate is not None:
        _want_span(toml, deadline.escalate.after, (*path, "escalate", "after"))
        want_doers(toml, known, deadline.escalate.to, (*path, "escalate", "to"))
        if not deadline.escalate.to and toml.sound((*path, "escalate")):
            toml.wrong((*path, "escalate", "to"), "is empty: nobody would be told")


def _check_due(toml: Toml, entry: Entry[Deadline]) -> None:
    """Exactly one way of saying when it is due."""
    due, path = entry.value.due, (*entry.path, "due")
    ways = ("day_of_month", "before_publish", "within")
    given = [way for way in ways if getattr(due, way) is not None]
    if len(given) != 1 and toml.sound(path):
        said = f"says {' and '.join(given)}" if given else "does not say when"
        toml.wrong(path, said, f"give exactly one of {', '.join(ways)}")
    if due.for_ != "this month" and due.day_of_month is None and toml.sound(path):
        toml.wrong((*path, "for"), "only goes with day_of_month")
    if due.before_publish is not None:
        _want_span(toml, due.before_publish, (*path, "before_publish"))


def _want_span(toml: Toml, text: str, path: Path) -> None:
    try:
        read_span(text)
    except ValueError as error:
        toml.wrong(path, str(error))
