"""The simple values of a file: what each type takes, and how types and values are called."""

from __future__ import annotations

from collections import abc
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from math import inf, isfinite
from types import MappingProxyType, NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from rules.reading.spans import EXAMPLES, read_length


def _exactly(*kinds: type) -> Callable[[object], Any]:
    """Takes these types and none derived from them: True is no number, a moment is no day."""

    def take(value: object) -> object:
        if type(value) not in kinds:
            raise TypeError
        return value

    return take


def _number(value: object) -> float:
    if type(value) not in (int, float):
        raise TypeError
    try:
        number = float(value)  # type: ignore[arg-type]  # the line above leaves int and float
    except OverflowError:
        number = inf
    if not isfinite(number):
        raise ValueError("must be a finite number")
    return number


def _length(value: object) -> timedelta:
    if not isinstance(value, str):
        raise TypeError
    return read_length(value)


SCALARS: Mapping[Any, Callable[[object], Any]] = MappingProxyType(
    {
        str: _exactly(str),
        bool: _exactly(bool),
        int: _exactly(int),
        float: _number,
        date: _exactly(date),
        time: _exactly(time),
        datetime: _exactly(datetime),
        timedelta: _length,
    }
)
"""How a value is taken. Raises TypeError for another type, ValueError with a sentence."""

CALLED: Mapping[Any, str] = MappingProxyType(
    {
        str: "text",
        bool: "true or false",
        int: "a whole number",
        float: "a number",
        date: "a date such as 2027-01-31",
        time: "a time such as 09:00:00",
        datetime: "a date with a time",
        timedelta: f"a length of time such as {EXAMPLES}",
        object: "anything",
    }
)


def called(hint: Any) -> str:
    """How a type is called when people are told what a key takes."""
    origin, inside = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return " or ".join(called(one) for one in inside if one is not NoneType)
    if origin is Literal:
        return "one of " + ", ".join(map(str, inside))
    if origin in (tuple, frozenset):
        return "a list of tables" if _is_table(inside[0]) else f"a list of {called(inside[0])}"
    if isinstance(hint, type) and issubclass(hint, Enum):
        return "one of " + ", ".join(str(member.value) for member in hint)
    return CALLED.get(hint, "a table")


def called_value(value: object) -> str:
    """What was given instead, short enough for a message."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'the text "{value}"' if len(value) <= 40 else f'the text "{value[:39]}…"'
    return f"{'the number ' if isinstance(value, int | float) else ''}{value}"


def shaped(hint: Any, value: object) -> bool:
    """Does the value have the outer form of this type? Chooses between the members of a union."""
    origin = get_origin(hint)
    if origin in (tuple, frozenset):
        return isinstance(value, list)
    if origin is Literal:
        return type(value) in {type(word) for word in get_args(hint)}
    if _is_table(hint):
        return isinstance(value, dict)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return isinstance(value, str)
    return _taken_as(SCALARS[hint], value)


def _taken_as(take: Callable[[object], Any], value: object) -> bool:
    try:
        take(value)
    except TypeError:
        return False
    except ValueError:  # the right type with a wrong value: its own message helps most
        return True
    return True


def frozen(value: object) -> object:
    """The same value with lists as tuples and tables as read-only mappings, all the way down."""
    if isinstance(value, dict):
        return MappingProxyType({key: frozen(item) for key, item in value.items()})
    if isinstance(value, list):
        return tuple(frozen(item) for item in value)
    return value


def _is_table(hint: Any) -> bool:
    origin = get_origin(hint)  # a generic dataclass wraps what is read from a table
    return is_dataclass(hint) or is_dataclass(origin) or origin is abc.Mapping
