"""Formulas of a `metric` rule: numbers, named counts, + - * / %, brackets, `math.…`, comparisons.

They are read into a tree of Python's own syntax and only these nodes are evaluated, so a formula
can count and compare and nothing else. Whole numbers stay whole in Vale's language but every count
is a decimal number there too, so that `/` never cuts.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

LONGEST = 2_000
_DEEPEST = 30

_BINARY: Mapping[type[ast.operator], Callable[[float, float], float]] = MappingProxyType(
    {
        ast.Add: operator.add,
        ast.Sub: operator.sub,
        ast.Mult: operator.mul,
        ast.Div: operator.truediv,
        ast.Mod: math.fmod,
    }
)
_COMPARE: Mapping[type[ast.cmpop], Callable[[float, float], bool]] = MappingProxyType(
    {
        ast.Gt: operator.gt,
        ast.GtE: operator.ge,
        ast.Lt: operator.lt,
        ast.LtE: operator.le,
        ast.Eq: operator.eq,
        ast.NotEq: operator.ne,
    }
)
_FUNCTIONS: Mapping[str, Callable[..., float]] = MappingProxyType(
    {
        "sqrt": math.sqrt,
        "pow": math.pow,
        "abs": abs,
        "floor": math.floor,
        "ceil": math.ceil,
        "log": math.log,
        "log10": math.log10,
        "log2": math.log2,
        "exp": math.exp,
        "max": max,
        "min": min,
        "round": round,
    }
)


class BadFormula(ValueError):
    """A formula that cannot be read or worked out; the message shows it and says why."""


@lru_cache(maxsize=256)
def read(formula: str) -> ast.expr:
    """The formula as a tree.

    Raises:
        BadFormula: it is no expression of this language.
    """
    if len(formula) > LONGEST:
        raise BadFormula(f"a formula of {len(formula)} characters is too long (at most {LONGEST})")
    source = formula.replace("&&", " and ").replace("||", " or ").strip()
    try:
        tree = ast.parse(source, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
        raise BadFormula(f"the formula {formula!r} cannot be read: {problem}") from None
    _check(tree, formula, 0)
    return tree


def names(formula: str) -> frozenset[str]:
    """The counts that a formula asks for."""
    return frozenset(
        node.id
        for node in ast.walk(read(formula))
        if isinstance(node, ast.Name) and node.id != "math"
    )


def worked_out(formula: str, counts: Mapping[str, float]) -> float:
    """The value of the formula; True and False count as 1 and 0.

    Raises:
        BadFormula: it cannot be worked out, as when it divides by zero.
    """
    try:
        return float(_value(read(formula), counts))
    except (ArithmeticError, ValueError, TypeError) as problem:
        raise BadFormula(f"the formula {formula!r} cannot be worked out: {problem}") from None


def _check(node: ast.expr, formula: str, depth: int) -> None:
    """Raises BadFormula for anything that is not in the language."""
    inner: list[ast.expr] = []
    known = depth < _DEEPEST
    match node:
        case ast.Constant(value=int() | float()) | ast.Name():
            pass
        case ast.BinOp(left=left, op=op, right=right):
            known &= type(op) in _BINARY
            inner = [left, right]
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
            inner = [operand]
        case ast.BoolOp(values=values):
            inner = values
        case ast.Compare(left=left, ops=ops, comparators=others):
            known &= all(type(op) in _COMPARE for op in ops)
            inner = [left, *others]
        case ast.Call(func=func, args=args, keywords=[]):
            known &= _function(func) in _FUNCTIONS
            inner = args
        case _:
            known = False
    if not known:
        raise BadFormula(
            f"the formula {formula!r} may use numbers, counts, + - * / %, brackets, comparisons "
            f"and math.({'|'.join(_FUNCTIONS)}); it has {ast.unparse(node)!r}"
        )
    for each in inner:
        _check(each, formula, depth + 1)


def _function(node: ast.expr) -> str:
    """The name of `math.name`, which counts as `name`."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return node.attr if node.value.id == "math" else ""
    return node.id if isinstance(node, ast.Name) else ""


def _value(node: ast.expr, counts: Mapping[str, float]) -> float:
    if isinstance(node, ast.Constant | ast.Name):
        return counts[node.id] if isinstance(node, ast.Name) else float(str(node.value))
    if isinstance(node, ast.UnaryOp):
        value = _value(node.operand, counts)
        return -value if isinstance(node.op, ast.USub) else value
    return _joined(node, counts)


def _joined(node: ast.expr, counts: Mapping[str, float]) -> float:
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            return _BINARY[type(op)](_value(left, counts), _value(right, counts))
        case ast.BoolOp(op=op, values=values):
            each = [bool(_value(one, counts)) for one in values]
            return float(all(each) if isinstance(op, ast.And) else any(each))
        case ast.Compare(left=left, ops=ops, comparators=others):
            sides = [_value(one, counts) for one in (left, *others)]
            pairs = zip(ops, sides, sides[1:], strict=False)
            return float(all(_COMPARE[type(op)](a, b) for op, a, b in pairs))
        case ast.Call(func=func, args=args):
            return float(_FUNCTIONS[_function(func)](*(_value(one, counts) for one in args)))
    raise TypeError(ast.unparse(node))
