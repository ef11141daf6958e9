"""What is well typed and makes no sense: one problem each, at its line, with its hint."""

from __future__ import annotations

import pytest

from tests.rules.reading.tools import SMALL, book, problems_of, small, the_problem

LENGTH = '\n[[style]]\nset = "house"\nname = "{}"\nkind = "length"\nmax = 10\n'

TOP = {
    "version missing": ({"version = 1\n": ""}, "version: is missing; add version = 1"),
    "version newer": ({"version = 1\n": "version = 2\n"}, "version: must be 1, not 2; this syncer"),
    "time zone": (
        {"version = 1\n": 'version = 1\ntimezone = "Asia/Yeravan"\n'},
        "timezone: unknown time zone 'Asia/Yeravan'; did you mean 'Asia/Yerevan'?",
    ),
    "time zone that is a path": (
        {"version = 1\n": 'version = 1\ntimezone = "../../etc/passwd"\n'},
        "timezone: unknown time zone '../../etc/passwd'",
    ),
    "language": (
        {"version = 1\n": 'version = 1\nlanguage = "fr"\n'},
        'language: must be one of en, hy, not the text "fr"',
    ),
}

PEOPLE = {
    "unknown person": (
        {'creators = ["ana"]': 'creators = ["anna"]'},
        "[roles]: creators: unknown person 'anna'; did you mean 'ana'?",
    ),
    "nobody in a role": (
        {'creators = ["ana"]': "creators = []"},
        "[roles]: creators: nobody has this role",
    ),
    "twice in a role": (
        {'creators = ["ana"]': 'creators = ["ana", "ana"]'},
        "[roles]: creators: 'ana' stands here twice",
    ),
    "a role that is no list": (
        {'creators = ["ana"]': 'creators = "ana"'},
        "[roles]: creators: must be a list of people",
    ),
    "unknown deputy": (
        {'creators = ["ana"]': 'creators = { people = ["ana"], deputies = ["kym"] }'},
        "[roles.creators]: unknown person 'kym'; did you mean 'kim'?",
    ),
    "away without deputies": (
        {
            'creators = ["ana"]': 'creators = { people = ["ana"], '
            "away = [{ from = 2027-01-01, to = 2027-01-02 }] }"
        },
        "[roles.creators]: 'away' without 'deputies' has no effect",
    ),
    "away backwards": (
        {
            'creators = ["ana"]': 'creators = { people = ["ana"], deputies = ["kim"], '
            "away = [{ from = 2027-01-03, to = 2027-01-02 }] }"
        },
        "[roles.creators]: away[1]: ends (2027-01-02) before it begins (2027-01-03)",
    ),
    "one account for two": (
        {'trello = "kim_l"': 'trello = "@Ana_P"'},
        "[people.kim]: trello: '@Ana_P' is also the account of 'ana'; one account is one person",
    ),
    "no account": ({'trello = "kim_l"': 'trello = ""'}, "[people.kim]: trello: is empty"),
    "no trello": ({'trello = "kim_l"\n': ""}, "[people.kim]: key 'trello' is missing"),
    "until as text": (
        {'trello = "kim_l"': 'trello = "kim_l"\nuntil = "2027-01-31"'},
        "[people.kim]: until: must be a date such as 2027-01-31, not the text",
    ),
    "until with a time": (
        {'trello = "kim_l"': 'trello = "kim_l"\nuntil = 2027-01-31T00:00:00Z'},
        "[people.kim]: until: must be a date such as 2027-01-31, not 2027-01-31 00",
    ),
    "a name of its own": (
        {'trello = "kim_l"': 'trello = "kim_l"\nname = "Kim"'},
        "[people.kim]: unknown key 'name'",
    ),
    "a role called as a person": (
        {'creators = ["ana"]': 'creators = ["ana"]\nkim = ["ana"]'},
        "[roles]: kim: 'kim' is a person too",
    ),
}

