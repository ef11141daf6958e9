"""Can anybody approve by bringing the card in? Only what is certain is a problem."""

from __future__ import annotations

from rules.book import Gate
from rules.reading.known import Known
from rules.reading.toml import Toml
from rules.reading.typed import Entry
from rules.rule import When

BY_COMMENT = 'let others approve by = "comment:/approve"'


def check_movers(toml: Toml, entry: Entry[Gate], known: Known) -> None:
    """Whoever approves by moving must be allowed to move; and a card is brought in by one person,
    since dragging it out again takes that yes back."""
    gate, path = entry.value, entry.path
    if not toml.sound(path) or not toml.sound(("roles",)):
        return
    movers = known.who(gate.enter_by) if gate.enter_by else known.people
    alone = len(gate.protects) == 1
    together = movers
    for index, need in enumerate(gate.approvals):
        if need.by != "move":
            continue
        where = (*path, "approvals", index)
        could = known.roles.get(need.role, frozenset()) & movers
        if len(could) < need.count:
            message = f"too few of '{need.role}' may move a card in (enter_by), so nobody can pass"
            toml.wrong(where, message, f"add the role to enter_by, or {BY_COMMENT}")
        elif alone and need.count > 1:
            message = f"{need.count} people cannot all bring the card into '{gate.protects[0]}'"
            toml.wrong(where, message, BY_COMMENT)
        elif alone and need.when == When():
            together &= could
            if not together:
                message = "nobody has this role and the roles above that also approve by moving"
                toml.wrong(where, message, BY_COMMENT)
