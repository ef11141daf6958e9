"""What the card must have, who is barred by `not_by`, and what is done about a verdict."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from rules.book import Need, Require
from rules.facts import (
    Attachment,
    Card,
    CheckItem,
    Checklist,
    Happening,
    Label,
    Member,
    Standing,
)
from rules.judge import judge
from rules.style.sheet import Failure, Report
from rules.verdict import Mode, Remedy, Verdict
from tests.rules.approval.tools import (
    Silent,
    at,
    board,
    book,
    card,
    case,
    codes,
    comment,
    created,
    edit,
    facts,
    gate,
    mid,
    move,
    told,
)

BORN = created(1, "Drafting", "ana")
IN = move(9, "Review", "Approved", "kim")
OPEN = CheckItem(id="1", name="Alt text", done=False)
DONE = replace(OPEN, id="2", name="Links", done=True)


def lists(*items: CheckItem) -> tuple[Checklist, ...]:
    return (Checklist(id="k", name="To do", items=items), Checklist(id="l", name="Empty"))


def labels(*names: str) -> tuple[Label, ...]:
    return tuple(Label(id=name, name=name) for name in names)


FILES = tuple(Attachment(id=str(n), name="a", url="u") for n in range(2))
HAVE: list[tuple[dict[str, Any], dict[str, Any], str | None, dict[str, str]]] = [
    ({"due": True}, {"due": at(0)}, None, {}),
    ({"due": True}, {}, "due", {}),
    ({"members": 2}, {"members": ("a", "b")}, None, {}),
    ({"members": 2}, {"members": ("a",)}, "members", {"have": "1", "count": "2"}),
    ({"labels_any": ("X", "Y")}, {"labels": labels("y ")}, None, {}),
    (
        {"labels_any": ("X", "Y")},
        {"labels": labels("Z")},
        "labels",
        {"how": "one", "labels": "X, Y"},
    ),
    ({"labels_all": ("X", "Y")}, {"labels": labels("Y", "X", "Z")}, None, {}),
    ({"labels_all": ("X", "Y")}, {"labels": labels("X")}, "labels", {"how": "all", "labels": "Y"}),
    ({"checklists_done": True}, {"checklists": lists(DONE)}, None, {}),
    ({"checklists_done": True}, {}, None, {}),
    (
        {"checklists_done": True},
        {"checklists": lists(DONE, OPEN)},
        "checklists",
        {"items": "Alt text"},
    ),
    ({"attachments": 2}, {"attachments": FILES}, None, {}),
    ({"attachments": 2}, {"attachments": FILES[:1]}, "attachments", {"have": "1", "count": "2"}),
    ({"fields": ("UTM",)}, {"fields": {"UTM": "x"}}, None, {}),
    (
        {"fields": ("UTM", "B")},
        {"fields": {"UTM": " \u200b", "C": "x"}},
        "fields",
        {"fields": "UTM, B"},
    ),
    ({}, {"role": "mirror"}, "mirror", {"role": "mirror"}),
    ({}, {"role": "link"}, "mirror", {"role": "link"}),
]


@pytest.mark.parametrize(("require", "has", "code", "said"), HAVE)
def test_the_card_has_what_is_required(
    require: dict[str, Any], has: dict[str, Any], code: str | None, said: dict[str, str]
) -> None:
    decision = told(case(BORN, IN, card=card(**has)), gate(require=Require(**require)))
    assert codes(decision) == ({code} if code else set())
    outside = told(case(BORN, card=card("Review", **has)), gate(require=Require(**require)))
    assert codes(outside) == codes(decision)
    if code:
        assert facts(decision, code) == said
        assert (decision.remedy, decision.mover) == (Remedy.RETURN, mid("kim"))


def test_a_style_rule_that_fails_makes_it_unsure() -> None:
    report = Report(failures=(Failure(set="house", rule="slow", why="took too long"),))
    decision = told(case(BORN, IN), gate(style=("house",)), report=report)
    assert (decision.verdict, decision.remedy) == (Verdict.UNSURE, Remedy.WAIT)
    assert facts(decision, "failed") == {"rule": "house.slow", "why": "took too long"}
    wrong = told(case(BORN, replace(IN, by=mid("ana"))), gate(style=("house",)), report=report)
    assert (wrong.verdict, codes(wrong)) == (Verdict.DENY, {"enter_by", "failed"})


BARRED: list[tuple[str, tuple[Happening, ...], dict[str, Any], str | None]] = [
    ("author", (), {"author": mid("kim")}, "author"),
    ("author", (edit(5, "kim"),), {}, None),
    ("author", (), {"author": None}, "unknown_author"),
    ("contributor", (), {}, None),
    ("contributor", (edit(5, "kim"),), {}, "contributor"),
    ("contributor", (edit(5, "kim"), edit(6, "ana")), {}, "contributor"),
    ("contributor", (edit(5, "kim", "labels"),), {}, None),
    ("contributor", (edit(5, "kim", by_us=True),), {}, None),
    ("contributor", (), {"author": mid("kim")}, "contributor"),
    ("contributor", (), {"contributors": frozenset({mid("kim")})}, "contributor"),
    ("contributor", (edit(5, None), edit(6, "ana")), {}, "unknown_editor"),
    ("last_editor", (edit(5, "kim"),), {}, "last_editor"),
    ("last_editor", (edit(5, "kim"), edit(6, "ana")), {}, None),
    ("last_editor", (), {"author": mid("kim")}, "last_editor"),
    ("last_editor", (edit(5, "lilit"),), {"author": mid("kim")}, None),
    ("last_editor", (), {"author": None}, "unknown_author"),
    ("last_editor", (edit(5, None),), {}, "unknown_editor"),
    ("last_editor", (edit(5, None), edit(6, "ana")), {}, None),
]


@pytest.mark.parametrize(("who", "edits", "keys", "code"), BARRED)
def test_whose_hands_were_on_it_may_not_bring_it_in(
    who: str, edits: tuple[Happening, ...], keys: dict[str, Any], code: str | None
) -> None:
    shown = card(desc="new")
    decision = told(case(BORN, *edits, IN, **{"card": shown} | keys), gate(not_by=(who,)))
    assert codes(decision) == ({code} if code else set())
    if code in {"unknown_author", "unknown_editor"}:
        assert (decision.verdict, decision.remedy) == (Verdict.UNSURE, Remedy.WAIT)
    free = told(case(BORN, *edits, IN, **{"card": shown} | keys), gate(not_by=()))
    assert free.verdict is Verdict.ALLOW


def test_contributions_before_the_last_admission_are_forgiven() -> None:
    history = BORN, edit(5, "kim"), edit(6, "mary"), IN
    the_gate = gate(not_by=("contributor",))
    before = {"approved": Standing(admitted_at=at(5))}
    shown = card(desc="new")
    assert told(case(*history, card=shown, standing=before, new=frozenset()), the_gate).can == (
        mid("kim"),
    )
    assert told(case(*history, card=shown, standing=before), the_gate).can == ()


def test_where_moving_approves_nothing_the_author_may_move() -> None:
    the_gate = gate(enter_by=(), approvals=(Need(role="legal", by="comment:/approve"),))
    dragged = replace(IN, by=mid("ana"))
    history = BORN, comment(5, "narek", "/approve"), dragged
    assert told(case(*history), the_gate).verdict is Verdict.ALLOW
    decision = told(case(*history, author=mid("narek")), the_gate)
    assert codes(decision) == {"approvals", "nobody_can"}
    anybody = gate(enter_by=(), require=Require(due=True))
    assert codes(told(case(*history, card=card(due=at(0))), anybody)) == {"author"}


def test_what_counts_for_one_gate_is_not_refused_by_another() -> None:
    asks = gate(approvals=(Need(role="legal", by="comment:/approve"),))
    said = comment(5, "narek", "/approve")
    first, second = judge(book(asks, gate(name="two")), case(BORN, said, IN), Silent())
    assert (first.notes, second.notes) == ((), ())
    first, second = judge(
        book(asks, gate(name="two")), case(BORN, replace(said, by=mid("davit")), IN), Silent()
    )
    assert [note.facts["because"] for note in (*first.notes, *second.notes)] == [
        "enter_by",
        "not_asked",
    ]


class Broken:
    """Style rules that raise."""

    def check(self, _post: object, _sets: object) -> Report:
        raise RuntimeError("boom")


def test_whatever_fails_is_named_and_never_allows() -> None:
    (decision,) = judge(book(gate(style=("house",))), case(BORN, IN), Broken())
    assert (decision.verdict, decision.remedy) == (Verdict.UNSURE, Remedy.WAIT)
    assert facts(decision, "failed") == {"rule": "style", "why": "RuntimeError: boom"}
    step = next(each for each in decision.trace if each.rule == "style")
    assert (step.outcome, step.under[0].rule) == ("unsure", "failed")
    (decision,) = judge(book(gate(guards=("nothing",))), case(BORN, IN), Silent())
    assert facts(decision, "failed")["rule"] == "gate"
    assert (decision.version.fingerprint, decision.inside) == ("", True)
    assert (decision.verdict, decision.would, decision.mode) == (
        Verdict.UNSURE,
        Remedy.WAIT,
        Mode.ENFORCE,
    )


def test_names_decide_nothing() -> None:
    impostor = Member(id="m-x", username="kim", name="Kim")
    members = dict(board().members) | {"m-x": impostor}
    decision = told(case(BORN, replace(IN, by="m-x"), board=board(members=members)))
    assert codes(decision) == {"enter_by"}
    unresolved = {name: i for name, i in case().who.items() if name != "kim"}
    assert codes(told(case(BORN, IN, who=unresolved))) == {"enter_by"}


def test_the_trace_names_every_question_and_where_it_stands() -> None:
    decision = told(case(BORN, replace(IN, by=mid("ana"))))
    assert [step.rule for step in decision.trace] == [
        "facts",
        "entry",
        "approvals",
        "objections",
        "exceptions",
        "possible",
        "card",
        "style",
        "replies",
        "passages",
    ]
    entry = decision.trace[1]
    assert (entry.outcome, entry.because) == (
        "no",
        "Did the card come to where it stands lawfully?",
    )
    assert entry.place == gate().place
    (why,) = entry.under
    assert (why.rule, why.outcome) == ("enter_by", "no")
    assert why.because == f"{mid('ana')} may not move cards to Approved; managers may"
    counted = told(case(BORN, IN)).trace[2].under[0]
    assert (counted.rule, counted.outcome, counted.because) == (
        "approvals of managers",
        "yes",
        "1 of 1 by move",
    )
    assert [(s.outcome, s.because) for s in counted.under] == [("counts", mid("kim"))]


def test_a_card_elsewhere_is_previewed_whatever_it_is() -> None:
    strange: Card = card("Ideas", role="board", template=True, closed=True)
    decision = told(case(card=strange), gate(enter_from=()))
    assert (decision.inside, codes(decision), decision.remedy) == (False, {"mirror"}, Remedy.NONE)
