"""Reads TOML values strictly by the type hints of frozen dataclasses: their fields are the keys.

A field without a default must be given; a key that is no field is a problem. Two things are
filled and never read: `place` (where the table starts), and what the caller gives (the `name` of
`[people.ana]`). A field named like a keyword has a trailing underscore (`for_` is `for`).

A field's metadata may say more: `key` (its name in the file), `least` and `most` (a number's
range), `one` (a bare value stands for a list of one).
"""

from __future__ import annotations

from collections import abc
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from enum import Enum
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import (
    Any,
    Final,
    Generic,
    Literal,
    TypeAlias,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from rules.reading.places import Path
from rules.reading.problems import did_you_mean
from rules.reading.scalars import SCALARS, called, called_value, frozen, shaped
from rules.reading.toml import Toml

T = TypeVar("T")


class Bad(Enum):
    """The answer for a value that cannot be used; why is noted on the Toml."""

    BAD = "bad"


BAD: Final = Bad.BAD


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry(Generic[T]):
    """A value together with the path it was read at, for checks that need both."""

    path: Path
    value: T


Special: TypeAlias = Callable[["Reader", object, Path], object]
"""Reads a type whose form in the file is not simply its fields; answers BAD after noting why."""


class Reader:
    """Reads the values of one file. `special` are the types that are read in their own way."""

    def __init__(self, toml: Toml, special: Mapping[Any, Special] | None = None) -> None:
        self.toml = toml
        self._special = special or {}

    def read(self, hint: Any, value: object, path: Path) -> Any:
        """The value as the hint wants it, deeply frozen, or BAD."""
        if hint in self._special:
            return self._special[hint](self, value, path)
        origin, inside = get_origin(hint), get_args(hint)
        if origin in (Union, UnionType):
            return self._either(inside, value, path)
        if origin is Literal:
            return self._member(inside, value, path)
        if origin in (tuple, frozenset):
            return self._list(origin, inside[0], value, path)
        if origin is abc.Mapping:
            return self._mapping(inside[1], value, path)
        return self._plain(hint, value, path) if origin is None else self._entry(hint, value, path)

    def _plain(self, hint: Any, value: object, path: Path) -> Any:
        """A type that is no composition of others."""
        if is_dataclass(hint):
            return self.table(hint, value, path)
        if isinstance(hint, type) and issubclass(hint, Enum):
            word = self._member([member.value for member in hint], value, path)
            return BAD if word is BAD else hint(word)
        return frozen(value) if hint in (object, Any) else self._scalar(hint, value, path)

    def _entry(self, hint: Any, value: object, path: Path) -> Any:
        read = self.read(get_args(hint)[0], value, path)
        return BAD if read is BAD else Entry(path=path, value=read)

    def table(
        self,
        cls: Any,
        value: object,
        path: Path,
        *,
        given: Mapping[str, object] | None = None,
        besides: Iterable[str] = (),
    ) -> Any:
        """A dataclass from a table. `given` are fields that the table does not hold; `besides`
        are keys that someone else reads. An optional key with a problem takes its default, so
        that what depends on the table is still read."""
        if not isinstance(value, dict):
            return self._refuse(path, "a table", value)
        given = dict(given or {})
        known = keys(cls)
        if "place" in known and "place" not in given:
            given["place"] = self.toml.place(path)
        taken = {key: known[key] for key in known if known[key].name not in given}
        self._unknown_keys(value, {*taken, *besides}, path)
        hints = _hints(cls)
        for key, field in taken.items():
            hint = hints[field.name]
            if key in value:
                read = self._field(field, hint, value[key], (*path, key))
                given |= {} if read is BAD else {field.name: read}
            elif _required(field):
                self.toml.wrong(path, f"key '{key}' is missing", f"it takes {called(hint)}")
        whole = all(field.name in given or not _required(field) for field in taken.values())
        return self._made(cls, given, path) if whole else BAD

    def _made(self, cls: Any, given: Mapping[str, object], path: Path) -> Any:
        try:
            return cls(**given)
        except ValueError as error:  # what the dataclass itself knows better than its hints
            if self.toml.sound(path):  # else it may only miss a value that is told already
                key = str(error).partition(" ")[0]
                self.toml.wrong(path, str(error), line_of=(*path, key))
            return BAD

    def _field(self, field: Field[Any], hint: Any, value: object, path: Path) -> Any:
        if field.metadata.get("one") and not isinstance(value, list):
            value = [value]
        read = self.read(hint, value, path)
        least, most = field.metadata.get("least"), field.metadata.get("most")
        if isinstance(read, int | float):
            if least is not None and read < least:
                return self._say(path, f"must be at least {least}, not {read}")
            if most is not None and read > most:
                return self._say(path, f"must be at most {most}, not {read}")
        return read

    def _unknown_keys(self, value: Mapping[str, object], known: set[str], path: Path) -> None:
        for key in value:
            if key not in known:
                hint = did_you_mean(key, known)
                self.toml.wrong(path, f"unknown key '{key}'", hint, line_of=(*path, key))

    def _either(self, hints: tuple[Any, ...], value: object, path: Path) -> Any:
        """The first alternative whose shape the value has; None is never written in TOML."""
        wanted = [hint for hint in hints if hint is not NoneType]
        for hint in wanted:
            if len(wanted) == 1 or shaped(hint, value):
                return self.read(hint, value, path)
        return self._refuse(path, " or ".join(map(called, wanted)), value)

    def _member(self, words: Iterable[object], value: object, path: Path) -> Any:
        known = list(words)
        if value in known and type(value) in {type(word) for word in known}:
            return value
        message = f"must be one of {', '.join(map(str, known))}, not {called_value(value)}"
        return self._say(path, message)

    def _list(self, form: Any, hint: Any, value: object, path: Path) -> Any:
        if not isinstance(value, list):
            mend = f"write [[{path[0]}]]" if isinstance(value, dict) and len(path) == 1 else ""
            return self._refuse(path, called(tuple[hint, ...]), value, mend)
        read = [self.read(hint, item, (*path, index)) for index, item in enumerate(value)]
        return form(item for item in read if item is not BAD)

    def _mapping(self, hint: Any, value: object, path: Path) -> Any:
        if not isinstance(value, dict):
            return self._refuse(path, "a table", value)
        read = {key: self.read(hint, item, (*path, key)) for key, item in value.items()}
        return MappingProxyType({key: item for key, item in read.items() if item is not BAD})

    def _scalar(self, hint: Any, value: object, path: Path) -> Any:
        try:
            return SCALARS[hint](value)
        except TypeError:
            return self._refuse(path, called(hint), value)
        except ValueError as error:
            return self._say(path, str(error))

    def _refuse(self, path: Path, wanted: str, value: object, mend: str = "") -> Bad:
        return self._say(path, f"must be {wanted}, not {called_value(value)}", mend)

    def _say(self, path: Path, message: str, mend: str = "") -> Bad:
        self.toml.wrong(path, message, mend)
        return BAD


@cache
def keys(cls: Any) -> Mapping[str, Field[Any]]:
    """A dataclass's fields by their names in a file."""
    return {
        field.metadata.get("key", field.name.removesuffix("_")): field
        for field in fields(cls)
        if field.init
    }


@cache
def _hints(cls: Any) -> Mapping[str, Any]:
    return get_type_hints(cls)


def _required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING
