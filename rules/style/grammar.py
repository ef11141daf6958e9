"""English grammar: a/an, agreement, its/it's, doubled words, confused words, commas.

Harper (the package harper-py) looks; it runs here and asks nobody. `dialect` is en-GB, en-US,
en-AU, en-CA or en-IN. Only texts in English are looked at. Which of Harper's rules count stands in
data/grammar_rules.txt; `rules` names others instead, `ignore` leaves some out; `accept` are words
of the house. Links, tags, mentions and addresses are not looked at. Without harper-py the rule
fails, never passes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import local
from typing import Any, ClassVar, Literal

from rules.rule import Hit, Post
from rules.style.block import Block
from rules.style.entities import Span, emails, hashtags, links, mentions
from rules.style.language import is_english
from rules.style.prose import Prose, hit
from rules.style.spellers import optional

_RULES = Path(__file__).parent / "data" / "grammar_rules.txt"
_MASK = r"https?://\S+|[\w.+-]+@[\w.-]+\.\w+|[#＃@＠][\w.@-]+"
_DIALECTS = {"en-US": 0, "en-GB": 1, "en-AU": 2, "en-CA": 3, "en-IN": 4}
_linters = local()
"""a linter belongs to one thread"""


@dataclass(frozen=True, kw_only=True)
class Grammar(Prose):
    """Keys of a `grammar` rule."""

    KIND: ClassVar[str] = "grammar"
    MESSAGE: ClassVar[str] = "Look at '%s' again."
    EXAMPLE: ClassVar[Mapping[str, object]] = {"dialect": "en-GB"}
    GOOD: ClassVar[tuple[str, ...]] = ("This is an example of the things we make.",)
    BAD: ClassVar[tuple[str, ...]] = ("This is a example of the things we make.",)

    dialect: Literal["en-US", "en-GB", "en-AU", "en-CA", "en-IN"] = "en-US"
    rules: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    accept: tuple[str, ...] = ()

    def check(self, post: Post) -> Iterable[Hit]:
        """Yield what Harper finds in English texts.

        Raises:
            EngineMissing: harper-py is not installed.
            ValueError: `rules` or `ignore` names a rule that Harper does not have.
        """
        linter = _linter(self.dialect, self.rules, self.ignore, self.accept)
        for block in self.blocks(post):
            if is_english(block.value):
                yield from self._found(block, linter)

    def _found(self, block: Block, linter: Any) -> Iterator[Hit]:
        value = block.value
        masked = [*links(value), *hashtags(value), *mentions(value), *emails(value)]
        lints = linter.lint(value, language="plaintext", regex_mask=_MASK)
        for lint in sorted(lints, key=lambda lint: int(lint.span.start)):
            start, end = lint.span.start, lint.span.end
            if _touches(start, end, masked):
                continue
            offered = tuple(dict.fromkeys(_mended(lint)))
            yield hit(
                block,
                start,
                end,
                (value[start:end], lint.message),
                replacements=offered,
                message=None if self.message else lint.message,
            )


def _mended(lint: Any) -> Iterator[str]:
    for suggestion in lint.suggestions:
        inserted = suggestion.kind == 2
        yield (lint.problem_text if inserted else "") + suggestion.replacement_text


def _touches(start: int, end: int, spans: Iterable[Span]) -> bool:
    return any(span.start < end and start < span.end for span in spans)


def _linter(
    dialect: str, rules: tuple[str, ...], ignore: tuple[str, ...], accept: tuple[str, ...]
) -> Any:
    """A linter for these keys, made once a thread: making one takes a second."""
    made: dict[tuple[object, ...], Any] = _linters.__dict__.setdefault("made", {})
    key = (dialect, rules, ignore, accept)
    if key not in made:
        harper = optional("harper", "harper-py", "grammar")
        linter = harper.Linter(_DIALECTS[dialect])
        known = linter.get_lint_config()
        strange = [name for name in (*rules, *ignore) if name not in known]
        if strange:
            raise ValueError(f"Harper has no rule named {', '.join(strange)}")
        chosen = frozenset(rules or allowed()) - frozenset(ignore)
        linter.set_lint_config({name: name in chosen for name in known})
        if accept:
            linter.import_words(list(accept))
        made[key] = linter
    return made[key]


@cache
def allowed() -> tuple[str, ...]:
    """The rules of data/grammar_rules.txt."""
    lines = _RULES.read_text(encoding="utf-8").splitlines()
    return tuple(name for line in lines if not line.startswith("#") for name in line.split())
