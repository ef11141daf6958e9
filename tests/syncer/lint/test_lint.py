"""`syncer lint`: its JSON, which rules it takes, its exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from syncer.records import Stop
from tests.syncer.lint.conftest import RULES, Lint, rows

SYNCER = Path(sys.executable).with_name("syncer")
KEYS = [
    *("file", "line", "column", "end_column", "set", "rule", "kind", "level", "message", "match"),
    *("replacements", "link"),
]


def test_json_has_the_promised_keys_in_code_points(run: Lint, here: Path) -> None:
    (here / "post.md").write_text("Բարև 😀 👍\n\n🎉 **Utilise** it, revolutionary!\n", "utf-8")
    result = run("post.md", "--format", "json")
    plain, hype = rows(result)
    assert list(plain) == KEYS
    assert plain == {
        "file": "post.md",
        "line": 3,
        "column": 5,
        "end_column": 12,
        "set": "words",
        "rule": "plain",
        "kind": "substitution",
        "level": "suggestion",
        "message": "Use 'use' instead of 'Utilise'.",
        "match": "Utilise",
        "replacements": ["use"],
        "link": "",
    }
    assert (hype["column"], hype["end_column"], hype["match"]) == (19, 32, "revolutionary")
    assert hype["link"] == "https://wiki.example.org/style#hype"
    assert (result.exit_code, result.stderr) == (1, "")


def test_rows_are_sorted_by_place_over_all_files(run: Lint, here: Path) -> None:
    for name in ("b.md", "a.txt", "c.md"):
        (here / name).write_text("utilise it\nrevolutionary, utilise\n", "utf-8")
    found = rows(run("c.md", "b.md", "a.txt", "b.md", "--format", "json"))
    places = [(row["file"], row["line"], row["column"]) for row in found]
    assert places == sorted(set(places))
    assert len(places) == 9


def test_a_folder_stands_for_its_texts(run: Lint, here: Path) -> None:
    for name in ("posts/a.md", "posts/deep/b.txt", "posts/.git/c.md", "posts/d.py"):
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_text("revolutionary", "utf-8")
    found = rows(run("posts", "--format", "json"))
    assert [row["file"] for row in found] == ["posts/a.md", "posts/deep/b.txt"]


@pytest.mark.parametrize(
    ("args", "text", "name"),
    [
        (("-",), "revolutionary", "<stdin>"),
        ((), "revolutionary", "<stdin>"),
        (("-", "--stdin-name", "draft.md"), "revolutionary", "draft.md"),
        (("--text", "revolutionary"), None, "<text>"),
    ],
)
def test_texts_from_elsewhere(run: Lint, args: tuple[str, ...], text: str, name: str) -> None:
    (row,) = rows(run(*args, "--format", "json", text=text))
    assert (row["file"], row["line"], row["column"]) == (name, 1, 1)


@pytest.mark.parametrize(
    ("args", "told", "code"),
    [
        ((), {"no-hype", "plain"}, 1),
        (("--set", "house"), {"no-hype"}, 1),
        (("--set", "house", "--set", "words"), {"no-hype", "plain"}, 1),
        (("--min-level", "warning"), {"no-hype"}, 1),
        (("--min-level", "error", "--set", "words"), set(), 0),
        (("--network", "x"), {"no-hype", "plain", "x-length"}, 1),
        (("--label", "Twitter"), {"no-hype", "plain", "x-length"}, 1),
    ],
)
def test_which_rules_speak(run: Lint, args: tuple[str, ...], told: set[str], code: int) -> None:
    text = "revolutionary: utilise it " + "x" * 281
    result = run("--text", text, "--format", "json", *args)
    assert {row["rule"] for row in rows(result)} == told
    assert result.exit_code == code


def test_without_rules_the_starter_speaks(run: Lint, here: Path) -> None:
    (here / "rules.toml").unlink()
    (row,) = rows(run("--text", "A game-changer for teams", "--format", "json"))
    assert (row["set"], row["rule"]) == ("house", "no-hype")


def test_styles_alone_are_taken_and_rules_beside_them_when_asked(run: Lint, here: Path) -> None:
    style(here / "styles" / "Ours", "revolutionary")
    text = ("--text", "revolutionary", "--format", "json", "--styles", "styles")
    assert [row["rule"] for row in rows(run(*text))] == ["Hype"]
    both = rows(run(*text, "--rules", "rules.toml"))
    assert [(row["set"], row["rule"]) for row in both] == [
        ("Ours", "Hype"),
        ("house", "no-hype"),
    ]


def style(folder: Path, token: str) -> None:
    folder.mkdir(parents=True)
    text = f"extends: existence\nmessage: Avoid '%s'.\ntokens:\n  - {token}\n"
    (folder / "Hype.yml").write_text(text, "utf-8")


def test_a_rule_that_cannot_answer_is_never_green(run: Lint, here: Path) -> None:
    rule = '[[style]]\nset = "house"\nname = "alive"\nkind = "links"\nalive = true\n'
    (here / "rules.toml").write_text("version = 1\n" + rule, "utf-8")
    result = run("--text", "see https://example.com/a", "--format", "json")
    assert (result.exit_code, rows(result)) == (2, [])
    assert "house.alive could not answer: " in result.stderr
    assert "nobody has looked at the link https://example.com/a" in result.stderr


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_linted(
    run: Lint, here: Path
) -> None:
    (here / "bad.md").write_bytes(b"fine\n\xff\n")
    (here / "good.md").write_text("\ufeffrevolutionary", "utf-8")
    result = run("bad.md", "gone.md", "good.md", "--format", "json")
    assert [(row["file"], row["column"]) for row in rows(result)] == [("good.md", 1)]
    assert result.exit_code == 2
    assert "bad.md:2: byte 5 is not UTF-8 text" in result.stderr
    assert "gone.md: No such file or directory" in result.stderr


@pytest.mark.parametrize(
    ("args", "why"),
    [
        (("--set", "hous"), "no set is called 'hous'; did you mean 'house'?"),
        (("--rules", "gone.toml"), "gone.toml cannot be read: No such file or directory"),
        (("--rules", "bad.toml"), "bad.toml:1: "),
        (("--styles", "gone"), "gone cannot be read: no such folder"),
        (("--styles", "empty"), "empty holds no Vale style"),
        (("--styles", "a/Ours", "--styles", "b/Ours"), "'Ours' was read from another folder"),
    ],
)
def test_rules_that_cannot_be_used_stop_it(
    run: Lint, here: Path, args: tuple[str, ...], why: str
) -> None:
    (here / "bad.toml").write_text("versoin = 1\n", "utf-8")
    (here / "empty").mkdir()
    style(here / "a" / "Ours", "x")
    style(here / "b" / "Ours", "x")
    stop = run("--text", "hello", *args).exception
    assert isinstance(stop, Stop)
    assert why in str(stop)
    assert stop.problem.exit == 2


def test_the_installed_command(here: Path) -> None:
    (here / "rules.toml").write_text(RULES, "utf-8")
    (here / "post.md").write_text("Բարև, utilise it\n", "utf-8")
    call = [SYNCER, "lint", "post.md", "--format", "json"]
    done = subprocess.run(call, capture_output=True, check=False, env={"LC_ALL": "C"})
    assert (done.returncode, done.stderr) == (1, b"")
    (row,) = json.loads(done.stdout.decode("utf-8"))
    assert (row["line"], row["column"]) == (1, 7)
    wrong = subprocess.run([SYNCER, "lint", "--set", "no"], capture_output=True, check=False)
    assert wrong.returncode == 2


def test_nothing_heavy_is_imported_to_lint_a_text(here: Path) -> None:
    (here / "rules.toml").write_text(RULES, "utf-8")
    code = (
        "import sys\n"
        "from syncer.cli import cli\n"
        "cli(['lint', '--text', 'utilise it', '--format', 'json'], standalone_mode=False)\n"
        "heavy = {'sqlalchemy', 'requests', 'flask', 'msgspec', 'trello', 'pyairtable'}\n"
        "heavy |= {'hunspell', 'harper', 'simplemma', 'yaml', 'PIL'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "[]\n"
    assert json.loads(done.stdout)[0]["match"] == "utilise"
