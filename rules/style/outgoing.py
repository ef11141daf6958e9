"""Which texts of a post a rule for social posts looks at."""

from __future__ import annotations

from rules.rule import Post, Text
from rules.style.post import texts_for

DEFAULT = ("text",)


def outgoing(
    post: Post, scope: tuple[str, ...] = DEFAULT, network: str | None = None
) -> list[Text]:
    """What goes out, each text apart, since every network shows its own.

    With a network, what is meant for it; without one, each network's section and what stands
    before the first of them, or the whole description where there are no sections. A scope of
    the rule's own names other texts: name, attachment, comment, desc, section, section:<network>.
    """
    if scope != DEFAULT:
        return [text for text in post.texts if _named(text, scope, network)]
    if network is not None:
        return list(texts_for(post, network))
    sections = [text for text in post.texts if text.network]
    rest = [text for text in texts_for(post, "") if text.value.strip() or not sections]
    return sections + rest


def _named(text: Text, scope: tuple[str, ...], network: str | None) -> bool:
    if network is not None and text.network not in (None, network):
        return False
    return text.scope in scope or text.scope.partition(":")[0] in scope
