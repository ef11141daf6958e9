"""A style folder as a set: what is taken over, and that the rest is named."""

from __future__ import annotations

import pytest

from rules.rule import Rule
from rules.style.vale import Vocabulary, load_style
from rules.verdict import Level
from tests.rules.style.tools import findings, told

GOOD = "extends: existence\nmessage: Avoid '%s'.\ntokens: [bad]\n"


def one(text: str, **files: str) -> tuple[Rule, tuple[str, ...]]:
    rules, notes = load_style("House", {"Rule.yml": text} | files)
    return rules[0], notes


def refused(text: str) -> str:
    rules, notes = load_style("House", {"Rule.yml": text, "Good.yml": GOOD})
    assert [rule.name for rule in rules] == ["Good"]
    (note,) = notes
    assert note.startswith("House/Rule.yml: not taken over: ")
    return note


def test_the_header() -> None:
    rule, notes = one(
        "extends: existence\nmessage: \"No '%s'\"\ndescription: why\nlevel: error\n"
        "scope: [heading, list]\nlink: https://x.y\nlimit: 2\nvocab: false\ntokens: [bad]\n"
        "action:\n  name: replace\n  params: [good]\n"
    )
    assert notes == ()
    assert (rule.set, rule.name, rule.level) == ("House", "Rule", Level.ERROR)
    assert (rule.scope, rule.link, rule.limit) == (("heading", "list"), "https://x.y", 2)
    assert (rule.description, rule.vocab) == ("why", False)
    assert str(rule.place) == "House/Rule.yml:1"
    assert [one.replacements for one in findings("# bad\n\nbad", rule)] == [("good",)]


def test_a_rule_of_a_folder_within_has_its_name() -> None:
    rules, _ = load_style("House", {"sub/Rule.yml": GOOD})
    assert rules[0].name == "sub.Rule"


