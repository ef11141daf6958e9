"""Names that people take for one another: "Approved" and "Аррroved", "Inbox" and "lnbox".

Two names look alike when they are the same but for case, blanks, what cannot be seen, and letters
of other scripts that look the same (the table of rules.style.fold; and I, l, 1 and |, O and 0).
"""

from __future__ import annotations

from rules.approval.version import seen
from rules.style.fold import LOOKALIKES, folded

_LETTERS = {ord(c): latin for table in LOOKALIKES.values() for c, latin in table.items()}
_STROKES = str.maketrans("I1|0", "lllO")


def look_alike(one: str, other: str) -> bool:
    """Could a person take one name for the other?"""
    return not _shapes(one).isdisjoint(_shapes(other))


def _shapes(name: str) -> set[str]:
    """What the name looks like as it is written and in small letters: which letters look alike
    differs with case (В is like B, в like nothing)."""
    text = seen(name)
    unmasked = folded(text)
    plain = " ".join((unmasked.value if unmasked else text).split())
    return {each.translate(_LETTERS).translate(_STROKES) for each in (plain, plain.casefold())}
