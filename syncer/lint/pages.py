"""The reference of all kinds of style rule, made from the kinds themselves.

    python -m syncer.lint.pages [FOLDER]      FOLDER: docs/rules

A page a kind: its module's docstring, its keys with type and default, its examples and what it
says of them, and the packs that use it. A test holds the committed pages to this.
"""

from __future__ import annotations

import ast
import inspect
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

from rules.reading.scalars import called
from rules.reading.style import pack_names, read_pack
from rules.reading.typed import keys
from rules.rule import Example, Rule, When
from rules.style.post import post_of_text
from rules.style.registry import kind, names
from rules.style.sheet import Sheet

FOLDER = Path("docs/rules")
MADE = "<!-- Made by `make docs-rules` from {source}: change it there. -->"
ENGINES = frozenset({"spelling", "grammar"})
"""kinds whose answers depend on which dictionaries are installed: their examples are only shown"""
SHOWN = 72
"""characters of an example that are shown"""
FILLED = frozenset({"place", "test", "set", "name"})
"""fields that are told elsewhere, or that no key fills"""


def pages() -> dict[str, str]:
    """File name -> text, for every kind and the index."""
    made = {f"{name}.md": "\n".join(_page(name)) + "\n" for name in names()}
    return made | {"README.md": "\n".join(_index()) + "\n"}


def _page(name: str) -> Iterator[str]:
    chosen = kind(name)
    source = chosen.__module__.replace(".", "/") + ".py"
    yield MADE.format(source=source)
    yield f"# {name}\n"
    yield inspect.cleandoc(sys.modules[chosen.__module__].__doc__ or "")
    own = {key: field for key, field in keys(chosen).items() if field.name not in _shared()}
    if own:
        yield "\n## Keys\n"
        yield from _table(chosen, own)
        yield "\nBesides the keys of [every rule](README.md#keys-of-every-rule)."
    if chosen.MESSAGE:
        yield f"\nWithout a `message` it says: {_code(chosen.MESSAGE)}"
    yield from _examples(chosen)
    yield from _packs(name)


def _index() -> Iterator[str]:
    yield MADE.format(source="rules/style and rules/rule.py")
    yield "# Kinds of style rule\n"
    yield "How rules are written, tested and waived: [style.md](../style.md).\n"
    yield "| kind | looks at |\n|---|---|"
    for name in names():
        said = (sys.modules[kind(name).__module__].__doc__ or "").partition("\n")[0]
        yield f"| [{name}]({name}.md) | {said} |"
    yield "\n## Keys of every rule\n"
    yield "`set` and `name` name a rule and must be given, as must `kind`.\n"
    yield from _table(Rule, {key: each for key, each in keys(Rule).items() if key not in FILLED})
    yield "\n## Keys of `when`\n"
    yield f"{inspect.cleandoc(When.__doc__ or '')}\n"
    yield from _table(When, keys(When))


def _shared() -> frozenset[str]:
    return frozenset(each.name for each in fields(Rule))


def _table(cls: type[Any], chosen: Mapping[str, Field[Any]]) -> Iterator[str]:
    """The keys with their type, default and, where the class says it, meaning."""
    hints, said = get_type_hints(cls), _meanings(cls)
    columns = ["key", "takes", "default", "meaning"]
    if not any(field.name in said for field in chosen.values()):
        columns.pop()
    yield "| " + " | ".join(columns) + " |"
    yield "|" + "---|" * len(columns)
    for key, field in chosen.items():
        cells = [f"`{key}`", called(hints[field.name]), _default(field), said.get(field.name, "")]
        yield "| " + " | ".join(cells[: len(columns)]) + " |"


def _meanings(cls: type[Any]) -> Mapping[str, str]:
    """The text under each field of the class and of those it derives from."""
    found: dict[str, str] = {}
    for each in reversed(cls.__mro__[:-1]):
        if each.__module__.startswith("rules."):
            body = ast.parse(inspect.getsource(each)).body[0]
            found |= _notes(body) if isinstance(body, ast.ClassDef) else {}
    return found


