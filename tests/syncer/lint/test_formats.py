"""Text, SARIF and GitHub's commands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from rules.style.sheet import Failure
from rules.verdict import Level
from syncer.lint.formats import FORMATS, rows_as_json
from syncer.lint.github import commands
from syncer.lint.row import Outcome, Row
from syncer.lint.sarif import log_of, uri
from syncer.lint.text import coloured, counted, plain
from tests.syncer.lint.conftest import Lint


def row(**given: Any) -> Row:
    """A row, told nothing of by default."""
    default: dict[str, Any] = {
        "file": "a.md",
        "line": 2,
        "column": 3,
        "end_column": 6,
        "set": "house",
        "rule": "plain",
        "kind": "existence",
        "level": Level.WARNING,
        "message": "Use 'use'.",
        "match": "abc",
        "replacements": (),
        "link": "",
    }
    return Row(**(default | given))


def test_text_for_people(run: Lint, here: Path) -> None:
    (here / "post.md").write_text("We utilise revolutionary tools.\n", "utf-8")
    result = run("post.md")
    assert result.stdout.splitlines() == [
        "post.md:1:4: suggestion: Use 'use' instead of 'utilise'. [words.plain]",
        "    ‘utilise’ → ‘use’",
        "post.md:1:12: error: Avoid 'revolutionary'. [house.no-hype]",
        "    https://wiki.example.org/style#hype",
    ]
    assert result.stderr == "1 error, 1 suggestion in 1 text\n"
    nothing = run("--text", "fine")
    assert (nothing.stdout, nothing.stderr, nothing.exit_code) == ("", "nothing found\n", 0)


def test_text_of_a_vale_rule_names_its_set_once_and_a_removal_is_said() -> None:
    told = plain([row(set="Ours", rule="Hype", match="very\n ", replacements=("",))])
    assert told.splitlines()[0].endswith("[Ours.Hype]")
    assert told.splitlines()[1] == "    ‘very’ → (nothing)"
    assert counted([row(), row(file="b.md")]) == "2 warnings in 2 texts"


def test_colours_are_for_terminals() -> None:
    assert "\x1b[" not in plain([row()])
    assert "\x1b[33mwarning\x1b[0m" in coloured([row()])


def test_github_escapes_what_its_commands_read() -> None:
    odd = row(file="a,b:c%.md", message="50 %\nor more", replacements=("x", "y"), link="https://w/")
    assert list(commands([odd, row(level=Level.SUGGESTION), row(level=Level.ERROR)])) == [
        "::warning file=a%2Cb%3Ac%25.md,line=2,endLine=2,col=3,endColumn=6,"
        "title=house.plain::50 %25%0Aor more%0AInstead: x | y%0Ahttps://w/",
        "::notice file=a.md,line=2,endLine=2,col=3,endColumn=6,title=house.plain::Use 'use'.",
        "::error file=a.md,line=2,endLine=2,col=3,endColumn=6,title=house.plain::Use 'use'.",
    ]


def test_sarif_has_what_its_readers_need() -> None:
    failure = Failure(set="house", rule="slow", why="a pattern took too long")
    rows = (row(replacements=("use", "")), row(rule="hype", level=Level.ERROR, link="https://w/"))
    log = log_of(Outcome(rows=rows, unanswered=(("a.md", failure),)))
    assert (log["version"], log["$schema"].rpartition("/")[2]) == ("2.1.0", "sarif-2.1.0.json")
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    driver = run["tool"]["driver"]
    assert [rule["id"] for rule in driver["rules"]] == ["house.plain", "house.hype"]
    assert driver["rules"][1]["helpUri"] == "https://w/"
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    (notice,) = invocation["toolExecutionNotifications"]
    assert notice["message"]["text"] == "house.slow could not answer: a pattern took too long"
    plain_one, hype = run["results"]
    assert (hype["ruleIndex"], hype["level"], hype["message"]) == (
        1,
        "error",
        {"text": "Use 'use'."},
    )
    region = hype["locations"][0]["physicalLocation"]["region"]
    assert region == {
        "startLine": 2,
        "startColumn": 3,
        "endColumn": 6,
        "snippet": {"text": "abc"},
    }
    written = [
        change["replacements"][0]["insertedContent"]["text"]
        for fix in plain_one["fixes"]
        for change in fix["artifactChanges"]
    ]
    assert written == ["use", ""]
    assert "fixes" not in hype


def test_sarif_offers_no_fix_that_a_region_in_one_line_would_spoil() -> None:
    (result,) = log_of(Outcome(rows=(row(match="a\nb", replacements=("c",)),)))["runs"][0][
        "results"
    ]
    assert "fixes" not in result


@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        ("posts/a.md", "posts/a.md"),
        ("my post #1.md", "my%20post%20%231.md"),
        ("c:d.md", "c%3Ad.md"),
        ("/srv/Բ.md", "file:///srv/%D4%B2.md"),
        ("posts\\a.md", "posts/a.md"),
    ],
)
def test_sarif_names_files_by_addresses(file: str, wanted: str) -> None:
    assert uri(file) == wanted
    assert unquote(wanted).endswith(file.replace("\\", "/"))


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_every_format_can_say_nothing_and_odd_things(form: str) -> None:
    assert "Traceback" not in FORMATS[form](Outcome())
    odd = (row(message="\u202e\x00 <b>&", match="\U0001f600"),)
    told = FORMATS[form](Outcome(rows=odd))
    if form in ("json", "sarif"):
        json.loads(told)
    assert rows_as_json(odd)[0]["match"] == "\U0001f600"
