"""How a finding can be mended: Vale's actions, turned into replacements ready to be put in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from rules.rule import Action
from rules.style.pattern import compiled

NAMES = ("replace", "remove", "edit", "convert", "suggest")
_CAMEL = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])|[\W_]+")


def check_action(action: Action | None) -> None:
    """Raises ValueError, with a sentence, for an action that cannot be carried out."""
    if action is None:
        return
    if action.name not in NAMES:
        raise ValueError(f"the action {action.name!r} is none of {', '.join(NAMES)}")
    if action.name == "edit":
        steps(action.params)
    if action.name == "convert" and action.params != ("simple",):
        raise ValueError(f"the action convert knows 'simple' only, not {list(action.params)}")


def mended(action: Action | None, match: str) -> tuple[str, ...]:
    """What to write instead of the match, best first; nothing when the action does not say."""
    if action is None or action.name == "suggest":
        return ()
    if action.name == "replace":
        return action.params
    if action.name == "remove":
        return ("",)
    if action.name == "convert":
        return (" ".join(_CAMEL.sub(" ", match).lower().split()),)
    for name, arguments in steps(action.params):
        match = EDITS[name][1](match, *arguments)
    return (match.strip(),)


def steps(params: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    """The edits of an `edit` action, each with its arguments.

    Raises:
        ValueError: an unknown edit, or too few arguments.
    """
    out: list[tuple[str, tuple[str, ...]]] = []
    rest = list(params)
    if not rest:
        raise ValueError(f"the action edit needs params: one of {', '.join(EDITS)} and its words")
    while rest:
        name = rest.pop(0)
        if name not in EDITS:
            raise ValueError(f"the action edit knows no {name!r}, only {', '.join(EDITS)}")
        count = EDITS[name][0]
        if len(rest) < count:
            raise ValueError(f"the edit {name!r} needs {count} params, not {len(rest)}")
        out.append((name, tuple(rest[:count])))
        rest = rest[count:]
    return out


def either(options: Sequence[str]) -> str:
    """The options in quotes: 'a', 'b', or 'c'."""
    quoted = [f"'{option}'" for option in options]
    if len(quoted) < 3:
        return " or ".join(quoted)
    return ", ".join([*quoted[:-1], f"or {quoted[-1]}"])


def capitalised(text: str) -> str:
    """The text with a capital first letter, in any script that has them."""
    return text[:1].title() + text[1:]


def _split(match: str, separator: str, index: str) -> str:
    pieces = match.split(separator) if separator else [match]
    place = int(index) if index.lstrip("-").isdigit() else 0
    return pieces[place] if -len(pieces) <= place < len(pieces) else match


def _truncate(match: str, separator: str) -> str:
    return match.split(separator, maxsplit=1)[0] if separator else match


EDITS: Mapping[str, tuple[int, Callable[..., str]]] = {
    "regex": (2, lambda match, source, template: compiled(source).replace(match, template)),
    "replace": (2, lambda match, old, new: match.replace(old, new)),
    "remove": (1, lambda match, old: match.replace(old, "")),
    "trim": (1, lambda match, chars: match.strip(chars)),
    "trim_left": (1, lambda match, chars: match.lstrip(chars)),
    "trim_right": (1, lambda match, chars: match.rstrip(chars)),
    "truncate": (1, _truncate),
    "split": (2, _split),
    "wrap": (1, lambda match, mark: f"{mark}{match}{mark}"),
    "prefix": (1, lambda match, mark: mark + match),
    "suffix": (1, lambda match, mark: match + mark),
    "squeeze": (0, lambda match: " ".join(match.split())),
    "capitalize": (0, capitalised),
    "uncapitalize": (0, lambda match: match[:1].lower() + match[1:]),
    "lower": (0, str.lower),
    "upper": (0, str.upper),
}
"""an edit's name -> how many arguments it takes, and what it does to the match"""