BOARDS = {
    "a stage twice": (
        {'"Approved", "Published"]\n\n': '"Approved", "Published", "Review"]\n\n'},
        "[[board]] Social: stages: 'Review' stands here twice",
    ),
    "no name": ({'name = "Social"': 'name = " "'}, "name: is empty; give the board's name"),
    "owner of no stage": (
        {'name = "Social"': 'name = "Social"\nowner = { Reviews = "managers" }'},
        "[[board]] Social: owner.Reviews: 'Reviews' is no stage of this board",
    ),
    "unknown owner": (
        {'name = "Social"': 'name = "Social"\nowner = { Review = "manager" }'},
        "owner.Review: unknown role or person 'manager'; did you mean 'managers'?",
    ),
}


@pytest.mark.parametrize("name", [*TOP, *PEOPLE, *BOARDS])
def test_people_and_boards(name: str) -> None:
    changes, wanted = {**TOP, **PEOPLE, **BOARDS}[name]
    problem = the_problem(small(changes))
    assert wanted in str(problem)
    line = small(changes).splitlines()[problem.line - 1]
    assert name == "version missing" or problem.line > 1 or "version" in line


def test_the_small_book_is_fine() -> None:
    read = book()
    assert [gate.name for gate in read.gates] == ["approved"]
    assert read.roles["managers"].people == ("kim",)
    assert read.people["ana"].name == "ana"


def test_a_board_twice() -> None:
    more = '\n[[board]]\nname = "Social"\nstages = ["Approved"]\n'
    assert "board 'Social' is here twice" in str(the_problem(small(more=more)))


def test_gates_without_a_board_would_watch_nothing() -> None:
    start, end = SMALL.index("[[board]]"), SMALL.index("[[gate]]")
    assert "nothing would be watched" in str(the_problem(SMALL[:start] + SMALL[end:]))


def test_stages_are_not_doubted_while_a_board_cannot_be_read() -> None:
    problems = problems_of(small({"stages = [": "stagse = ["}))
    assert {problem.key for problem in problems} == {"[[board]] Social"}


def test_a_broken_person_is_a_person_all_the_same() -> None:
    problems = problems_of(small({'trello = "kim_l"': "trello = 3"}))
    assert [problem.key for problem in problems] == ["[people.kim]: trello"]


DEADLINE = """
[[deadline]]
name = "drafts"
stage = "Drafting"
due = { within = "2h" }
remind = ["3 business days", "1 day"]
escalate = { after = "1 day", to = ["managers"] }
"""

DEADLINES = {
    "stage": ('stage = "Drafting"', 'stage = "Draft"', "unknown stage 'Draft'; did you mean"),
    "no way": ('within = "2h"', "", "due: does not say when; give exactly one of"),
    "two ways": (
        'within = "2h"',
        'within = "2h", day_of_month = 3',
        "due: says day_of_month and within",
    ),
    "day 32": ('within = "2h"', "day_of_month = 32", "due.day_of_month: must be at most 31"),
    "day 0": ('within = "2h"', "day_of_month = 0", "due.day_of_month: must be at least 1"),
    "for alone": (
        'within = "2h"',
        'within = "2h", for = "next month"',
        "due.for: only goes with day_of_month",
    ),
    "for": (
        'within = "2h"',
        'day_of_month = 3, for = "next year"',
        "due.for: must be one of this month, next month",
    ),
    "before": (
        'within = "2h"',
        'before_publish = "soon"',
        "due.before_publish: 'soon' is not a length of time",
    ),
    "within": ('within = "2h"', "within = 2", "due.within: must be a length of time"),
    "remind": ('"1 day"]', '"1 fortnight"]', "remind: 'fortnight' is no unit of time"),
    "remind twice": ('"1 day"]', '"3 business days"]', "remind: '3 business days' stands here"),
    "after": ('after = "1 day"', 'after = "later"', "escalate.after: 'later' is not a length"),
    "to": ('to = ["managers"]', 'to = ["boss"]', "escalate.to: unknown role or person 'boss'"),
    "to nobody": ('to = ["managers"]', "to = []", "escalate.to: is empty: nobody would be told"),
    "board": ('name = "drafts"', 'name = "drafts"\nboard = "Sozial"', "unknown board 'Sozial'"),
}


