"""Built-in style sets, named by `packs`."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.reading import Problems, read_book
from rules.reading import style as reading_style
from rules.reading.style import pack_names, read_pack
from tests.rules.reading.tools import problems_of, small

RULE = '[[style]]\nset = "plain"\nname = "short"\nkind = "length"\nmax = 10\n'


@pytest.fixture
def packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of packs of our own, in place of the built-in ones."""
    monkeypatch.setattr(reading_style, "PACKS", tmp_path)
    return tmp_path


def test_a_pack_gives_its_rules_and_its_set(packs: Path) -> None:
    (packs / "plain.toml").write_text(RULE)
    text = small({"version = 1\n": 'version = 1\npacks = ["plain"]\n'}, 'style = ["plain"]\n')
    (rule,) = read_book(text).style
    assert (rule.set, rule.name, str(rule.place)) == ("plain", "short", "packs/plain.toml:1")


def test_an_unknown_pack_is_told_with_the_nearest(packs: Path) -> None:
    (packs / "plain.toml").write_text(RULE)
    (packs / "notes.txt").write_text("no pack")
    assert pack_names() == ("plain",)
    text = small({"version = 1\n": 'version = 1\npacks = ["plane"]\n'})
    assert "unknown pack 'plane'; did you mean 'plain'?" in str(problems_of(text)[0])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (RULE + RULE, "packs/plain.toml:8: [[style]] short: name: set 'plain' has a rule"),
        ("version = 1\n" + RULE, "packs/plain.toml:1: unknown key 'version'"),
        ("[[style]\n", "packs/plain.toml:1: not TOML"),
    ],
)
def test_packs_are_read_as_strictly(packs: Path, text: str, wanted: str) -> None:
    (packs / "plain.toml").write_text(text)
    with pytest.raises(Problems, match=r"packs/plain\.toml") as caught:
        read_pack("plain")
    assert str(caught.value).startswith(wanted)
    asked = small({"version = 1\n": 'version = 1\npacks = ["plain"]\n'})
    assert str(problems_of(asked)[0]).startswith(wanted)


def test_every_built_in_pack_can_be_read() -> None:
    for name in pack_names():
        assert read_pack(name)
