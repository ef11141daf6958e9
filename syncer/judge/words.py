"""What syncer says on cards: templates by key, in the team's language, the admins' own on top.

Templates are `str.format` texts in syncer/messages/<language>.toml; `[messages]` in rules.toml
replaces single ones. An unknown placeholder is found by `syncer check`, not on a card.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from string import Formatter
from types import MappingProxyType

LANGUAGES = ("en", "hy")


@cache
def templates(language: str) -> Mapping[str, str]:
    """All templates of a language, by key."""
    text = (files("syncer") / "messages" / f"{language}.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


def placeholders() -> Mapping[str, frozenset[str]]:
    """The words in braces that each template knows."""
    return {
        key: frozenset(name for _text, name, _form, _how in Formatter().parse(template) if name)
        for key, template in templates("en").items()
    }


class Words:
    """Templates at work."""

    def __init__(self, language: str, own: Mapping[str, str]) -> None:
        self._templates = {**templates("en"), **templates(language), **own}

    def say(self, key: str, **facts: object) -> str:
        """The text of a template; `facts` are put in as they are."""
        return self._templates[key].format(**facts)

    def maybe(self, key: str) -> str | None:
        """A template that need not exist."""
        return self._templates.get(key)

    def tell(self, kind: str, code: str, facts: Mapping[str, str]) -> str:
        """A reason's or a note's text. The facts are ready to be shown."""
        return self._templates[f"{kind}_{code}"].format_map(_Told(facts))

    def level(self, level: str) -> str:
        """The word for a finding's level."""
        return self._templates[f"level_{level}"]

    def scope(self, scope: str, section: str) -> str:
        """Where in a card a finding stands; a section by its name."""
        return self._templates.get(f"scope_{scope}", scope).format(section=section)

    def join(self, items: Sequence[str], last: str = "and") -> str:
        """a, b and c."""
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {self._templates[last]} {items[-1]}"


class _Told(dict[str, str]):
    """An older record may lack a fact that a newer template wants: it shows as an ellipsis."""

    def __missing__(self, key: str) -> str:
        return "…"
