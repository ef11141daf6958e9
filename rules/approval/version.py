"""What exactly was approved: the guarded fields of a card, made comparable, and their name.

Two texts that look the same are the same; two that look different are not. So what cannot be
seen is taken away (zero-width characters, bidi marks, trailing spaces, line endings, the choice
between composed and decomposed letters), and nothing that can be seen ever is. That is why
compatibility forms are not folded wholesale, as NFKC would: it makes "x2" of "x²", "եւ" of the
Armenian "և", plain letters of 𝗯𝗼𝗹𝗱 ones. Of NFKC, only what nobody can see is done: spaces of
all kinds become spaces, Latin ligatures become letters. Joiners and variation selectors stay
where they shape an emoji or a script; overrides of direction stay, since they turn text around.

What is not content is not guarded: `checklists` are their names and items, not their ticks, since
ticks are happenings with a name of their own.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from rules.facts import Card, Checklist, Label, Version

JOINERS = "\u200c\u200d"
FLAG = "\U0001f3f4"
HIDDEN = frozenset(
    "\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"
    "\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
)
"""Never seen, wherever they stand. The overrides U+202D and U+202E are not here: they are seen."""
LIGATURES = {
    letter: unicodedata.normalize("NFKC", letter) for letter in map(chr, range(0xFB00, 0xFB07))
}
_SUSPECT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\ufe00-\ufe0f"
    "\U000e0000-\U000e007f\U000e0100-\U000e01ef" + JOINERS + "".join((*HIDDEN, *LIGATURES)) + "]"
)
_SHAPED = frozenset({"So", "Sm", "Sk", "Lo", "Mn", "Mc"})
_PLAIN = frozenset({"Lu", "Ll", "Lt", "Lm", "Zs", "Cc", "Zl", "Zp"})


def version_of(card: Card, guards: Iterable[str]) -> Version:
    """The version that the card is now, under these guards. An unknown guard is a ValueError."""
    values = {guard: guarded_value(card, guard) for guard in sorted(set(guards))}
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Version(fingerprint=digest, values=values)


def guarded_value(card: Card, guard: str) -> str:
    """One guarded field as text: equal texts, and only those, look equal on the card."""
    kind, _, named = guard.partition(":")
    if kind == "field" and named:
        return seen(next((v for name, v in card.fields.items() if seen(name) == seen(named)), ""))
    if kind == "checklist" and named:
        wanted = [each for each in card.checklists if seen(each.name) == seen(named)]
        return _checklists(wanted)
    makers = {
        "name": lambda: seen(card.name),
        "desc": lambda: seen(card.desc),
        "due": lambda: _moment(card.due),
        "start": lambda: _moment(card.start),
        "cover": lambda: card.cover or "",
        "labels": lambda: _lines(_label(each) for each in card.labels),
        "members": lambda: _lines(card.members),
        "attachments": lambda: _lines(
            _record(each.id, seen(each.name), each.url) for each in card.attachments
        ),
        "checklists": lambda: _checklists(card.checklists),
    }
    if guard not in makers:
        raise ValueError(f"'{guard}' cannot be guarded")
    return makers[guard]()


def seen(text: str) -> str:
    """The text without what nobody can see: equal results look equal, unequal ones do not."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = unicodedata.normalize("NFC", _SUSPECT.sub(_visible, text))
    return "\n".join(line.rstrip(" \t") for line in kept.split("\n")).rstrip("\n")


def _visible(found: re.Match[str]) -> str:
    """What can be seen of this character where it stands."""
    char, text, at = found[0], found.string, found.start()
    if char in JOINERS:
        beside = {_category(text, at - 1), _category(text, at + 1)}
        return char if beside <= _SHAPED else ""
    if "\ufe00" <= char <= "\ufe0f" or char >= "\U000e0100":
        return "" if _category(text, at - 1) in _PLAIN else char
    if char >= "\U000e0000":
        return char if _in_flag(text, at) else ""
    if unicodedata.category(char) == "Zs":
        return " "
    return LIGATURES.get(char, "")


def _category(text: str, at: int) -> str:
    """The category of the character there; beyond the ends of the text, that of a space."""
    return unicodedata.category(text[at]) if 0 <= at < len(text) else "Zs"


def _in_flag(text: str, at: int) -> bool:
    """Tag characters are seen only as the tail of a black flag, where they name a country."""
    while at >= 0 and 0xE0000 <= ord(text[at]) <= 0xE007F:
        at -= 1
    return at >= 0 and text[at] == FLAG


def _moment(when: datetime | None) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds") if when else ""


def _label(label: Label) -> str:
    return seen(label.name) or f"({label.color or 'no colour'})"


def _checklists(checklists: Sequence[Checklist]) -> str:
    return _lines(
        _record(seen(each.name), *(seen(item.name) for item in each.items)) for each in checklists
    )


def _record(*parts: str) -> str:
    return json.dumps(parts, ensure_ascii=False)


def _lines(lines: Iterable[str]) -> str:
    """Lines in an order that does not depend on how the service sorted them."""
    return "\n".join(sorted(lines))
