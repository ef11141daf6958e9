"""Could anybody let this card in? When all who could are barred, somebody must be added."""

from __future__ import annotations

from rules.approval.answer import Answer
from rules.approval.codes import because
from rules.approval.counts import counts_of
from rules.approval.entry import ask_entry
from rules.approval.matter import Matter


def ask_possible(matter: Matter) -> Answer:
    """Are there people left who could give what is missing?"""
    if matter.settled:
        return Answer()
    short: dict[str, int] = {}
    for count in counts_of(matter):
        given = {vote.by for vote in count.counted}
        left = [m for m in matter.eligible(count.ask.names) if m not in given]
        lacking = count.ask.count - len(given) - len(left)
        if not count.complete and lacking > 0:
            short[count.ask.role] = max(lacking, short.get(count.ask.role, 0))
    names = matter.gate.enter_by
    barred_door = not matter.inside or bool(ask_entry(matter).reasons)
    if names and barred_door and not matter.eligible(names):
        short.setdefault(", ".join(names), 1)
    place = matter.gate.place
    return Answer(
        reasons=tuple(
            because("nobody_can", role=role, short=str(lacking), place=place)
            for role, lacking in short.items()
        )
    )
