"""A gate that anybody could pass, or nobody, is a mistake, and one that names nothing known."""

from __future__ import annotations

import pytest

from rules.rule import When
from tests.rules.reading.tools import SMALL, book, problems_of, small, the_problem

BY = 'enter_by = ["managers"]'
FROM = 'enter_from = ["Review"]'

WRONG = {
    "unknown key": (
        FROM,
        'enter_form = ["Review"]',
        ": unknown key 'enter_form'; did you mean 'enter_from'?",
    ),
    "unknown role": (
        BY,
        'enter_by = ["manager"]',
        "enter_by: unknown role or person 'manager'; did you mean 'managers'?",
    ),
    "unknown stage": (
        '"Published"]\nenter_by',
        '"Publishd"]\nenter_by',
        "protects: unknown stage 'Publishd'",
    ),
    "unknown board": (
        BY,
        BY + '\nboard = "Socials"',
        "board: unknown board 'Socials'; did you mean 'Social'?",
    ),
    "unknown source": (
        FROM,
        'enter_from = ["Revue"]',
        "enter_from: unknown stage 'Revue'; did you mean 'Review'?",
    ),
    "unknown style set": (BY, BY + '\nstyle = ["house"]', "style: unknown style set 'house'"),
    "protects nothing": (
        'protects = ["Approved", "Published"]',
        "protects = []",
        "protects: is empty",
    ),
    "protects everything": (
        'protects = ["Approved", "Published"]',
        'protects = ["Drafting", "Review", "Approved", "Published"]',
        "protects: is every stage: a card could be sent back nowhere",
    ),
    "no protects": ('protects = ["Approved", "Published"]\n', "", "key 'protects' is missing"),
    "protects twice": (
        '["Approved", "Published"]\nenter_by',
        '["Approved", "Approved"]\nenter_by',
        "'Approved' stands here twice",
    ),
    "comes from inside": (
        FROM,
        'enter_from = ["Approved"]',
        "enter_from: 'Approved' is protected by this gate; "
        "from one protected stage to another only enter_by is asked",
    ),
    "goes back inside": (
        FROM,
        FROM + '\nreturn_to = "Published"',
        "return_to: 'Published' is protected by this gate; use \"last\"",
    ),
    "goes back nowhere": (
        FROM,
        FROM + '\nreturn_to = "Reviews"',
        "return_to: unknown stage 'Reviews'",
    ),
    "asks for nothing": (BY, "", ": asks for nothing, so anybody could pass; add enter_by"),
    "an empty require": (BY, "require = {}", ": asks for nothing"),
    "not_by alone": (BY, 'not_by = ["author"]', ": asks for nothing"),
    "not_by": (
        BY,
        BY + '\nnot_by = ["authors"]',
        "not_by[1]: must be one of author, contributor, last_editor",
    ),
    "order": (BY, BY + '\norder = "random"', "order: must be one of any, sequence"),
    "automation": (BY, BY + '\nautomation = "maybe"', "automation: must be one of deny, allow"),
    "first run": (
        BY,
        BY + '\non_first_run = "ignore"',
        "on_first_run: must be one of adopt, enforce",
    ),
    "unsure": (BY, BY + '\non_unsure = "allow"', "on_unsure: must be one of wait, return"),
    "mode": (BY, BY + '\nmode = "off"', "mode: must be one of observe, warn, enforce"),
    "tries": (BY, BY + "\nmax_tries = 0", "max_tries: must be at least 1"),
    "require a number": (BY, BY + "\nrequire = { due = 1 }", "require.due: must be true or false"),
    "require less than none": (
        BY,
        BY + "\nrequire = { members = -1 }",
        "require.members: must be at least 0",
    ),
    "guard": (BY, BY + '\nguards = ["description"]', "guards: unknown field 'description'"),
    "guard without a name": (BY, BY + '\nguards = ["field:"]', "guards: unknown field 'field:'"),
    "may edit what is free": (
        BY,
        BY + '\nmay_edit = { creators = ["cover"] }',
        "may_edit.creators: 'cover' is not guarded",
    ),
    "unknown editor": (
        BY,
        BY + '\nmay_edit = { writers = ["desc"] }',
        "may_edit.writers: unknown role or person",
    ),
    "unknown holder": (
        BY,
        BY + '\nhold_by = ["kin"]',
        "hold_by: unknown role or person 'kin'; did you mean 'kim'?",
    ),
    "override by nobody": (
        BY,
        BY + "\noverride = { by = [] }",
        "override.by: is empty: nobody could override",
    ),
    "override for ever": (
        BY,
        BY + '\noverride = { by = ["kim"], hours = 0 }',
        "override.hours: must be at least 1",
    ),
    "no name": ('name = "approved"', 'name = ""', "name: is empty"),
}

