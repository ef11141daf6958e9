"""Are the templates of [messages] ones that can be filled?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from string import Formatter

from rules.reading.page import Page
from rules.reading.problems import did_you_mean
from rules.reading.toml import Toml


def check_messages(toml: Toml, page: Page, templates: Mapping[str, Collection[str]] | None) -> None:
    """Each key is a message that syncer says, each {placeholder} one that it fills. `templates`
    maps the keys to their placeholders; None: only the form is looked at."""
    for key, text in page.messages.items():
        path = ("messages", key)
        try:
            fields = _fields(text)
        except ValueError as error:
            toml.wrong(path, f"cannot be filled: {error}", "a brace itself is written twice: {{")
            continue
        if templates is None:
            continue
        if key not in templates:
            toml.wrong(path, f"unknown message '{key}'", did_you_mean(key, templates))
            continue
        for field in sorted(fields.difference(templates[key])):
            hint = did_you_mean(field, templates[key])
            toml.wrong(path, f"unknown placeholder '{{{field}}}'", hint)


def _fields(text: str) -> set[str]:
    """The placeholders of a template. Raises ValueError when its braces do not pair, or when a
    placeholder asks for more than a plain value."""
    found = set()
    for _, field, form, conversion in Formatter().parse(text):
        if field is None:
            continue
        if form or conversion or not field.isidentifier():
            raise ValueError(f"'{{{field}}}' is not a plain name in braces")
        found.add(field)
    return found
