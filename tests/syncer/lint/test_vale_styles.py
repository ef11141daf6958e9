"""Vale styles through the command: Google's and Microsoft's fixtures, and broken styles."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.vale import linted, switched_on
from tests.rules.style.test_vale_conformance import rows as expected
from tests.syncer.lint.conftest import Lint, rows

GOOD = "extends: existence\nmessage: Avoid '%s'.\ntokens: [foo]\n"


@pytest.mark.parametrize("suite", ["Google", "Microsoft"])
def test_the_command_tells_what_vale_tells(real: Path, suite: str) -> None:
    folder = real / "vale"
    asked = [row for row in expected(folder) if row.suite == suite and row.plain]
    given, notes = linted(folder, suite, sorted({row.fixture for row in asked}))
    wanted = {(row.fixture, *row.alert) for row in asked if not row.note}
    stale = {(row.fixture, *row.alert[:3]) for row in asked if row.note}
    assert wanted - given == set()
    assert {alert for alert in given - wanted if alert[:4] not in stale} == set()
    assert (notes, len(wanted) > 40) == ([], True)


def test_in_one_process_as_well(real: Path, run: Lint) -> None:
    fixture = real / "vale" / "Google" / "fixtures" / "Passive" / "test.md"
    found = rows(run(str(fixture), "--styles", str(real / "vale"), "--set", "Google",
                     "--format", "json"))  # fmt: skip
    on = switched_on(fixture)
    wanted = {row.alert for row in expected(real / "vale") if fixture.match(row.fixture)}
    given = [(r["line"], r["column"], f"{r['set']}.{r['rule']}", r["message"]) for r in found]
    assert {alert for alert in given if alert[2] in on} == wanted


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a\n- b\n",
        "extends: [existence]\nmessage: a\n",
        "extends: unheard\nmessage: a\n",
        "extends: existence\n",
        "extends: existence\nmessage: a\n",
        "extends: existence\nmessage: a\ntokens: {a: b}\n",
        "extends: existence\nmessage: a\ntokens: ['(']\n",
        "extends: existence\nmessage: [a]\ntokens: [a]\n",
        "extends: existence\nmessage: a\nlevel: grave\ntokens: [a]\n",
        "extends: existence\nmessage: a\nlevel: [a]\ntokens: [a]\n",
        "extends: existence\nmessage: a\nscope: nowhere.at.all\ntokens: [a]\n",
        "extends: existence\nmessage: a\naction: {name: [a]}\ntokens: [a]\n",
        "extends: existence\nmessage: a\naction: {name: edit, params: [regex, '(']}\ntokens: [a]\n",
        "extends: substitution\nmessage: a\nswap: [a]\n",
        "extends: substitution\nmessage: a\nswap: {'(': b}\n",
        "extends: substitution\nmessage: a\nswap: {a: {b: c}}\n",
        "extends: occurrence\nmessage: a\ntoken: x\nmax: many\n",
        "extends: capitalization\nmessage: a\nmatch: '('\n",
        "extends: capitalization\nmessage: a\nmatch: $title\nthreshold: much\n",
        "extends: conditional\nmessage: a\nfirst: '('\nsecond: b\n",
        "extends: consistency\nmessage: a\neither: [a]\n",
        "extends: metric\nmessage: a\nformula: import os\ncondition: '> 1'\n",
        "extends: readability\nmessage: a\nmetrics: [Nobody]\ngrade: 8\n",
        "extends: sequence\nmessage: a\ntokens: [{tag: NN}]\n",
        "extends: script\nmessage: a\nscript: |\n  x := 1\n",
        "extends: spelling\nmessage: a\nignore: [nowhere.txt]\n",
        "extends: existence\nmessage: a\ntokens: ['\\s']\nraw: \"\\s\"\n",
        "extends: existence\nmessage: a\ntokens: &a [*a]\n",
        "extends: existence\nmessage: !!python/object:os.system a\ntokens: [a]\n",
        "a: b: c\n",
        "\t\n\x00",
    ],
)
def test_no_rule_file_upsets_it_and_none_is_dropped_silently(
    run: Lint, here: Path, text: str
) -> None:
    folder = here / "styles" / "Odd"
    folder.mkdir(parents=True)
    (folder / "Good.yml").write_text(GOOD, "utf-8")
    (folder / "Odd.yml").write_text(text, "utf-8")
    result = run("--styles", "styles", "--text", "a foo b", "--format", "json")
    assert result.exit_code in (1, 2), result.exception
    assert "Good" in {row["rule"] for row in rows(result)}
    taken = any(row["rule"] == "Odd" for row in rows(result))
    assert taken or "Odd" in result.stderr


def test_a_rule_file_that_is_no_text_is_named(run: Lint, here: Path) -> None:
    folder = here / "Odd"
    folder.mkdir()
    (folder / "Good.yml").write_text(GOOD, "utf-8")
    (folder / "Bin.yml").write_bytes(b"\xff\xfe\x00")
    result = run("--styles", "Odd", "--text", "foo", "--format", "json")
    assert result.exit_code == 1
    assert "note: not taken over: Odd/Bin.yml:1: byte 0 is not UTF-8 text" in result.stderr


def test_a_vocabulary_beside_the_styles_is_theirs(run: Lint, here: Path) -> None:
    words = here / "styles" / "config" / "vocabularies" / "Base"
    words.mkdir(parents=True)
    (words / "accept.txt").write_text("Foo\nZartonk\n", "utf-8")
    (here / "styles" / "Odd").mkdir()
    (here / "styles" / "Odd" / "Good.yml").write_text(f"{GOOD}ignorecase: true\n", "utf-8")
    result = run("--styles", "styles", "--text", "Foo of zartonk, FOO", "--format", "json")
    told = [(row["rule"], row["message"]) for row in rows(result)]
    assert ("Vale.Terms", "Use 'Zartonk' instead of 'zartonk'.") in told
    assert ("Good", "Avoid 'Foo'.") not in told
