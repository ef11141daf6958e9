"""Putting a pseudonym in a person's place, in any text or JSON that we keep. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from typing import Any

from syncer.store.rows import dump

WORDS_OF_OURS = frozenset(
    {"kind", "code", "verdict", "mode", "remedy", "would", "road", "how", "outcome", "what", "gate"}
)
"""Keys whose values are this program's words or the rules': never somebody's name."""


class Mask:
    """Who is to be forgotten: `ids` wherever they stand, `names` as whole words, `usernames`
    alone or after an @, so that a username such as "may" does not eat the word."""

    def __init__(
        self,
        pseudonym: str,
        *,
        ids: Collection[str],
        names: Collection[str] = (),
        usernames: Collection[str] = (),
    ) -> None:
        self.pseudonym = pseudonym
        self._alone = frozenset((*ids, *names, *usernames)) - {""}
        words = sorted({*ids, *names} - {""}, key=len, reverse=True)
        parts = [rf"(?<!\w){re.escape(word)}(?!\w)" for word in words]
        parts += [rf"(?<=@){re.escape(name)}(?!\w)" for name in sorted(usernames) if name]
        self._pattern = re.compile("|".join(parts) or r"(?!)")

    def text(self, text: str) -> str:
        """The text without the person."""
        return self.pseudonym if text in self._alone else self._pattern.sub(self.pseudonym, text)

    def value(self, value: Any, *, leave: Collection[str] = ()) -> Any:
        """The same for built-in values, keys included; what stands under the keys `leave` stays."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.value(item, leave=leave) for item in value]
        if isinstance(value, Mapping):
            kept = WORDS_OF_OURS | frozenset(leave)
            return {
                self.text(key): item
                if key in kept and (isinstance(item, str) or key in leave)
                else self.value(item, leave=leave)
                for key, item in value.items()
            }
        return value

    def json(self, text: str, *, leave: Collection[str] = ()) -> str:
        """The same for JSON; text that is no JSON is taken as text."""
        try:
            value = json.loads(text)
        except ValueError:
            return self.text(text)
        masked = self.value(value, leave=leave)
        return text if masked == value else dump(masked)

    def entry(self, text: str) -> str:
        """The same for a ledger entry: its place, key, kind, time, board and card stay."""
        said = json.loads(text)
        said["actor"] = self.value(said["actor"])
        said["body"] = self.value(said["body"])
        return dump(said)
