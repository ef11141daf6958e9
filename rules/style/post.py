"""A card, or any text, as the style rules see it: a Post made of Texts.

A description may hold one post for several networks, each under a heading of its own:

    ## X
    Short and sharp.

    ## LinkedIn
    The longer story.

Each becomes a Text of its own, with scope "section:x" and the network's name, besides the whole
description with scope "desc". Lines are counted in the description, so that people find them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from types import MappingProxyType

from rules.facts import Case
from rules.rule import Post, Text

NETWORKS = MappingProxyType(
    {
        "x": "x",
        "twitter": "x",
        "x/twitter": "x",
        "twitter/x": "x",
        "x (twitter)": "x",
        "twitter (x)": "x",
        "instagram": "instagram",
        "insta": "instagram",
        "ig": "instagram",
        "facebook": "facebook",
        "fb": "facebook",
        "linkedin": "linkedin",
        "tiktok": "tiktok",
        "youtube": "youtube",
        "threads": "threads",
        "bluesky": "bluesky",
        "mastodon": "mastodon",
        "pinterest": "pinterest",
        "telegram": "telegram",
    }
)
"""what people call a network in a heading or a label -> its name in the networks' table"""

_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$", re.MULTILINE)
_FENCE = re.compile(r"^ {0,3}(```+|~~~+).*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_ORNAMENT = re.compile(r"^[^\w]+|[^\w)]+$")


def network_named(name: str) -> str | None:
    """The network that a heading or a label means, None when it means none."""
    return NETWORKS.get(_plain(name))


def networks_of(post: Post) -> frozenset[str]:
    """The networks that a post names, by its labels or by sections of its description."""
    named = (network_named(label) for label in post.labels)
    return frozenset(filter(None, (*named, *(text.network for text in post.texts))))


def post_of(case: Case) -> Post:
    """The card of the case as a post: its name, its description and the sections of it, and the
    names of its attachments."""
    card = case.card
    return Post(
        texts=(
            Text(scope="name", value=card.name),
            *described(card.desc),
            *(Text(scope="attachment", value=each.name) for each in card.attachments),
        ),
        labels=frozenset(label.name for label in card.labels),
        stage=case.board.stage_of(card.list),
        board=case.board.name,
        fields=card.fields,
        attachments=card.attachments,
        images=case.images,
        links=case.links,
        recent=case.recent,
        library=case.library,
        due=card.due,
    )


def post_of_text(
    text: str, *, name: str = "", labels: Iterable[str] = (), network: str | None = None
) -> Post:
    """A text as the post of a card with that name and those labels. With a network, the whole
    text is what goes out there."""
    title = (Text(scope="name", value=name),) if name else ()
    body = (Text(scope="desc", value=text, network=network),) if network else tuple(described(text))
    return Post(texts=title + body, labels=frozenset(labels))


def described(desc: str) -> Iterator[Text]:
    """The description, then its sections."""
    yield Text(scope="desc", value=desc)
    yield from sections(desc)


def sections(desc: str) -> Iterator[Text]:
    """What stands under each heading, down to the next heading of the same rank or a higher one.
    Headings inside fenced code are code."""
    fences = [found.span() for found in _FENCE.finditer(desc)]
    heads = [
        found
        for found in _HEADING.finditer(desc)
        if not any(start <= found.start() < end for start, end in fences)
    ]
    for at, head in enumerate(heads):
        rank = len(head[1])
        after = (later.start() for later in heads[at + 1 :] if len(later[1]) <= rank)
        end = next(after, len(desc))
        body = desc[head.end() : end]
        start = head.end() + len(body) - len(body.lstrip())
        start = desc.rfind("\n", 0, start) + 1 if body.strip() else head.end()
        yield Text(
            scope=f"section:{network_named(head[2]) or _plain(head[2])}",
            value=desc[start:end].rstrip(),
            line=1 + desc.count("\n", 0, start),
            network=network_named(head[2]),
        )


def texts_for(post: Post, network: str) -> tuple[Text, ...]:
    """What goes out on that network: its own sections; without one, what stands before the first
    section of any network; without any, the whole description."""
    own = tuple(text for text in post.texts if text.network == network)
    if own:
        return own
    first = min((text.line for text in post.texts if text.network), default=None)
    return tuple(
        text if first is None else _before(text, first)
        for text in post.texts
        if text.scope == "desc"
    )


def _before(text: Text, line: int) -> Text:
    """The lines above the heading under which `line` stands."""
    lines = text.value.split("\n")[: line - 1]
    while lines and not _HEADING.match(lines[-1]):
        lines.pop()
    return Text(scope=text.scope, value="\n".join(lines[:-1]).rstrip(), line=text.line)


def _plain(name: str) -> str:
    return _ORNAMENT.sub("", re.sub(r"[*_`]+", "", name)).casefold()