@pytest.mark.parametrize("name", DEADLINES)
def test_deadlines(name: str) -> None:
    old, new, wanted = DEADLINES[name]
    assert DEADLINE.count(old) == 1
    problem = the_problem(SMALL + DEADLINE.replace(old, new))
    assert problem.key.startswith("[[deadline]] drafts")
    assert wanted in str(problem)


def test_deadlines_as_written() -> None:
    assert book(more=DEADLINE).deadlines[0].due.within is not None
    assert "deadline 'drafts' is here twice" in str(the_problem(SMALL + DEADLINE + DEADLINE))


def test_style_rules() -> None:
    assert book(more=LENGTH.format("short")).style[0].name == "short"
    twice = the_problem(SMALL + LENGTH.format("short") + LENGTH.format("short"))
    assert "set 'house' has a rule 'short' already" in str(twice)
    assert "name: is empty" in str(the_problem(SMALL + LENGTH.format("")))


STYLE = {
    "kind missing": ('kind = "length"\n', "", "[[style]] short: key 'kind' is missing"),
    "kind unknown": ('"length"', '"lenght"', "unknown kind 'lenght'; did you mean 'length'?"),
    "kind a number": ('"length"', "3", "kind: must be text, not the number 3"),
    "key of no kind": ("max = 10", "maxx = 10", "unknown key 'maxx'; did you mean 'max'?"),
    "level": ("max = 10", 'max = 10\nlevel = "fatal"', "level: must be one of suggestion, warning"),
    "the kind itself": ("max = 10", "", "[[style]] short: length needs a network, a max or a min"),
    "empty test": ("max = 10", "max = 10\ntest = [{}]", "test[1]: has neither 'bad' nor 'good'"),
    "stage": ("max = 10", 'max = 10\nwhen.stage = "Revue"', "when.stage: unknown stage 'Revue'"),
    "board": ("max = 10", 'max = 10\nwhen.board = "B"', "when.board: unknown board 'B'"),
    "limit": ("max = 10", "max = 10\nlimit = -1", "limit: must be at least 0"),
}


@pytest.mark.parametrize("name", STYLE)
def test_style_problems(name: str) -> None:
    old, new, wanted = STYLE[name]
    rule = LENGTH.format("short")
    assert rule.count(old) == 1
    problem = problems_of(SMALL + rule.replace(old, new))[0]
    assert problem.key.startswith("[[style]] short")
    assert wanted in str(problem)


def test_packs_and_folders_that_are_not_there() -> None:
    text = small({"version = 1\n": 'version = 1\npacks = ["no-such"]\nstyles = ["no/such"]\n'})
    pack, folder = problems_of(text)
    assert (pack.line, folder.line) == (2, 3)
    assert "unknown pack 'no-such'" in str(pack)
    assert "folder 'no/such' cannot be read" in str(folder)


MESSAGES = {
    "sound": ("sent_back = '{who}, {{wait}}: {why}'", None),
    "unknown key": ("sent_bak = 'x'", "unknown message 'sent_bak'; did you mean 'sent_back'?"),
    "unknown word": ("sent_back = '{whom}'", "unknown placeholder '{whom}'; did you mean 'who'?"),
    "braces": ("sent_back = '{who'", "cannot be filled"),
    "too clever": ("sent_back = '{who.name}'", "'{who.name}' is not a plain name"),
    "numbered": ("sent_back = '{}'", "'{}' is not a plain name in braces"),
    "no text": ("sent_back = 3", "must be text"),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_messages(name: str) -> None:
    line, wanted = MESSAGES[name]
    text = SMALL + "\n[messages]\n" + line + "\n"
    templates = {"sent_back": ("who", "why")}
    if wanted is None:
        assert book(more="\n[messages]\n" + line + "\n").messages["sent_back"].startswith("{who}")
    else:
        problem = the_problem(text, templates=templates)
        assert wanted in str(problem)
        assert problem.line == text.count("\n")
