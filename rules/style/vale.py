"""Reading a Vale style: a folder of YAML rules, taken over as a set.

The rules keep Vale's names (set `Microsoft`, rule `Acronyms`) and meaning. Whatever cannot be
taken over is named in a note with its file and reason, and nothing is left out silently. Files are
handed in as texts; a vocabulary among them (accept.txt, reject.txt) works as in Vale: what is
accepted is an exception to every rule that minds the vocabulary and must be written as it stands
there (`Vale.Terms`), what is rejected must not be written (`Vale.Avoid`).

Source: vale.sh/docs, and the behaviour of Vale 3.15.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rules.rule import Rule
from rules.style.existence import Existence
from rules.style.substitution import Substitution
from rules.style.valefile import NotTaken, rule_of
from rules.verdict import Level, Place

_PLAIN = frozenset(" -")


@dataclass(frozen=True, kw_only=True, slots=True)
class Vocabulary:
    """Words a team accepts or rejects; each a regular expression."""

    accept: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()


def load_style(
    name: str, files: Mapping[str, str], vocabulary: Vocabulary | None = None
) -> tuple[tuple[Rule, ...], tuple[str, ...]]:
    """The rules of a style folder as the set `name`, and notes on what was not taken over.

    Args:
        name: the style's name, which is its folder's.
        files: the folder's files, path (from the folder) -> text.
        vocabulary: what to accept and reject besides the accept.txt and reject.txt among the files.
    """
    words = _both(vocabulary or Vocabulary(), vocabulary_of(files))
    rules: list[Rule] = []
    notes: list[str] = []
    for path in sorted(files):
        if not path.endswith(".yml"):
            continue
        try:
            rule, remarks = rule_of(name, path, files, words.accept)
        except NotTaken as reason:
            notes.append(f"{name}/{path}: not taken over: {reason}")
            continue
        rules.append(rule)
        notes.extend(f"{name}/{path}: {remark}" for remark in remarks)
    return (*rules, *vocabulary_rules(name, words)), tuple(notes)


def vocabulary_of(files: Mapping[str, str]) -> Vocabulary:
    """What the files named accept.txt and reject.txt list: one expression a line, `# ` comments."""
    return Vocabulary(accept=_listed(files, "accept.txt"), reject=_listed(files, "reject.txt"))


def vocabulary_rules(name: str, words: Vocabulary) -> tuple[Rule, ...]:
    """Vale's own rules on a vocabulary: Vale.Terms and Vale.Avoid, as far as there are words."""
    place = Place(file=f"{name}/vocabulary", line=1)
    rules: list[Rule] = []
    if terms := {term.lower(): term for term in words.accept if _is_plain(term)}:
        rules.append(
            Substitution(
                set=name,
                name="Vale.Terms",
                level=Level.ERROR,
                message="Use '%s' instead of '%s'.",
                swap=terms,
                ignorecase=True,
                vocab=False,
                place=place,
            )
        )
    if words.reject:
        rules.append(
            Existence(
                set=name,
                name="Vale.Avoid",
                level=Level.ERROR,
                message="Avoid using '%s'.",
                tokens=words.reject,
                vocab=False,
                place=place,
            )
        )
    return tuple(rules)


def _both(one: Vocabulary, other: Vocabulary) -> Vocabulary:
    return Vocabulary(accept=one.accept + other.accept, reject=one.reject + other.reject)


def _listed(files: Mapping[str, str], name: str) -> tuple[str, ...]:
    lines = (
        line.strip()
        for path in sorted(files)
        if path.rpartition("/")[2] == name
        for line in files[path].splitlines()
    )
    return tuple(line for line in lines if line and line != "#" and not line.startswith("# "))


def _is_plain(term: str) -> bool:
    return all(char.isalnum() or char in _PLAIN for char in term)
