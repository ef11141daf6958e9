"""What syncer decided, and what it would decide now from the same store."""

from __future__ import annotations

from collections.abc import Iterator

from rules.judge import judge
from rules.verdict import Decision
from syncer.demo.office import BOT
from syncer.judge.assemble import Bench, assemble
from syncer.store import boards as kept
from syncer.store import cards, standing
from tests.acceptance.model import INSIDE
from tests.acceptance.roads.play import Play
from tests.acceptance.tools import asked, state


def inside_now(play: Play) -> Iterator[tuple[str, Decision | None]]:
    """Every card behind the gate, archived ones too, with the decision in force."""
    guarded = {play.office.list_ids[stage] for stage in INSIDE}
    with state(play.office) as conn:
        for card in play.office.box.trello.cards.values():
            if card.list_id in guarded and card.board == play.office.board:
                found = standing.read_decisions(conn, card.id).get("approved")
                yield card.id, found[1] if found else None


def judged_anew(play: Play) -> None:
    """The ledger replayed: judging once more what is stored gives what was decided."""
    app = play.office.app()
    try:
        with state(play.office) as conn:
            stages = kept.read_pins(conn, "list", play.office.board)
            board = kept.board_of(kept.read_boards(conn)[play.office.board], stages)
            people = kept.read_pins(conn, "person")
            bench = Bench(
                book=app.book,
                now=play.office.box.clock(),
                ours=frozenset({play.office.member(BOT)}),
                who={key.partition("=")[0]: member for key, member in people.items()},
            )
            for card in cards.read_cards(conn, board.id).values():
                (again,) = judge(app.book, assemble(conn, bench, board, card), app.sheet)
                stored = standing.read_decisions(conn, card.id)["approved"][1]
                if stored.inside or again.inside:
                    assert again.verdict == stored.verdict, (again.reasons, stored.reasons)
    finally:
        app.close()


def trello_writes(play: Play) -> int:
    """Writes that reached Trello since the journal was cleared."""
    return sum(each.method != "GET" and each.applied for each in asked(play.office))
