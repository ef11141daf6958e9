"""The built-in packs: each rule does what its own examples say."""

from __future__ import annotations

import shutil
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

from rules.reading.style import pack_names, read_pack
from rules.rule import Rule
from rules.style.post import post_of_text
from rules.style.registry import kind
from rules.style.sheet import Sheet
from rules.style.trial import trials
from rules.verdict import Level

PACKS = (
    "accessibility",
    "disclosure",
    "en-GB",
    "en-US",
    "house-starter",
    "hy",
    "hy-spelling",
    "networks",
)
RULES = [(pack, rule) for pack in PACKS if pack != "hy-spelling" for rule in read_pack(pack)]


def test_these_packs_are_there() -> None:
    assert pack_names() == PACKS


@pytest.mark.parametrize("pack", PACKS)
def test_a_pack_is_plain_toml_with_the_keys_of_its_kinds(root: Path, pack: str) -> None:
    text = (root / "rules/packs" / f"{pack}.toml").read_text(encoding="utf-8")
    assert text.startswith("# ")
    for entry in tomllib.loads(text)["style"]:
        known = {field.name for field in fields(kind(entry["kind"]))} | {"kind"}
        assert set(entry) <= known, entry["name"]
        assert any("bad" in test for test in entry["test"]), entry["name"]
        assert any("good" in test for test in entry["test"]), entry["name"]


@pytest.mark.parametrize(("pack", "rule"), RULES, ids=[f"{p}.{r.name}" for p, r in RULES])
def test_a_rule_does_what_its_examples_say(pack: str, rule: Rule) -> None:
    if rule.KIND in ("spelling", "grammar"):
        pytest.importorskip("hunspell" if rule.KIND == "spelling" else "harper")
    for trial in trials(rule):
        assert trial.passed, (trial.text[:80], trial.fired, trial.failure)


def test_armenian_spelling_takes_a_dictionary_beside_it(
    real: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("hunspell")
    shutil.copytree(real / "hy", tmp_path / "dictionaries")
    monkeypatch.chdir(tmp_path)
    (rule,) = read_pack("hy-spelling")
    assert [trial.passed for trial in trials(rule)] == [True, True]


def test_armenian_spelling_without_a_dictionary_says_how_to_get_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rules.style import spelling

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(spelling, "FOLDERS", ())
    report = Sheet(read_pack("hy-spelling")).check(post_of_text("Բարև"))
    assert report.findings == ()
    assert "apt install myspell-hy" in report.failures[0].why


def test_a_network_is_judged_where_the_card_names_it() -> None:
    sheet = Sheet(read_pack("networks"))
    text = "ա" * 290

    def refused(desc: str, *labels: str) -> list[str]:
        found = sheet.check(post_of_text(desc, labels=labels)).findings
        return [finding.rule for finding in found if finding.level is Level.ERROR]

    assert refused(text) == []
    assert refused(text, "X") == ["x-length"]
    assert refused(text, "Twitter", "Bluesky") == ["x-length"]
    assert refused(text, "LinkedIn") == []
    assert refused(f"## X\n{text}\n\n## LinkedIn\n{text}") == ["x-length"]


def test_rules_of_a_pack_apart_from_errors_never_break_a_gate_by_surprise() -> None:
    errors = {f"{pack}.{rule.name}" for pack, rule in RULES if rule.level is Level.ERROR}
    assert {name for name in errors if name.startswith("house-starter")} == {
        "house-starter.placeholders"
    }
    assert not any(name.startswith("en-") for name in errors)
