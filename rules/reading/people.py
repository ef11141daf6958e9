"""Do the people, roles and boards of a rules.toml make sense?"""

from __future__ import annotations

from rules.book import BoardRules, Role
from rules.reading.known import Known, want_doers, want_once, want_people
from rules.reading.page import Page
from rules.reading.toml import Toml
from rules.reading.typed import Entry


def check_people(toml: Toml, page: Page, known: Known) -> None:
    """Two names for one account would let one person count twice."""
    accounts: dict[str, str] = {}
    for name, entry in page.people.items():
        account = entry.value.trello.removeprefix("@").casefold()
        if not account:
            toml.wrong((*entry.path, "trello"), "is empty", "give a username or a member id")
        elif account in accounts:
            message = f"'{entry.value.trello}' is also the account of '{accounts[account]}'"
            toml.wrong((*entry.path, "trello"), message, "one account is one person")
        accounts.setdefault(account, name)
    for name in known.people & known.roles.keys():
        toml.wrong(("roles", name), f"'{name}' is a person too", "give the role another name")


def check_roles(toml: Toml, page: Page, known: Known) -> None:
    for entry in page.roles.values():
        _check_role(toml, entry, known)


def _check_role(toml: Toml, entry: Entry[Role], known: Known) -> None:
    role, path = entry.value, entry.path
    if not role.people and toml.sound(path):
        toml.wrong(path, "nobody has this role", "name at least one person")
    want_people(toml, known, (*role.people, *role.deputies), path)
    want_once(toml, (*role.people, *role.deputies), path)
    if role.away and not role.deputies:
        toml.wrong(path, "'away' without 'deputies' has no effect", 'add deputies = ["..."]')
    for index, absence in enumerate(role.away):
        if absence.start > absence.end:
            message = f"ends ({absence.end}) before it begins ({absence.start})"
            toml.wrong((*path, "away", index), message, "swap 'from' and 'to'")


def check_boards(toml: Toml, page: Page, known: Known) -> None:
    names: set[str] = set()
    for entry in page.board:
        _check_board(toml, entry, known)
        if entry.value.name in names:
            toml.wrong((*entry.path, "name"), f"board '{entry.value.name}' is here twice")
        names.add(entry.value.name)


def _check_board(toml: Toml, entry: Entry[BoardRules], known: Known) -> None:
    board, path = entry.value, entry.path
    if not board.name.strip():
        toml.wrong((*path, "name"), "is empty", "give the board's name, short link or id")
    if not board.stages and toml.sound((*path, "stages")):
        toml.wrong((*path, "stages"), "is empty", "name the board's lists in order")
    want_once(toml, board.stages, (*path, "stages"))
    for stage, doer in board.owner.items():
        where = (*path, "owner", stage)
        if stage not in board.stages and toml.sound((*path, "stages")):
            toml.wrong(where, f"'{stage}' is no stage of this board")
        want_doers(toml, known, [doer], where)
