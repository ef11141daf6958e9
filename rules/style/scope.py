"""Which pieces of a post a rule looks at: its scope, read.

A scope names where to look on the card and what to look for there, joined by `&`; `~` excludes:

    name, desc, comment, attachment, section, section:x     where; left out: name and desc
    text, heading (heading.h2), list, paragraph, sentence,
    blockquote, table (table.header, table.cell), alt       what; left out: text, that is all prose
    summary                                                 all prose in one piece
    raw                                                     the text as it is written, code too
"""

from __future__ import annotations

from functools import lru_cache

PLACES = ("name", "desc", "comment", "attachment", "section")
HEADINGS = tuple(f"h{rank}" for rank in range(1, 7))
KINDS = frozenset(
    {"text", "heading", *HEADINGS, "list", "paragraph", "sentence", "blockquote", "table"}
    | {"header", "cell", "alt", "attr", "summary", "raw"}
)
_MARKDOWN = frozenset({"md", "txt"})


class Selector:
    """One alternative of a scope, read."""

    def __init__(self, written: str) -> None:
        terms = [term.strip() for term in written.split("&")]
        self.places = [term for term in terms if _is_place(term)]
        kinds = [term for term in terms if not _is_place(term)]
        self.no_places = [term[1:] for term in terms if term[:1] == "~" and _is_place(term[1:])]
        kinds = [kind for kind in kinds if kind[1:] not in self.no_places]
        self.none_of = [_words(kind[1:]) for kind in kinds if kind[:1] == "~"]
        self.all_of = frozenset[str]().union(*(_words(kind) for kind in kinds if kind[:1] != "~"))
        if not self.all_of:
            self.all_of = frozenset({"text"})
        unknown = [kind for kind in kinds if not _words(kind.removeprefix("~")) <= KINDS]
        if unknown:
            raise ValueError(
                f"the scope {written!r} has {unknown[0]!r}, which is neither a place on a card "
                f"({', '.join(PLACES)}) nor a kind of text ({', '.join(sorted(KINDS))})"
            )

    def looks_at(self, scope: str) -> bool:
        """Is this text of the places that the scope names? Without a name: what the card says."""
        if any(_in_place(scope, place) for place in self.no_places):
            return False
        if not self.places:
            return scope in ("name", "desc")
        return any(_in_place(scope, place) for place in self.places)

    def takes(self, kinds: frozenset[str]) -> bool:
        """Is this block one of those that the scope asks for?"""
        if ("sentence" in kinds) != ("sentence" in self.all_of):
            return False
        wanted = self.all_of - {"text"} if "sentence" in self.all_of else self.all_of
        return wanted <= kinds and not any(none <= kinds for none in self.none_of)


@lru_cache(maxsize=512)
def selector(written: str) -> Selector:
    """One alternative of a scope, read once."""
    return Selector(written)


def _words(kind: str) -> frozenset[str]:
    return frozenset(kind.split(".")) - _MARKDOWN


def _is_place(term: str) -> bool:
    return term in PLACES or term.startswith("section:")


def _in_place(scope: str, place: str) -> bool:
    return scope == place or (place == "section" and scope.startswith("section:"))
