"""What the tables beside the audit log show of a post: how it stands, and the versions of its text.

Pure: settle puts these deliveries in line within its transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from rules.facts import Approval, Board, Card, Edit, Version
from rules.verdict import Decision, Verdict
from syncer.judge.ruling import Ruling
from syncer.records import Delivery, stamp
from syncer.store.standing import Talk


def post(ruling: Ruling, talk: Talk | None) -> Delivery:
    """The card as it stands, with what `talk` asks for. Nothing in it changes by the passing of
    time alone."""
    card, board = ruling.card, ruling.board
    decisions = ruling.decisions
    version = decisions[0].version.fingerprint if decisions else ""
    changed = max((item.at for item in ruling.case.history), default=None)
    returned = (len(each.returned) for each in ruling.case.standing.values())
    return _post(
        card.id,
        name=card.name,
        board=card.board,
        board_name=board.name,
        url=card.url,
        stage=_stage(ruling),
        verdict=_verdict(decisions),
        version=version,
        approvals=sorted({_approved(each, board) for d in decisions for each in d.approvals}),
        blocked=list(dict.fromkeys((*_reasons(decisions), *_asked(decisions, talk)))),
        can=sorted({_called(board, each) for d in decisions for each in d.can}),
        due=stamp(card.due) if card.due else None,
        returned=max(returned, default=0),
        changed=stamp(changed) if changed else None,
    )


def gone(card: Card, board: Board, at: datetime) -> Delivery:
    """A card that is no longer on its board."""
    return _post(
        card.id,
        name=card.name,
        board=board.id,
        board_name=board.name,
        url=card.url,
        stage="(gone)",
        verdict="",
        version="",
        approvals=[],
        blocked=[],
        can=[],
        due=None,
        returned=0,
        changed=stamp(at),
    )


def versions(ruling: Ruling) -> Iterator[Delivery]:
    """The versions of the guarded fields that this ruling saw."""
    seen = {each.version.fingerprint: each.version for each in ruling.decisions}
    for version in seen.values():
        yield _version(ruling, version)


def _post(card: str, **cells: object) -> Delivery:
    return Delivery(key=f"post:{card}", lane="posts", kind="post", payload={"card": card, **cells})


def _writer(ruling: Ruling) -> str | None:
    """Who changed the card last, else who made it; None when nobody can be named."""
    edits = [item for item in ruling.case.history if isinstance(item, Edit)]
    return edits[-1].by if edits else ruling.case.author


def _called(board: Board, member: str | None) -> str:
    return board.called(member) or member or ""


def _version(ruling: Ruling, version: Version) -> Delivery:
    card = ruling.card
    return Delivery(
        key=f"version:{card.id}:{version.fingerprint}",
        lane="versions",
        kind="version",
        payload={
            "card": card.id,
            "name": card.name,
            "board_name": ruling.board.name,
            "url": card.url,
            "fingerprint": version.fingerprint,
            "values": dict(version.values),
            "at": stamp(ruling.case.at),
            "by": _called(ruling.board, _writer(ruling)),
        },
    )


def _stage(ruling: Ruling) -> str:
    place = ruling.board.name_of(ruling.card.list)
    return f"{place} (archived)" if ruling.card.closed else place


def _verdict(decisions: Iterable[Decision]) -> str:
    """The gravest word of those gates that the card stands behind; "" outside of all."""
    order = (Verdict.DENY, Verdict.UNSURE, Verdict.ALLOW)
    inside = {each.verdict for each in decisions if each.inside}
    return next((str(each) for each in order if each in inside), "")


def _approved(approval: Approval, board: Board) -> str:
    name = _called(board, approval.approver)
    return f"{approval.gate}: {name} as {approval.role}, {stamp(approval.at)}"


def _reasons(decisions: Iterable[Decision]) -> Iterator[str]:
    for decision in decisions:
        for reason in decision.reasons:
            facts = ", ".join(f"{key}={value}" for key, value in sorted(reason.facts.items()))
            yield f"{decision.gate}: {reason.code}" + (f" ({facts})" if facts else "")
        for finding in decision.findings:
            if finding.level == "error":
                yield f"{decision.gate}: {finding.set}.{finding.rule}: {finding.message}"


def _asked(decisions: Iterable[Decision], talk: Talk | None) -> Iterator[str]:
    """Why the card was sent back, while nobody has answered that: outside of the gate no decision
    says so any more."""
    if talk is None or not talk.open or any(each.inside for each in decisions):
        return
    for reason in talk.episode.get("reasons", ()):
        yield f"{talk.episode['gate']}: sent back for {reason['code']}"