def test_words_of_yaml_stay_words() -> None:
    rule, _ = one(
        "extends: substitution\nmessage: '%s/%s'\nignorecase: yes\n"
        "swap:\n  no: nope\n  yes: 'on'\n  12: twelve\n  1.50: half\n"
    )
    assert told("No yes 12", rule) == ["nope/No", "on/yes", "twelve/12"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("message: x\ntokens: [a]\n", "no 'extends'"),
        ("extends: existence\ntokens: [a]\n", "no message"),
        ("extends: script\nmessage: x\nscript: a\n", "scripts"),
        ("extends: nonsense\nmessage: x\n", "'nonsense'"),
        ("extends: Other.Rule\nmessage: x\n", "'Other.Rule'"),
        ("extends: existence\nmessage: x\n", "needs tokens"),
        ("extends: existence\nmessage: x\ntokens: ['(']\n", "cannot be read"),
        ("extends: existence\nmessage: x\ntokens: {a: b}\n", "'tokens': should be a list"),
        ("extends: existence\nmessage: x\ntokens: [a]\nignorecase: 3\n", "true or false"),
        ("extends: existence\nmessage: x\ntokens: [a]\nlevel: fatal\n", "'level'"),
        ("extends: existence\nmessage: x\ntokens: [a]\nlimit: many\n", "'limit'"),
        ("extends: existence\nmessage: x\ntokens: [a]\nscope: figure.caption\n", "figure.caption"),
        ("extends: existence\nmessage: x\ntokens: [a]\naction: {name: fly}\n", "'fly'"),
        ("extends: substitution\nmessage: x\nswap: [a]\n", "'swap': should be a table"),
        ("extends: occurrence\nmessage: x\ntoken: a\n", "max or min"),
        ("extends: metric\nmessage: x\nformula: foo\ncondition: '> 1'\n", "'foo'"),
        ("extends: metric\nmessage: x\nformula: words\ncondition: '> ('\n", "cannot be read"),
        ("extends: sequence\nmessage: x\ntokens: [{tag: NN}]\n", "tagger"),
        ("extends: readability\nmessage: x\nmetrics: [Foo]\ngrade: 8\n", "Foo"),
        ("extends: spelling\nmessage: x\nignore: missing.txt\n", "missing.txt"),
        ("extends: capitalization\nmessage: x\nmatch: '['\n", "cannot be read"),
        ('extends: existence\nmessage: x\ntokens: ["a\\sb"]\n', "no YAML"),
        ("- a\n- b\n", "no table"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_over_is_named(text: str, why: str) -> None:
    assert why in refused(text)


@pytest.mark.parametrize(("key", "word"), [("pos: NN", "pos"), ("source: IBM p. 3", "source")])
def test_a_key_without_meaning_is_named_and_the_rule_kept(key: str, word: str) -> None:
    rule, notes = one(GOOD + key + "\n")
    assert len(findings("bad", rule)) == 1
    assert len(notes) == 1
    assert f"'{word}'" in notes[0]


def test_other_files_are_not_rules() -> None:
    assert load_style("House", {"meta.json": "{}", "README.md": "x", "vocab.txt": "x"}) == ((), ())


def test_what_a_vocabulary_accepts() -> None:
    files = {
        "Rule.yml": GOOD.replace("bad", "bad\\w*"),
        "Free.yml": GOOD.replace("bad", "badge") + "vocab: false\n",
        "Sign.yml": GOOD.replace("bad", "badge") + "nonword: true\n",
        "config/vocabularies/Base/accept.txt": "# words\nbadge\n\nPython\n(?i)badminton\n",
    }
    rules, notes = load_style("House", files)
    assert notes == ()
    given = findings("bad badge python Badminton badly", *rules)
    assert [(one.rule, one.match) for one in given] == [
        ("Rule", "bad"),
        ("Free", "badge"),
        ("Sign", "badge"),
        ("Vale.Terms", "python"),
        ("Rule", "badly"),
    ]
    assert given[3].message == "Use 'Python' instead of 'python'."
    assert given[3].level is Level.ERROR


def test_what_a_vocabulary_rejects() -> None:
    rules, _ = load_style("House", {"Vocab/reject.txt": "cheap(er)?\n"})
    assert told("a cheaper one", *rules) == ["Avoid using 'cheaper'."]


def test_a_vocabulary_may_be_handed_in() -> None:
    words = Vocabulary(accept=("badge",), reject=("cheap",))
    rules, _ = load_style("House", {"Rule.yml": GOOD.replace("bad", "bad\\w*")}, words)
    assert told("badge, cheap", *rules) == ["Avoid using 'cheap'."]


def test_spelling_takes_over_what_the_team_accepts() -> None:
    rule, notes = one(
        "extends: spelling\nmessage: \"'%s'?\"\ncustom: true\nfilters: ['[A-Z]+']\n"
        "ignore: [vocab.txt]\n",
        **{"vocab.txt": "Zartonk\nsyncer\n", "accept.txt": "Trello\n"},
    )
    assert notes == ()
    assert rule.KIND == "spelling"
    given = {name: getattr(rule, name) for name in ("accept", "custom", "filters", "languages")}
    assert given == {
        "accept": ("Zartonk", "syncer", "Trello"),
        "custom": True,
        "filters": ("[A-Z]+",),
        "languages": ("en-US",),
    }


def test_readability_is_a_formula() -> None:
    rule, _ = one(
        "extends: readability\nmessage: 'Grade %s.'\nmetrics: [Flesch-Kincaid, SMOG]\ngrade: 8\n"
    )
    assert findings("We mend shoes. Bring them in.", rule) == ()
    hard = "Organisational prerequisites necessitate comprehensive deliberation everywhere. " * 3
    assert len(findings(hard, rule)) == 1


def test_a_sequence_of_patterns() -> None:
    rule, _ = one(
        "extends: sequence\nmessage: \"Avoid '%s %s'.\"\nignorecase: true\ntokens:\n"
        "  - pattern: very\n  - pattern: 'good|bad'\n    negate: true\n"
    )
    assert told("A very good one. A VERY fine one.", rule) == ["Avoid 'VERY fine'."]
