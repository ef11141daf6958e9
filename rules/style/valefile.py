"""One file of a Vale style, turned into a rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rules.rule import Action, Rule
from rules.style.grades import grade_formula
from rules.style.registry import kind
from rules.style.sequence import Token
from rules.verdict import Level, Place

Given = dict[str, Any]


class NotTaken(ValueError):
    """Why a file of a style cannot be taken over."""


def rule_of(
    style: str, path: str, files: Mapping[str, str], accept: Sequence[str]
) -> tuple[Rule, tuple[str, ...]]:
    """The rule that the file holds, and remarks on keys that have no meaning here.

    Raises:
        NotTaken: it is no YAML, or no rule that can be followed; says why.
    """
    written = _keys(files[path])
    point = str(written.pop("extends", ""))
    if point not in _KINDS:
        raise NotTaken(_WHY_NOT.get(point, f"there is no extension point {point!r}"))
    remarks = tuple(f"the key {key!r} is left aside: {why}" for key, why in _aside(written))
    given = _header(style, path, written)
    name, read = _KINDS[point]
    given |= read(written, files)
    remarks += tuple(f"the key {key!r} is none of {point}'s and left aside" for key in written)
    _accept(point, given, accept)
    try:
        return kind(name)(**given), remarks
    except (TypeError, ValueError) as problem:
        raise NotTaken(str(problem)) from None


def _keys(text: str) -> Given:
    """The file's keys in lower case; every value as it is written, since YAML's `no` is a word."""
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        page = yaml.load(text, Loader=loader)  # noqa: S506  a BaseLoader makes strings only
    except yaml.YAMLError as problem:
        raise NotTaken(
            f"it is no YAML that can be read: {' '.join(str(problem).split())}"
        ) from None
    if not isinstance(page, dict):
        raise NotTaken("it is no table of keys")
    return {str(key).lower(): value for key, value in page.items()}


def _aside(written: Given) -> list[tuple[str, str]]:
    """Keys of Vale that change nothing here are taken out; each with its reason."""
    found = [(key, why) for key, why in _NO_MEANING.items() if key in written]
    for key, _ in found:
        del written[key]
    return found


def _header(style: str, path: str, written: Given) -> Given:
    """What every kind shares."""
    stem = path.removesuffix(".yml").replace("/", ".")
    given: Given = {
        "set": style,
        "name": stem,
        "place": Place(file=f"{style}/{path}", line=1),
    }
    if not written.get("message"):
        raise NotTaken("it has no message")
    for key, read in _HEADER.items():
        if key in written:
            given[key] = _taken(key, written.pop(key), read)
    return given


def _taken(key: str, value: object, read: Callable[[object], Any]) -> Any:
    try:
        return read(value)
    except (TypeError, ValueError) as problem:
        raise NotTaken(f"the key {key!r}: {problem}") from None


def _some(written: Given, shape: Mapping[str, Callable[[object], Any]]) -> Given:
    return {
        key: _taken(key, written.pop(key), read) for key, read in shape.items() if key in written
    }


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("should be text")
    return value


def _words(value: object) -> tuple[str, ...]:
    """A list of words; one word stands for a list of one, nothing for none."""
    if isinstance(value, str):
        return (value,) if value not in ("", "~", "null") else ()
    if not isinstance(value, list):
        raise TypeError("should be a list")
    return tuple(_word(each) for each in value)


def _table(value: object) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise TypeError("should be a table")
    return {_word(key): _word(each) for key, each in value.items()}


def _truth(value: object) -> bool:
    word = _word(value).lower()
    if word not in ("true", "yes", "on", "1", "false", "no", "off", "0"):
        raise ValueError(f"should be true or false, not {word!r}")
    return word in ("true", "yes", "on", "1")


def _number(value: object) -> int:
    return int(_word(value))


def _share(value: object) -> float:
    return float(_word(value)) or 0.8


def _level(value: object) -> Level:
    return Level(_word(value))


def _action(value: object) -> Action | None:
    if not isinstance(value, dict) or not value.get("name"):
        raise ValueError("should be a table with a name")
    return Action(name=_word(value["name"]), params=_words(value.get("params", "")))


def _tokens(value: object) -> tuple[Token, ...]:
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise TypeError("should be a list of tables")
    out: list[Token] = []
    for each in value:
        keys = {str(key).lower(): found for key, found in each.items()}
        if beyond := sorted(keys.keys() - {"pattern", "negate", "skip"}):
            raise ValueError(
                f"{beyond[0]!r} needs a tagger for parts of speech, which there is not"
            )
        token = Token(
            pattern=_word(keys.get("pattern", "")),
            negate=_truth(keys.get("negate", "false")),
            skip=_number(keys.get("skip", "0")),
        )
        if not token.pattern:
            raise ValueError("each token needs a pattern")
        out.append(token)
    return tuple(out)


def _shaped(**shape: Callable[[object], Any]) -> Callable[[Given, Mapping[str, str]], Given]:
    return lambda written, _: _some(written, shape)


def _spelling(written: Given, files: Mapping[str, str]) -> Given:
    """Vale checks American English unless dictionaries are named; its own list of words to
    leave alone is a file beside the rule."""
    given = _some(
        written,
        {"dictionaries": _words, "dicpath": _word, "exceptions": _words, "filters": _words}
        | {"custom": _truth, "ignore": _words, "append": _truth},
    )
    given.pop("append", None)
    accept: list[str] = []
    for name in given.pop("ignore", ()):
        path = next((path for path in files if path == name or path.endswith(f"/{name}")), None)
        if path is None:
            raise NotTaken(f"the key 'ignore': there is no file {name!r} in the style")
        accept += [line.strip() for line in files[path].splitlines() if line.strip()]
    language = "en" if given.get("dictionaries") else "en-US"
    return given | {"accept": tuple(accept), "languages": (language,)}


def _readability(written: Given, _: Mapping[str, str]) -> Given:
    """The mean of the named school grades must not pass `grade`."""
    given = _some(written, {"metrics": _grades, "grade": _share})
    if "metrics" not in given or "grade" not in given:
        raise NotTaken("readability needs metrics and grade")
    return {"formula": given["metrics"], "condition": f"> {given['grade']:g}"}


def _grades(value: object) -> str:
    return grade_formula(_words(value))


def _accept(point: str, given: Given, accept: Sequence[str]) -> None:
    """What the team accepts is an exception to rules about words."""
    takes = point in _WITH_EXCEPTIONS and not (point == "existence" and given.get("nonword"))
    if accept and takes and given.get("vocab", True):
        key = "accept" if point == "spelling" else "exceptions"
        given[key] = (*given.get(key, ()), *accept)


_HEADER: Mapping[str, Callable[[object], Any]] = {
    "message": _word,
    "description": _word,
    "level": _level,
    "scope": _words,
    "link": _word,
    "limit": _number,
    "action": _action,
    "vocab": _truth,
}
_NO_MEANING = {
    "pos": "Vale itself no longer looks at it",
    "tests": "they are for Vale's own runner",
    "name": "a rule is named after its file",
    "code": "scope: raw does that",
}
_WITH_EXCEPTIONS = frozenset(
    {"existence", "substitution", "conditional", "capitalization", "repetition", "spelling"}
)
_WHY_NOT = {
    "": "it has no 'extends'",
    "script": "scripts (Tengo code) are not run",
}
_WORDWISE = {"ignorecase": _truth, "nonword": _truth, "exceptions": _words}
_KINDS: Mapping[str, tuple[str, Callable[[Given, Mapping[str, str]], Given]]] = {
    "existence": ("existence", _shaped(tokens=_words, raw=_words, append=_truth, **_WORDWISE)),
    "substitution": ("substitution", _shaped(swap=_table, capitalize=_truth, **_WORDWISE)),
    "occurrence": (
        "occurrence",
        _shaped(token=_word, max=_number, min=_number, ignorecase=_truth),
    ),
    "repetition": (
        "repetition",
        _shaped(tokens=_words, max=_number, ignorecase=_truth, alpha=_truth, exceptions=_words),
    ),
    "consistency": ("consistency", _shaped(either=_table, ignorecase=_truth, nonword=_truth)),
    "conditional": (
        "conditional",
        _shaped(first=_word, second=_word, ignorecase=_truth, exceptions=_words),
    ),
    "capitalization": (
        "capitalization",
        _shaped(
            match=_word,
            style=_word,
            exceptions=_words,
            indicators=_words,
            threshold=_share,
            prefix=_word,
        ),
    ),
    "metric": ("metric", _shaped(formula=_word, condition=_word)),
    "readability": ("metric", _readability),
    "spelling": ("spelling", _spelling),
    "sequence": ("sequence", _shaped(tokens=_tokens, ignorecase=_truth)),
}
