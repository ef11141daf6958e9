"""A formula over what can be counted of a text.

`formula` may use words, sentences, paragraphs, characters, syllables, complex_words, long_words,
polysyllabic_words, heading_h1 … heading_h6, list, blockquote and pre, numbers, + - * / %, brackets
and `math.sqrt` and the like; `condition` says when to tell: `formula = "words / sentences"`,
`condition = "> 25"`. The description is measured as a whole unless `scope` names something else.
`%s` in the message is the value, with two decimals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from rules.rule import Hit, Post
from rules.style.arithmetic import BadFormula, names, read, worked_out
from rules.style.block import blocks_of, chosen
from rules.style.measures import NAMES, measured
from rules.style.prose import Prose

_HEADING = re.compile(r"\bheading\.(h[1-6])\b")
_WHOLE = ("desc & summary",)


@dataclass(frozen=True, kw_only=True)
class Metric(Prose):
    """Keys of a `metric` rule."""

    KIND: ClassVar[str] = "metric"
    MESSAGE: ClassVar[str] = "The measure of this text is %s."
    EXAMPLE: ClassVar[Mapping[str, object]] = {
        "formula": "words / sentences",
        "condition": "> 5",
    }
    GOOD: ClassVar[tuple[str, ...]] = ("Short. Very short.",)
    BAD: ClassVar[tuple[str, ...]] = ("This one goes on and on and on.",)

    formula: str
    condition: str

    def __post_init__(self) -> None:
        super().__post_init__()
        unknown = sorted(names(self._formula) - NAMES)
        if unknown:
            raise BadFormula(
                f"the formula {self.formula!r} counts {unknown[0]!r}; there are "
                f"{', '.join(sorted(NAMES))}"
            )
        read(f"0 {self.condition}")

    @property
    def _formula(self) -> str:
        return _HEADING.sub(r"heading_\1", self.formula)

    def check(self, post: Post) -> Iterable[Hit]:
        """Yield one hit for each text for which the condition holds.

        Raises:
            BadFormula: the formula cannot be worked out for this text.
        """
        scope = _WHOLE if self.scope == ("text",) else self.scope
        for block in chosen(post, scope):
            counts = measured(block, blocks_of(block.text))
            if counts["words"]:
                value = worked_out(self._formula, counts)
                if worked_out(f"{value:f} {self.condition}", counts):
                    yield Hit(text=block.text, start=0, end=0, fill=(f"{value:.2f}",))
