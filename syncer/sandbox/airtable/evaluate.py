"""What a formula is worth for one row. Pure: the row is a function from field name to value.

Values are text, numbers, truth values, moments (aware datetimes), lists (read as joined text) and
None for blank. Blank equals "", 0 and false, as users of Airtable report.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from syncer.sandbox.airtable.formula import Binary, Call, FieldRef, Literal, Node, walk

Row = Callable[[str], Any]


class CellError(ValueError):
    """The formula's value is #ERROR! for this row; such a row never passes a filter."""


def passes(node: Node, row: Row, record_id: str) -> bool:
    """Whether filterByFormula keeps the row: not 0, false, "", NaN, [] or #Error! [DOC]."""
    try:
        return _true(evaluate(node, row, record_id))
    except CellError:
        return False


def evaluate(node: Node, row: Row, record_id: str) -> Any:
    """The formula's value; CellError where Airtable would show #ERROR!."""
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, FieldRef):
        return row(node.name)
    if isinstance(node, Binary):
        left = evaluate(node.left, row, record_id)
        return _OPERATORS[node.operator](left, evaluate(node.right, row, record_id))
    if node.name == "RECORD_ID":
        return record_id
    function, _, _ = _FUNCTIONS[node.name]
    return function(*(evaluate(arg, row, record_id) for arg in node.args))


def complaint(node: Node, has_field: Callable[[str], bool]) -> str | None:
    """What Airtable would say against the formula before looking at any row; None if nothing."""
    parts = list(walk(node))
    fields = [part.name for part in parts if isinstance(part, FieldRef)]
    if strangers := [name for name in fields if not has_field(name)]:
        return f"Unknown field names: {', '.join(strangers).lower()}"
    calls = [part for part in parts if isinstance(part, Call)]
    if unknown := [call.name for call in calls if call.name not in _ARITY]:
        return f"Unknown function names: {', '.join(unknown)}"
    for call in calls:
        fewest, most = _ARITY[call.name]
        if not fewest <= len(call.args) <= most:
            return "Invalid formula. Please check your formula text."
    return None


def _true(value: Any) -> bool:
    return bool(value) and not (isinstance(value, float) and math.isnan(value))


def text_of(value: Any) -> str:
    """A value as a formula joins it into text."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(text_of(item) for item in value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + _millis(value)
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value)


def _millis(moment: datetime) -> str:
    return f"{moment.microsecond // 1000:03d}Z"


def _equal(left: Any, right: Any) -> bool:
    if left is None or right is None:
        return not left and not right
    if isinstance(left, (str, list)) or isinstance(right, (str, list)):
        numbers = isinstance(left, (int, float)) or isinstance(right, (int, float))
        return not numbers and text_of(left) == text_of(right)
    return bool(left == right)


def _ordered(left: Any, right: Any) -> tuple[Any, Any]:
    left, right = (0 if value is None else value for value in (left, right))
    numbers = isinstance(left, (int, float)) and isinstance(right, (int, float))
    if numbers or (type(left) is type(right) and not isinstance(left, list)):
        return left, right
    raise CellError(f"cannot order {left!r} and {right!r}")


def _less(left: Any, right: Any) -> bool:
    low, high = _ordered(left, right)
    return bool(low < high)


def _minus(left: Any, right: Any) -> Any:
    if not isinstance(right, (int, float)):
        raise CellError(f"cannot negate {right!r}")
    return left - right


_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "=": _equal,
    "!=": lambda left, right: not _equal(left, right),
    "<": _less,
    ">": lambda left, right: _less(right, left),
    "<=": lambda left, right: not _less(right, left),
    ">=": lambda left, right: not _less(left, right),
    "&": lambda left, right: text_of(left) + text_of(right),
    "-": _minus,
}


def _find(needle: Any, where: Any, start: Any = 1) -> int:
    if isinstance(start, bool) or not isinstance(start, int) or start < 1:
        raise CellError(f"FIND cannot start at {start!r}")
    return text_of(where).find(text_of(needle), start - 1) + 1


def _moment(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str):
        raise CellError(f"not a date: {value!r}")
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as bad:
        raise CellError(f"not an ISO date: {value!r}") from bad
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


_Function = tuple[Callable[..., Any], int, int]
_ANY_NUMBER = 1000

_FUNCTIONS: dict[str, _Function] = {
    "AND": (lambda *args: all(map(_true, args)), 1, _ANY_NUMBER),
    "OR": (lambda *args: any(map(_true, args)), 1, _ANY_NUMBER),
    "NOT": (lambda value: not _true(value), 1, 1),
    "TRUE": (lambda: True, 0, 0),
    "FALSE": (lambda: False, 0, 0),
    "BLANK": (lambda: None, 0, 0),
    "FIND": (_find, 2, 3),
    "LOWER": (lambda value: text_of(value).lower(), 1, 1),
    "UPPER": (lambda value: text_of(value).upper(), 1, 1),
    "DATETIME_PARSE": (_moment, 1, 1),
    "IS_AFTER": (lambda left, right: _moment(left) > _moment(right), 2, 2),
    "IS_BEFORE": (lambda left, right: _moment(left) < _moment(right), 2, 2),
}
_ARITY = {name: (fewest, most) for name, (_, fewest, most) in _FUNCTIONS.items()} | {
    "RECORD_ID": (0, 0)
}
