"""Which texts of a post a rule for social posts looks at."""

from __future__ import annotations

from dataclasses import dataclass

from rules.rule import Network, Post, Rule, Text
from rules.style.post import texts_for
from rules.style.scope import PLACES

DEFAULT = ("text",)


@dataclass(frozen=True, kw_only=True)
class Social(Rule):
    """A rule about what goes out, whole texts with their tags and links."""

    def __post_init__(self) -> None:
        for written in self.scope if self.scope != DEFAULT else ():
            if written.partition(":")[0] not in PLACES:
                places = ", ".join(PLACES)
                raise ValueError(f"{self.KIND} looks at whole texts: scope is of {places}")


def outgoing(
    post: Post, scope: tuple[str, ...] = DEFAULT, network: Network | None = None
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


def _named(text: Text, scope: tuple[str, ...], network: Network | None) -> bool:
    if network is not None and text.network not in (None, network):
        return False
    return text.scope in scope or text.scope.partition(":")[0] in scope