NEEDS = {
    "unknown role": (
        'role = "manager"',
        "approvals[1].role: unknown role 'manager'; did you mean 'managers'?",
    ),
    "a person is no role": ('role = "kim"', "approvals[1].role: unknown role 'kim'"),
    "more than there are": (
        'role = "managers", count = 2',
        "approvals[1].count: 2 approvals are asked of 'managers', which has 1",
    ),
    "none": ('role = "managers", count = 0', "approvals[1].count: must be at least 1"),
    "no way": (
        'role = "managers", by = "wink"',
        "approvals[1].by: unknown way 'wink' to approve; use \"move\"",
    ),
    "no command": ('role = "managers", by = "comment:approve"', "approvals[1].by: unknown way"),
    "two words": ('role = "managers", by = "comment:/approve it"', "approvals[1].by: unknown way"),
    "another command": (
        'role = "managers", by = "comment:/reject"',
        "approvals[1].by: '/reject' already means something",
    ),
    "another command, shouted": (
        'role = "managers", by = "comment:/Why"',
        "approvals[1].by: '/Why' already means something",
    ),
    **{
        f"the command {word}": (
            f'role = "managers", by = "comment:/{word}"',
            f"approvals[1].by: '/{word}' already means something",
        )
        for word in ("hold", "unhold", "override", "ignore", "why")
    },
    "no item": ('role = "managers", by = "checklist:"', "approvals[1].by: unknown way"),
    "owns what is free": (
        'role = "managers", owns = ["cover"]',
        "approvals[1].owns: 'cover' is not guarded",
    ),
    "when": (
        'role = "managers", when = { lable = "Claim" }',
        "approvals[1].when: unknown key 'lable'; did you mean 'label'?",
    ),
    "when stage": (
        'role = "managers", when = { stage = "Done" }',
        "approvals[1].when.stage: unknown stage",
    ),
    "who may not move": (
        'role = "creators", by = "move"',
        "approvals[1]: too few of 'creators' may move a card in",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_gates(name: str) -> None:
    old, new, wanted = WRONG[name]
    assert SMALL.count(old) == 1
    problem = problems_of(SMALL.replace(old, new))[0]
    assert problem.key.startswith("[[gate]]")
    assert wanted in str(problem)


@pytest.mark.parametrize("name", NEEDS)
def test_wrong_approvals(name: str) -> None:
    need, wanted = NEEDS[name]
    problem = problems_of(SMALL + f"approvals = [ {{ {need} }} ]\n")[0]
    assert wanted in str(problem)


def test_the_example_of_the_contract() -> None:
    text = SMALL.replace(FROM, 'enter_form = ["Review"]')
    assert str(the_problem(text)) == (
        "rules.toml:20: [[gate]] approved: unknown key 'enter_form'; did you mean 'enter_from'?"
    )


def test_all_problems_at_once() -> None:
    text = SMALL.replace(BY, 'enter_by = ["boss"]\nmax_tries = "3"').replace(FROM, "x = 1")
    lines = [
        problem.line for problem in problems_of(text.replace("version = 1\n", "vershun = 1\n"))
    ]
    assert lines == [1, 1, 19, 20, 21]


def test_a_gate_twice_and_a_stage_of_another_board() -> None:
    gate = SMALL[SMALL.index("[[gate]]") :]
    assert "gate 'approved' is here twice" in str(the_problem(SMALL + gate))
    board = '[[board]]\nname = "Other"\nstages = ["Drafting"]\n'
    problem = problems_of(SMALL.replace("[[gate]]\n", board + '[[gate]]\nboard = "Other"\n'))[0]
    assert "unknown stage of board 'Other' 'Approved'" in str(problem)


def test_a_count_that_deputies_could_give_is_possible() -> None:
    changes = {
        'managers = ["kim"]': 'managers = { people = ["kim"], deputies = ["ana"], '
        "away = [{ from = 2027-01-01, to = 2027-01-02 }] }"
    }
    more = 'approvals = [ { role = "managers", count = 2, by = "comment:/approve" } ]\n'
    assert book(changes, more).gates[0].approvals[0].count == 2


ONE_LIST = {'protects = ["Approved", "Published"]': 'protects = ["Approved"]'}


@pytest.mark.parametrize(
    ("needs", "wanted"),
    [
        ('{ role = "all", count = 2 }', "approvals[1]: 2 people cannot all bring the card into"),
        (
            '{ role = "managers" }, { role = "creators" }',
            "approvals[2]: nobody has this role and the roles above that also approve by moving",
        ),
    ],
)
def test_a_card_is_brought_in_by_one_person(needs: str, wanted: str) -> None:
    changes = {BY: 'enter_by = ["all"]', "[roles]\n": '[roles]\nall = ["ana", "kim"]\n'}
    more = f"approvals = [ {needs} ]\n"
    assert wanted in str(the_problem(small({**changes, **ONE_LIST}, more)))
    assert book(changes, more).gates[0].approvals


@pytest.mark.parametrize(
    "needs",
    [
        '{ role = "managers" }, { role = "all" }',
        '{ role = "managers" }, { role = "creators", by = "comment:/approve" }',
        '{ role = "managers" }, { role = "creators", when = { label = "Quick" } }',
    ],
)
def test_what_somebody_can_pass_is_no_problem(needs: str) -> None:
    changes = {BY: 'enter_by = ["all"]', "[roles]\n": '[roles]\nall = ["ana", "kim"]\n'}
    assert book({**changes, **ONE_LIST}, f"approvals = [ {needs} ]\n").gates


def test_every_form_of_a_gate_is_read() -> None:
    gate = book(
        more="""\
        approvals = [ { role = "managers", by = "comment:/ok", when.label = "C", owns = ["desc"] },
                      { role = "creators", by = "checklist: Facts checked" } ]
        guards = ["name", "desc", "field:Network", "checklist:Copy", "cover", "start"]
        may_edit = { ana = ["desc"] }
        automation = ["app1", "app2"]
        override = { by = ["kim"] }
        mode = "warn"
        [[gate.test]]
        name = "t"
        given = { author = "kim", labels = ["X"] }
        want = { verdict = "deny" }
        """
    ).gates[0]
    assert gate.approvals[0].when == When(label="C")
    assert gate.may_edit == {"ana": ("desc",)}
    assert gate.automation == ("app1", "app2")
    assert (gate.override.hours if gate.override else None) == 24
    assert gate.tests[0].given == {"author": "kim", "labels": ("X",)}
    assert (gate.place.line, gate.tests[0].place.line) == (16, 28)
