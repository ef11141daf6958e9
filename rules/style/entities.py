"""Where the links, hashtags, mentions, e-mail addresses and emoji of a text are.

Links and hashtags follow twitter-text (config v3), which the other networks are close to: a link
needs a known top-level domain, one without a scheme also a domain in ASCII; a hashtag needs a
letter. Spans are code points of the text as given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import regex

_TLDS = Path(__file__).parent / "data" / "tlds.txt"
_MAX_LINK = 4096
_MAX_LABEL = 63

EMOJI = regex.compile(
    r"""
    \p{RI}\p{RI}
    | [0-9#*]\uFE0F?\u20E3
    | (?!\p{RI})
      (?: \p{Emoji_Presentation}(?!\uFE0E) | \p{ExtPict}(?=\uFE0F|\p{EMod}|\u200D\p{ExtPict}) )
      \uFE0F?\p{EMod}?[\U000E0020-\U000E007F]*
      (?: \u200D\p{ExtPict}\uFE0F?\p{EMod}? )*
    """,
    regex.VERBOSE,
)
"""One emoji as people see it: a flag, a keycap, or a picture with its modifiers and joined
pictures. Signs that are text by default (©, ™, ❤) are emoji only where U+FE0F says so."""

EMAIL = regex.compile(r"[\p{L}\p{N}._%+\-]+@[\p{L}\p{N}\-]+(?:\.[\p{L}\p{N}\-]+)+")

MENTION = regex.compile(
    r"(?<![\p{L}\p{N}_!#$%&*@＠/.])[@＠](?P<name>[A-Za-z0-9_](?:[A-Za-z0-9_.\-]*[A-Za-z0-9_])?)"
    r"(?P<host>@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+)?(?![\p{L}_@＠])"
)
"""@name, with dots and hyphens inside (Instagram, Bluesky) and a server after it (Mastodon)."""

_TAG = (
    r"\p{L}\p{M}\p{Nd}_\u200C\u200D\uA67E\u05BE\u05F3\u05F4\uFF5E\u301C\u309B\u309C\u30A0"
    r"\u30FB\u3003\u0F0B\u0F0C\u00B7"
)
HASHTAG = regex.compile(
    rf"(?:(?<![{_TAG}&])|(?<=[\uFE0E\uFE0F]))[#＃](?![\uFE0F\u20E3])"
    rf"(?P<name>(?>[{_TAG}]*[\p{{L}}\p{{M}}][{_TAG}]*))(?![#＃]|://)"
)

_SPACE = r"\s\u00A0\u1680\u180E\u2000-\u200A\u2028\u2029\u202F\u205F\u3000"
_DIRECTION = r"\u202A-\u202E\u061C\u200E\u200F\u2066-\u2069"
_INVALID = r"\uFFFE\uFEFF\uFFFF"
_LABEL = rf"[^!-/:-@\[-`{{-~{_SPACE}{_DIRECTION}{_INVALID}\u2010-\u2027\u2030-\u205E]"
_ACCENTS = (
    r"\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u00FF\u0100-\u024F\u0253\u0254\u0256\u0257\u0259\u025B"
    r"\u0263\u0268\u026F\u0272\u0289\u028B\u02BB\u0300-\u036F\u1E00-\u1EFF"
)
_WORD = rf"a-z0-9\u0400-\u04FF\u0530-\u058F{_ACCENTS}"
_GENERAL = rf"[{_WORD}!*';:=+,.$/%#\[\]\-\u2013_~@|&]"
_ROUND = rf"\((?:{_GENERAL}++|{_GENERAL}*+\({_GENERAL}++\){_GENERAL}*+)\)"
_PATH = rf"/(?:(?:{_GENERAL}|{_ROUND})*(?:[{_WORD}+\-=_#/]|{_ROUND})|@{_GENERAL}+/)?"
_QUERY = r"\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[a-z0-9\-_&=#/]"
_TAIL = rf"(?P<tail>(?::[0-9]+)?(?:{_PATH})?(?:{_QUERY})?)"
_FLAGS = regex.IGNORECASE | regex.V1

_WITH_SCHEME = regex.compile(
    rf"(?<![A-Za-z0-9@＠$#＃{_INVALID}])(?P<scheme>https?://)"
    rf"(?P<host>(?:{_LABEL}(?:[_\-]|{_LABEL})*+\.)+{_LABEL}++(?:-+{_LABEL}++)*)",
    _FLAGS,
)
_BARE = regex.compile(
    rf"(?<![A-Za-z0-9@＠$#＃\-_./{_INVALID}])"
    rf"(?P<host>(?:[a-z0-9{_ACCENTS}](?:[a-z0-9_\-{_ACCENTS}]*+)\.)+[a-z][a-z0-9\-]*+)(?!@)",
    _FLAGS,
)
_AFTER_HOST = regex.compile(_TAIL, _FLAGS)


DOUBLED = regex.compile(
    r"\[(?P<url>https?://[^\]\s]+)\](?P<rest>\((?P=url)/?(?:\s+\"[^\"\n]*\")?\)\u200C?)"
)
"""A pasted link as Trello's editor writes it, [url](url "smartCard-inline"); people see it once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A part of a text: code points, end exclusive. `value` is what stands there."""

    start: int
    end: int
    value: str


@cache
def top_level_domains() -> frozenset[str]:
    """The domains of IANA's dated list, both as A-labels and as they are written."""
    lines = _TLDS.read_text(encoding="utf-8").splitlines()
    labels = [line for line in lines if line and not line.startswith("#")]
    written = [line[4:].encode().decode("punycode") for line in labels if line.startswith("xn--")]
    return frozenset([*labels, *written])


def links(text: str) -> list[Span]:
    """The links of a text, in order; one that Trello wrote twice is one."""
    return [*_links(text)]


@lru_cache(maxsize=256)
def _links(text: str) -> tuple[Span, ...]:
    """Kept, since most kinds ask for the links of the same few texts."""
    text = blank(text, unseen(text))
    found = [*_find(text, _WITH_SCHEME)]
    found += _apart(text, _find(text, _BARE), found)
    return tuple(sorted(found, key=lambda span: span.start))


def unseen(text: str) -> list[Span]:
    """What Trello's editor wrote around a pasted link and nobody sees."""
    found: list[Span] = []
    for match in DOUBLED.finditer(text) if "](http" in text else ():
        for start, end in ((match.start(), match.start("url")), (match.end("url"), match.end())):
            found.append(Span(start=start, end=end, value=text[start:end]))
    return found


def hashtags(text: str) -> list[Span]:
    """The hashtags of a text with their sign, in order; a fragment of a link is none."""
    return _apart(text, _all(HASHTAG, text), links(text) if "#" in text or "＃" in text else [])


def mentions(text: str) -> list[Span]:
    """The @mentions of a text with their sign, in order; links and e-mail addresses are none."""
    return _apart(text, _all(MENTION, text), links(text) if "@" in text or "＠" in text else [])


def emoji(text: str) -> list[Span]:
    """The emoji of a text, in order, each as one."""
    return [*_all(EMOJI, text)]


def emails(text: str) -> list[Span]:
    """The e-mail addresses of a text, in order."""
    return [*_all(EMAIL, text)] if "@" in text else []


def blank(text: str, spans: Iterable[Span], filler: str = " ") -> str:
    """The text with the spans written over by `filler`, so that offsets stay what they were."""
    letters = list(text)
    for span in spans:
        letters[span.start : span.end] = filler * (span.end - span.start)
    return "".join(letters)


@lru_cache(maxsize=256)
def prose(text: str) -> str:
    """The text as a reader of sentences sees it: no links, tags, mentions, addresses."""
    return blank(text, [*links(text), *hashtags(text), *mentions(text), *emails(text)])


def _find(text: str, pattern: regex.Pattern[str]) -> Iterator[Span]:
    if "." not in text:
        return
    place = 0
    while match := pattern.search(text, place):
        place = match.end()
        host = _valid_host(match["host"], bare="scheme" not in match.groupdict())
        if host is None:
            continue
        end = match.start("host") + len(host)
        tail = _AFTER_HOST.match(text, end)
        end = tail.end() if tail else end
        if end - match.start() <= _MAX_LINK:
            yield Span(start=match.start(), end=end, value=text[match.start() : end])
        place = max(place, end)


def _valid_host(host: str, *, bare: bool) -> str | None:
    """The longest start of `host` that is a domain under a known top-level one."""
    labels = host.split(".")
    while len(labels) > 1:
        top = _known_top(labels[-1], ascii_only=bare)
        if top and _valid_labels([*labels[:-1], top], ascii_only=bare):
            return ".".join([*labels[:-1], top])
        labels.pop()
    return None


def _known_top(label: str, *, ascii_only: bool) -> str | None:
    lowered = label.lower()
    if lowered in top_level_domains():
        return None if ascii_only and not label.isascii() else label
    latin = regex.match(r"[A-Za-z0-9\-]*", label)
    start = latin[0] if latin else ""
    return start if start != label and start.lower() in top_level_domains() else None


def _valid_labels(labels: list[str], *, ascii_only: bool) -> bool:
    if "_" in labels[-2] or (ascii_only and not labels[-2].isascii()):
        return False
    return all(_valid_label(label) for label in labels)


def _valid_label(label: str) -> bool:
    coded = len(label) if label.isascii() else len(label.encode("punycode")) + 4
    return bool(label) and coded <= _MAX_LABEL and label[0] not in "-_" and label[-1] not in "-_"


def _apart(text: str, spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """Those of `spans` that touch none of `taken`; in time that grows with the text, not with
    the product of both."""
    covered = bytearray(len(text))
    for span in taken:
        covered[span.start : span.end] = b"\1" * (span.end - span.start)
    return [span for span in spans if not any(covered[span.start : span.end])]


def _all(pattern: regex.Pattern[str], text: str) -> Iterator[Span]:
    for match in pattern.finditer(text):
        yield Span(start=match.start(), end=match.end(), value=match[0])
