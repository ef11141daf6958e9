"""The alt texts that a card gives for its pictures."""

from __future__ import annotations

import regex

from rules.rule import Post, Text

_LINE = regex.compile(
    r"^[ \t>*_\-]*(?:alt|alt[ \-]?text|image description|այլ տեքստ|նկարագրություն)"
    r"(?:[ \t]*\d+)?[*_]*[ \t]*[:՝։]+[*_]*[ \t]*(?P<alt>\S[^\n]*)$",
    regex.IGNORECASE | regex.MULTILINE,
)
_FILE_WORDS = frozenset(
    [
        "img",
        "image",
        "dsc",
        "dscn",
        "pxl",
        "photo",
        "picture",
        "screenshot",
        "screen",
        "shot",
        "scan",
        "untitled",
        "download",
        "at",
        "am",
        "pm",
        "attachment",
        "whatsapp",
        "design",
        "final",
        "copy",
        "edit",
        "edited",
        "version",
        "new",
        "draft",
        "jpg",
        "jpeg",
        "png",
        "webp",
    ]
)
"""what cameras, telephones and hurried people call files"""


def alt_texts(post: Post, field: str) -> list[tuple[Text, int, int]]:
    """Where alt texts stand: a custom field of that name, and lines "Alt: …" of the description."""
    found: list[tuple[Text, int, int]] = []
    value = post.fields.get(field, "").strip()
    if value:
        found.append((Text(scope=f"field:{field}", value=value), 0, len(value)))
    for text in post.texts:
        if text.scope == "desc":
            found += [(text, *match.span("alt")) for match in _LINE.finditer(text.value)]
    return found


def described(name: str) -> bool:
    """Does the attachment's name say what is to be seen, in two words or more?"""
    stem = regex.sub(r"\.[A-Za-z]{3,4}$", "", name.strip())
    spoken = regex.findall(r"[\p{L}\p{M}]{2,}", stem.casefold())
    return " " in stem and len([word for word in spoken if word not in _FILE_WORDS]) >= 2
