"""A style rule tried on its own examples.

An example that names labels is a card with those labels, so that the rule's `when` is tried too;
one without is held to be a card that the rule looks at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rules.facts import Attachment
from rules.rule import Example, Post, Rule, Text, When
from rules.style.post import post_of_text
from rules.style.sheet import Sheet


@dataclass(frozen=True, kw_only=True, slots=True)
class Trial:
    """One text of one example. `fired` is what the rule found; `failure` why it could not say."""

    rule: Rule
    text: str
    bad: bool
    fired: tuple[str, ...] = ()
    failure: str | None = None

    @property
    def passed(self) -> bool:
        """Did the rule do what the example asks?"""
        return self.failure is None and bool(self.fired) == self.bad


def trials(rule: Rule) -> Iterator[Trial]:
    """Every text of the rule's examples, tried."""
    for example in rule.test:
        sheet = Sheet([rule if example.labels else replace(rule, when=When())])
        for text, bad in ((example.bad, True), (example.good, False)):
            if text is None:
                continue
            report = sheet.check(example_post(rule, example, text))
            yield Trial(
                rule=rule,
                text=text,
                bad=bad,
                fired=tuple(finding.message for finding in report.findings),
                failure=next((failure.why for failure in report.failures), None),
            )


def example_post(rule: Rule, example: Example, text: str) -> Post:
    """The card that an example describes, in the stage, board and fields that the rule asks for."""
    files = tuple(
        Attachment(
            id=f"file{number}",
            name=file.name,
            url=f"https://example.com/{number}/{file.name}",
            size=file.size,
            width=file.width,
            height=file.height,
        )
        for number, file in enumerate(example.attachments, 1)
    )
    post = post_of_text(text * example.repeat, labels=example.labels)
    named = tuple(Text(scope="attachment", value=file.name) for file in files)
    return replace(
        post,
        texts=post.texts + named,
        attachments=files,
        stage=rule.when.stage,
        board=rule.when.board,
        fields=rule.when.field,
    )
