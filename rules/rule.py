"""The shape of a style rule: one file a kind, holding its reason, keys, examples and check.

A kind is a frozen dataclass that derives from `Rule`. Its fields are its keys in rules.toml,
strictly typed (see rules.reading.typed); its docstring is its page in the docs; `GOOD` and
`BAD` are its examples there and its first tests; `check` yields what is wrong.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import ClassVar, Literal

from rules.facts import Attachment, ImageFacts
from rules.verdict import Level, Mode, Place

Network = Literal[
    "x",
    "instagram",
    "facebook",
    "linkedin",
    "tiktok",
    "youtube",
    "threads",
    "bluesky",
    "mastodon",
    "pinterest",
    "telegram",
]
"""networks of the table in rules/style/data/networks.toml"""


@dataclass(frozen=True, kw_only=True, slots=True)
class When:
    """A condition on the card; all that is given must hold. `network` holds when a label or a
    section of the description names the network."""

    label: str | None = None
    """the card has this label"""
    labels_any: tuple[str, ...] = ()
    """the card has one of these labels"""
    not_label: str | None = None
    """the card has not this label"""
    stage: str | None = None
    """the card stands in this stage"""
    board: str | None = None
    """the card is on this board"""
    network: Network | None = None
    """the post goes out there, by a label or a section of the description"""
    field: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """custom fields have these values: `{ Language = "en" }`"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """A piece of a post. `scope` is name, desc, comment, attachment, or "section:<network>" for
    the part of the description under that heading; `line` is where it starts in `source`."""

    scope: str
    value: str
    line: int = 1
    network: str | None = None


@dataclass(frozen=True, kw_only=True)
class Post:
    """A card as the style rules see it."""

    texts: tuple[Text, ...]
    labels: frozenset[str] = frozenset()
    stage: str | None = None
    board: str | None = None
    fields: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    attachments: tuple[Attachment, ...] = ()
    images: Mapping[str, ImageFacts] = field(default_factory=lambda: MappingProxyType({}))
    links: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    recent: tuple[tuple[str, datetime, str], ...] = ()
    library: frozenset[str] | None = None
    due: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """What a kind's check yields: a span in one text (code points, end exclusive) and what fills
    the message's placeholders, in order. `message` replaces the rule's own when a kind has
    several things to say."""

    text: Text
    start: int
    end: int
    fill: tuple[str, ...] = ()
    replacements: tuple[str, ...] = ()
    message: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ExampleFile:
    """A file on the card of an example; sizes are bytes and pixels."""

    name: str
    size: int | None = None
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, kw_only=True)
class Example:
    """An admin's own test of a rule: `bad` must make it fire, `good` must not. What the card of
    the example has besides its text is said by `labels` and `attachments`; `repeat` writes the text
    so many times, for rules about length."""

    bad: str | None = None
    good: str | None = None
    labels: tuple[str, ...] = ()
    attachments: tuple[ExampleFile, ...] = ()
    repeat: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Action:
    """How a finding can be mended, in Vale's words: replace, remove, edit, suggest or convert."""

    name: str
    params: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Rule(ABC):
    """The header that every kind shares; Vale's names where Vale has them."""

    KIND: ClassVar[str]
    EXAMPLE: ClassVar[Mapping[str, object]] = MappingProxyType({})
    """the kind's own keys, as in rules.toml, of the rule that GOOD passes and BAD does not"""
    GOOD: ClassVar[tuple[str, ...]] = ()
    BAD: ClassVar[tuple[str, ...]] = ()
    MESSAGE: ClassVar[str] = ""
    """what the kind says when a rule gives no message of its own"""

    set: str
    name: str
    message: str = ""
    """what is told; `%s` is filled in, in order"""
    description: str = ""
    """why the rule is there, for who reads the rules"""
    level: Level = Level.WARNING
    """only an error breaks a gate"""
    scope: tuple[str, ...] = field(default=("text",), metadata={"one": True})
    """where it looks; one or several of these, see style.md"""
    when: When = field(default_factory=When)
    """on which cards"""
    link: str = ""
    """where more can be read"""
    action: Action | None = None
    """how a finding is mended: `{ name = "replace", params = ["use"] }`"""
    limit: int = field(default=0, metadata={"least": 0})
    """findings of one card that are told at most; 0: all"""
    mode: Mode | None = None
    """the rule's own, instead of its gate's"""
    vocab: bool = True
    """does it mind the words that an imported vocabulary accepts"""
    test: tuple[Example, ...] = ()
    place: Place | None = None

    def needles(self) -> frozenset[str] | None:
        """Words in lower case of which one must stand in the post for this rule to fire at all;
        None when it must always be tried."""
        return None

    @abstractmethod
    def check(self, post: Post) -> Iterable[Hit]:
        """Yield every spot of the post that breaks this rule."""
