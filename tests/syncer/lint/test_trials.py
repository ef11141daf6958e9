"""`syncer test`: the rules file's own tests."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rules.reading import read_book
from syncer.cli.options import Settings
from syncer.cli.test import test as command
from syncer.lint.live import usage
from syncer.records import Stop

GOOD = """\
version = 1
[people.kim]
trello = "kim"
[people.ana]
trello = "ana"
[roles]
managers = ["kim"]
[[board]]
name = "Posts"
stages = ["Review", "Approved"]

[[gate]]
name = "approved"
protects = ["Approved"]
enter_by = ["managers"]
  [[gate.test]]
  name = "a stranger may not"
  given = { author = "ana", from = "Review", to = "Approved", by = "ana" }
  want = { verdict = "deny", because = "enter_by" }

[[style]]
set = "house"
name = "no-hype"
kind = "existence"
tokens = ["revolutionary"]
  [[style.test]]
  bad = "A revolutionary lamp"
  good = "A lamp"
"""


def run(here: Path, text: str, *args: str) -> Result:
    (here / "rules.toml").write_text(text, "utf-8")
    return CliRunner().invoke(command, args, obj=Settings(config="config.toml"))


def test_tests_that_pass(here: Path) -> None:
    result = run(here, GOOD)
    assert (result.stdout, result.exit_code) == ("rules.toml: 3 tests, no failures\n", 0)
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            'bad = "A revolutionary lamp"',
            'bad = "A fine lamp"',
            [
                "rules.toml:21: house.no-hype: no test makes it fire: give it a [[style.test]] "
                'with bad = "…"',
                "rules.toml:26: house.no-hype: should have fired on 'A fine lamp' and did not",
            ],
        ),
        (
            'good = "A lamp"',
            'good = "Not revolutionary"',
            [
                "rules.toml:26: house.no-hype: should not have fired on 'Not revolutionary': "
                "Avoid 'revolutionary'."
            ],
        ),
        (
            '  bad = "A revolutionary lamp"\n',
            "",
            [
                "rules.toml:21: house.no-hype: no test makes it fire: give it a [[style.test]] "
                'with bad = "…"'
            ],
        ),
        (
            'verdict = "deny", because = "enter_by"',
            'verdict = "allow"',
            [
                "rules.toml:16: gate approved, test 'a stranger may not': verdict: wanted allow, "
                "got deny; because of enter_by"
            ],
        ),
    ],
)
def test_tests_that_fail(here: Path, old: str, new: str, told: list[str]) -> None:
    assert old in GOOD
    result = run(here, GOOD.replace(old, new))
    assert result.stdout.splitlines() == told
    assert result.exit_code == 1
    assert "failure" in result.stderr
    (first, *_) = json.loads(run(here, GOOD.replace(old, new), "--format", "json").stdout)[
        "failures"
    ]
    assert told[0] == "{file}:{line}: {rule}: {message}".format(**first)


def test_a_rule_that_cannot_answer_fails_its_test(here: Path) -> None:
    rule = '[[style]]\nset = "house"\nname = "alive"\nkind = "links"\nalive = true\n'
    rule += '  [[style.test]]\n  bad = "https://example.com"\n'
    result = run(here, GOOD + rule)
    assert "house.alive: could not answer on 'https://example.com'" in result.stdout
    assert result.exit_code == 1


def test_packs_are_tested_where_they_are_made_and_gates_tell_what_nobody_tested(
    here: Path,
) -> None:
    text = GOOD.replace("version = 1\n", 'version = 1\npacks = ["networks"]\n')
    result = run(here, text.replace("enter_by = [", 'not_by = ["author"]\nenter_by = ['))
    assert result.stdout == "rules.toml: 3 tests, no failures\n"
    assert result.stderr == "note: gate approved: author: no test asks for this answer\n"


def test_rules_that_cannot_be_read(here: Path) -> None:
    stop = run(here, "versoin = 1\n").exception
    assert isinstance(stop, Stop)
    assert (stop.problem.exit, "rules.toml:1: " in str(stop)) == (2, True)
    gone = run(here, GOOD, "gone.toml").exception
    assert isinstance(gone, Stop)
    assert str(gone).startswith("gone.toml cannot be read")


def test_what_config_names_is_tested(here: Path) -> None:
    (here / "config.toml").write_text('[rules]\nfile = "their.toml"\n', "utf-8")
    (here / "their.toml").write_text(GOOD, "utf-8")
    assert "their.toml: 3 tests" in run(here, "").stdout


def test_usage_counts_cards_since_a_moment_and_minds_no_broken_entry() -> None:
    book = read_book(GOOD)
    since = datetime(2026, 11, 1, tzinfo=UTC)

    def entry(at: str, card: str, kind: str = "decision", **body: object) -> str:
        return json.dumps(
            {"at": f"2026-{at}T00:00:00.000Z", "card": card, "kind": kind, "body": body}
        )

    found = [{"set": "house", "rule": "no-hype"}, {"set": "gone", "rule": "gone"}]
    waiver = {"code": "waived", "facts": {"rule": "house.no-hype"}}
    texts = [
        entry("10-01", "old", findings=found),
        entry("11-02", "a", findings=found),
        entry("11-03", "a", findings=found),
        entry("11-03", "b", findings=found),
        entry("11-04", "b", "note", **waiver),
        "no entry any more",
        "[]",
    ]
    seen = usage(book.style, texts, since)
    assert dict(seen.fired) == {("house", "no-hype"): 2}
    assert seen.doubted() == (("house.no-hype", 1),)
    assert seen.silent() == ()
    assert seen.first == datetime(2026, 10, 1, tzinfo=UTC)
    assert usage(book.style, [], since).silent() == ("house.no-hype",)