def _notes(body: ast.ClassDef) -> dict[str, str]:
    """Texts that stand right after a field."""
    return {
        field.target.id: " ".join(note.value.value.split())
        for field, note in zip(body.body, body.body[1:], strict=False)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(note, ast.Expr)
        and isinstance(note.value, ast.Constant)
        and isinstance(note.value.value, str)
    }


def _default(field: Field[Any]) -> str:
    """The default as it is written in rules.toml; must be given, where there is none."""
    if field.default is not MISSING:
        value = field.default
    elif field.default_factory is not MISSING:
        value = field.default_factory()
    else:
        return "*must be given*"
    if value is None or value in ("", ()) or isinstance(value, When | Mapping):
        return ""
    if field.metadata.get("one") and len(value) == 1:
        value = value[0]
    return f"`{_toml(value)}`"


def _toml(value: object) -> str:
    """A value as rules.toml writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return _toml(value.value)
    if isinstance(value, str):
        quote = "'" if "\\" in value and "'" not in value else '"'
        escaped = value if quote == "'" else value.replace("\\", "\\\\").replace('"', '\\"')
        return f"{quote}{escaped}{quote}"
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_toml(str(key))} = {_toml(each)}" for key, each in value.items())
        return f"{{ {inside} }}"
    if isinstance(value, tuple | list | frozenset):
        return f"[{', '.join(map(_toml, value))}]"
    return str(value)


def _examples(chosen: type[Rule]) -> Iterator[str]:
    if not chosen.BAD:
        return
    yield '\n## Example\n\n```toml\n[[style]]\nset  = "house"\nname = "example"'
    yield f'kind = "{chosen.KIND}"'
    yield from (f"{key} = {_toml(value)}" for key, value in chosen.EXAMPLE.items())
    yield "```\n\nIt finds:\n"
    for text in chosen.BAD:
        yield f"- {_code(text)}" + "".join(f"\n  → {_code(said)}" for said in _said(chosen, text))
    yield "\nIt lets pass:\n"
    yield from (f"- {_code(text)}" for text in chosen.GOOD)


def _said(chosen: type[Rule], text: str) -> list[str]:
    if chosen.KIND in ENGINES:
        return []
    made: Any = chosen
    rule = made(set="house", name="example", **chosen.EXAMPLE)
    report = Sheet([rule]).check(post_of_text(text))
    return list(dict.fromkeys(finding.message for finding in report.findings))


def _packs(name: str) -> Iterator[str]:
    """The rules of the built-in packs that are of this kind, with an example of each."""
    used = [(pack, rule) for pack in pack_names() for rule in _pack(pack) if name == rule.KIND]
    if not used:
        return
    yield "\n## In the packs\n"
    yield "| pack | rule | level | finds |\n|---|---|---|---|"
    for pack, rule in used:
        bad = next((example for example in rule.test if example.bad is not None), Example())
        shown = _shown(bad).replace("|", "\\|")
        yield f"| {pack} | {rule.name} | {rule.level} | {shown} |"


def _shown(example: Example) -> str:
    """What an example finds, and how often it is written, and the files beside it."""
    text = _code(example.bad) if example.bad else ""
    times = f" × {example.repeat:,}" if example.repeat > 1 else ""
    files = ", ".join(_code(file.name) for file in example.attachments)
    return f"{text}{times}" + (f" with {files}" if files else "")


@cache
def _pack(name: str) -> tuple[Rule, ...]:
    return read_pack(name)


def _code(text: str) -> str:
    """A text in one line of code; what cannot be seen is written as \\u200b."""
    count = len(text)
    text = text if count <= SHOWN else text[: SHOWN - 12].rstrip()
    shown = "".join(
        char.encode("unicode_escape").decode()
        if unicodedata.category(char) in ("Cc", "Cf") and char != "\u200d"
        else char
        for char in text
    )
    ticks = "``" if "`" in shown else "`"
    code = f"{ticks}{shown}{ticks}"
    return code if count <= SHOWN else f"{code} … ({count} characters)"


def write(folder: Path) -> None:
    """Write every page, and take away pages of kinds that there are no more."""
    folder.mkdir(parents=True, exist_ok=True)
    made = pages()
    for old in folder.glob("*.md"):
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
