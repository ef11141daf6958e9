"""What syncer says on cards: templates by key, in the team's language, the admins' own on top.

Templates are `str.format` texts in syncer/messages/<language>.toml; `[messages]` in rules.toml
replaces single ones. An unknown placeholder is found by `syncer check`, not on a card.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from connectors.trello.text import quote

LANGUAGES = ("en", "hy")


@cache
def templates(language: str) -> Mapping[str, str]:
    """All templates of a language, nested tables joined by dots: "reason.author"."""
    text = (files("syncer") / "messages" / f"{language}.toml").read_text(encoding="utf-8")
    return MappingProxyType(_flat(tomllib.loads(text)))


def _flat(table: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{prefix}{key}.")
        else:
            flat[f"{prefix}{key}"] = str(value)
    return flat


class Words:
    """Templates at work."""

    def __init__(self, language: str, own: Mapping[str, str]) -> None:
        self._templates = {**templates("en"), **templates(language), **own}

    def say(self, key: str, **facts: object) -> str:
        """The text of a template; `facts` are put in as they are."""
        return self._templates[key].format(**facts)

    def reason(self, code: str, facts: Mapping[str, str]) -> str:
        """Why a verdict is not allow; the facts are quoted, since they hold people's words."""
        template = self._templates.get(f"reason.{code}", "{code}")
        return template.format_map(_Facts(facts, code))

    def level(self, level: str) -> str:
        """The word for a finding's level."""
        return self._templates[f"level.{level}"]

    def scope(self, scope: str) -> str:
        """Where in a card a finding stands."""
        known = self._templates.get(f"scope.{scope.partition(':')[0]}", scope)
        return known.format(section=quote(scope.partition(":")[2]))

    def join(self, items: Sequence[str], last: str = "and") -> str:
        """a, b and c."""
        if len(items) < 2:
            return "".join(items)
        return f"{', '.join(items[:-1])} {self._templates[last]} {items[-1]}"


class _Facts(dict[str, str]):
    """Facts made safe to show; one that is missing shows as an ellipsis rather than failing."""

    def __init__(self, facts: Mapping[str, str], code: str) -> None:
        super().__init__({name: quote(value) for name, value in facts.items()}, code=code)

    def __missing__(self, key: str) -> str:
        return "…"
